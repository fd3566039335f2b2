"""Taking an answer back within five minutes, with everything that followed from it."""

from dataclasses import replace

from domain.model import relapse
from domain.model.aftercare import Result
from domain.model.case import Case, EventKind, Referral
from domain.model.check_in import CheckIn, CheckInState
from domain.model.errors import AlreadyDone, Expired, NotFound
from domain.model.ids import PersonId
from domain.model.notices import CheckInUndone
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import (
    access,
    aftercare,
    check_ins,
    closing,
    history,
    promises,
    referrals,
    retention,
    telling,
    urgency,
)
from domain.services import aftercare_windows as windows
from domain.services import check_in_effects as effects
from domain.services.check_in_answers import Answered


def undo(work: Work, turn: Turn, identity: int) -> Answered:
    """Take one's own answer back; the check-in is asked again.

    Raises NotFound, Stranger, Expired, AlreadyDone once somebody else has gone on from there.
    """
    check_in, person = _own(work, turn, identity)
    case = access.case_of(work, check_in.case_id)
    before = _before(work, check_in, case)
    if case.is_open:
        case = _close_again(work, check_in, before.case, person)
    if before.ended or check_in.result == Result.RELAPSE:
        aftercare.restore(work, case, check_in.plan)
    for one in before.moved:
        work.check_ins.save(one)
        windows.wind(work, case, one)
    if check_in.seat is Seat.LANDLORD:
        effects.look_no_more(work, check_in)
    again = _ask_again(work, check_in)
    work.cards.touch(case.id)
    history.record(work, case, EventKind.UNDONE, person, what="check_in", check_in=check_in.id)
    return Answered(check_in=again, case=case)


def _ask_again(work: Work, check_in: CheckIn) -> CheckIn:
    again = replace(
        check_in,
        state=CheckInState.ASKED,
        answer=None,
        result=None,
        answered_by=None,
        answered_at=None,
        asked_at=work.now,
    )
    work.check_ins.save(again)
    windows.quieten(work, again)
    check_ins.remind_later(work, again)
    return again


def _own(work: Work, turn: Turn, identity: int) -> tuple[CheckIn, PersonId]:
    check_in = work.check_ins.get(identity)
    if check_in is None:
        raise NotFound("check_in")
    person = access.member(turn)
    answered = check_in.state is CheckInState.ANSWERED
    if not answered or check_in.answered_by != person.id or check_in.answered_at is None:
        raise AlreadyDone("check_in")
    if work.now > check_in.answered_at + relapse.UNDO_WITHIN:
        raise Expired("undo")
    return check_in, person.id


def _before(work: Work, check_in: CheckIn, case: Case) -> relapse.Before:
    events = (
        one
        for one in reversed(work.events.of_case(case.id))
        if one.kind is EventKind.CHECK_IN_ANSWERED and one.facts.get("check_in") == check_in.id
    )
    return relapse.Before.of(next(events).facts, case, work.check_ins.of_plan(check_in.plan))


def _close_again(work: Work, check_in: CheckIn, before: Case, person: PersonId) -> Case:
    """The relapse was a wrong tap: its request is withdrawn, and whoever heard of it hears this."""
    opened = [one for one in work.referrals.of_case(before.id) if _followed(one, check_in)]
    if any(one.accepted_by not in (None, person) for one in opened):
        raise AlreadyDone("accepted")
    for one in opened:
        promises.stop(work, one)
        if not one.is_open:
            work.referrals.save(replace(one, promise_settled_at=work.now))
    referrals.withdraw_open(work, before)
    work.timers.cancel_case(before.id)
    case = telling.changed(work, urgency.recompute(work, before))
    retention.after_closing(work, case.id)
    for reader in closing.concerned(work, case, without=person):
        telling.tell(work, reader.id, CheckInUndone(case=case.id, check_in=check_in.id))
    return case


def _followed(referral: Referral, check_in: CheckIn) -> bool:
    return check_in.answered_at is not None and referral.opened_at >= check_in.answered_at
