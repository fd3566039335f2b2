"""The year after: closing, check-ins of both sides, a relapse, and the question after twelve months."""

from datetime import datetime, timedelta
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.network import LANDLORD
from bot.demo.phone import Phone, labels
from bot.demo.story import Story
from domain.model.months import add_months

MONDAY_AT: Final = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
CLOSED_AT: Final = datetime(2026, 12, 7, 11, 0, tzinfo=ZONE)
CLOSED_AGAIN_AT: Final = datetime(2027, 1, 20, 11, 0, tzinfo=ZONE)


async def monday(story: Story) -> None:
    """The next Monday the coordinator reads how the network is doing."""
    people = story.people
    await story.rehearsal.until(MONDAY_AT)
    report = await people.coordinator.sees("Woche 48: das Netzwerk läuft", "Neu 1, übernommen 1")
    await story.narrator.scene(
        "Montags eine Nachricht",
        "Die Koordination liest einmal in der Woche, was läuft und was klemmt, ohne Namen von Menschen.",
        people.coordinator.showing(report),
        await people.landlord.last(1),
    )
    await people.landlord.taps("Schriftlich", "Älter")
    await people.landlord.sends("20.11.")
    await people.landlord.sees(f"{story.code}: Einwilligung notiert", "Schriftlich, vom 20.11.")


async def closing(story: Story) -> None:
    """The flat is kept; what was to change is changed, aftercare is agreed, and the case is closed."""
    people = story.people
    await story.rehearsal.until(CLOSED_AT)
    await people.deputy.taps("Auswertung", "1", "Umgesetzt")
    await people.deputy.taps("Mehr", "Zusagen", "1", "Beenden", "Nicht mehr nötig", "Zurück", "Zurück")
    await _close(people.deputy, "Wohnung erhalten, mit Vereinbarung")
    await people.landlord.sees(f"{story.code}: abgeschlossen", "Wohnung erhalten, mit Vereinbarung", "21.12.")
    await story.narrator.scene(
        "Die Wohnung bleibt",
        "Wer vertritt, ist geklärt, die Kündigung ist vom Tisch, und der Haushalt ist einverstanden, dass "
        "beide Seiten später gefragt werden.",
        await people.landlord.last(1),
        await people.deputy.last(1),
    )


async def check_in(story: Story) -> None:
    """After two weeks both sides are asked: whoever answers for aftercare, not who sat there before."""
    people = story.people
    await story.rehearsal.until(CLOSED_AT + timedelta(days=14))
    await people.colleague.sees(f"{story.code}, Nachsorge nach 14 Tagen", "Wie läuft das Mietverhältnis")
    await people.responsible.sees(f"{story.code}, Nachsorge nach 14 Tagen", "Wie ist die Lage des Haushalts")
    await story.narrator.scene(
        "Der Bot vergisst nicht",
        "Nach 14 Tagen fragt er beide Seiten, und ein Tipp genügt; gefragt wird, wer heute für die Nachsorge "
        "zuständig ist, nicht wer damals dran war.",
        await people.colleague.last(1),
        await people.responsible.last(1),
    )
    await _all_well(story)


async def relapse(story: Story) -> None:
    """After a month the landlord's side reports new arrears: the case is open again."""
    people = story.people
    await story.rehearsal.until(add_months_at(CLOSED_AT, 1))
    await people.colleague.sees(f"{story.code}, Nachsorge nach 1 Monat")
    await people.colleague.taps("Neuer Rückstand", "1 Miete oder mehr")
    card = await people.responsible.sees(f"{story.code}: wieder offen", "1 Miete oder mehr", "Ich übernehme")
    for phone in (people.colleague, people.landlord):
        await phone.sees(f"{story.code}: wieder offen", "Fachstelle Nord", "antwortet bis")
    await story.narrator.scene(
        "Ein Rückfall, zwei Tipps",
        "Nach einem Monat fehlt wieder eine Miete: Der Fall ist sofort wieder offen, mit Verlauf und Frist, "
        "und auch Yvonne Dreier weiß es.",
        await people.landlord.last(1),
        await people.colleague.last(1),
        people.responsible.showing(card),
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
        "Petra Albers übernimmt am selben Tag, der Rückstand wird geregelt, und die Nachsorge beginnt neu.",
        await people.landlord.last(1),
        await people.responsible.last(1),
    )


