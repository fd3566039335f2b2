"""[Hilfe anfordern] on a closed case works for ever, and reaches whoever is responsible today."""

import asyncio
from dataclasses import replace

from domain.model.case import Answer
from domain.model.stage import Seat
from domain.services import check_in_effects
from storage.work import SqliteWork
from tests.stories.aftercare import closed, jump
from tests.stories.network import network
from tests.stories.town import Town


async def test_one_tap_reopens_the_case_and_asks_whoever_is_responsible_today(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, cards=True)
    await people.carla.shows("MI-7KQ4: abgeschlossen", "Hilfe anfordern")
    await people.carla.taps("Hilfe anfordern")
    await people.carla.sees(
        "MI-7KQ4: wieder offen", "Fachstelle Nord ist informiert und antwortet bis Di 24.11., 9:00."
    )
    await people.petra.shows("MI-7KQ4: wieder offen", "Die Vermieterseite bittet um Hilfe.", "Ich übernehme")
    assert await town.do(lambda work: work.plans.running(case.id)) is None
    await people.petra.taps("Ich übernehme")


async def test_it_works_years_later_when_other_people_work_there(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.NO, None), cards=True)
    petra, quirin = people.petra.person, people.quirin.person
    assert petra is not None
    assert quirin is not None

    def leave(work: SqliteWork) -> None:
        for entry in work.responsibilities.of_person(petra):
            if entry.holder == petra:
                work.responsibilities.save(replace(entry, holder=quirin, deputy=None))

    await town.do(leave)
    await jump(town, "3.3.2032")
    await people.petra.reads_all()
    await people.carla.shows("MI-7KQ4: abgeschlossen.", "Hilfe anfordern")
    await people.carla.taps("Hilfe anfordern")
    await people.quirin.shows("MI-7KQ4", "Ich übernehme")
    await people.petra.sees_nothing()
    found = await town.do(lambda work: check_in_effects.sought(work, case.id))
    assert found is not None
    assert found.asked == quirin


async def test_a_double_tap_asks_once(town: Town) -> None:
    people = await network(town)
    await closed(town, people, cards=True)
    card = await people.carla.shows("Hilfe anfordern")
    await asyncio.gather(
        people.carla.taps("Hilfe anfordern", message=card["message_id"]),
        people.carla.taps("Hilfe anfordern", message=card["message_id"]),
    )
    referrals = await town.do(lambda work: work.referrals.open())
    assert [one.seat for one in referrals] == [Seat.HELP]
