"""Handing over what a partner holds in an agreement's cases: it passes when the receiver has accepted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from domain.model.agreement import Agreement
from domain.model.agreement_rights import AgreementDeed, is_authorised
from domain.model.agreement_terms import SEAT_OF
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.failure_rule import FailureRole
from domain.model.handover import Handover, HandoverMotion, HandoverState, moved
from domain.model.ids import AgreementId, MunicipalityId, PartnerId
from domain.model.notices import HandoverAnswered, HandoverOffered, HandoverUnanswered, Priority
from domain.model.people import Partner, Person
from domain.model.routing import Responsibility, Topic, resolve, topic_for
from domain.model.stage import PartnerKind
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import access, agreement_access, agreement_ends, membership, succession, telling
from domain.services.agreement_access import require_agreement
from domain.services.agreement_ends import Left
from domain.services.due import answers

ANSWER_WORKING_DAYS: Final = 2
"""Within this time the receiver answers; then the coordinators hear, and it stays where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What one partner leaves behind, and who could take it, the agreed one first. `offered` waits."""

    agreement: Agreement
    giver: Partner
    left: tuple[Left, ...]
    takers: tuple[Partner, ...]
    offered: Handover | None


# Offering


def prospects(work: Work, turn: Turn, identity: AgreementId) -> tuple[Prospect, ...]:
    """For a partner its own part, for a coordinator everybody's. Raises Stranger, NotFound, NotAllowed."""
    person = require_agreement(work, turn, identity, AgreementDeed.HAND_OVER)
    found = agreement_ends.left(work, identity)
    holders = dict.fromkeys(one.holder for one in found if one.after is None)
    return tuple(
        _prospect(work, identity, one, found)
        for one in holders
        if person.is_coordinator or person.partner == one
    )


def _prospect(work: Work, identity: AgreementId, giver: PartnerId, found: tuple[Left, ...]) -> Prospect:
    left = tuple(one for one in found if one.holder == giver and one.after is None)
    return Prospect(
        agreement=agreement_access.agreement_of(work, identity),
        giver=membership.partner_of(work, giver),
        left=left,
        takers=_takers(work, identity, giver, left),
        offered=work.handovers.open_of(identity, giver),
    )


def _takers(
    work: Work, identity: AgreementId, giver: PartnerId, left: Collection[Left]
) -> tuple[Partner, ...]:
    """Whoever was agreed comes first, then the other partners of the agreement, then everybody else."""
    agreed = agreement_ends.agreed_successor(work, identity)
    parties = set(work.agreement_parties.of(identity))
    coordinating = {one.partner for one in work.people.coordinators()}
    wanted = {(one.case.municipality, _topic(one)) for one in left}
    found = [one for one in work.partners.all() if one.id != giver and _could_take(work, one, wanted)]

    def place(one: Partner) -> tuple[bool, bool]:
        if agreed is FailureRole.COORDINATOR:
            return (one.id not in coordinating, one.id not in parties)
        is_agreed = agreed is not None and agreed.seat is SEAT_OF[one.kind] and one.id in parties
        return (not is_agreed, one.id not in parties)

    return tuple(sorted(found, key=place))


def _could_take(
    work: Work, partner: Partner, wanted: Collection[tuple[MunicipalityId | None, Topic | None]]
) -> bool:
    """Whether this partner helps households, and names somebody for at least one of these cases."""
    if partner.kind is PartnerKind.LANDLORD:
        return False
    own = work.responsibilities.of_partner(partner.id)
    return any(resolve(own, place, topic, partners={partner.id}) for place, topic in wanted)


def offer(work: Work, turn: Turn, identity: AgreementId, giver: PartnerId, taker: PartnerId) -> Handover:
    """Ask another partner to take it; or say that one's own stays responsible, which settles it.

    Raises Stranger, NotFound, NotAllowed, NotUnderstood for a partner that cannot take it, AlreadyDone.
    """
    person = require_agreement(work, turn, identity, AgreementDeed.HAND_OVER)
    if person.partner != giver and (taker == giver or not person.is_coordinator):
        raise NotAllowed("agreement_hand_over")
    prospect = next((one for one in prospects(work, turn, identity) if one.giver.id == giver), None)
    if prospect is None:
        raise AlreadyDone("handover")
    keeps = taker == giver
    if not keeps and taker not in {one.id for one in prospect.takers}:
        raise NotUnderstood("tap")
    if prospect.offered is not None:
        _answer(work, prospect.offered, HandoverMotion.WITHDRAW, person)
    made = work.handovers.add(
        Handover(
            agreement=identity,
            giver=giver,
            taker=taker,
            state=HandoverState.KEPT if keeps else HandoverState.OFFERED,
            offered_by=person.id,
            offered_at=work.now,
            answered_by=person.id if keeps else None,
            answered_at=work.now if keeps else None,
        )
    )
    if keeps:
        _tell_after(work, made, person)
    else:
        _ask(work, made)
    return made


