"""Call tasks: the step for a responsible person without Telegram, rung by whoever asks (R10)."""

from dataclasses import replace
from datetime import datetime

from domain.model import promise
from domain.model.case import CallState, CallTask, Case, EventKind, Referral
from domain.model.errors import AlreadyDone, NotAllowed, NotFound
from domain.model.ladder import CALL_ATTEMPTS, RED_HOURS, next_call_at
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import DeclineReason
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import acceptance, access, asking, decisions, history, ladder, standing
from domain.services.due import answers


def reached(work: Work, turn: Turn, identity: int) -> Referral:
    """[Erreicht, übernimmt]: the acceptance of the person rung, noted by the caller.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone.
    """
    task, referral, case, caller = _open(work, turn, identity)
    callee = work.people.get(task.callee)
    if callee is None:
        raise NotFound("person")
    _close(work, task, CallState.REACHED)
    until = promise.default(work.now, work.network.calendar)
    return acceptance.take(work, case, referral, callee, until, proxy=caller.id)


def missed(work: Work, turn: Turn, identity: int) -> CallTask:
    """[Nicht erreicht]: a second try on the next working morning, then the next step.

    Where that morning lies beyond the step's time, as at red urgency, the next step is asked at once. Raises
    NotFound, Stranger, NotAllowed, AlreadyDone.
    """
    task, referral, case, caller = _open(work, turn, identity)
    history.record(work, case, EventKind.CALL_MISSED, caller.id, referral=referral.id, attempt=task.attempt)
    closed = _close(work, task, CallState.MISSED)
    next_at = next_call_at(work.now, work.network.calendar)
    if task.attempt >= CALL_ATTEMPTS or referral.due_at is None or next_at > referral.due_at:
        ladder.move_on(work, referral)
        return closed
    _ring_again(work, referral, task, next_at)
    work.cards.touch(case.id)
    return closed


def _ring_again(work: Work, referral: Referral, task: CallTask, next_at: datetime) -> None:
    """Set the second try, and give the step time enough for it."""
    enough_at = work.network.calendar.add_working_time(next_at, RED_HOURS)
    waiting = replace(referral, due_at=max(referral.due_at or enough_at, enough_at))
    work.referrals.save(waiting)
    ladder.wind(work, waiting)
    work.timers.set(
        Timer(
            kind=TimerKind.CALL_AGAIN,
            subject=task.id,
            due_at=next_at,
            case_id=task.case_id,
            dedupe=f"call:{task.id}",
        )
    )


def wrong(work: Work, turn: Turn, identity: int) -> Referral:
    """[Nicht zuständig]: a coded decline, given on the telephone. Raises as `reached` does."""
    task, referral, case, caller = _open(work, turn, identity)
    _close(work, task, CallState.WRONG)
    return decisions.refuse(work, case, referral, caller.id, DeclineReason.NOT_RESPONSIBLE)


def again_at(work: Work, task: CallTask) -> datetime | None:
    """When the second try is due; None when there will be none."""
    timers = (one for one in work.timers.of_case(task.case_id) if one.kind is TimerKind.CALL_AGAIN)
    return next((one.due_at for one in timers if one.subject == task.id), None)


@answers(TimerKind.CALL_AGAIN)
def call_again(work: Work, timer: Timer) -> None:
    """The second try is due."""
    task = work.call_tasks.get(timer.subject)
    if task is None or task.state is not CallState.MISSED:
        return
    referral = access.referral_of(work, task.referral)
    if not referral.is_open or referral.asked != task.callee:
        return
    again = replace(task, state=CallState.OPEN, attempt=task.attempt + 1, closed_at=None)
    work.call_tasks.save(again)
    asking.tell_caller(work, again)
    work.cards.touch(task.case_id)


def _open(work: Work, turn: Turn, identity: int) -> tuple[CallTask, Referral, Case, Person]:
    task = work.call_tasks.get(identity)
    if task is None:
        raise NotFound("call")
    referral = access.referral_of(work, task.referral)
    case = access.case_of(work, task.case_id)
    person = access.require(work, turn, case, Deed.RECORD_CALL)
    if not person.is_coordinator and person.id not in (task.caller, standing.acting(work, task.caller)):
        raise NotAllowed(Deed.RECORD_CALL.value)
    if task.state is not CallState.OPEN or not referral.is_open or not case.is_open:
        raise AlreadyDone
    return task, referral, case, person


def _close(work: Work, task: CallTask, state: CallState) -> CallTask:
    closed = replace(task, state=state, closed_at=work.now)
    work.call_tasks.save(closed)
    return closed
