"""A failure run (Scheitern-Verfahren): the agreed rule, copied when it starts, carried out step by step.

Source: domain paper, section 12, and `failure_rule`. Deadlines count from the start, in working days; who
does a step is looked up anew each time by its role.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from domain.model.calendar import WorkCalendar
from domain.model.errors import AlreadyDone, Incomplete, NotUnderstood
from domain.model.failure_rule import FailureRole, FailureRule, Fallback, Record, StepRule, Task, Trigger
from domain.model.ids import AgreementId, CaseId, PersonId


class RunState(StrEnum):
    """Proposed by the bot, running once somebody has confirmed it, and how it came to an end."""

    PROPOSED = "proposed"
    RUNNING = "running"
    ENDED = "ended"
    RETURNED = "returned"
    DISMISSED = "dismissed"


class RunMotion(StrEnum):
    """What happens to a run as a whole. `TAKE_BACK`: the step that ended it was a wrong tap."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    END = "end"
    RETURN = "return"
    TAKE_BACK = "take_back"


class ReturnWhy(StrEnum):
    """Why a case goes back to normal work before its procedure is over."""

    SETTLED = "settled"
    CONTACT_AGAIN = "contact_again"
    AGREED_OTHERWISE = "agreed_otherwise"
    MISTAKE = "mistake"


class StepState(StrEnum):
    """`LAPSED`: the run was over before anybody needed it."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    LAPSED = "lapsed"


class SkipWhy(StrEnum):
    """Why a step is left out. None says anything about the household."""

    NOT_NEEDED = "not_needed"
    DONE_BEFORE = "done_before"
    NOBODY_REACHED = "nobody_reached"
    NO_CONSENT = "no_consent"
    NOBODY_THERE = "nobody_there"


class Decision(StrEnum):
    """What was decided: whether a landlord's steps rest, and how it goes on."""

    HELD = "held"
    HELD_FOR_NOW = "held_for_now"
    NOT_HELD = "not_held"
    GO_ON = "go_on"
    GO_ON_OTHERWISE = "go_on_otherwise"
    NEW_HOME = "new_home"
    TENANCY_ENDS = "tenancy_ends"
    PROJECT_ENDS = "project_ends"


class Rung(StrEnum):
    """The ladder of a step: its morning, its time, the deputy, the coordinator (again and again)."""

    AHEAD = "ahead"
    DUE = "due"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"


SECOND_TAP: Final = timedelta(minutes=1)
"""How long [Nicht erreicht] again is taken for a second tap on a button that was still there."""

DONE: Final = "done"
REACHED: Final = "reached"

_HOLDING: Final = (Decision.HELD, Decision.HELD_FOR_NOW, Decision.NOT_HELD)
_PROJECT: Final = (Decision.GO_ON, Decision.GO_ON_OTHERWISE, Decision.PROJECT_ENDS)
_GOING_ON: Final = (Decision.GO_ON, Decision.GO_ON_OTHERWISE, Decision.NEW_HOME, Decision.TENANCY_ENDS)

