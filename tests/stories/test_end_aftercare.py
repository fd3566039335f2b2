"""[Nachsorge beenden]: under the explanation of a check-in, for the help side."""

from domain.model.stage import Seat
from tests.stories.aftercare import check_in, closed, jump, until
from tests.stories.network import network
from tests.stories.town import Town


async def test_the_household_wants_no_more(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, "4.12.2026")
    await people.carla.reads_all()
    await people.petra.sees("Nachsorge nach 14 Tagen")
    await people.petra.taps("Warum bekomme ich das?")
    await people.petra.sees("Der Fall endete am 20.11.2026.", "Nachsorge beenden")
    await people.petra.taps("Nachsorge beenden")
    await people.petra.shows("Warum?", "Haushalt möchte das nicht mehr", "Umzug", "Tod", "Zurück")
    await people.petra.taps("Tod")
    await people.petra.shows("MI-7KQ4: Nachsorge beendet")
    assert await town.do(lambda work: work.plans.running(case.id)) is None
    assert (await check_in(town, case, Seat.HELP, "days_14")).state == "dropped"
    await jump(town, "20.12.2026")
    await town.everything_is_read()


async def test_the_landlord_cannot_end_it(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, "4.12.2026")
    await people.carla.taps("Warum bekomme ich das?")
    shown = await people.carla.shows("Vereinbart sind Nachfragen")
    assert not shown["buttons"]
