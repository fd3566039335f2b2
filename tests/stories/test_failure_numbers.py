"""What failure runs come to: counted, with their N, and nothing told apart where there are few."""

from datetime import date, timedelta
from functools import partial

import pytest

from domain.model.errors import NotAllowed
from domain.model.failure import FailureRun, SkipWhy
from domain.model.failure_rule import Task
from domain.model.stage import Outcome, OutcomeGroup, Seat
from domain.services import failure_numbers, failure_steps, failures
from storage.work import SqliteWork
from tests.stories.cases import notice, sit
from tests.stories.commitments import turn
from tests.stories.network import Network, network
from tests.stories.town import Town


def _starts(work: SqliteWork, people: Network, code: str) -> FailureRun:
    case = notice(people, work, code=code, outcome=Outcome.E1, ended_on=date(2026, 12, 1))
    sit(work, people, case, Seat.LANDLORD, people.carla.person)
    sit(work, people, case, Seat.HELP, people.petra.person)
    return failures.start(work, turn(work, people.petra), case.id, None)


def _starts_as(people: Network, code: str, work: SqliteWork) -> FailureRun:
    return _starts(work, people, code)


def _step(work: SqliteWork, run: FailureRun, task: Task) -> int:
    return next(one.id for one in work.failure_steps.of_run(run.id) if one.task is task)


async def test_time_to_the_first_call_steps_guarantees_and_outcomes(town: Town) -> None:
    """Of six runs started at nine, four are called about at noon, two on Wednesday, too late."""
    people = await network(town)
    runs = [await town.do(partial(_starts_as, people, f"MI-222{number}")) for number in range(6)]

    def calls(work: SqliteWork, some: list[FailureRun]) -> None:
        for run in some:
            identity = _step(work, run, Task.CALL_FIRST)
            failure_steps.do(work, turn(work, people.petra), identity, "reached")

    await town.forward(hours=3)
    await town.do(lambda work: calls(work, runs[:4]))
    await town.forward(hours=45)
    await town.do(lambda work: calls(work, runs[4:]))
    coordinator = people.coordinator
    found = await town.do(lambda work: failure_numbers.of(work, turn(work, coordinator)))
    tally = found.tally
    assert (tally.runs, len(tally.calls), found.first_call) == (6, 6, timedelta(hours=3))
    # Six calls, and six landlords' steps that are overdue since Tuesday.
    assert tally.steps == (4, 12)
    assert tally.guarantees == (4, 6)
    assert found.outcomes == ((OutcomeGroup.KEPT, 6),)
    await coordinator.sends("/scheitern")
    await coordinator.shows(
        "letzte 12 Monate: 6",
        "Vom Anlass bis zum ersten Anruf: 3 Stunden (Median von 6)",
        "Schritte fristgerecht: 4 von 12",
        "Meldung beim Vermieter fristgerecht: 4 von 6",
        "Wohnung erhalten: 6",
    )


async def test_what_was_left_out_with_a_reason_counts_neither_way(town: Town) -> None:
    people = await network(town)
    run = await town.do(lambda work: _starts(work, people, "MI-2222"))

    def skips(work: SqliteWork) -> None:
        for task in (Task.CALL_FIRST, Task.HOLD_STEPS):
            identity = _step(work, run, task)
            failure_steps.skip(work, turn(work, people.coordinator), identity, SkipWhy.DONE_BEFORE)

    await town.do(skips)
    await town.forward(hours=48)
    found = await town.do(lambda work: failure_numbers.of(work, turn(work, people.coordinator)))
    assert (found.tally.steps, found.tally.calls, found.first_call) == ((0, 0), (), None)


async def test_only_the_coordinator_reads_them(town: Town) -> None:
    people = await network(town)

    def reads(work: SqliteWork) -> None:
        with pytest.raises(NotAllowed):
            failure_numbers.of(work, turn(work, people.petra))

    await town.do(reads)
