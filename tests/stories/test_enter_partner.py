"""A coordinator enters a partner by hand."""

import pytest

from domain.model.people import Partner
from domain.model.stage import PartnerKind
from tests.stories.network import network
from tests.stories.town import Phone, Town


async def _asks(phone: Phone) -> None:
    await phone.sends("/verzeichnis")
    await phone.taps("Ändern")
    await phone.taps("Neuer Partner")
    await phone.reads_all()


async def _found(town: Town, name: str) -> Partner | None:
    return await town.do(lambda work: work.partners.named(name))


@pytest.mark.parametrize(
    ("label", "kind", "minimal"),
    [
        ("Wohnungsunternehmen", PartnerKind.LANDLORD, False),
        ("Träger", PartnerKind.PROVIDER, False),
        ("Behörde", PartnerKind.AUTHORITY, True),
    ],
)
async def test_a_name_and_a_tap(town: Town, label: str, kind: PartnerKind, minimal: bool) -> None:
    people = await network(town)
    await _asks(people.coordinator)
    await people.coordinator.sends("  Stadt   Rahden ")
    await people.coordinator.sees("Stadt Rahden: Was für eine Stelle ist das?")
    assert await _found(town, "Stadt Rahden") is None
    await people.coordinator.taps(label)
    await people.coordinator.shows(
        "Stadt Rahden: Zuständigkeiten (0)", "Neue Zuständigkeit", "Person eintragen"
    )
    partner = await _found(town, "stadt rahden")
    assert partner is not None
    assert (partner.kind, partner.minimal_reports, partner.free_text_notes) == (kind, minimal, not minimal)


async def test_names_that_do_not_go(town: Town) -> None:
    people = await network(town)
    await _asks(people.coordinator)
    for text, answer in (
        ("1", "Bitte einen Namen mit höchstens 60 Zeichen schreiben."),
        ("x" * 61, "Bitte einen Namen mit höchstens 60 Zeichen schreiben."),
        ("fachstelle nord", "Diesen Partner gibt es schon."),
    ):
        await people.coordinator.sends(text)
        await people.coordinator.sees(answer)


async def test_a_lead_has_no_such_button(town: Town) -> None:
    people = await network(town)
    await people.carla.sends("/verzeichnis")
    await people.carla.taps("Ändern")
    await people.carla.hides("Neuer Partner")
