"""A responsibility passes to somebody else: cases, requests and lead go with it, nothing is ownerless."""

from collections.abc import Collection
from dataclasses import replace

from domain.model.case import Case, EventKind, Referral, SeatHolder
from domain.model.ids import CaseId, PersonId, ResponsibilityId
from domain.model.notices import DutyHandedOver
from domain.model.routing import Responsibility
from domain.model.stage import Seat
from domain.ports import Work
from domain.services import history, ladder, telling


def live_cases(work: Work, responsibility: ResponsibilityId) -> tuple[Case, ...]:
    """Cases that still ask something of this responsibility: open ones, requests, running aftercare."""
    seated = {seat.case_id for seat in work.seats.of_responsibility(responsibility)}
    asked = {one.case_id for one in _requests(work, responsibility)}
    cases = (work.cases.get(identity) for identity in sorted(seated | asked))
    return tuple(case for case in cases if case is not None and is_live(work, case))


def is_live(work: Work, case: Case) -> bool:
    """Open, or asked after."""
    return case.is_open or work.plans.running(case.id) is not None


def _requests(work: Work, responsibility: ResponsibilityId) -> tuple[Referral, ...]:
    return tuple(one for one in work.referrals.open() if one.responsibility == responsibility)


def show_again(work: Work, *, person: PersonId) -> None:
    """Cards name their people with number and hours: those on which this person sits say it anew."""
    for seat in work.seats.of_person(person):
        case = work.cases.get(seat.case_id)
        if case is not None and is_live(work, case):
            work.cards.touch(case.id)


def show_deputy(work: Work, before: Responsibility, after: Responsibility) -> None:
    """The same for the deputy of a line, whom the cards of its cases name."""
    if before.deputy != after.deputy:
        for case in live_cases(work, after.id):
            work.cards.touch(case.id)


def hand_over(
    work: Work,
    old: Responsibility,
    new: Responsibility,
    actor: PersonId | None,
    *,
    only: Collection[CaseId] | None = None,
) -> int:
    """Put what hangs on `old` to `new`, which may be the same line with another holder; `only` these cases.

    The new holder gets each case's card and one message that says why. Gives how many cases moved.
    """
    cases = [case for case in live_cases(work, old.id) if only is None or case.id in only]
    moving = {case.id for case in cases}
    for seat in work.seats.of_responsibility(old.id):
        if seat.case_id in moving:
            moved = replace(seat, responsibility=new.id, partner=new.partner_id, holder=new.holder)
            _move_seat(work, seat, moved, actor)
    for request in _requests(work, old.id):
        if request.case_id in moving:
            _move_request(work, request, old, new)
    for promise in work.referrals.promises():
        if promise.case_id in moving and promise.responsibility == old.id:
            _move_promise(work, promise, old, new)
    for case in cases:
        _show(work, case.id, new.holder)
    if cases and new.holder not in (old.holder, actor):
        notice = DutyHandedOver(responsibility=new.id, previous=old.holder, cases=len(cases))
        telling.tell(work, new.holder, notice)
    return len(cases)


def pass_seat(work: Work, seat: SeatHolder, heir: PersonId, actor: PersonId | None) -> None:
    """A seat that belongs to no responsibility passes to a colleague, with the word owed for it."""
    _move_seat(work, seat, replace(seat, holder=heir), actor)
    for promise in work.referrals.promised_by(seat.holder):
        if promise.case_id == seat.case_id:
            work.referrals.save(replace(promise, accepted_by=heir))
    _show(work, seat.case_id, heir)


def _move_seat(work: Work, seat: SeatHolder, moved: SeatHolder, actor: PersonId | None) -> None:
    work.seats.save(replace(moved, since_at=work.now))
    case = work.cases.get(seat.case_id)
    if case is None:
        return
    if seat.seat is Seat.HELP and case.is_open:
        work.cases.save(replace(case, owner=moved.holder))
    if seat.holder != moved.holder:
        history.record(work, case, EventKind.SEAT_CHANGED, actor, seat=seat.seat.value, holder=moved.holder)


def _move_request(work: Work, request: Referral, old: Responsibility, new: Responsibility) -> None:
    """Whoever is asked in place of the old holder is asked anew, with the time that this takes."""
    moved = replace(request, responsibility=new.id, partner=new.partner_id)
    work.referrals.save(moved)
    if request.asked == old.holder:
        ladder.start(work, moved)


def _move_promise(work: Work, promise: Referral, old: Responsibility, new: Responsibility) -> None:
    """A word that is still owed is owed by the new holder; one that a colleague has given stays theirs."""
    by = new.holder if promise.accepted_by == old.holder else promise.accepted_by
    work.referrals.save(replace(promise, responsibility=new.id, partner=new.partner_id, accepted_by=by))


def _show(work: Work, identity: CaseId, holder: PersonId) -> None:
    case = work.cases.get(identity)
    if case is not None:
        changed = telling.changed(work, case)
        telling.show_card(work, changed, holder)


def pass_to(work: Work, case: Case, seat: Seat, new: Responsibility, actor: PersonId | None) -> None:
    """One seat of one case passes to another partner's responsibility, with the word owed for it."""
    present = work.seats.of_case(case.id)[seat]
    moved = replace(present, responsibility=new.id, partner=new.partner_id, holder=new.holder)
    _move_seat(work, present, moved, actor)
    for promise in work.referrals.promised_by(present.holder):
        if promise.case_id == case.id and promise.seat is seat:
            passed = replace(promise, responsibility=new.id, partner=new.partner_id, accepted_by=new.holder)
            work.referrals.save(passed)
    _show(work, case.id, new.holder)
