"""What failure runs come to: time to the first call, steps on time, guarantees kept, how the cases ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from domain.model.errors import NotAllowed
from domain.model.failure import FailureRun, StepState
from domain.model.failure_rule import Task
from domain.model.stage import OutcomeGroup
from domain.ports import Turn, Work
from domain.services import access

SMALLEST = 5
"""Fewer cases than that are not told apart (domain paper, section 13)."""

SINCE = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Of the runs that started since `since`, practice apart. Pairs are: how many of how many.

    `first_call` is the median from the trigger to the first call, None before there was any.
    """

    since: datetime
    runs: int
    first_call: timedelta | None
    calls: int
    steps: tuple[int, int]
    guarantees: tuple[int, int]
    reviews: tuple[int, int]
    outcomes: tuple[tuple[OutcomeGroup, int], ...]
    open_cases: int


def of(work: Work, turn: Turn) -> Numbers:
    """The last twelve months. Raises Stranger, NotAllowed for whoever does not coordinate."""
    if not access.member(turn).is_coordinator:
        raise NotAllowed("coordinator")
    since = work.now - SINCE
    runs = work.failure_runs.started_since(since)
    calls = [one for run in runs if (one := _to_first_call(work, run)) is not None]
    return Numbers(
        since=since,
        runs=len(runs),
        first_call=timedelta(seconds=median(calls)) if calls else None,
        calls=len(calls),
        steps=_steps(work, runs),
        guarantees=_guarantees(work, runs),
        reviews=_reviews(work, runs),
        outcomes=_outcomes(work, runs),
        open_cases=sum(_is_open(work, run) for run in runs),
    )


def _to_first_call(work: Work, run: FailureRun) -> float | None:
    """Seconds from the trigger, not from the tap that confirmed it."""
    done = [
        one.settled_at
        for one in work.failure_steps.of_run(run.id)
        if one.task is Task.CALL_FIRST and one.state is StepState.DONE and one.settled_at is not None
    ]
    return (min(done) - run.begun_at).total_seconds() if done else None


def _steps(work: Work, runs: Iterable[FailureRun]) -> tuple[int, int]:
    """Done on time, of those done or overdue; what was left out with a reason does not count."""
    on_time = counted = 0
    for run in runs:
        for one in work.failure_steps.of_run(run.id):
            overdue = one.is_open and one.due_at < work.now
            counted += one.state is StepState.DONE or overdue
            on_time += one.on_time
    return on_time, counted


def _guarantees(work: Work, runs: Iterable[FailureRun]) -> tuple[int, int]:
    found = [one for run in runs for one in work.guarantees.of_run(run.id) if not one.dropped]
    decided = [one for one in found if one.kept_at is not None or one.broken_at is not None]
    return sum(one.in_time for one in decided), len(decided)


def _reviews(work: Work, runs: Iterable[FailureRun]) -> tuple[int, int]:
    found = [one for run in runs if (one := work.failure_reviews.of_run(run.id)) is not None]
    return sum(one.state == "published" for one in found), len(found)


def _outcomes(work: Work, runs: Iterable[FailureRun]) -> tuple[tuple[OutcomeGroup, int], ...]:
    cases = {run.case_id: work.cases.get(run.case_id) for run in runs}
    counted = Counter(one.outcome.group for one in cases.values() if one is not None and one.outcome)
    return tuple((group, counted[group]) for group in OutcomeGroup if counted[group])


def _is_open(work: Work, run: FailureRun) -> bool:
    case = work.cases.get(run.case_id)
    return case is not None and case.is_open
