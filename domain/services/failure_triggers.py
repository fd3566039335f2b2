"""What proposes a failure run by itself: the signs that the bot can see, each where it comes true."""

from domain.model.case import Case, EventKind
from domain.model.failure_rule import Trigger
from domain.model.ids import AgreementId, PartnerId
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


def stage_changed(work: Work, case: Case, before: Stage) -> None:
    """A notice or a date of eviction, reached from another stage while help is at work."""
    if case.stage is before:
        return
    if case.stage is Stage.NOTICE:
        failure_proposals.propose(work, case, Trigger.NEW_NOTICE)
    elif case.stage is Stage.EVICTION_DATE:
        failure_proposals.propose(work, case, Trigger.EVICTION_DATE)


def agreement_left(work: Work, agreement: AgreementId, leaver: PartnerId) -> None:
    """A partner gives notice because it leaves: each running case under it is asked about."""
    for identity in work.case_agreements.live(agreement):
        case = work.cases.get(identity)
        if case is not None:
            helper = work.seats.of_case(case.id).get(Seat.HELP)
            leads = helper is not None and helper.partner == leaver
            failure_proposals.propose(work, case, Trigger.PARTNER_LEAVES, lead_leaves=leads)


def seat_left(work: Work, case: Case, seat: Seat) -> None:
    """A partner hands its seat to another one, or back."""
    failure_proposals.propose(work, case, Trigger.PARTNER_LEAVES, lead_leaves=seat is Seat.HELP)