async def one_year(story: Story) -> None:
    """Five more times both sides say how it goes; the last time twelve months have passed."""
    people = story.people
    await story.rehearsal.until(CLOSED_AGAIN_AT + timedelta(days=14))
    for months in (1, 3, 6, 12):
        await _all_well(story)
        await _entries_confirmed(story)
        await story.rehearsal.until(add_months_at(CLOSED_AGAIN_AT, months))
    await people.colleague.sees(f"{story.code}, Nachsorge nach 12 Monaten")
    await people.responsible.sees(f"{story.code}, Nachsorge nach 12 Monaten")
    await _all_well(story)
    await story.narrator.scene(
        "Ein Jahr danach",
        "Fünf Nachfragen später wohnt der Haushalt noch immer dort, und der Bot fragt weiter, solange es "
        "die Zuständigkeit gibt.",
        await people.colleague.last(2),
        await people.responsible.last(1),
    )


async def other_direction(story: Story) -> None:
    """The help side reports too; nobody of the landlord answers, so its group gets the harmless card."""
    people = story.people
    await people.responsible.sends("/start")
    await people.responsible.taps("Verstanden")  # the rules are confirmed once a year
    await people.responsible.taps(
        "Neue Meldung", "Räumungstermin", "31", "Mietschulden", "Paar mit Kindern", "2"
    )
    await people.responsible.taps("Espelkamp", LANDLORD, "Ja, schriftlich", "Räumung aussetzen")
    await people.responsible.taps(f"An {LANDLORD} senden")
    await story.rehearsal.forward(days=1)
    card = await people.team.sees("Neue Anfrage", "Räumungstermin · Espelkamp", "Ich kümmere mich")
    await people.team.hides("Kinder", "Mietschulden", "31.1.")
    await story.narrator.scene(
        "Die andere Richtung",
        "Petra Albers meldet einen Räumungstermin; als auf der Vermieterseite niemand reagiert, erhält die "
        "Gruppe eine Karte, die jeder lesen darf.",
        people.team.showing(card),
        people.responsible.showing(await people.responsible.sees("Räumungstermin, am 31.1.", "bei Ihnen")),
    )


async def claim(story: Story) -> None:
    """A colleague takes it with one tap in the group."""
    people = story.people
    colleague = people.team.held_by(people.colleague)
    await colleague.taps("Ich kümmere mich")
    card = await colleague.sees("Uwe Bekemeier kümmert sich")
    await people.responsible.sees("Mitwirkung zugesagt", "Uwe Bekemeier", LANDLORD)
    await story.narrator.scene(
        "Ein Tipp in der Gruppe",
        "Uwe Bekemeier tippt auf [Ich kümmere mich]; alle sehen, wer sich kümmert, und Petra Albers hat "
        "Namen, Nummer und Uhrzeit.",
        colleague.showing(card),
        await people.responsible.last(1),
        await people.colleague.last(1),
    )


async def _close(phone: Phone, outcome: str) -> None:
    """The help side says how it ended, and that both sides may be asked."""
    await phone.taps("Abschließen", "Wohnung erhalten", outcome, "Heute", "Ja", "Ja", "Abschließen")


async def _all_well(story: Story) -> None:
    """One tap on either side."""
    await story.people.colleague.taps("Alles in Ordnung")
    await story.people.responsible.taps("Stabil")


async def _entries_confirmed(story: Story) -> None:
    """Everybody whom the digest asks says that their entry in the directory is still right."""
    for phone in story.rehearsal.phones:
        if any("Stimmt noch" in labels(message) for message in await phone.screen()):
            await phone.taps("Stimmt noch")


def add_months_at(moment: datetime, months: int) -> datetime:
    """The same time of day, so many months later."""
    return datetime.combine(add_months(moment.date(), months), moment.timetz())
