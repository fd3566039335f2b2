"""What somebody decides about a referral apart from taking it: decline, forward, hand back, undo."""

from dataclasses import replace
from datetime import datetime

from domain.model.case import Case, EventKind, Referral, ReferralKind, ReferralState, SeatHolder
from domain.model.errors import AlreadyDone, Expired, NotAllowed
from domain.model.ids import PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.notices import AcceptanceUndone, ReferralDeclined, ReferralForwarded, ReferralReturned
from domain.model.referral import (
    MOST_FORWARDS,
    Before,
    Motion,
    decided,
    declined,
    goes_on,
    resumed,
    undone,
)
from domain.model.rights import Deed
from domain.model.stage import DeclineReason
from domain.ports import Turn, Work
from domain.services import access, failure_triggers, history, ladder, promises, rungs, telling
from domain.services.referrals import (
    Destination,
    before,
    follow,
    held_by,
    open_to,
    overtaken,
    successor_of,
    tell_all,
    withdraw,
)


def decline(work: Work, turn: Turn, identity: ReferralId, reason: DeclineReason) -> Referral:
    """Refuse with a coded reason. The asker hears it; where help is still due the coordinator decides.

    Raises NotFound, NotAllowed, AlreadyDone, Expired. Gives the declined referral.
    """
    referral, case, person = open_to(work, turn, identity, Deed.DECLINE)
    return refuse(work, case, referral, person.id, reason)


def refuse(work: Work, case: Case, referral: Referral, by: PersonId, reason: DeclineReason) -> Referral:
    """Everything that follows from a decline, whoever pressed for it."""
    refused = declined(referral, before(work, case, referral, by, Motion.DECLINE), reason, work.now)
    work.referrals.save(refused)
    ladder.stop(work, refused)
    history.record(work, case, EventKind.DECLINED, by, referral=referral.id, reason=reason, side=reason.side)
    if goes_on(reason, lead=referral.kind is ReferralKind.TAKEOVER):
        refused = follow(work, case, refused, Destination(), why="declined")
    tell_all(work, case, refused, ReferralDeclined(case=case.id, referral=refused.id), without=by)
    work.cards.touch(case.id)
    return refused


def forward(work: Work, turn: Turn, identity: ReferralId, to: Destination) -> Referral:
    """Pass an open request on; the third time it goes to the coordinator (R9). Gives the new referral.

    Raises NotFound, NotAllowed, AlreadyDone, Expired.
    """
    referral, case, person = open_to(work, turn, identity, Deed.FORWARD)
    decision = before(work, case, referral, person.id, Motion.FORWARD)
    passed = decided(referral, Motion.FORWARD, decision, work.now)
    work.referrals.save(passed)
    ladder.stop(work, passed)
    if referral.forwards >= MOST_FORWARDS:
        to = Destination()
    history.record(
        work, case, EventKind.FORWARDED, person.id, referral=referral.id, partner=to.partner, to=to.addressee
    )
    passed = follow(work, case, passed, to, why="forwarded", forwards=referral.forwards + 1)
    successor = successor_of(work, passed)
    assert successor is not None
    notice = ReferralForwarded(case=case.id, referral=successor.id)
    tell_all(work, case, passed, notice, without=person.id)
    return successor


def hand_back(work: Work, turn: Turn, identity: ReferralId, to: Destination) -> Referral:
    """[Abgeben]: until somebody else accepts, the case stays with the sender. Gives the new referral.

    Raises NotFound, NotAllowed, Expired, AlreadyDone when it has been put to somebody else already.
    """
    referral, case, person = held_by(work, turn, identity, Deed.RETURN)
    if any(one.is_open and one.seat is referral.seat for one in work.referrals.of_case(case.id)):
        raise AlreadyDone("handing_back")
    decision = before(work, case, referral, person.id, Motion.HAND_BACK)
    handed = decided(referral, Motion.HAND_BACK, decision, work.now)
    work.referrals.save(handed)
    history.record(work, case, EventKind.RETURNED, person.id, referral=referral.id, partner=to.partner)
    own = to.responsibility is not None and to.responsibility == referral.responsibility
    after = rungs.step_of(work, referral, person.id) if own and to.addressee is None else None
    handed = follow(work, case, handed, to, why="returned", asked_by=person.id, after=after, forwards=0)
    successor = successor_of(work, handed)
    assert successor is not None
    notice = ReferralReturned(case=case.id, referral=successor.id)
    tell_all(work, case, referral, notice, without=person.id)
    if to.partner != referral.partner:
        failure_triggers.seat_left(work, access.case_of(work, case.id), referral.seat)
    return successor


def undo(work: Work, turn: Turn, identity: ReferralId) -> Referral:
    """Take back one's own decision of the last five minutes; everybody who has heard of it hears this too.

    Raises NotFound, Stranger, NotAllowed, Expired, and AlreadyDone once somebody else has gone on from there.
    """
    referral = access.referral_of(work, identity)
    case = access.case_of(work, referral.case_id)
    person = access.member(turn)
    if case.practice:
        # Whoever decided had the right to; on a practice case nobody has.
        raise NotAllowed(Deed.UNDO.value)
    if not case.is_open:
        raise Expired("case_closed")
    if not referral.previous:
        raise overtaken(work, case, referral, person)
    decision = Before.of(referral)
    restored = undone(referral, person.id, work.now)
    successor = successor_of(work, referral)
    if successor is not None and not successor.is_open:
        raise overtaken(work, case, successor, person)
    notice = AcceptanceUndone(case=case.id, referral=referral.id, motion=decision.motion)
    tell_all(work, case, referral, notice, without=person.id)
    work.referrals.save(restored)
    if successor is not None:
        withdraw(work, successor)
    case = _put_back(work, case, referral, restored)
    history.record(work, case, EventKind.UNDONE, person.id, referral=referral.id, what=decision.motion)
    telling.changed(work, case)
    return restored


def _put_back(work: Work, case: Case, referral: Referral, restored: Referral) -> Case:
    """Seat, owner, promise and step as they were before the decision."""
    decision = Before.of(referral)
    if decision.motion == Motion.ACCEPT:
        promises.stop(work, referral)
        _restore_seat(work, case, referral, decision)
        _resume(work, decision)
    if not restored.is_open:
        return case
    ladder.resume(work, restored)
    return replace(case, owner=PersonId(decision.owner))


def _restore_seat(work: Work, case: Case, referral: Referral, decision: Before) -> None:
    present = work.seats.of_case(case.id).get(referral.seat)
    if present is None:
        return
    if decision.holder is None or decision.partner is None or decision.since_at is None:
        work.seats.remove(present.id)
        return
    responsibility = None if decision.responsibility is None else ResponsibilityId(decision.responsibility)
    work.seats.save(
        SeatHolder(
            id=present.id,
            case_id=case.id,
            seat=referral.seat,
            partner=PartnerId(decision.partner),
            responsibility=responsibility,
            holder=PersonId(decision.holder),
            since_at=datetime.fromisoformat(decision.since_at),
        )
    )


def _resume(work: Work, decision: Before) -> None:
    """Whoever had it before has it again, with what was promised then."""
    replaced = None if decision.replaced is None else work.referrals.get(ReferralId(decision.replaced))
    if replaced is not None:
        counts = resumed(replaced, work.now)
        work.referrals.save(counts)
        if counts.state is ReferralState.ACCEPTED:
            promises.wind(work, counts)
