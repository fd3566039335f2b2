"""A commitment: who does what until when, agreed by two taps on either side, and whether it was kept."""

from datetime import datetime
from typing import Final

from bot.demo.drawing import ZONE
from bot.demo.network import LANDLORD
from bot.demo.story import Story

VISITED_AT: Final = datetime(2026, 12, 2, 12, 0, tzinfo=ZONE)


async def agreed(story: Story) -> None:
    """The help side offers a visit for a certain day; the landlord's side accepts it."""
    helper, landlord = story.people.deputy, story.people.landlord
    await helper.taps("Mehr", "Zusagen", "Neue Zusage", LANDLORD, "Wir sagen zu", "Begleitung", "Hausbesuch")
    await helper.taps("einmal", "2", "zu den Sprechzeiten", "Zusage anbieten")
    offer = await landlord.sees(
        f"{story.code}: Zusage angeboten",
        "Hausbesuch, einmal",
        "Am 2.12.",
        "Erfüllt heißt: der Besuch hat stattgefunden",
    )
    await landlord.taps("Annehmen")
    await story.narrator.scene(
        "Was zugesagt ist, gilt",
        "Jonas Feldkamp sagt für den 2. Dezember einen Hausbesuch zu: wer, was, bis wann, und woran beide "
        "erkennen, dass es erfüllt ist. Ein Tipp von Yvonne Dreier, und es gilt.",
        landlord.showing(offer),
        helper.showing(await helper.sees(f"{story.code}: Zusage gilt", "Hausbesuch")),
    )


async def kept(story: Story) -> None:
    """On the day the one is asked who has promised, and then the one who was to get it."""
    helper, landlord = story.people.deputy, story.people.landlord
    await story.rehearsal.until(VISITED_AT)
    await helper.taps("1", "Erfüllt")
    asked = await landlord.sees(
        f"{story.code}: Zusage erfüllt?", "Fachstelle Nord sagt für den 2.12.: Erfüllt"
    )
    await landlord.taps("Erfüllt")
    await story.narrator.scene(
        "Gefragt werden beide",
        "Am Tag selbst sagt Jonas Feldkamp mit zwei Tipps, dass er dort war; ob es stimmt, entscheidet, wem "
        "es zugesagt war.",
        landlord.showing(asked),
        helper.showing(await helper.sees(f"{story.code}: Zusage abgeschlossen", "Hausbesuch: Erfüllt")),
    )
