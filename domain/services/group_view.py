"""What a landlord's group may read of a case: nothing that a lock screen may not show."""

from domain.model.case import Case, Referral, ReferralState
from domain.model.ids import PartnerId
from domain.model.stage import Seat
from domain.model.view import GroupView
from domain.ports import Work
from domain.services import failure_view, moves


def of(work: Work, case: Case, partner: PartnerId) -> GroupView | None:
    """What the group of this partner may read; None when nothing may be said there (R8)."""
    asked = [one for one in work.referrals.of_case(case.id) if one.partner == partner]
    steps = failure_view.harmless(work, case) if _sits(work, case, partner) else None
    was_told = bool(asked) or (_sits(work, case, partner) and bool(work.failure_runs.of_case(case.id)))
    if case.protected or not was_told:
        return None
    referral = max(asked, key=lambda one: one.id, default=None)
    taken = _is_taken(referral)
    person = work.people.get(referral.accepted_by) if taken and referral and referral.accepted_by else None
    live = referral is not None and referral.state in (ReferralState.OPEN, ReferralState.ACCEPTED)
    return GroupView(
        case=case.id,
        code=case.code,
        is_open=case.is_open and (live or steps is not None),
        exchange=case.withdrawn_at is None,
        stage=case.stage,
        municipality=case.municipality,
        request=case.request,
        referral=referral.id if referral is not None and live else None,
        answer_by=referral.due_at if referral is not None and referral.is_open else None,
        taken_by=person.name if person else "",
        taken_until=referral.promised_at if referral is not None and moves.is_promised(referral) else None,
        asked=bool(asked),
        steps=(steps.settled, steps.total) if steps else None,
        steps_until=steps.until if steps else None,
    )


def _is_taken(referral: Referral | None) -> bool:
    return (
        referral is not None and referral.state is ReferralState.ACCEPTED and referral.accepted_by is not None
    )


def _sits(work: Work, case: Case, partner: PartnerId) -> bool:
    holder = work.seats.of_case(case.id).get(Seat.LANDLORD)
    return holder is not None and holder.partner == partner
