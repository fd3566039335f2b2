"""Under which version of an agreement a case runs: bound once, and moved only if every partner agrees."""

from dataclasses import replace
from datetime import date, time

from domain.model.agreement import AgreementState, CaseAgreement, Purpose, Signature, Version, unsigned
from domain.model.agreement_rights import AgreementDeed
from domain.model.case import Case
from domain.model.errors import AlreadyDone, NotAllowed, NotFound
from domain.model.ids import AgreementVersionId, PartnerId
from domain.model.notices import CasesMoved, CasesToMove
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import aftercare, agreement_rules, standing, telling
from domain.services.agreement_access import Seen, require, signatories

# Binding


def bind(work: Work, case: Case) -> Version | None:
    """As soon as the landlord's and the help side's partners sit on a case it runs under what holds between
    them, and stays under that version. None without such an agreement."""
    seats = {seat: one.partner for seat, one in work.seats.of_case(case.id).items()}
    bound = agreement_rules.version_of(work, case.id)
    if case.practice or not {Seat.LANDLORD, Seat.HELP} <= seats.keys():
        return bound
    if bound is not None:
        if _holds(work, bound, seats[Seat.HELP]):
            return bound
        _unbind(work, case)
    version = between(work, case, frozenset(seats.values()), seats[Seat.LANDLORD], seats[Seat.HELP])
    if version is not None:
        work.case_agreements.add(CaseAgreement(case_id=case.id, version=version.id, bound_at=work.now))
    return version


def _holds(work: Work, version: Version, help_: PartnerId) -> bool:
    """Whether this help side still is one of the partners, or has taken over from one."""
    takers = {one.taker for one in work.handovers.of_agreement(version.agreement) if one.settles}
    return help_ in takers | set(work.agreement_parties.of(version.agreement))


def _unbind(work: Work, case: Case) -> None:
    """Somebody else helps now: an acceptance was taken back, or the case was handed on."""
    present = work.case_agreements.of_case(case.id)
    if present is not None:
        work.case_agreements.remove(present.id)


def between(
    work: Work, case: Case, seated: frozenset[PartnerId], landlord: PartnerId, help_: PartnerId
) -> Version | None:
    """The version in force between these two, for this place and today: of several the one with most of the
    partners on the case, a project before what is permanent, then the newest."""
    found = []
    for version in work.agreement_versions.in_force_of(landlord):
        parties = frozenset(work.agreement_parties.of(version.agreement))
        if help_ in parties and _covers(work, version, case):
            found.append((len(parties & seated), version.terms.is_project, version.id, version))
    return max(found, key=lambda one: one[:3])[3] if found else None


def _covers(work: Work, version: Version, case: Case) -> bool:
    terms = version.terms
    in_place = not terms.places or case.municipality in terms.places
    return in_place and terms.starts_on <= standing.today(work) and not _is_full(work, version)


def _is_full(work: Work, version: Version) -> bool:
    """Whether as many cases have come this calendar year as were agreed at most."""
    if not version.terms.cases:
        return False
    calendar = work.network.calendar
    since = calendar.moment(date(calendar.local(work.now).year, 1, 1), time(0))
    return work.case_agreements.bound_since(version.agreement, since) >= version.terms.cases


# Moving running cases


def older(work: Work, version: Version) -> int:
    """How many live cases still run under an earlier version of this agreement."""
    return len(work.case_agreements.live_under_others(version.agreement, version.id))


def agreed_to_move(work: Work, version: AgreementVersionId) -> tuple[Signature, ...]:
    """The partners that want running cases under this version."""
    return work.agreement_signatures.of_version(version, Purpose.MOVE_CASES)


def move(work: Work, turn: Turn, identity: AgreementVersionId) -> tuple[Seen, int]:
    """[Laufende Fälle umstellen]: one partner's word; with the last one they move. Gives how many have.

    Raises NotFound, NotAllowed, AlreadyDone, NotFound where no case runs under an earlier version.
    """
    seen = require(work, turn, identity, AgreementDeed.MOVE_CASES)
    if seen.version.state is not AgreementState.IN_FORCE:
        raise AlreadyDone("agreement")
    own = seen.own
    if own is None:
        raise NotAllowed("agreement_move_cases")
    if not work.case_agreements.live_under_others(seen.version.agreement, identity):
        raise NotFound("agreement_cases")
    signed = agreed_to_move(work, identity)
    if any(one.partner == own.id for one in signed):
        raise AlreadyDone("agreement_signed")
    given = work.agreement_signatures.add(
        Signature(
            version=identity,
            partner=own.id,
            person=seen.person.id,
            purpose=Purpose.MOVE_CASES,
            signed_at=work.now,
        )
    )
    left = unsigned([one.id for one in seen.parties], (*signed, given))
    if left:
        _ask(work, seen, left, first=not signed)
        return seen, 0
    return seen, _move_all(work, seen)


def _ask(work: Work, seen: Seen, left: tuple[PartnerId, ...], *, first: bool) -> None:
    """The others hear it from whoever began; a third partner has been asked then."""
    for partner in seen.parties:
        if first and partner.id in left:
            for person in signatories(work, partner):
                telling.tell(work, person.id, CasesToMove(version=seen.version.id))


def _move_all(work: Work, seen: Seen) -> int:
    """The consents are used up; later versions ask anew."""
    moving = work.case_agreements.live_under_others(seen.version.agreement, seen.version.id)
    for one in moving:
        work.case_agreements.save(replace(one, version=seen.version.id))
        case = work.cases.get(one.case_id)
        if case is not None:
            aftercare.follow(work, case)
        work.cards.touch(one.case_id)
    for signature in agreed_to_move(work, seen.version.id):
        work.agreement_signatures.remove(signature.id)
    told = CasesMoved(version=seen.version.id, number=len(moving))
    for partner in seen.parties:
        for person in signatories(work, partner):
            if person.id != seen.person.id:
                telling.tell(work, person.id, told)
    return len(moving)
