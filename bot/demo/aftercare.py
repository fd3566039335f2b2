"""The year after: closing, check-ins of both sides, a relapse, and the question after twelve months."""

from datetime import datetime, timedelta
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.phone import Phone
from bot.demo.story import Story
from domain.model.months import add_months

CLOSED_AT: Final = datetime(2026, 12, 7, 11, 0, tzinfo=ZONE)
CLOSED_AGAIN_AT: Final = datetime(2027, 1, 20, 11, 0, tzinfo=ZONE)


async def closing(story: Story) -> None:
    """Two weeks later the flat is kept; aftercare is agreed before the case is closed."""
    people = story.people
    await story.rehearsal.forward(hours=1)
    await people.deputy.taps("Kontakt hergestellt")
    await people.landlord.sees(f"{story.code}: Kontakt zum Haushalt besteht")
    await story.rehearsal.until(CLOSED_AT)
    await _close(people.deputy, "Wohnung erhalten, mit Vereinbarung")
    await people.landlord.sees(f"{story.code}: abgeschlossen", "Wohnung erhalten, mit Vereinbarung", "21.12.")
    await story.narrator.scene(
        "Die Wohnung bleibt",
        "Die Kündigung ist vom Tisch; der Haushalt ist einverstanden, dass beide Seiten später gefragt werden.",
        people.landlord.last(1),
        people.deputy.last(1),
    )


async def check_in(story: Story) -> None:
    """After two weeks both sides are asked; the help side by whoever is responsible, not by who helped then."""
    people = story.people
    await story.rehearsal.until(CLOSED_AT + timedelta(days=14))
    await people.landlord.sees(f"{story.code}, Nachsorge nach 14 Tagen", "Wie läuft das Mietverhältnis")
    await people.responsible.sees(f"{story.code}, Nachsorge nach 14 Tagen", "Wie ist die Lage des Haushalts")
    await story.narrator.scene(
        "Der Bot vergisst nicht",
        "Nach 14 Tagen fragt er beide Seiten, je ein Tipp genügt: die Zuständigkeit wird gefragt, nicht wer damals vertreten hat.",
        people.landlord.last(1),
        people.responsible.last(1),
    )
    await _all_well(story)


async def relapse(story: Story) -> None:
    """After a month the landlord's side reports new arrears: the case is open again."""
    people = story.people
    await story.rehearsal.until(add_months_at(CLOSED_AT, 1))
    await people.landlord.sees(f"{story.code}, Nachsorge nach 1 Monat")
    await people.landlord.taps("Neuer Rückstand", "1 Miete oder mehr")
    for p in (people.landlord, people.deputy, people.responsible, people.coordinator):
        print(p.name, *[(m["text"], [[b["text"] for b in r] for r in m["buttons"]]) for m in await p.screen()][-5:], sep="\n")
    await people.responsible.sees(f"{story.code}: wieder offen", "1 Miete oder mehr", "Ich übernehme")
    await people.landlord.sees(f"{story.code}: wieder offen", "Fachstelle Nord", "antwortet bis")
    await story.narrator.scene(
        "Ein Rückfall, zwei Tipps",
        "Nach einem Monat fehlt wieder eine Miete: Der Fall ist sofort wieder offen, mit seinem ganzen Verlauf und mit einer Frist.",
        people.landlord.last(1),
        people.responsible.last(1),
    )


async def closed_again(story: Story) -> None:
    """The responsible person takes it, and two weeks later it is settled."""
    people = story.people
    await story.rehearsal.forward(minutes=30)
    await people.responsible.taps("Ich übernehme")
    await people.landlord.sees(f"{story.code}: übernommen", "Petra Albers")
    await people.responsible.taps("Kontakt hergestellt")
    await story.rehearsal.until(CLOSED_AGAIN_AT)
    await _close(people.responsible, "Wohnung erhalten, alles geregelt")
    await people.landlord.sees(f"{story.code}: abgeschlossen", "Wohnung erhalten", "3.2.")
    await story.narrator.scene(
        "Wieder geschafft",
        "Petra Albers übernimmt noch am selben Tag, der Rückstand wird geregelt, und die Nachsorge beginnt von vorn.",
        people.landlord.last(1),
        people.responsible.last(1),
    )


async def one_year(story: Story) -> None:
    """Five more times both sides say how it goes; the last time twelve months have passed."""
    people = story.people
    await story.rehearsal.until(CLOSED_AGAIN_AT + timedelta(days=14))
    for months in (1, 3, 6, 12):
        await _all_well(story)
        await story.rehearsal.until(add_months_at(CLOSED_AGAIN_AT, months))
    await people.landlord.sees(f"{story.code}, Nachsorge nach 12 Monaten")
    await people.responsible.sees(f"{story.code}, Nachsorge nach 12 Monaten")
    await _all_well(story)
    await story.narrator.scene(
        "Ein Jahr danach",
        "Fünf Nachfragen später wohnt der Haushalt noch immer dort, und der Bot fragt weiter, solange es "
        "die Zuständigkeit gibt.",
        people.landlord.last(1),
        people.responsible.last(1),
        people.coordinator.last(1),
    )


async def _close(phone: Phone, outcome: str) -> None:
    """The help side says how it ended, and that both sides may be asked."""
    await phone.taps("Abschließen", "Wohnung erhalten", outcome, "Heute", "Ja", "Ja", "Abschließen")


async def _all_well(story: Story) -> None:
    """One tap on either side."""
    await story.people.landlord.taps("Alles in Ordnung")
    await story.people.responsible.taps("Stabil")


def add_months_at(moment: datetime, months: int) -> datetime:
    """The same time of day, so many months later."""
    return datetime.combine(add_months(moment.date(), months), moment.timetz())
