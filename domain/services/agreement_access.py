"""Which agreement somebody may see and move: asked at every press, whoever shows the button."""

from dataclasses import dataclass
from typing import Final

from domain.model.agreement import Agreement, AgreementState, Signature, Version
from domain.model.agreement_rights import AgreementDeed, Standing, is_authorised, may, standings
from domain.model.agreement_terms import SEAT_OF, Missing, missing
from domain.model.agreement_tree import fingerprint
from domain.model.errors import NotAllowed, NotFound
from domain.model.ids import AgreementId, AgreementVersionId, PartnerId
from domain.model.people import Partner, Person
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import access, standing

REFUSED: Final = {
    AgreementDeed.READ: "agreement_read",
    AgreementDeed.DRAFT: "agreement_draft",
    AgreementDeed.PROPOSE: "agreement_propose",
    AgreementDeed.CONFIRM: "agreement_confirm",
    AgreementDeed.OBJECT: "agreement_object",
    AgreementDeed.TAKE_BACK: "agreement_take_back",
    AgreementDeed.GIVE_NOTICE: "agreement_give_notice",
    AgreementDeed.MOVE_CASES: "agreement_move_cases",
    AgreementDeed.HAND_OVER: "agreement_hand_over",
    AgreementDeed.READ_BALANCE: "agreement_read_balance",
}
"""Each refusal says who may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A version as its reader stands to it. `before`: what the reader's partner signed last, of another
    version; `signed` by partner; `missing` and `unsignable` keep a draft from being proposed."""

    agreement: Agreement
    version: Version
    parties: tuple[Partner, ...]
    person: Person
    standings: frozenset[Standing]
    signed: tuple[Signature, ...]
    in_force: Version | None
    making: Version | None
    before: Version | None
    missing: tuple[Missing, ...]
    unsignable: tuple[Partner, ...]

    @property
    def own(self) -> Partner | None:
        """The reader's partner, where it is one of them."""
        return next((one for one in self.parties if one.id == self.person.partner), None)

    def may(self, deed: AgreementDeed) -> bool:
        return may(self.standings, deed)

    def has_signed(self, partner: PartnerId) -> bool:
        return any(one.partner == partner for one in self.signed)

    @property
    def text(self) -> str:
        """The fingerprint of what the reader has before them: it is what a signature is for."""
        return fingerprint(self.version.terms)

    @property
    def drafts(self) -> bool:
        """Whether the reader's partner writes this version."""
        return self.person.partner == self.version.drafted_by


def agreement_of(work: Work, identity: AgreementId) -> Agreement:
    """Raises NotFound."""
    found = work.agreements.get(identity)
    if found is None:
        raise NotFound("agreement")
    return found


def version_of(work: Work, identity: AgreementVersionId) -> Version:
    """Raises NotFound."""
    found = work.agreement_versions.get(identity)
    if found is None:
        raise NotFound("agreement")
    return found


def latest_in_force(work: Work, identity: AgreementId) -> Version:
    """The version in force, or the one that was last. Raises NotFound where none ever was."""
    force = [one for one in work.agreement_versions.of_agreement(identity) if one.in_force_at is not None]
    if not force:
        raise NotFound("agreement")
    return force[-1]


def standing_of(work: Work, person: Person, agreement: AgreementId) -> frozenset[Standing]:
    parties = frozenset(work.agreement_parties.of(agreement))
    return standings(person, work.partners.get(person.partner), parties)


def partners_of(work: Work, agreement: AgreementId) -> tuple[Partner, ...]:
    """The landlord first, then help, then the body that pays; among equals as they were entered."""
    found = [work.partners.get(one) for one in work.agreement_parties.of(agreement)]
    order = tuple(Seat)
    return tuple(sorted((one for one in found if one), key=lambda one: order.index(SEAT_OF[one.kind])))


def require(
    work: Work, turn: Turn, identity: AgreementVersionId, deed: AgreementDeed = AgreementDeed.READ
) -> Seen:
    """The version, if the speaker may do this with its agreement. Raises Stranger, NotFound, NotAllowed."""
    person = access.member(turn)
    version = version_of(work, identity)
    found = standing_of(work, person, version.agreement)
    if not may(found, deed) or not _may_read(version, person):
        raise NotAllowed(REFUSED[deed])
    return _seen(work, person, version, found)


def require_agreement(work: Work, turn: Turn, identity: AgreementId, deed: AgreementDeed) -> Person:
    """The speaker, with this right to the agreement as a whole. Raises Stranger, NotFound, NotAllowed."""
    person = access.member(turn)
    agreement_of(work, identity)
    if not may(standing_of(work, person, identity), deed):
        raise NotAllowed(REFUSED[deed])
    return person


def _may_read(version: Version, person: Person) -> bool:
    """A draft is its writer's alone until it has been proposed once."""
    hidden = version.state in (AgreementState.DRAFT, AgreementState.DISCARDED) and version.proposed_at is None
    return not hidden or person.partner == version.drafted_by


def readable(work: Work, person: Person, agreement: AgreementId) -> tuple[Version, ...]:
    """The versions that this person may read, the latest last; no discarded ones."""
    return tuple(
        one
        for one in work.agreement_versions.of_agreement(agreement)
        if one.state is not AgreementState.DISCARDED and _may_read(one, person)
    )


def _seen(work: Work, person: Person, version: Version, found: frozenset[Standing]) -> Seen:
    parties = partners_of(work, version.agreement)
    making = work.agreement_versions.in_the_making(version.agreement)
    return Seen(
        agreement=agreement_of(work, version.agreement),
        version=version,
        parties=parties,
        person=person,
        standings=found,
        signed=work.agreement_signatures.of_version(version.id),
        in_force=work.agreement_versions.in_force(version.agreement),
        making=making if making is not None and _may_read(making, person) else None,
        before=_signed_before(work, version, person.partner),
        missing=missing(version.terms, standing.today(work)),
        unsignable=tuple(one for one in parties if not signatories(work, one)),
    )


def _signed_before(work: Work, version: Version, partner: PartnerId) -> Version | None:
    """The latest other version that this partner has signed."""
    signed = [one.version for one in work.agreement_signatures.of_partner(version.agreement, partner)]
    found = [one for one in map(work.agreement_versions.get, signed) if one is not None]
    earlier = [one for one in found if one.number < version.number]
    return max(earlier, key=lambda one: one.number, default=None)


def signatories(work: Work, partner: Partner) -> tuple[Person, ...]:
    """Whoever signs for this partner and can be written to."""
    return tuple(one for one in work.people.of_partner(partner.id) if is_authorised(one, partner))
