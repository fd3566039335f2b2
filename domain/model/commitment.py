"""A commitment (Zusage): what one side owes the other, how often, until when, and whether it was kept.

Source: the minutes ("Verlässlichkeit und Verbindlichkeit"), domain paper section 6: without organisation,
frequency, end or review date and criterion it is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.errors import AlreadyDone
from domain.model.help_catalogue import CATALOGUE, Criterion, Help
from domain.model.ids import CaseId, CommitmentId, PersonId
from domain.model.months import add_months
from domain.model.stage import Seat

BROKEN_IN_A_ROW: Final = 2
"""After so many broken ones in a row the coordinator hears."""

ANSWER_WORKING_DAYS: Final = 3
"""An offer that nobody answers is called to mind after so many working days, every time anew."""

REVIEW_MONTHS: Final = 3
"""When a commitment "until further notice" is looked at again."""


class Frequency(StrEnum):
    """How often. `ONCE` has its day; everything else comes again until the end."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Length(StrEnum):
    """For how long, counted from the first day; `OPEN` lasts until further notice and is reviewed."""

    WEEKS_4 = "weeks_4"
    MONTHS_3 = "months_3"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"
    OPEN = "open"


class Reach(StrEnum):
    """How whoever gives can be reached in a crisis."""

    OFFICE_HOURS = "office_hours"
    NEXT_DAY = "next_day"
    EVENINGS = "evenings"
    ALWAYS = "always"


class State(StrEnum):
    """Offered by one side, accepted by the other, running, and how it ended."""

    OFFERED = "offered"
    RUNNING = "running"
    SUSPENDED = "suspended"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Motion(StrEnum):
    """What happens to a commitment as a whole."""

    ACCEPT = "accept"
    COUNTER = "counter"
    DECLINE = "decline"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    END = "end"


class Why(StrEnum):
    """The coded reasons for declining, moving, suspending and withdrawing. None says what a household did."""

    NO_CAPACITY = "no_capacity"
    NOT_RESPONSIBLE = "not_responsible"
    OTHER_HELP = "other_help"
    NO_APPOINTMENT = "no_appointment"
    PAPERS_MISSING = "papers_missing"
    ILLNESS = "illness"
    CONDITION_BROKEN = "condition_broken"
    NO_LONGER_NEEDED = "no_longer_needed"


REASONS: Final[dict[Motion, tuple[Why, ...]]] = {
    Motion.DECLINE: (Why.NO_CAPACITY, Why.NOT_RESPONSIBLE, Why.OTHER_HELP),
    Motion.SUSPEND: (Why.CONDITION_BROKEN, Why.NO_APPOINTMENT, Why.PAPERS_MISSING, Why.ILLNESS),
    Motion.WITHDRAW: (Why.NO_LONGER_NEEDED, Why.OTHER_HELP, Why.NO_CAPACITY, Why.CONDITION_BROKEN),
}
TO_MOVE: Final = (Why.NO_APPOINTMENT, Why.PAPERS_MISSING, Why.ILLNESS, Why.NO_CAPACITY)

