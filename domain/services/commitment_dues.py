"""When a commitment falls due: planned, called to mind, settled, and what follows from it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from domain.model import commitment as model
from domain.model.case import Case, EventKind
from domain.model.commitment import (
    ANSWER_WORKING_DAYS,
    BROKEN_IN_A_ROW,
    REVIEW_MONTHS,
    Commitment,
    Due,
    DueState,
    State,
)
from domain.model.errors import NotFound
from domain.model.ids import CommitmentId
from domain.model.months import add_months
from domain.model.notices import (
    CommitmentBroken,
    CommitmentDue,
    CommitmentEnded,
    CommitmentHangs,
    CommitmentOffered,
    CommitmentReview,
    CommitmentSaid,
    CommitmentSilent,
    CommitmentUnanswered,
    CommitmentUnasked,
    Notice,
    Priority,
)
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.model.visibility import Circumstances
from domain.ports import Work
from domain.services import access, failure_triggers, history, standing, telling
from domain.services.due import answers

PAUSE_WORKING_DAYS: Final = 10
"""After so many working days it is asked whether what is suspended runs again."""

UPWARDS_WORKING_DAYS: Final = 2 * ANSWER_WORKING_DAYS
"""An offer that has waited for so long reaches the coordinators."""

_OF_DUE = (
    TimerKind.COMMITMENT_AHEAD,
    TimerKind.COMMITMENT_DUE,
    TimerKind.COMMITMENT_LATE,
    TimerKind.COMMITMENT_SETTLES,
)
_OF_WHOLE = (TimerKind.COMMITMENT_OFFER, TimerKind.COMMITMENT_REVIEW)


# Time


def begin(work: Work, commitment: Commitment) -> None:
    """It runs from now on, or again: the next day is planned, and the review."""
    work.timers.cancel(_key(TimerKind.COMMITMENT_OFFER, commitment.id))
    if commitment.review_on is not None:
        wind_review(work, commitment)
    dues = work.commitment_dues.of_commitment(commitment.id)
    past = [one.planned_on for one in dues if one.state is not DueState.DROPPED]
    before = date.fromordinal(standing.today(work).toordinal() - 1)
    _plan_next(work, commitment, max([*past, before] if past else [before]))


def stop(work: Work, commitment: Commitment) -> None:
    """Nothing falls due any more, or for now."""
    for kind in _OF_WHOLE:
        work.timers.cancel(_key(kind, commitment.id))
    for due in work.commitment_dues.of_commitment(commitment.id):
        if due.is_open:
            unwind(work, due)
            work.commitment_dues.save(replace(due, state=DueState.DROPPED))


def wind_offer(work: Work, commitment: Commitment) -> None:
    """An offer without answer is called to mind after three working days, again and again."""
    at = work.network.calendar.add_working_days(work.now, ANSWER_WORKING_DAYS)
    _set(work, commitment, TimerKind.COMMITMENT_OFFER, commitment.id, at, state=str(commitment.offers))


def wind_review(work: Work, commitment: Commitment) -> None:
    assert commitment.review_on is not None
    at = _opens(work, commitment.review_on)
    _set(
        work,
        commitment,
        TimerKind.COMMITMENT_REVIEW,
        commitment.id,
        at,
        state=commitment.review_on.isoformat(),
    )


def wind_pause(work: Work, commitment: Commitment) -> None:
    """What is suspended is not forgotten: whoever gives it is asked after two weeks, again and again."""
    at = work.network.calendar.add_working_days(work.now, PAUSE_WORKING_DAYS)
    kind = TimerKind.COMMITMENT_REVIEW
    _set(work, commitment, kind, commitment.id, at, state=State.SUSPENDED.value)


def _plan_next(work: Work, commitment: Commitment, last: date | None) -> None:
    """Plan the next day, counted from the first one; without a next one the commitment has ended."""
    day = model.next_after(commitment, last)
    if day is None:
        _end(work, commitment)
        return
    due = work.commitment_dues.add(
        Due(commitment=commitment.id, case_id=commitment.case_id, planned_on=day, due_on=day)
    )
    wind(work, commitment, due)


def wind(work: Work, commitment: Commitment, due: Due) -> None:
    """Before, at and after the day; what lies behind us already is left out."""
    calendar = work.network.calendar
    ahead = calendar.last_working_day(date.fromordinal(due.due_on.toordinal() - 1))
    late = _closes(work, model.late_after(due, commitment.frequency, calendar))
    moments = {
        TimerKind.COMMITMENT_DUE: max(_opens(work, due.due_on), work.now),
        TimerKind.COMMITMENT_LATE: late,
        TimerKind.COMMITMENT_SETTLES: calendar.add_working_days(late, ANSWER_WORKING_DAYS),
    }
    if model.calls_ahead(commitment.frequency) and _opens(work, ahead) > work.now:
        moments[TimerKind.COMMITMENT_AHEAD] = _opens(work, ahead)
    for kind, at in moments.items():
        _set(work, commitment, kind, due.id, at, state=due.due_on.isoformat())


def unwind(work: Work, due: Due) -> None:
    for kind in _OF_DUE:
        work.timers.cancel(_key(kind, due.id))


def _set(
    work: Work, commitment: Commitment, kind: TimerKind, subject: int, at: datetime, *, state: str
) -> None:
    work.timers.set(
        Timer(
            kind=kind,
            subject=subject,
            due_at=at,
            state=state,
            case_id=commitment.case_id,
            dedupe=_key(kind, subject),
        )
    )


def _key(kind: TimerKind, subject: int) -> str:
    return f"{kind}:{subject}"


def _opens(work: Work, day: date) -> datetime:
    return work.network.calendar.moment(day, work.network.calendar.opens)


def _closes(work: Work, day: date) -> datetime:
    return work.network.calendar.moment(day, work.network.calendar.closes)


# Reading


def of_id(work: Work, identity: int) -> tuple[Due, Commitment, Case]:
    """Raises NotFound."""
    due = work.commitment_dues.get(identity)
    commitment = None if due is None else work.commitments.get(due.commitment)
    if due is None or commitment is None:
        raise NotFound("commitment")
    return due, commitment, access.case_of(work, due.case_id)


def open_due(work: Work, commitment: Commitment) -> Due | None:
    """The day that is planned, asked about, or waits for a confirmation."""
    found = (one for one in work.commitment_dues.of_commitment(commitment.id) if one.is_open)
    return next(found, None)


def until(work: Work, due: Due) -> datetime:
    """The end of the day on which it is due."""
    return _closes(work, due.due_on)


# What follows


def settle(work: Work, case: Case, commitment: Commitment, due: Due, *, by: Seat | None) -> None:
    """Count it, tell what must be told, and plan the next day. `by` None: nobody has said anything."""
    unwind(work, due)
    counted = model.after(commitment, due)
    work.commitments.save(counted)
    if due.state is DueState.BROKEN:
        _broken(work, case, counted, due, by)
    elif due.state is DueState.UNKNOWN:
        told = CommitmentSilent(case=case.id, due=due.id)
        telling.tell_coordinators(
            work, told, priority=Priority.REMINDER, dedupe=f"commitment_silent:{due.id}"
        )
    _plan_next(work, counted, due.planned_on)


def _broken(work: Work, case: Case, commitment: Commitment, due: Due, by: Seat | None) -> None:
    """The other side hears it; twice in a row, the coordinator; and what hangs on it is named to both."""
    for seat in (commitment.giver, commitment.receiver):
        if seat is not by:
            tell(work, case, seat, CommitmentBroken(case=case.id, due=due.id))
    if commitment.broken >= BROKEN_IN_A_ROW:
        told = CommitmentBroken(case=case.id, due=due.id)
        telling.tell_coordinators(
            work, told, priority=Priority.ESCALATION, dedupe=f"commitment_broken:{due.id}"
        )
    tell_dependents(work, case, commitment)
    failure_triggers.commitment_broken(work, case)


def tell_dependents(work: Work, case: Case, broken: Commitment) -> None:
    """Both sides hear what hangs on a commitment that does not hold; whoever gives it may suspend it now."""
    for one in work.commitments.of_case(case.id):
        if one.depends_on == broken.id and one.state is State.RUNNING:
            for seat in (one.giver, one.receiver):
                tell(work, case, seat, CommitmentHangs(case=case.id, commitment=one.id, on=broken.id))


def _end(work: Work, commitment: Commitment) -> None:
    ended = replace(
        model.ended(commitment, work.commitment_dues.of_commitment(commitment.id)), ended_at=work.now
    )
    work.commitments.save(ended)
    for kind in _OF_WHOLE:
        work.timers.cancel(_key(kind, commitment.id))
    case = access.case_of(work, commitment.case_id)
    history.record(
        work,
        case,
        EventKind.COMMITMENT_ENDED,
        None,
        commitment=ended.id,
        giver=ended.giver.value,
        help=ended.help.value,
        state=ended.state.value,
    )
    for seat in (ended.giver, ended.receiver):
        tell(work, case, seat, CommitmentEnded(case=case.id, commitment=ended.id))
    work.cards.touch(case.id)


def tell(work: Work, case: Case, seat: Seat, notice: Notice) -> None:
    """Whoever answers for this side today and is here, if the household lets this side hear it."""
    reader = standing.in_chat(work, case, seat)
    if reader is not None and hears(case, seat):
        telling.tell(work, reader.id, notice)


def hears(case: Case, seat: Seat) -> bool:
    """Whether this side may hear how commitments go."""
    if case.withdrawn_at is not None:
        return seat is Seat.HELP
    return seat is not Seat.LANDLORD or Circumstances.of(case).landlord_hears_details


# What falls due


def _standing(work: Work, timer: Timer) -> tuple[Due, Commitment, Case] | None:
    """The day that a timer is about, if it still stands as it did."""
    due = work.commitment_dues.get(timer.subject)
    if due is None or not due.is_open or due.due_on.isoformat() != timer.state:
        return None
    _, commitment, case = of_id(work, due.id)
    return (due, commitment, case) if commitment.state is State.RUNNING else None


@answers(TimerKind.COMMITMENT_AHEAD)
def ahead(work: Work, timer: Timer) -> None:
    """The working day before."""
    found = _standing(work, timer)
    if found is None or found[0].state is not DueState.PLANNED:
        return
    due, commitment, case = found
    reader = standing.in_chat(work, case, commitment.giver)
    if reader is not None and hears(case, commitment.giver):
        told = CommitmentDue(case=case.id, due=due.id, when="ahead")
        telling.tell(
            work, reader.id, told, priority=Priority.REMINDER, dedupe=f"{timer.dedupe}:{timer.state}"
        )


@answers(TimerKind.COMMITMENT_DUE)
def falls_due(work: Work, timer: Timer) -> None:
    """On the day: whoever gives is asked, and only they; the coordinators where nobody there can be."""
    found = _standing(work, timer)
    if found is None or found[0].state is not DueState.PLANNED:
        return
    due, commitment, case = found
    asked = replace(due, state=DueState.ASKED)
    work.commitment_dues.save(asked)
    work.cards.touch(case.id)
    _remind(work, asked, commitment, case, "due")


def _remind(work: Work, due: Due, commitment: Commitment, case: Case, when: str) -> None:
    if not hears(case, commitment.giver):
        return
    reader = standing.in_chat(work, case, commitment.giver)
    if reader is None:
        told = CommitmentUnasked(case=case.id, commitment=commitment.id, due=due.id)
        key = f"commitment_unasked:{due.id}:{due.due_on}"
        telling.tell_coordinators(work, told, priority=Priority.REMINDER, dedupe=key)
        return
    telling.remind(
        work,
        reader.id,
        CommitmentDue(case=case.id, due=due.id, when=when),
        until=_closes(work, due.due_on),
        dedupe=f"commitment:{due.id}:{due.due_on}:{when}",
    )


@answers(TimerKind.COMMITMENT_LATE)
def is_late(work: Work, timer: Timer) -> None:
    """The tolerance is over and nobody has said anything: whoever receives is asked."""
    found = _standing(work, timer)
    if found is None or found[0].state is DueState.SAID:
        return
    due, commitment, case = found
    tell(work, case, commitment.receiver, CommitmentSaid(case=case.id, due=due.id))
    _remind(work, due, commitment, case, "late")


@answers(TimerKind.COMMITMENT_SETTLES)
def settles(work: Work, timer: Timer) -> None:
    """Nobody contradicts what was said; where nothing was said at all, nobody knows."""
    found = _standing(work, timer)
    if found is None:
        return
    due, commitment, case = found
    settled = replace(model.unanswered(due), settled_at=work.now)
    work.commitment_dues.save(settled)
    settle(work, case, commitment, settled, by=None)
    work.cards.touch(case.id)


@answers(TimerKind.COMMITMENT_OFFER)
def offer_waits(work: Work, timer: Timer) -> None:
    """The side that owes the answer is reminded; from the second time on the coordinators hear it, too.

    Where nobody of it is in the chat, the side that has offered is reminded of the call.
    """
    commitment = work.commitments.get(CommitmentId(timer.subject))
    if commitment is None or commitment.state is not State.OFFERED or str(commitment.offers) != timer.state:
        return
    case = access.case_of(work, commitment.case_id)
    reader = reminded(work, case, commitment, None)
    here = standing.in_chat(work, case, commitment.answers) is not None
    kind = CommitmentOffered if here else CommitmentUnanswered
    notice = kind(case=case.id, commitment=commitment.id)
    if reader is not None:
        telling.remind(work, reader.id, notice, dedupe=f"{timer.dedupe}:{timer.due_at:%F}")
    waited = work.network.calendar.add_working_days(commitment.offered_at, UPWARDS_WORKING_DAYS)
    if reader is None or work.now >= waited:
        tell_upwards(work, case, commitment)
    wind_offer(work, commitment)


def reminded(work: Work, case: Case, commitment: Commitment, due: Due | None) -> Person | None:
    """Who of the side that is to move hears of it again; where nobody of it is here, who is to ring it."""
    seat = model.to_move(commitment, due)
    if seat is None or not hears(case, seat):
        return None
    reader = standing.in_chat(work, case, seat)
    if reader is None and commitment.state is State.OFFERED and hears(case, commitment.offered_by):
        return standing.in_chat(work, case, commitment.offered_by)
    return reader


def tell_upwards(work: Work, case: Case, commitment: Commitment) -> None:
    """The coordinators hear that nobody answers, or that whoever should cannot be told here."""
    told = CommitmentUnanswered(case=case.id, commitment=commitment.id)
    key = f"commitment_unanswered:{commitment.id}:{commitment.offers}:{standing.today(work)}"
    telling.tell_coordinators(work, told, priority=Priority.REMINDER, dedupe=key)


@answers(TimerKind.COMMITMENT_REVIEW)
def review_due(work: Work, timer: Timer) -> None:
    """Until further notice does not mean for ever: both sides are asked whether it goes on."""
    commitment = work.commitments.get(CommitmentId(timer.subject))
    if commitment is None:
        return
    if commitment.state is State.SUSPENDED:
        _ask_again(work, commitment)
        return
    if commitment.state is not State.RUNNING or commitment.review_on is None:
        return
    if commitment.review_on.isoformat() != timer.state:
        return
    case = access.case_of(work, commitment.case_id)
    for seat in (commitment.giver, commitment.receiver):
        tell(work, case, seat, CommitmentReview(case=case.id, commitment=commitment.id))
    later = replace(commitment, review_on=add_months(commitment.review_on, REVIEW_MONTHS))
    work.commitments.save(later)
    wind_review(work, later)


def _ask_again(work: Work, commitment: Commitment) -> None:
    case = access.case_of(work, commitment.case_id)
    tell(work, case, commitment.giver, CommitmentReview(case=case.id, commitment=commitment.id))
    wind_pause(work, commitment)
