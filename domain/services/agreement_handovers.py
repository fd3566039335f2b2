"""Handing over what a partner holds in an agreement's cases: it passes when the receiver has accepted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from domain.model.agreement_rights import AgreementDeed, is_authorised
from domain.model.agreement_terms import SEAT_OF
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.failure_rule import FailureRole
from domain.model.handover import Handover, HandoverMotion, HandoverState, moved
from domain.model.ids import AgreementId, MunicipalityId, PartnerId, PersonId
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
    """What one partner leaves behind, and who could take it, the agreed one first. `offered` waits.

    `agreement` None: it leaves the network, and hands over all that it has.
    """

    agreement: AgreementId | None
    giver: Partner
    left: tuple[Left, ...]
    takers: tuple[Partner, ...]
    offered: Handover | None


# Offering


def prospect(work: Work, turn: Turn, identity: AgreementId | None, giver: PartnerId) -> Prospect:
    """What this partner leaves behind. Raises Stranger, NotFound, NotAllowed, AlreadyDone if nothing is."""
    offering(work, turn, identity, giver)
    left = agreement_ends.left_with(work, identity, giver)
    if not left:
        raise AlreadyDone("handover")
    return Prospect(
        agreement=identity,
        giver=membership.partner_of(work, giver),
        left=left,
        takers=_takers(work, identity, giver, left),
        offered=work.handovers.open_of(identity, giver),
    )


def offering(work: Work, turn: Turn, identity: AgreementId | None, giver: PartnerId) -> Person:
    """Whoever signs for the giver, or coordinates. Raises Stranger, NotFound, NotAllowed, AlreadyDone."""
    if identity is not None:
        person = require_agreement(work, turn, identity, AgreementDeed.HAND_OVER)
        if not person.is_coordinator and person.partner != giver:
            raise NotAllowed("agreement_hand_over")
        return person
    person, partner = access.member(turn), membership.partner_of(work, giver)
    if not person.is_coordinator and not is_authorised(person, partner):
        raise NotAllowed("agreement_hand_over")
    if partner.leaves_on is None:
        raise AlreadyDone("handover")
    return person


def _takers(
    work: Work, identity: AgreementId | None, giver: PartnerId, left: Collection[Left]
) -> tuple[Partner, ...]:
    """Whoever was agreed comes first, then the other partners of the agreement, then everybody else."""
    agreed = None if identity is None else agreement_ends.agreed_successor(work, identity)
    parties = () if identity is None else work.agreement_parties.of(identity)
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
    """Whether this partner helps households, stays, and names somebody for at least one of these cases."""
    if partner.kind is PartnerKind.LANDLORD or partner.leaves_on is not None:
        return False
    own = work.responsibilities.of_partner(partner.id)
    return any(resolve(own, place, topic, partners={partner.id}) for place, topic in wanted)


def offer(
    work: Work, turn: Turn, identity: AgreementId | None, giver: PartnerId, taker: PartnerId
) -> Handover:
    """Ask another partner to take it; or say that one's own stays responsible, which settles it.

    Raises Stranger, NotFound, NotAllowed, NotUnderstood for a partner that cannot take it, AlreadyDone.
    """
    person = offering(work, turn, identity, giver)
    if taker == giver and (person.partner != giver or identity is None):
        raise NotAllowed("agreement_hand_over")
    found = prospect(work, turn, identity, giver)
    keeps = taker == giver
    if not keeps and taker not in {one.id for one in found.takers}:
        raise NotUnderstood("tap")
    if found.offered is not None:
        _answer(work, found.offered, HandoverMotion.WITHDRAW, person)
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
        _tell_after(work, made, person, _concerned(work, made))
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

    Raises Stranger, NotFound, NotAllowed, AlreadyDone, Incomplete where nobody there answers for any,
    Expired for a receiver that has left itself.
    """
    handover, person = _answering(work, turn, identity)
    membership.present_partner(work, handover.taker)
    accepted = moved(handover, HandoverMotion.ACCEPT, person.id, work.now)
    concerned = _concerned(work, accepted)
    left = agreement_ends.left_with(work, handover.agreement, handover.giver)
    entries = [(one, _entry(work, one, handover.taker)) for one in left]
    passing = [(one, entry) for one, entry in entries if entry is not None]
    if left and not passing:
        raise Incomplete("handover")
    _answered(work, accepted)
    for one, entry in passing:
        succession.pass_to(work, one.case, one.seat, entry, person.id)
    _tell_after(work, accepted, person, concerned)
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


def withdraw(work: Work, giver: PartnerId, person: Person) -> None:
    """A partner stays in the network after all: whom it has asked need not answer."""
    offered = work.handovers.open_of(None, giver)
    if offered is not None:
        _answer(work, offered, HandoverMotion.WITHDRAW, person)


def _concerned(work: Work, handover: Handover) -> tuple[PersonId, ...]:
    """Before anything passes: of those who sit there, too."""
    if handover.agreement is None:
        return agreement_ends.concerned_by(work, handover.giver)
    return agreement_ends.concerned(work, handover.agreement)


def _tell_after(work: Work, handover: Handover, person: Person, concerned: tuple[PersonId, ...]) -> None:
    """Everybody concerned hears who will be there: above all the landlords."""
    told = HandoverAnswered(handover=handover.id)
    for one in concerned:
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