_MAY: Final[dict[Motion, frozenset[State]]] = {
    Motion.ACCEPT: frozenset({State.OFFERED}),
    Motion.COUNTER: frozenset({State.OFFERED}),
    Motion.DECLINE: frozenset({State.OFFERED}),
    Motion.SUSPEND: frozenset({State.RUNNING}),
    Motion.RESUME: frozenset({State.SUSPENDED}),
    Motion.WITHDRAW: frozenset({State.OFFERED, State.RUNNING, State.SUSPENDED}),
    Motion.END: frozenset({State.RUNNING}),
}
_BECOMES: Final = {
    Motion.ACCEPT: State.RUNNING,
    Motion.COUNTER: State.OFFERED,
    Motion.DECLINE: State.DECLINED,
    Motion.SUSPEND: State.SUSPENDED,
    Motion.RESUME: State.RUNNING,
    Motion.WITHDRAW: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Between:
    """Who commits itself, and who relies on it."""

    giver: Seat
    receiver: Seat

    def other(self, seat: Seat) -> Seat:
        """The side across."""
        return self.receiver if seat is self.giver else self.giver

    def __contains__(self, seat: object) -> bool:
        return seat in (self.giver, self.receiver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is committed, precisely. Either `ends_on` or `review_on` is set; a single day is its own end."""

    help: Help
    frequency: Frequency
    first_on: date
    ends_on: date | None = None
    review_on: date | None = None
    reach: Reach = Reach.OFFICE_HOURS
    depends_on: CommitmentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One side's word to another side of a case. `offered_by` made the present offer, the other answers it.

    `broken` counts those broken in a row. `proxy` has entered what `answered_for` has said on the telephone.
    """

    id: CommitmentId = CommitmentId(0)
    case_id: CaseId
    giver: Seat
    receiver: Seat
    offered_by: Seat
    help: Help
    frequency: Frequency
    first_on: date
    ends_on: date | None = None
    review_on: date | None = None
    reach: Reach = Reach.OFFICE_HOURS
    depends_on: CommitmentId | None = None
    state: State = State.OFFERED
    why: Why | None = None
    broken: int = 0
    offers: int = 1
    offered_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_for: PersonId | None = None
    proxy: PersonId | None = None

    @property
    def between(self) -> Between:
        return Between(self.giver, self.receiver)

    @property
    def criterion(self) -> Criterion:
        return CATALOGUE[self.help].criterion

    @property
    def is_open(self) -> bool:
        """Whether it is still offered, running or suspended."""
        return self.state in (State.OFFERED, State.RUNNING, State.SUSPENDED)

    @property
    def answers(self) -> Seat:
        """The side whose answer the offer waits for."""
        return self.between.other(self.offered_by)


def moved(commitment: Commitment, motion: Motion) -> Commitment:
    """After this motion. Raises AlreadyDone where it has no place any more. `END` is for `ended`."""
    if commitment.state not in _MAY[motion]:
        raise AlreadyDone("commitment")
    return replace(commitment, state=_BECOMES[motion])


def unsaid(commitment: Commitment) -> Commitment:
    """Before what was entered from the telephone. Raises AlreadyDone where it was not, or has gone on."""
    if commitment.proxy is None or commitment.state not in (State.RUNNING, State.DECLINED):
        raise AlreadyDone("commitment")
    return replace(
        commitment,
        state=State.OFFERED,
        why=None,
        answered_at=None,
        ended_at=None,
        answered_for=None,
        proxy=None,
    )


class DueState(StrEnum):
    """One time that something falls due: planned, asked, said by the giver, then judged by the receiver."""

    PLANNED = "planned"
    ASKED = "asked"
    SAID = "said"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """How it went, in one tap."""

    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One occurrence of a commitment. `planned_on` is what the plan says, `due_on` where it was moved to."""

    id: int = 0
    commitment: CommitmentId
    case_id: CaseId
    planned_on: date
    due_on: date
    state: DueState = DueState.PLANNED
    said: Verdict | None = None
    said_by: PersonId | None = None
    judged_by: PersonId | None = None
    moves: int = 0
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (DueState.PLANNED, DueState.ASKED, DueState.SAID)


def to_move(commitment: Commitment, due: Due | None) -> Seat | None:
    """The side from which something is expected now."""
    if commitment.state is State.OFFERED:
        return commitment.answers
    if due is None or commitment.state is not State.RUNNING:
        return None
    return commitment.receiver if due.state is DueState.SAID else commitment.giver


class Awaits(StrEnum):
    """What is expected of the side that is to move: an answer to an offer, the help, its word how it went."""

    ANSWER = "answer"
    HELP = "help"
    WORD = "word"


def awaits(commitment: Commitment, due: Due | None) -> Awaits:
    """What `to_move` is about."""
    if commitment.state is State.OFFERED:
        return Awaits.ANSWER
    return Awaits.WORD if due is not None and due.state is DueState.SAID else Awaits.HELP


# The plan


def ends_on(first_on: date, length: Length) -> date | None:
    """The last day; None until further notice."""
    match length:
        case Length.OPEN:
            return None
        case Length.WEEKS_4:
            return first_on + timedelta(weeks=4)
    return add_months(first_on, {Length.MONTHS_3: 3, Length.MONTHS_6: 6, Length.MONTHS_12: 12}[length])


def occurrence(terms: Commitment | Terms, number: int) -> date | None:
    """The day of occurrence `number` (from 0), counted from the first one, so that nothing drifts.

    None beyond the end; what comes once has one.
    """
    match terms.frequency:
        case Frequency.ONCE:
            day = terms.first_on if number == 0 else None
        case Frequency.WEEKLY | Frequency.FORTNIGHTLY:
            weeks = 1 if terms.frequency is Frequency.WEEKLY else 2
            day = terms.first_on + timedelta(weeks=weeks * number)
        case Frequency.MONTHLY:
            day = add_months(terms.first_on, number)
    if day is None or (terms.ends_on is not None and day > terms.ends_on):
        return None
    return day


def next_after(terms: Commitment | Terms, last: date | None) -> date | None:
    """The first planned day after `last`, or the very first; None when there is none."""
    number = 0
    while (day := occurrence(terms, number)) is not None:
        if last is None or day > last:
            return day
        number += 1
    return None


TOLERANCE: Final[dict[Frequency, int]] = {
    Frequency.ONCE: 2,
    Frequency.WEEKLY: 1,
    Frequency.FORTNIGHTLY: 2,
    Frequency.MONTHLY: 3,
}
"""How many working days late still counts as kept."""


def late_after(due: Due, frequency: Frequency, calendar: WorkCalendar) -> date:
    """The last day that still counts: the day that is due, or the tolerance's last working day after it."""
    day = due.due_on
    for _ in range(TOLERANCE[frequency]):
        day = calendar.next_working_day(day)
    return day


def calls_ahead(frequency: Frequency) -> bool:
    """Whether it is called to mind the working day before: what comes every week is not."""
    return frequency in (Frequency.ONCE, Frequency.MONTHLY)


# Keeping


def said(due: Due, verdict: Verdict, by: PersonId) -> Due:
    """The giver's word. Raises AlreadyDone. What is not kept needs no confirmation."""
    if due.state not in (DueState.PLANNED, DueState.ASKED):
        raise AlreadyDone("commitment")
    state = DueState.BROKEN if verdict is Verdict.BROKEN else DueState.SAID
    return replace(due, state=state, said=verdict, said_by=by)


def judged(due: Due, verdict: Verdict, by: PersonId) -> Due:
    """The receiver's word, which decides. Raises AlreadyDone once it is judged."""
    if due.state not in (DueState.PLANNED, DueState.ASKED, DueState.SAID):
        raise AlreadyDone("commitment")
    return replace(due, state=DueState(verdict.value), judged_by=by)


def unanswered(due: Due) -> Due:
    """Nobody contradicted what the giver said, or nobody said anything: silence is not "kept"."""
    if not due.is_open:
        raise AlreadyDone("commitment")
    return replace(due, state=DueState(due.said.value) if due.said else DueState.UNKNOWN)


def after(commitment: Commitment, due: Due) -> Commitment:
    """The count of broken ones in a row; what nobody knows neither breaks nor mends it."""
    if due.state is DueState.BROKEN:
        return replace(commitment, broken=commitment.broken + 1)
    return replace(commitment, broken=0) if due.state in (DueState.KEPT, DueState.PARTLY) else commitment


def broken_in_a_row(dues: Iterable[Due]) -> int:
    """How many of the latest times were broken, one after the other, as `after` counts them."""
    number = 0
    for one in sorted(dues, key=lambda due: due.id):
        if one.state is DueState.BROKEN:
            number += 1
        elif one.state in (DueState.KEPT, DueState.PARTLY):
            number = 0
    return number


def goes_on(commitment: Commitment, due: Due) -> Commitment:
    """Before the word that ended it, which was a wrong tap. Raises AlreadyDone where it ended otherwise."""
    if (
        commitment.state not in (State.KEPT, State.PARTLY, State.BROKEN)
        or commitment.ended_at != due.settled_at
    ):
        raise AlreadyDone("commitment")
    return replace(commitment, state=State.RUNNING, ended_at=None)


def ended(commitment: Commitment, dues: tuple[Due, ...]) -> Commitment:
    """How it ended, from what was due: kept, partly, broken, unknown. Raises AlreadyDone unless it runs.

    All kept is kept; none kept, with at least one broken, is broken; of which nobody has said anything is
    unknown, because silence is not kept; everything else is partly.
    """
    if commitment.state not in _MAY[Motion.END]:
        raise AlreadyDone("commitment")
    states = {one.state for one in dues if one.state is not DueState.DROPPED}
    if states == {DueState.KEPT}:
        return replace(commitment, state=State.KEPT)
    if not states & {DueState.KEPT, DueState.PARTLY}:
        return replace(commitment, state=State.BROKEN if DueState.BROKEN in states else State.UNKNOWN)
    return replace(commitment, state=State.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How one side's commitments on a case stand."""

    seat: Seat
    running: int = 0
    offered: int = 0
    kept: int = 0
    partly: int = 0
    broken: int = 0
    unknown: int = 0


def balance(commitments: tuple[Commitment, ...], seat: Seat) -> Balance:
    """What this side has given."""
    states = [one.state for one in commitments if one.giver is seat]
    return Balance(
        seat=seat,
        running=sum(one in (State.RUNNING, State.SUSPENDED) for one in states),
        offered=states.count(State.OFFERED),
        kept=states.count(State.KEPT),
        partly=states.count(State.PARTLY),
        broken=states.count(State.BROKEN),
        unknown=states.count(State.UNKNOWN),
    )
