"""Before the first case: two partners agree, and the bot lets no cooperation begin without a failure rule."""

from typing import Final

from bot.demo.narrator import Narrator
from bot.demo.network import HELP, LANDLORD, Network

TEMPLATE: Final = "Dauerhafte Zusammenarbeit"
BROKEN: Final = "Zusage nicht erfüllt"
LOST: Final = "Kontakt abgebrochen"
TRIGGERS: Final = (
    BROKEN,
    LOST,
    "Neue Kündigung",
    "Räumungstermin angesetzt",
    "Sofort handeln nötig",
    "Ein Partner steigt aus",
)


async def refused(people: Network, narrator: Narrator) -> None:
    """Nobody likes to speak of failing: what counts as failing is struck out, and the bot says no."""
    helper = people.responsible
    await helper.sends("/vereinbarung")
    await helper.taps("Neue Vereinbarung", TEMPLATE, LANDLORD, "Anlegen", "7 Wenn es scheitert", "Auslöser")
    await helper.taps(*(f"✓ {one}" for one in TRIGGERS), "Fertig", "Übersicht", "Vorschlagen")
    refusal = await helper.sees(
        "So kann die Vereinbarung noch nicht vorgeschlagen werden",
        "Es fehlt: die Regel für das Scheitern",
        "Warum das wichtig ist: Ob eine Zusammenarbeit trägt",
    )
    await people.landlord.hides("Vereinbarung")
    await narrator.scene(
        "Erst reden, dann anfangen",
        "Petra Albers nimmt die Vorlage und streicht, was als Scheitern gilt, denn darüber spricht niemand "
        "gern; der Bot schlägt das nicht vor und sagt, warum.",
        helper.showing(refusal),
    )


async def in_force(people: Network, narrator: Narrator) -> None:
    """The rule is there, either side signs for itself."""
    helper, landlord = people.responsible, people.landlord
    await helper.taps("Wenn es scheitert", "Auslöser", BROKEN, LOST, "Fertig", "Übersicht", "Vorschlagen")
    await helper.taps("Ja, vorschlagen")
    asked = await landlord.sees("Vereinbarung vorgeschlagen", f"{LANDLORD}, {HELP}", "Bestätigen")
    await landlord.taps("Bestätigen", "Ja, bestätigen")
    await landlord.sees("Stand: gilt, Version 1", f"Bestätigt: {LANDLORD}, {HELP}")
    told = await people.coordinator.sees("Vereinbarung gilt, Version 1")
    await narrator.scene(
        "Vereinbart, bevor es schiefgeht",
        "Mit der Regel geht es: Yvonne Dreier bestätigt für die Heimstätte, die Vereinbarung gilt, und jeder "
        "Fall der beiden läuft von nun an unter ihr.",
        landlord.showing(asked),
        helper.showing(await helper.sees("Vereinbarung gilt, Version 1")),
        people.coordinator.showing(told),
    )
