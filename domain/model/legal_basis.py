"""On what legal basis a case is passed on, and to whom the household may be named on the telephone.

Source: the practice paper, 2.5 and R8, R11. People are asked for facts they know; the basis is
derived from them and stored with the answer, the person and the time.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from domain.model.stage import NoticeKind, PartnerKind, Reason, RentsOpen, Seat, Stage


class HouseholdAnswer(StrEnum):
    """What the reporter knows of the household's wish: the first six a landlord's, four a helper's."""

    CONSENT = "consent"
    INFORMED = "informed"
    WRITTEN_TO = "written_to"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    REFUSES = "refuses"
    YES_WRITTEN = "yes_written"
    YES_ORAL = "yes_oral"
    NO = "no"
    NOT_ASKED = "not_asked"
    STATUTORY = "statutory"


class BasisKind(StrEnum):
    """The legal basis. An enquiry (Voranfrage) is pseudonymous and for helpers only."""

    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"
    ENQUIRY = "enquiry"
    ENQUIRY_REFUSED = "enquiry_refused"
    RELEASE = "release"
    STATUTORY = "statutory"
    WITHDRAWN = "withdrawn"


class Naming(StrEnum):
    """Whether a provider may be told who it is: never, or only one whom the consent names."""

    IF_NAMED = "if_named"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """What may be said to whom.

    `landlord_may_know`: that the household is helped at all (R8). `landlord_hears_details`: also
    contact, commitments and needs, not only who works on it (R11). `proof_due`: somebody must note
    form and date of the consent within `PROOF_WORKING_DAYS`. `exchange`: cards, notes and
    check-ins may go to the other side; without it its card says that the exchange has ended.
    """

    basis: BasisKind
    names_to_authority: bool = False
    names_to_provider: Naming = Naming.NO
    landlord_may_know: bool = False
    landlord_hears_details: bool = False
    proof_due: bool = False
    exchange: bool = True

    def may_name(self, kind: PartnerKind, *, named_in_consent: bool = False) -> bool:
        """Whether the household may be named on the telephone to a partner of this kind."""
        if kind is PartnerKind.AUTHORITY:
            return self.names_to_authority
        if kind is PartnerKind.PROVIDER:
            return named_in_consent and self.names_to_provider is Naming.IF_NAMED
        return self.landlord_hears_details


PROOF_WORKING_DAYS: Final = 5
"""Working days after which form and date of a consent are asked for."""

ANSWERS: Final = {
    Seat.LANDLORD: tuple(HouseholdAnswer)[:6],
    Seat.HELP: tuple(HouseholdAnswer)[6:10],
    Seat.BENEFITS: (HouseholdAnswer.STATUTORY,),
}
"""What each side is asked."""


def derive(
    answer: HouseholdAnswer | None,
    *,
    reason: Reason,
    stage: Stage,
    notice_kind: NoticeKind | None,
    rents_open: RentsOpen | None,
    reporter: Seat,
) -> LegalBasis:
    """The legal basis for a report by `reporter`; `answer` None means that nothing was asked.

    Raises ValueError for an answer that this side is never offered.
    """
    if answer is not None and answer not in ANSWERS[reporter]:
        raise ValueError(f"{reporter} is never asked for {answer}")
    if reason is Reason.PROTECTED:
        return LegalBasis(basis=BasisKind.ENQUIRY, landlord_may_know=reporter is Seat.LANDLORD)
    if reporter is Seat.BENEFITS:
        return LegalBasis(basis=BasisKind.STATUTORY, names_to_authority=True)
    if reporter is Seat.HELP:
        return _released(answer)
    return _reported_by_landlord(answer, _is_notice_for_arrears(reason, stage, notice_kind, rents_open))


def withdraw(basis: LegalBasis) -> LegalBasis:
    """What is left when the household withdraws its consent or objects (Art. 7 III, 21 GDPR).

    Nothing goes to the other side any more, at once. What a landlord knew already it still knows.
    """
    return replace(
        basis,
        basis=BasisKind.WITHDRAWN,
        names_to_authority=False,
        names_to_provider=Naming.NO,
        landlord_hears_details=False,
        proof_due=False,
        exchange=False,
    )


def consent_now(reporter: Seat) -> LegalBasis:
    """The basis once the household has agreed, whatever it said before; proof follows.

    In a case that a landlord or a helper reported it covers the other of the two, in a case from
    the body that pays only the helpers: there no landlord has been a recipient.
    """
    if reporter is Seat.BENEFITS:
        return replace(_CONSENT, landlord_may_know=False, landlord_hears_details=False)
    return _CONSENT if reporter is Seat.LANDLORD else _RELEASE


_CONSENT: Final = LegalBasis(
    basis=BasisKind.CONSENT,
    names_to_authority=True,
    names_to_provider=Naming.IF_NAMED,
    landlord_may_know=True,
    landlord_hears_details=True,
    proof_due=True,
)
_RELEASE: Final = LegalBasis(
    basis=BasisKind.RELEASE, landlord_may_know=True, landlord_hears_details=True, proof_due=True
)


def _released(answer: HouseholdAnswer | None) -> LegalBasis:
    """The helper's answer: a release from confidentiality (§ 203 StGB) to this landlord, or none."""
    if answer is HouseholdAnswer.YES_WRITTEN:
        return replace(_RELEASE, proof_due=False)
    if answer is HouseholdAnswer.YES_ORAL:
        return _RELEASE
    return LegalBasis(basis=BasisKind.ENQUIRY)


def _reported_by_landlord(answer: HouseholdAnswer | None, for_arrears: bool) -> LegalBasis:
    if answer is HouseholdAnswer.CONSENT:
        return _CONSENT
    if answer is HouseholdAnswer.REFUSES:
        return LegalBasis(basis=BasisKind.ENQUIRY_REFUSED, landlord_may_know=True)
    told = answer in (HouseholdAnswer.INFORMED, HouseholdAnswer.WRITTEN_TO)
    if told and for_arrears:
        basis = BasisKind.LEGITIMATE_INTEREST
        return LegalBasis(basis=basis, names_to_authority=True, landlord_may_know=True)
    return LegalBasis(basis=BasisKind.ENQUIRY, landlord_may_know=True)


def _is_notice_for_arrears(
    reason: Reason, stage: Stage, notice_kind: NoticeKind | None, rents_open: RentsOpen | None
) -> bool:
    """Whether the conditions for a notice without period are met (LDI NRW, 10 July 2025).

    Arrears of rent with such a notice or later, or at least two rents open. A notice known to be
    an ordinary one alone does not meet them, at no later stage either.
    """
    if rents_open is not None and rents_open.two_or_more:
        return True
    if reason is not Reason.RENT_ARREARS or notice_kind is NoticeKind.ORDINARY:
        return False
    return stage.reached(Stage.SUIT) or (stage is Stage.NOTICE and notice_kind is not None)
