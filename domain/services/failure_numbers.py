"""What failure runs come to: time to the first call, steps on time, guarantees kept, how the cases ended."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from domain.model.errors import NotAllowed
from domain.model.failure import FailureRun, RunTally
from domain.model.failure_subject import Subject
from domain.model.stage import Outcome, OutcomeGroup
from domain.ports import Turn, Work
from domain.services import access, failure_subjects

SMALLEST = 5
"""Fewer than that are not evaluated, nor told apart (domain paper, section 13)."""

SINCE = timedelta(days=365)

MOST = 12
"""Running procedures that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A procedure that runs now, by code alone."""

    case: Subject
    run: FailureRun
    settled: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What runs, the longest first, and the last twelve months.

    `first_call` is the median from the trigger to the first call, None before there was any.
    """

    running: tuple[Running, ...]
    tally: RunTally
    first_call: timedelta | None
    outcomes: tuple[tuple[OutcomeGroup, int], ...]


def of(work: Work, turn: Turn) -> Numbers:
    """Raises Stranger, NotAllowed for whoever does not coordinate."""
    if not access.member(turn).is_coordinator:
        raise NotAllowed("coordinator")
    tally = work.failure_runs.tally(work.now - SINCE, work.now)
    groups: Counter[OutcomeGroup] = Counter()
    for outcome, number in tally.outcomes.items():
        groups[Outcome(outcome).group] += number
    return Numbers(
        running=tuple(_running(work, run) for run in work.failure_runs.running(MOST)),
        tally=tally,
        first_call=timedelta(seconds=median(tally.calls)) if tally.calls else None,
        outcomes=tuple((group, groups[group]) for group in OutcomeGroup if groups[group]),
    )


def _running(work: Work, run: FailureRun) -> Running:
    steps = work.failure_steps.of_run(run.id)
    return Running(
        case=failure_subjects.of_run(work, run),
        run=run,
        settled=sum(not one.is_open for one in steps),
        total=len(steps),
    )
