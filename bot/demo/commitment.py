"""A commitment: who does what until when, agreed by two taps on either side, and whether it was kept."""

from datetime import datetime
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.network import LANDLORD
from bot.demo.story import Story

VISITED_AT: Final = datetime(2026, 11, 25, 12, 0, tzinfo=ZONE)


async def agreed(story: Story) -> None:
    """Contact is made; the help side offers a visit every week, and the landlord's side accepts it."""
    helper, landlord = story.people.deputy, story.people.landlord
    await story.rehearsal.forward(hours=1)
    await helper.taps("Kontakt hergestellt")
    await landlord.sees(f"{story.code}: Kontakt zum Haushalt besteht")
    await helper.taps("Mehr", "Zusagen", "Neue Zusage", LANDLORD, "Wir sagen zu", "Begleitung", "Hausbesuch")
    await helper.taps("jede Woche", "25", "4 Wochen", "zu den Sprechzeiten", "Zusage anbieten")
    offer = await landlord.sees(
        f"{story.code}: Zusage angeboten",
        "Hausbesuch, jede Woche",
        "Ab 25.11., bis 23.12.",
        "Erfüllt heißt: der Besuch hat stattgefunden",
    )
    await landlord.taps("Annehmen")
    await story.narrator.scene(
        "Was zugesagt ist, gilt",
        "Der Kontakt zum Haushalt steht, und Jonas Feldkamp sagt jede Woche einen Hausbesuch zu: wer, was, "
        "wie oft, bis wann, und woran beide erkennen, dass es erfüllt ist.",
        landlord.showing(offer),
        helper.showing(await helper.sees(f"{story.code}: Zusage gilt", "Hausbesuch")),
    )


async def kept(story: Story) -> None:
    """On the day the one is asked who has promised, and then the one who was to get it."""
    helper, landlord = story.people.deputy, story.people.landlord
    await story.rehearsal.until(VISITED_AT)
    await helper.taps("1", "Erfüllt")
    asked = await landlord.sees(
        f"{story.code}: Zusage erfüllt?", "Fachstelle Nord sagt für den 25.11.: Erfüllt"
    )
    await landlord.taps("Erfüllt")
    await landlord.sees(f"{story.code}: notiert, Erfüllt")
    await story.narrator.scene(
        "Gefragt werden beide",
        "Am Tag selbst sagt Jonas Feldkamp mit zwei Tipps, dass er dort war; ob es stimmt, entscheidet, wem "
        "es zugesagt war.",
        landlord.showing(asked),
        helper.showing(await helper.sees(f"{story.code}: notiert, Erfüllt", "Die andere Seite wird gefragt")),
    )
