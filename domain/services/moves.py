"""Who moves next on a case, and until when: an active case never waits for nobody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from domain.model.case import CallState, CaseOutline, Referral, ReferralState, Step
from domain.model.check_in import CheckInState
from domain.model.commitment import to_move
from domain.model.stage import Seat
from domain.model.view import Move, Task
from domain.ports import Work
from domain.services import failure_people, standing
from domain.services.standing import There

_LAST: Final = datetime.max.replace(tzinfo=UTC)


def pending(work: Work, case: CaseOutline) -> tuple[Move, ...]:
    """Everything that is owed, the earliest first. Empty only for a closed case that asks nobody now."""
    if not case.is_open:
        return tuple(_check_ins(work, case))
    referrals = work.referrals.of_case(case.id)
    there = standing.there(work, case)
    moves = [_answer(work, one) for one in referrals if one.is_open]
    moves += [_report_back(there, one) for one in referrals if is_promised(one)]
    moves += _commitments(work, case, there)
    moves += _failure_steps(work, case, there)
    if not any(move.seat is Seat.HELP for move in moves):
        moves.append(_lead(case, there))
    return tuple(sorted(moves, key=lambda move: move.until or _LAST))


def who_moves(work: Work, case: CaseOutline) -> Move | None:
    """The next move; None for a closed case that asks nobody now."""
    return next(iter(pending(work, case)), None)


def is_promised(referral: Referral) -> bool:
    """Whether somebody has taken it and still owes the first word (R9)."""
    taken = referral.state is ReferralState.ACCEPTED
    return taken and referral.promised_at is not None and referral.promise_settled_at is None


def _answer(work: Work, referral: Referral) -> Move:
    if referral.step is Step.COORDINATOR:
        return Move(
            task=Task.DECIDE, person=None, seat=referral.seat, until=referral.due_at, referral=referral
        )
    calls = (one for one in work.call_tasks.of_referral(referral.id) if one.state is CallState.OPEN)
    call = next(calls, None)
    task, person = (Task.CALL, call.caller) if call else (Task.ANSWER, referral.asked)
    return Move(task=task, person=person, seat=referral.seat, until=referral.due_at, referral=referral)


def _report_back(there: There, referral: Referral) -> Move:
    person = there.get(referral.seat)
    return Move(
        task=Task.REPORT_BACK,
        person=person.id if person else referral.accepted_by,
        seat=referral.seat,
        until=referral.promised_at,
        referral=referral,
    )


def _commitments(work: Work, case: CaseOutline, there: There) -> Iterator[Move]:
    """Offers to answer, and days on which somebody owes a word."""
    for one in work.commitments.offered_of_case(case.id):
        yield _commitment(work, there, one.answers, None)
    waiting = work.commitment_dues.waiting_of_case(case.id)
    given = {one.id: one for one in work.commitments.of_case(case.id) if one.is_open} if waiting else {}
    for due in waiting:
        seat = None if due.commitment not in given else to_move(given[due.commitment], due)
        if seat is not None:
            yield _commitment(work, there, seat, due.due_on)


def _commitment(work: Work, there: There, seat: Seat, day: date | None) -> Move:
    person = there.get(seat)
    calendar = work.network.calendar
    until = None if day is None else calendar.moment(day, calendar.closes)
    return Move(task=Task.COMMITMENT, person=person.id if person else None, seat=seat, until=until)


def _failure_steps(work: Work, case: CaseOutline, there: There) -> Iterator[Move]:
    """What a running failure run asks of each role next; one that nobody fills is the coordinators'."""
    for role, due_at in work.failure_steps.next_of_case(case.id).items():
        seat = role.seat
        person = there.get(seat) if seat is not None and failure_people.hears(case, seat) else None
        yield Move(
            task=Task.FAILURE_STEP,
            person=person.id if person else None,
            seat=seat if person else None,
            until=due_at,
        )


def _lead(case: CaseOutline, there: There) -> Move:
    person = there.get(Seat.HELP)
    seat = Seat.HELP if person else None
    return Move(task=Task.LEAD, person=person.id if person else case.owner, seat=seat)


def _check_ins(work: Work, case: CaseOutline) -> list[Move]:
    calendar = work.network.calendar
    asked = (one for one in work.check_ins.of_case(case.id) if one.state is CheckInState.ASKED)
    return [
        Move(
            task=Task.CHECK_IN,
            person=one.asked,
            seat=one.seat,
            until=calendar.moment(one.closes_on, calendar.closes),
        )
        for one in sorted(asked, key=lambda one: one.closes_on)
    ]
