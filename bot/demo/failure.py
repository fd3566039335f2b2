"""A broken commitment, the procedure that was agreed for it, and what both sides learn from it."""

from datetime import datetime
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.network import HELP, LANDLORD
from bot.demo.story import Story

MISSED_AT: Final = datetime(2026, 12, 2, 12, 0, tzinfo=ZONE)
CAUSE: Final = "Keine Vertretung da"
REMEDY: Final = "Zuständigkeit klären"


async def broken(story: Story) -> None:
    """The second visit did not take place; what was agreed for that proposes itself."""
    helper, landlord = story.people.deputy, story.people.landlord
    await story.rehearsal.until(MISSED_AT)
    await helper.taps("1", "Nicht erfüllt")
    proposed = await helper.sees(
        f"{story.code}: Verfahren beginnen?",
        "ein Anlass, den Sie vereinbart haben: Zusage nicht erfüllt",
        "Verfahren starten",
    )
    await helper.taps("Verfahren starten")
    begun = await landlord.sees(f"{story.code}: Verfahren gestartet", "Bitte sprechen Sie bis Do 3.12.")
    await story.narrator.scene(
        "Wenn es nicht klappt",
        "Der zweite Besuch fällt aus, und niemand springt ein. Der Bot schlägt vor, was für diesen Tag "
        "vereinbart ist, und nach einem Tipp wissen alle, mit wem sie bis wann sprechen.",
        helper.showing(proposed),
        landlord.showing(begun),
    )


async def steps(story: Story) -> None:
    """Either side does its part, and the case goes back to normal work."""
    helper, landlord = story.people.deputy, story.people.landlord
    await helper.taps("Verfahren", "1", "Erreicht")
    await landlord.taps("Verfahren")
    checklist = await landlord.sees(
        "Scheitern-Verfahren: 1 von 7 Schritten erledigt",
        "1. Vermieter zuerst anrufen: erledigt",
        "Ihre feste Ansprechperson: Jonas Feldkamp, 0221 4710 102",
    )
    await landlord.taps("2", "Ruhen, bis es geklärt ist")
    held = await helper.sees(f"{story.code}: Schritte gegen das Mietverhältnis", "Ruhen, bis es geklärt ist")
    await story.narrator.scene(
        "Schritt für Schritt",
        "Jonas Feldkamp hat angerufen, und Yvonne Dreier hält still, bis es geklärt ist. Bei ihr steht, wer "
        "was bis wann tut, und wer ihre feste Ansprechperson ist.",
        landlord.showing(checklist),
        helper.showing(held),
    )
    await helper.taps("Verfahren", "Zurück zur normalen Arbeit", "Geklärt")
    await landlord.sees(f"{story.code}: zurück zur normalen Arbeit", "Grund: Geklärt.", "Auswertung")


async def review(story: Story) -> None:
    """Apart, then together: what was it, what helped, what changes. The Jobcenter is asked by telephone."""
    helper, landlord, karin = story.people.deputy, story.people.landlord, story.people.coordinator
    await helper.taps("Auswertung", "Ihre Sicht", CAUSE, "Weiter", "Schneller Anruf", "Weiter", REMEDY)
    await landlord.taps("Auswertung")
    await landlord.hides(CAUSE)
    await karin.taps("Auswertung", "Sicht am Telefon erfragt", "Lag außerhalb", "Weiter", "Nichts davon")
    await karin.taps("Weiter", "Erfahrung festhalten")
    await landlord.taps("Ihre Sicht", CAUSE, "Weiter", "Feste Ansprechperson", "Weiter", REMEDY)
    both = await landlord.sees(
        "Es geht um die Zusammenarbeit, nicht um Schuld.",
        f"{LANDLORD}\nUrsachen: {CAUSE}\nGeholfen: Feste Ansprechperson",
        f"{HELP}\nUrsachen: {CAUSE}\nGeholfen: Schneller Anruf",
    )
    await landlord.taps("Änderung festlegen", CAUSE, REMEDY, HELP, "In 2 Wochen", "Veröffentlichen")
    published = await helper.sees(
        f"{story.code}: Auswertung veröffentlicht", f"1. {REMEDY} gegen „{CAUSE}“: {HELP}, bis 16.12. (offen)"
    )
    await helper.taps("Zurück")  # to the card
    await story.narrator.scene(
        "Was beide daraus lernen",
        "Jede Seite antwortet für sich, und Karin Kurz fragt das Jobcenter am Telefon. Erst wenn alle "
        "geantwortet haben, sehen alle alles; daraus wird eine Änderung mit Namen und Tag.",
        landlord.showing(both),
        helper.showing(published),
    )
