"""What proposes a failure run by itself: the signs that the bot can see, each where it comes true."""

from typing import Final

from domain.model.case import Case, EventKind
from domain.model.failure_rule import Trigger
from domain.model.ids import AgreementId, CaseId, PartnerId
from domain.model.stage import Seat, Stage
from domain.ports import Work
from domain.services import failure_proposals
from domain.services.failure_subjects import rule_for


def commitment_broken(work: Work, case: Case) -> None:
    failure_proposals.propose(work, case, Trigger.COMMITMENT_BROKEN)


def contact_tried(work: Work, case: Case) -> None:
    """Contact counts as lost after as many tries in a row as the rule says."""
    tries = 0
    for event in reversed(work.events.of_case(case.id)):
        done = event.facts.get("done") if event.kind is EventKind.PROGRESS else None
        if done == "contact_made":
            break
        tries += done == "tried"
    if tries >= rule_for(work, case).lost_after_tries:
        failure_proposals.propose(work, case, Trigger.CONTACT_LOST)


_BY_STAGE: Final = {Stage.NOTICE: Trigger.NEW_NOTICE, Stage.EVICTION_DATE: Trigger.EVICTION_DATE}


def stage_changed(work: Work, case: Case, before: Case) -> None:
    """A notice or a date of eviction, reached while help is at work; also one more at the same stage."""
    trigger = _BY_STAGE.get(case.stage)
    if trigger is not None and (case.stage is not before.stage or _is_another(work, case, before)):
        failure_proposals.propose(work, case, trigger)


def _is_another(work: Work, case: Case, before: Case) -> bool:
    """A later day than before, and one since help has begun: a corrected date is no new letter."""
    helper = work.seats.of_case(case.id).get(Seat.HELP)
    if helper is None or case.stage_on is None or before.stage_on is None:
        return False
    begun_on = work.network.calendar.local(helper.since_at).date()
    return before.stage_on <= begun_on < case.stage_on


def agreement_left(work: Work, agreement: AgreementId, leaver: PartnerId) -> None:
    """A partner gives notice because it leaves: each running case under it is asked about."""
    for identity in work.case_agreements.live(agreement):
        _left_by(work, identity, leaver)


def network_left(work: Work, leaver: PartnerId) -> None:
    """A partner leaves the network: each running case on which it sits, or under an agreement with it."""
    for identity in cases_left(work, leaver):
        _left_by(work, identity, leaver, anew=True)


def cases_left(work: Work, leaver: PartnerId) -> tuple[CaseId, ...]:
    """Live cases that this partner's leaving is about, each once."""
    found = [one.case_id for one in work.seats.live_of_partner(leaver)]
    for agreement in work.agreements.of_partner(leaver):
        found += work.case_agreements.live(agreement.id)
    return tuple(dict.fromkeys(found))


def _left_by(work: Work, identity: CaseId, leaver: PartnerId, *, anew: bool = False) -> None:
    case = work.cases.get(identity)
    if case is not None:
        helper = work.seats.of_case(case.id).get(Seat.HELP)
        leads = helper is not None and helper.partner == leaver
        failure_proposals.propose(work, case, Trigger.PARTNER_LEAVES, lead_leaves=leads, anew=anew)


def seat_left(work: Work, case: Case, seat: Seat) -> None:
    """A partner hands its seat to another one, or back."""
    failure_proposals.propose(work, case, Trigger.PARTNER_LEAVES, lead_leaves=seat is Seat.HELP)
