"""Whom a report goes to, and why: the routing rules R1 to R6 and R8 over today's directory."""

from dataclasses import dataclass, replace
from typing import Final

from domain.model.case import ReferralKind
from domain.model.ids import CaseId, MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.legal_basis import LegalBasis, Naming
from domain.model.people import Partner, Person
from domain.model.reported import Reported
from domain.model.rights import Deed
from domain.model.routing import Match, Responsibility, Topic, resolve, resolve_help, topic_for
from domain.model.stage import PartnerKind, Seat
from domain.ports import Turn, Work
from domain.services import access, standing

NOBODY: Final = "nobody"
"""Why a coordinator is asked: the directory names nobody for this place and topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is asked. `match` None: nobody is responsible, the coordinator decides."""

    kind: ReferralKind
    seat: Seat
    topic: Topic | None
    match: Match | None
    partner: Partner | None
    others: tuple[tuple[Responsibility, Partner], ...] = ()

    @property
    def responsibility(self) -> Responsibility | None:
        return None if self.match is None else self.match.responsibility

    @property
    def why(self) -> str:
        """The code of the reason, as the referral keeps it: "specificity:topic", or `NOBODY`."""
        return NOBODY if self.match is None else f"{self.match.specificity.value}:{self.topic or ''}"


def recipient(work: Work, report: Reported, reporting: PartnerId) -> Recipient | None:
    """Whom the reporter's partner asks; None when the help side leads and no landlord is to be asked."""
    if not report.leads:
        return help_side(work, report, reporting)
    may_know = report.basis.landlord_may_know and not report.protected
    if report.landlord_partner is None or not may_know:
        return None
    return landlord_side(work, report, report.landlord_partner)


def help_side(work: Work, report: Reported, reporting: PartnerId) -> Recipient:
    """A takeover by whoever holds the topic there (R2, R6)."""
    topic = topic_for(report.reason, report.stage, Seat.HELP) or Topic.WOHNUNGSSICHERUNG
    match = find_help(work, report.municipality, topic, reporting, basis=report.basis)
    return _of(work, ReferralKind.TAKEOVER, Seat.HELP, topic, preferring(match, report.recipient))


def find_help(
    work: Work,
    municipality: MunicipalityId | None,
    topic: Topic,
    reporting: PartnerId,
    *,
    basis: LegalBasis | None = None,
) -> Match | None:
    """Who holds the help side there; never the reporter, never a landlord's competitor (R8)."""
    kinds = work.partners.kinds()
    return resolve_help(
        work.responsibilities.in_place(municipality, topic, Topic.WOHNUNGSSICHERUNG),
        municipality,
        topic,
        without={one for one, kind in kinds.items() if kind is PartnerKind.LANDLORD} | {reporting},
        nameable={one for one, kind in kinds.items() if basis is not None and basis.may_name(kind)},
    )


def landlord_side(work: Work, report: Reported, landlord: PartnerId) -> Recipient:
    """A cooperation of the landlord; it never moves the lead (R4)."""
    topic = topic_for(report.reason, report.stage, Seat.LANDLORD)
    match = resolve(
        work.responsibilities.of_partner(landlord), report.municipality, topic, partners={landlord}
    )
    return _of(work, ReferralKind.COOPERATION, Seat.LANDLORD, topic, preferring(match, report.recipient))


def preferring(match: Match | None, wanted: ResponsibilityId | None) -> Match | None:
    """The same match with another of the equals in front (R3); anybody else is ignored."""
    if match is None or wanted is None:
        return match
    everybody = (match.responsibility, *match.equals)
    front = next((one for one in everybody if one.id == wanted), match.responsibility)
    return replace(match, responsibility=front, equals=tuple(one for one in everybody if one.id != front.id))


def _of(work: Work, kind: ReferralKind, seat: Seat, topic: Topic | None, match: Match | None) -> Recipient:
    equals = () if match is None else match.equals
    found = ((one, work.partners.get(one.partner_id)) for one in equals)
    return Recipient(
        kind=kind,
        seat=seat,
        topic=topic,
        match=match,
        partner=None if match is None else work.partners.get(match.responsibility.partner_id),
        others=tuple((one, partner) for one, partner in found if partner is not None),
    )


def own_responsibility(
    work: Work,
    partner: PartnerId,
    municipality: MunicipalityId | None,
    topic: Topic | None,
    reporter: PersonId,
) -> Responsibility | None:
    """The partner's own responsibility for a seat: the one that the reporter holds, else the closest."""
    entries = work.responsibilities.of_partner(partner)
    held = [one for one in entries if one.holder == reporter and not one.main_contact]
    match = resolve(held, municipality, topic, partners={partner}) or resolve(
        entries, municipality, topic, partners={partner}
    )
    return None if match is None else match.responsibility


def naming(basis: LegalBasis, kind: PartnerKind | None) -> str:
    """Whether the household may be named to a partner of this kind on the telephone: yes, no or if_named."""
    if kind is None:
        return "no"
    if kind is PartnerKind.PROVIDER and basis.names_to_provider is Naming.IF_NAMED:
        return Naming.IF_NAMED.value
    return "yes" if basis.may_name(kind) else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """Somebody to ring about a case: who acts today, for which partner, in which place."""

    person: Person
    partner: Partner
    municipality: MunicipalityId


def professional(work: Work, turn: Turn, case_id: CaseId, topic: Topic) -> Professional | None:
    """Who answers for exactly this topic in the case's place today; None when nobody does.

    Raises NotFound, NotAllowed.
    """
    case = access.case_of(work, case_id)
    access.require(work, turn, case, Deed.SEE_STATE)
    if case.municipality is None:
        return None
    entries = [one for one in work.responsibilities.all() if one.topic is topic]
    match = resolve(entries, case.municipality, topic)
    if match is None:
        return None
    entry = match.responsibility
    person = work.people.get(standing.acting(work, entry.holder, entry.id) or entry.holder)
    partner = work.partners.get(entry.partner_id)
    if person is None or partner is None:
        return None
    return Professional(person=person, partner=partner, municipality=case.municipality)
