"""A commitment whose giver cannot be asked in the chat: the deputy is, else the coordinator rings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.commitment import Between, Frequency, Terms
from domain.model.help_catalogue import Help
from domain.model.routing import Absence
from domain.model.stage import Seat
from domain.services import commitments
from storage.work import SqliteWork
from tests.stories.cases import begun
from tests.stories.commitments import TOMORROW, runs, stored, turn
from tests.stories.town import Phone, Town


async def unreachable(town: Town, *phones: Phone) -> None:
    """Telegram refuses to deliver to them."""

    def lost(work: SqliteWork) -> None:
        for phone in phones:
            assert phone.person is not None
            person = work.people.get(phone.person)
            assert person is not None
            work.people.save(replace(person, unreachable_at=work.now))

    await town.do(lost)


async def test_a_giver_who_cannot_be_asked_is_stood_in_for_by_the_deputy(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    await unreachable(town, people.petra)
    await town.forward(days=1)
    await people.quirin.shows("MI-7KQ4", "Hausbesuch")
    await people.coordinator.hides("Zusage, bitte anrufen")


@pytest.mark.parametrize("why", ["unreachable", "away"])
async def test_where_nobody_can_be_asked_the_coordinator_rings(town: Town, why: str) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    if why == "unreachable":
        await unreachable(town, people.petra, people.quirin)
    else:

        def leave(work: SqliteWork) -> None:
            for phone in (people.petra, people.quirin):
                assert phone.person is not None
                last = TOMORROW + timedelta(days=20)
                away = Absence(person=phone.person, first_on=TOMORROW, last_on=last)
                work.absences.enter(away, by=phone.person)
            for entry in work.responsibilities.of_partner(people.help):
                work.responsibilities.save(replace(entry, deputy=None))

        await town.do(leave)
    await town.forward(days=1)
    told = await people.coordinator.shows(
        "MI-7KQ4: Zusage, bitte anrufen",
        "Fachstelle Nord ist hier nicht zu erreichen. Eine Zusage ist fällig am 24.11.",
        "Petra Nord: 05731 1000",
    )
    assert "Hausbesuch" not in told["text"], "the office and the code, not what was committed"
    await town.forward(days=2)
    said = [one for one in await people.coordinator.messages() if "Zusage, bitte anrufen" in one["text"]]
    assert len(said) == 1, "once a day that is due"
    assert (await stored(town, made)).is_open


async def test_an_offer_that_reaches_nobody_is_the_coordinators_to_ring(town: Town) -> None:
    people, case = await begun(town)
    await unreachable(town, people.carla, people.bernd)
    between = Between(Seat.HELP, Seat.LANDLORD)
    terms = Terms(
        help=Help.HOME_VISIT,
        frequency=Frequency.WEEKLY,
        first_on=TOMORROW + timedelta(weeks=2),
        ends_on=TOMORROW + timedelta(weeks=6),
    )
    await town.do(lambda work: commitments.offer(work, turn(work, people.petra), case.id, between, terms))
    await town.forward(days=4)
    await people.coordinator.shows("MI-7KQ4: Zusage ohne Antwort", "Carla Cent", "Am Telefon angenommen")