_RUN: Final[dict[RunState, dict[RunMotion, RunState]]] = {
    RunState.PROPOSED: {RunMotion.CONFIRM: RunState.RUNNING, RunMotion.DISMISS: RunState.DISMISSED},
    RunState.RUNNING: {RunMotion.END: RunState.ENDED, RunMotion.RETURN: RunState.RETURNED},
    RunState.ENDED: {RunMotion.TAKE_BACK: RunState.RUNNING},
    RunState.RETURNED: {},
    RunState.DISMISSED: {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRun:
    """`trigger` None: somebody said that it does not work. `begun_at` is when the need showed: the proposal,
    or the start by hand. It is about a case or an agreement, never both. `rule` is the copy of the agreed
    rule (`failure_copy`)."""

    id: int = 0
    case_id: CaseId | None = None
    agreement: AgreementId | None = None
    trigger: Trigger | None
    state: RunState
    begun_at: datetime
    started_at: datetime | None = None
    started_by: PersonId | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)
    why: ReturnWhy | None = None
    ended_at: datetime | None = None
    ended_by: PersonId | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (RunState.PROPOSED, RunState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureStep:
    """One step of a run, as the rule had it at the start; a project's has no case. `result` is what was
    recorded: a code, or a day.

    `tries` counts how often nobody was reached; `number` is its place, from 1. `calls` is whom the first call
    is to; None for every other task.
    """

    id: int = 0
    run: int
    case_id: CaseId | None
    number: int
    task: Task
    role: FailureRole
    record: Record
    mandatory: bool
    in_order: bool
    calls: FailureRole | None = None
    due_at: datetime
    state: StepState = StepState.OPEN
    result: str | None = None
    why: SkipWhy | None = None
    tries: int = 0
    tried_at: datetime | None = None
    settled_by: PersonId | None = None
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is StepState.OPEN

    @property
    def on_time(self) -> bool:
        """Whether it was done by the time that was agreed."""
        return self.state is StepState.DONE and self.settled_at is not None and self.settled_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """The landlord's fixed contact gets in touch by `due_at`: promised for the start, and at each wish."""

    id: int = 0
    run: int
    case_id: CaseId | None
    asked_at: datetime
    due_at: datetime
    kept_at: datetime | None = None
    broken_at: datetime | None = None
    dropped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the landlord still waits, in time or not."""
        return self.kept_at is None and not self.dropped

    @property
    def in_time(self) -> bool:
        return self.kept_at is not None and self.kept_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTally:
    """What runs have come to, practice apart. Pairs are: how many of how many.

    `calls` are the seconds from the trigger (not from the tap that confirmed it) to the first call. A step
    counts when it was done or is overdue, not when it was left out with a reason; a guarantee once it was
    kept or broken. `outcomes` are of closed cases, each case once; `open_cases` of the others.
    """

    runs: int
    calls: tuple[float, ...]
    steps: tuple[int, int]
    guarantees: tuple[int, int]
    reviews: tuple[int, int]
    outcomes: Mapping[str, int]
    open_cases: int


# The run


def moved(run: FailureRun, motion: RunMotion) -> FailureRun:
    """After this motion. Raises AlreadyDone where it has no place any more."""
    becomes = _RUN[run.state].get(motion)
    if becomes is None:
        raise AlreadyDone("failure")
    return replace(run, state=becomes)


def plan(run: FailureRun, rule: FailureRule, calendar: WorkCalendar) -> tuple[FailureStep, ...]:
    """The steps of a run that starts now, with the moments by which they are due."""
    assert run.started_at is not None
    return tuple(
        FailureStep(
            run=run.id,
            case_id=run.case_id,
            number=number,
            task=one.task,
            role=one.role,
            record=one.record,
            mandatory=one.mandatory,
            in_order=one.in_order,
            calls=rule.first_call if one.task is Task.CALL_FIRST else None,
            due_at=_due_at(one, rule, run.started_at, calendar),
        )
        for number, one in enumerate(rule.steps, start=1)
    )


def _due_at(step: StepRule, rule: FailureRule, start_at: datetime, calendar: WorkCalendar) -> datetime:
    """Working days from the start; the first call also within its own hours."""
    due = calendar.add_working_days(start_at, step.within_days)
    if step.task is not Task.CALL_FIRST:
        return due
    return min(due, calendar.add_working_time(start_at, rule.first_call_hours))


def mandatory_open(steps: Iterable[FailureStep]) -> tuple[FailureStep, ...]:
    """What a case cannot be closed without."""
    return tuple(one for one in steps if one.is_open and one.mandatory)


def lapsed(step: FailureStep) -> FailureStep:
    """The run is over: what is still open is needed no more."""
    return replace(step, state=StepState.LAPSED) if step.is_open else step


# A step


def may_settle(step: FailureStep, roles: Collection[FailureRole]) -> bool:
    """Whoever fills the step's role; and the coordinator, who rings whoever is not here."""
    return step.role in roles or FailureRole.COORDINATOR in roles


def results(step: FailureStep) -> tuple[str, ...]:
    """What can be recorded with one tap; nothing for a day, which is chosen."""
    match step.record:
        case Record.DONE:
            return (DONE,)
        case Record.REACHED:
            return (REACHED,)
        case Record.DECISION if step.case_id is None:
            return tuple(_PROJECT)
        case Record.DECISION:
            return tuple(_HOLDING if step.task is Task.HOLD_STEPS else _GOING_ON)
        case Record.FALLBACK:
            return tuple(Fallback)
    return ()


def waits_for(step: FailureStep, steps: Iterable[FailureStep]) -> FailureStep | None:
    """The step before it, where the order matters and that one is still open."""
    before = [one for one in steps if one.number < step.number]
    last = max(before, key=lambda one: one.number, default=None)
    return last if step.in_order and last is not None and last.is_open else None


def done(
    step: FailureStep, steps: Iterable[FailureStep], result: str, by: PersonId, at: datetime
) -> FailureStep:
    """With what must be recorded. Raises AlreadyDone, Incomplete out of order, NotUnderstood."""
    if not step.is_open:
        raise AlreadyDone("failure_step")
    if waits_for(step, steps) is not None:
        raise Incomplete("failure_order")
    recorded = _recorded(step, result)
    return replace(step, state=StepState.DONE, result=recorded, settled_by=by, settled_at=at)


def _recorded(step: FailureStep, result: str) -> str:
    """Raises NotUnderstood for what this step cannot have for its result."""
    try:
        known = date.fromisoformat(result).isoformat() if step.record is Record.DAY else str(result)
    except ValueError:
        raise NotUnderstood("tap") from None
    if step.record is not Record.DAY and known not in results(step):
        raise NotUnderstood("tap")
    return known


def tried(step: FailureStep, at: datetime) -> FailureStep:
    """Nobody was reached: counted, and still to be done. Raises AlreadyDone also for a second tap,
    NotUnderstood."""
    if not step.is_open:
        raise AlreadyDone("failure_step")
    if step.record is not Record.REACHED:
        raise NotUnderstood("tap")
    if step.tried_at is not None and at - step.tried_at < SECOND_TAP:
        raise AlreadyDone("failure_tried")
    return replace(step, tries=step.tries + 1, tried_at=at)


def skipped(step: FailureStep, why: SkipWhy, by: PersonId, at: datetime) -> FailureStep:
    """Only with a reason. Raises AlreadyDone."""
    if not step.is_open:
        raise AlreadyDone("failure_step")
    return replace(step, state=StepState.SKIPPED, why=why, settled_by=by, settled_at=at)


def taken_back(step: FailureStep) -> FailureStep:
    """A wrong tap: to be done again. Raises AlreadyDone for one that nobody has settled."""
    if step.state not in (StepState.DONE, StepState.SKIPPED):
        raise AlreadyDone("failure_step")
    return replace(step, state=StepState.OPEN, result=None, why=None, settled_by=None, settled_at=None)


def next_rung(rung: Rung, role: FailureRole) -> Rung:
    """The next step of the ladder; a coordinator has no deputy here, and stays the last."""
    match rung:
        case Rung.AHEAD:
            return Rung.DUE
        case Rung.DUE if role is not FailureRole.COORDINATOR:
            return Rung.DEPUTY
    return Rung.COORDINATOR
