"""Where a request can go on to: others responsible for place and topic, colleagues, the coordinator."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.model.case import Case, Referral
from domain.model.errors import AlreadyDone
from domain.model.ids import PartnerId, PersonId
from domain.model.people import Person
from domain.model.routing import Responsibility, Topic, topic_for
from domain.model.stage import PartnerKind, Seat
from domain.ports import Work
from domain.services.referrals import Destination

OFFERED = 7
"""How many are offered besides the coordinator."""

COORDINATOR = "c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One offer. `code` names it on a button; `topic` says why it is offered, None for a colleague."""

    code: str
    to: Destination
    person: PersonId | None = None
    name: str = ""
    office: str = ""
    topic: Topic | None = None


def offered(work: Work, case: Case, referral: Referral, person: Person) -> tuple[Choice, ...]:
    """Whom `person` may pass the request to, without those who cannot be meant; the coordinator comes last.

    A protected case stays with its named person, the deputy and the coordinator (R8); a landlord's never
    leaves the landlord.
    """
    found: dict[PersonId, Choice] = {}
    if not case.protected:
        for choice in (*_responsible(work, case, referral), *_colleagues(work, referral, person)):
            meant = choice.person
            if meant is not None and meant not in (person.id, referral.asked, referral.asked_by):
                found.setdefault(meant, choice)
    return (*tuple(found.values())[:OFFERED], Choice(code=COORDINATOR, to=Destination()))


def offices(work: Work, case: Case, referral: Referral) -> tuple[Choice, ...]:
    """Every other office that a coordinator may put the request to; none for a protected case."""
    if case.protected:
        return ()
    mine = referral.partner
    others = (one for one in _responsible(work, case, referral) if one.to.partner != mine)
    found: dict[PartnerId | None, Choice] = {}
    for choice in others:
        found.setdefault(choice.to.partner, choice)
    return tuple(found.values())[:OFFERED]


def deputy(work: Work, referral: Referral, person: Person) -> Choice | None:
    """The deputy of one's own responsibility, for handing back."""
    entry = None if referral.responsibility is None else work.responsibilities.get(referral.responsibility)
    if entry is None or entry.deputy is None or entry.deputy == person.id:
        return None
    to = Destination(partner=entry.partner_id, responsibility=entry.id)
    office = _office(work, entry.partner_id)
    return Choice(code="d", to=to, person=entry.deputy, name=_name(work, entry.deputy), office=office)


def chosen(choices: tuple[Choice, ...], code: str) -> Destination:
    """Raises AlreadyDone for an offer that no longer stands."""
    for choice in choices:
        if choice.code == code:
            return choice.to
    raise AlreadyDone


def _responsible(work: Work, case: Case, referral: Referral) -> Iterator[Choice]:
    for topic in _topics(case, referral.seat):
        for entry in work.responsibilities.all():
            if entry.topic is not topic or entry.fits(case.municipality, topic) is None:
                continue
            if _is_possible(work, referral, entry):
                to = Destination(partner=entry.partner_id, responsibility=entry.id)
                yield Choice(
                    code=f"r{entry.id}",
                    to=to,
                    person=entry.holder,
                    name=_name(work, entry.holder),
                    office=_office(work, entry.partner_id),
                    topic=topic,
                )


def _topics(case: Case, seat: Seat) -> tuple[Topic, ...]:
    """What the seat is asked for first, then what is near to it."""
    wanted = topic_for(case.reason, case.stage, seat)
    near = {
        Seat.HELP: (Topic.WOHNUNGSSICHERUNG, Topic.ENERGIE, Topic.KONFLIKT),
        Seat.BENEFITS: (Topic.MIETSCHULDENUEBERNAHME, Topic.UNTERBRINGUNG, Topic.JUGENDAMT),
        Seat.LANDLORD: (Topic.MIETRUECKSTAND, Topic.KUENDIGUNG, Topic.RAEUMUNG, Topic.KONFLIKT),
    }[seat]
    return tuple(dict.fromkeys((*((wanted,) if wanted else ()), *near)))


def _is_possible(work: Work, referral: Referral, entry: Responsibility) -> bool:
    if referral.seat is Seat.LANDLORD:
        return entry.partner_id == referral.partner
    partner = work.partners.get(entry.partner_id)
    return partner is not None and partner.kind is not PartnerKind.LANDLORD


def _colleagues(work: Work, referral: Referral, person: Person) -> Iterator[Choice]:
    if referral.partner is None or person.partner != referral.partner:
        return
    for one in work.people.of_partner(person.partner):
        if one.reachable:
            to = Destination(partner=person.partner, responsibility=referral.responsibility, addressee=one.id)
            office = _office(work, person.partner)
            yield Choice(code=f"p{one.id}", to=to, person=one.id, name=one.name, office=office)


def _name(work: Work, identity: PersonId) -> str:
    person = work.people.get(identity)
    return "" if person is None else person.name


def _office(work: Work, identity: PartnerId) -> str:
    partner = work.partners.get(identity)
    return "" if partner is None else partner.name
