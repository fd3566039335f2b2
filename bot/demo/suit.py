"""A suit over Christmas: one date becomes deadlines, the clock runs, and the safe day is not missed."""

from datetime import datetime
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.story import Story

THREE_LEFT_AT: Final = datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)


async def served(story: Story) -> None:
    """A household comes with its yellow envelope: served on 2 November."""
    helper = story.people.deputy
    await helper.taps("Neue Meldung", "Räumungsklage", "Älter")
    await helper.sends("2.11.")
    await helper.taps("Mietschulden", "Paar", "Espelkamp", "Nicht im Netzwerk", "Fall anlegen")
    card = await helper.sees(
        "Schonfrist: sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027",
        "Rechenhilfe ohne Gewähr",
    )
    await story.narrator.scene(
        "Aus einem Datum werden Fristen",
        "Ein Haushalt kommt mit dem gelben Umschlag: Der Bot rechnet die Schonfrist bis zum letzten sicheren "
        "Tag, sagt ohne Vorwurf, was schon verstrichen ist, und erklärt auf Wunsch jeden Schritt.",
        helper.showing(card),
    )


async def christmas(story: Story) -> None:
    """Three working days before New Year's Eve nobody has reacted: the coordinator hears it."""
    people = story.people
    await story.rehearsal.until(THREE_LEFT_AT)
    reminder = await people.deputy.sees("noch 3 Arbeitstage", "sicher bis Do 31.12.2026")
    unheard = await people.coordinator.sees("niemand hat auf diese Frist reagiert", "Fachstelle Nord")
    await story.narrator.scene(
        "Zwischen den Jahren",
        "Erinnert wird vor dem sicheren Tag, nicht vor dem rechnerischen; weil niemand reagiert hat, weiß es "
        "drei Arbeitstage vorher auch die Koordination.",
        people.deputy.showing(reminder),
        people.coordinator.showing(unheard),
    )
    await people.deputy.taps("Erledigt", "Übernahme erklärt")
    await people.deputy.taps("Abschließen", "Wohnung erhalten", "Wohnung erhalten, alles geregelt", "Heute")
    await people.deputy.taps("Nein", "Abschließen")
