"""What a landlord's group may read of a case: nothing that a lock screen may not show."""

from domain.model.case import Case, ReferralState
from domain.model.ids import PartnerId
from domain.model.view import GroupView
from domain.ports import Work
from domain.services import moves


def of(work: Work, case: Case, partner: PartnerId) -> GroupView | None:
    """What the group of this partner may read; None when nothing may be said there (R8)."""
    asked = [one for one in work.referrals.of_case(case.id) if one.partner == partner]
    if case.protected or not asked:
        return None
    referral = max(asked, key=lambda one: one.id)
    taken = referral.state is ReferralState.ACCEPTED and referral.accepted_by is not None
    person = work.people.get(referral.accepted_by) if taken and referral.accepted_by else None
    return GroupView(
        case=case.id,
        code=case.code,
        is_open=case.is_open and referral.state in (ReferralState.OPEN, ReferralState.ACCEPTED),
        exchange=case.withdrawn_at is None,
        stage=case.stage,
        municipality=case.municipality,
        request=case.request,
        referral=referral.id,
        answer_by=referral.due_at if referral.is_open else None,
        taken_by=person.name if person else "",
        taken_until=referral.promised_at if moves.is_promised(referral) else None,
    )