def receivers(work: Work, partner: Partner) -> tuple[Person, ...]:
    """Whoever signs for the partner; where nobody does, whoever answers there for anything."""
    found = agreement_access.signatories(work, partner)
    if found:
        return found
    holders = dict.fromkeys(one.holder for one in work.responsibilities.of_partner(partner.id))
    people = (work.people.get(one) for one in holders)
    return tuple(one for one in people if one is not None and one.is_member)


def _ask(work: Work, made: Handover) -> None:
    asked = receivers(work, membership.partner_of(work, made.taker))
    for person in asked:
        telling.tell(work, person.id, HandoverOffered(handover=made.id))
    if not asked:
        telling.tell_coordinators(work, HandoverUnanswered(handover=made.id), priority=Priority.ESCALATION)
    kind = TimerKind.HANDOVER_ANSWER
    due_at = work.network.calendar.add_working_days(work.now, ANSWER_WORKING_DAYS)
    work.timers.set(Timer(kind=kind, subject=made.id, due_at=due_at, dedupe=f"{kind}:{made.id}"))


# Answering


def of_id(work: Work, identity: int) -> Handover:
    """Raises NotFound."""
    found = work.handovers.get(identity)
    if found is None:
        raise NotFound("handover")
    return found


def _answering(work: Work, turn: Turn, identity: int) -> tuple[Handover, Person]:
    """Raises Stranger, NotFound, NotAllowed for everybody but the receiver's own."""
    handover = of_id(work, identity)
    person = access.member(turn)
    partner = membership.partner_of(work, handover.taker)
    own = person.partner == partner.id
    if not own or not (is_authorised(person, partner) or person in receivers(work, partner)):
        raise NotAllowed("handover")
    return handover, person


def accept(work: Work, turn: Turn, identity: int) -> tuple[int, int]:
    """[Wir übernehmen]: seats pass to the receiver's responsibilities. Gives how many have passed, and how
    many stay where they are because nobody at the receiver answers for them.

    Raises Stranger, NotFound, NotAllowed, AlreadyDone, Incomplete where nobody there answers for any.
    """
    handover, person = _answering(work, turn, identity)
    accepted = moved(handover, HandoverMotion.ACCEPT, person.id, work.now)
    left = [one for one in agreement_ends.left(work, handover.agreement) if one.holder == handover.giver]
    entries = [(one, _entry(work, one, handover.taker)) for one in left]
    passing = [(one, entry) for one, entry in entries if entry is not None]
    if left and not passing:
        raise Incomplete("handover")
    _answered(work, accepted)
    for one, entry in passing:
        succession.pass_to(work, one.case, one.seat, entry, person.id)
    _tell_after(work, accepted, person)
    return len(passing), len(left) - len(passing)


def _topic(one: Left) -> Topic | None:
    return Topic.NACHSORGE if one.aftercare else topic_for(one.case.reason, one.case.stage, one.seat)


def _entry(work: Work, one: Left, taker: PartnerId) -> Responsibility | None:
    own = work.responsibilities.of_partner(taker)
    match = resolve(own, one.case.municipality, _topic(one), partners={taker})
    return None if match is None else match.responsibility


def decline(work: Work, turn: Turn, identity: int) -> Handover:
    """It stays with the giver; the coordinators hear. Raises Stranger, NotFound, NotAllowed, AlreadyDone."""
    handover, person = _answering(work, turn, identity)
    declined = _answer(work, handover, HandoverMotion.DECLINE, person)
    told = HandoverAnswered(handover=declined.id)
    for one in receivers(work, membership.partner_of(work, handover.giver)):
        telling.tell(work, one.id, told)
    telling.tell_coordinators(work, told)
    return declined


def _answer(work: Work, handover: Handover, motion: HandoverMotion, person: Person) -> Handover:
    return _answered(work, moved(handover, motion, person.id, work.now))


def _answered(work: Work, handover: Handover) -> Handover:
    work.handovers.save(handover)
    work.timers.cancel(f"{TimerKind.HANDOVER_ANSWER}:{handover.id}")
    return handover


def _tell_after(work: Work, handover: Handover, person: Person) -> None:
    """Everybody concerned hears who will be there: above all the landlords."""
    told = HandoverAnswered(handover=handover.id)
    for one in agreement_ends.concerned(work, handover.agreement):
        if one != person.id:
            telling.tell(work, one, told, dedupe=f"handover:{handover.id}:{one}")


@answers(TimerKind.HANDOVER_ANSWER)
def unanswered(work: Work, timer: Timer) -> None:
    """It stays where it is; the coordinators hear, and the receiver is reminded."""
    handover = work.handovers.get(timer.subject)
    if handover is None or handover.state is not HandoverState.OFFERED:
        return
    for person in receivers(work, membership.partner_of(work, handover.taker)):
        again = f"{timer.dedupe}:{person.id}"
        notice = HandoverOffered(handover=handover.id)
        telling.tell(work, person.id, notice, priority=Priority.REMINDER, dedupe=again)
    told = HandoverUnanswered(handover=handover.id)
    telling.tell_coordinators(work, told, priority=Priority.ESCALATION, dedupe=timer.dedupe)
