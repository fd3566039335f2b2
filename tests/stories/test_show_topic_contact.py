"""Before an eviction the help side rings for a shelter, and for the children."""

import pytest

from domain.model.errors import NotAllowed
from domain.model.routing import Topic
from domain.services import recipients
from tests.stories.network import network
from tests.stories.reports import open_case, walk
from tests.stories.requests import turn_of
from tests.stories.town import Town

EVICTION = ("Neue Meldung", "Räumungstermin", "30", "Mietschulden", "Paar mit Kindern", "4+")


async def test_the_contact_of_the_place_is_a_card_to_ring_from(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, *EVICTION, "Hille", "Unbekannt", "Fall anlegen", "Notunterkunft: Kontakt")
    await people.petra.shows("Unterbringung, Hille", "Otto Ohm, Ordnungsamt Hille", "05703 2000")
    contacts = [one["contact"] for one in await people.petra.messages() if one.get("contact")]
    assert [one["first_name"] for one in contacts] == ["Otto"]


async def test_where_nobody_is_named_the_coordinator_is_asked(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, *EVICTION, "Espelkamp", "Unbekannt", "Fall anlegen", "Jugendamt: Kontakt")
    await people.petra.shows("Dafür ist niemand hinterlegt. Bitte fragen Sie die Koordination.")


async def test_somebody_outside_the_case_learns_nothing(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, *EVICTION, "Hille", "Unbekannt", "Fall anlegen")
    case = await open_case(town)
    with pytest.raises(NotAllowed):
        await town.do(
            lambda work: recipients.professional(
                work, turn_of(work, people.anna), case.id, Topic.UNTERBRINGUNG
            )
        )
