"""[Stelle beteiligen]: the help side asks another body, or the landlord, to take part (R5, R6)."""

from dataclasses import dataclass

from domain.model.case import Case, ReferralKind, ReferralState
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotFound
from domain.model.ids import CaseId, PartnerId
from domain.model.notices import SeatInvited
from domain.model.rights import Deed
from domain.model.routing import Responsibility, Topic, resolve, topic_for
from domain.model.stage import PartnerKind, Seat
from domain.model.visibility import Circumstances
from domain.ports import Turn, Work
from domain.services import access, referrals, standing, telling

BODIES = (Topic.MIETSCHULDENUEBERNAHME, Topic.UNTERBRINGUNG, Topic.JUGENDAMT)
LANDLORD = "landlord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who could take part. `topic` None is the landlord."""

    code: str
    topic: Topic | None
    office: str
    entry: Responsibility


def bodies(work: Work, turn: Turn, identity: CaseId) -> tuple[Body, ...]:
    """Whom the speaker may invite now. Raises NotFound, Stranger, NotAllowed, Expired.

    Nobody for a protected case (R8). The landlord only while its seat is empty and the household agrees.
    """
    case = _open(work, turn, identity)
    taken = _taken(work, case)
    found = [] if Seat.BENEFITS in taken else [_body(work, case, topic) for topic in BODIES]
    if Seat.LANDLORD not in taken and Circumstances.of(case).landlord_hears_details:
        found.append(_landlord(work, case))
    return tuple(one for one in found if one is not None)


def invite(work: Work, turn: Turn, identity: CaseId, code: str) -> Body:
    """Ask this body to take part: a cooperation, which never moves the lead.

    Raises NotFound, Stranger, NotAllowed, Expired, AlreadyDone.
    """
    body = next((one for one in bodies(work, turn, identity) if one.code == code), None)
    if body is None:
        raise AlreadyDone
    case, person = access.case_of(work, identity), access.member(turn)
    referral = referrals.open_referral(
        work,
        case,
        kind=ReferralKind.COOPERATION,
        seat=Seat.LANDLORD if body.topic is None else Seat.BENEFITS,
        asked_by=person.id,
        partner=body.entry.partner_id,
        responsibility=body.entry.id,
        why="invited",
    )
    landlord = standing.at_seat(work, case, Seat.LANDLORD)
    if landlord is not None and Circumstances.of(case).landlord_hears_details:
        telling.tell(work, landlord.id, SeatInvited(case=case.id, referral=referral.id))
    return body


def _open(work: Work, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.INVITE_SEAT)
    if case.protected:
        raise NotAllowed("protected")
    if not case.is_open:
        raise Expired("case_closed")
    return case


def _taken(work: Work, case: Case) -> set[Seat]:
    """Seats that somebody has, or has been asked to take."""
    alive = (ReferralState.OPEN, ReferralState.ACCEPTED)
    asked = {one.seat for one in work.referrals.of_case(case.id) if one.state in alive}
    return asked | set(work.seats.of_case(case.id))


def _body(work: Work, case: Case, topic: Topic) -> Body | None:
    landlords = {one.id for one in work.partners.all() if one.kind is PartnerKind.LANDLORD}
    partners = {
        one.partner_id
        for one in work.responsibilities.all()
        if one.topic is topic and one.partner_id not in landlords
    }
    return _resolved(work, case, topic, partners, code=topic.value)


def _landlord(work: Work, case: Case) -> Body | None:
    if case.landlord_partner is None:
        return None
    topic = topic_for(case.reason, case.stage, Seat.LANDLORD)
    found = _resolved(work, case, topic, {case.landlord_partner}, code=LANDLORD)
    return (
        None if found is None else Body(code=found.code, topic=None, office=found.office, entry=found.entry)
    )


def _resolved(
    work: Work, case: Case, topic: Topic | None, partners: set[PartnerId], *, code: str
) -> Body | None:
    match = resolve(work.responsibilities.all(), case.municipality, topic, partners=partners)
    if match is None or (topic in BODIES and match.responsibility.main_contact):
        return None
    partner = work.partners.get(match.responsibility.partner_id)
    if partner is None:
        raise NotFound("partner")
    return Body(code=code, topic=topic, office=partner.name, entry=match.responsibility)
