"""Putting a case to whoever is responsible, and what they decide: take it, decline, forward, hand back."""

from domain.model.case import Case, EventKind, Referral, ReferralKind
from domain.model.ids import PartnerId, PersonId, ResponsibilityId
from domain.model.stage import Seat
from domain.model.urgency import Urgency
from domain.ports import Work
from domain.services import history, ladder


def open_referral(
    work: Work,
    case: Case,
    *,
    kind: ReferralKind,
    seat: Seat,
    asked_by: PersonId,
    partner: PartnerId | None,
    responsibility: ResponsibilityId | None,
    why: str,
    addressee: PersonId | None = None,
    forwards: int = 0,
    pace: Urgency | None = None,
) -> Referral:
    """Put the case to the responsible person, or to the coordinator where `partner` is None.

    The ladder starts and the cards are placed. The case may change by this (at the last step the
    coordinator owns it): whoever goes on with it reads it again.
    """
    referral = work.referrals.add(
        Referral(
            case_id=case.id,
            kind=kind,
            seat=seat,
            partner=partner,
            responsibility=responsibility,
            addressee=addressee,
            asked_by=asked_by,
            why=why,
            forwards=forwards,
            pace=pace,
            opened_at=work.now,
        )
    )
    history.record(work, case, EventKind.REFERRED, asked_by, referral=referral.id, seat=seat, partner=partner)
    return ladder.start(work, referral)
