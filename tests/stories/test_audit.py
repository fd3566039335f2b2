"""Every open case has a timer in the future: the nightly look finds one that has lost its own."""

from domain.model.timers import TimerKind
from tests.stories import cases
from tests.stories.network import network
from tests.stories.town import Town


async def test_a_case_without_a_timer_is_looked_at_again(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: cases.notice(people, work))
    assert [one.id for one in await town.do(lambda work: work.cases.without_timer())] == [case.id]
    await town.forward(hours=24)
    kinds = [timer.kind for timer in await town.do(lambda work: work.timers.of_case(case.id))]
    assert kinds == [TimerKind.CASE_REVIEW]
    assert await town.do(lambda work: work.journal.count("case_without_timer", case.reported_at)) == 1
