"""A report becomes a case: seats, the request to the other side, and what must not be forgotten."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.model import case_code
from domain.model.case import Case, EventKind, SeatHolder
from domain.model.case_code import Choice
from domain.model.duplicate import Duplicate, Traits
from domain.model.legal_basis import PROOF_WORKING_DAYS, LegalBasis
from domain.model.notices import DuplicateFound
from domain.model.people import Partner, Person
from domain.model.reported import Reported
from domain.model.routing import Responsibility, topic_for
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import (
    acceptance,
    access,
    case_reviews,
    deadlines,
    history,
    membership,
    recipients,
    referrals,
    report_drafts,
    standing,
)
from domain.services.recipients import Recipient
from domain.services.report_drafts import Page
from domain.services.report_plans import Plan
from domain.services.reporters import reporting_partner
from domain.services.telling import show_card, tell

INFORMED_DAYS: Final = 21
"""Calendar days after which the seats are reminded to inform the household (the practice paper, P15)."""

DUPLICATES_ASKED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The new case, and whom it was sent to (None: nobody was to be asked)."""

    case: Case
    recipient: Recipient | None


def send(work: Work, turn: Turn, page: Page, plan: Plan, choice: Choice | None = None) -> Sent:
    """Make the case out of the draft, in one transaction with everything that follows from it.

    `page` is what `report_drafts.require` has given in this turn, `plan` what is planned for it; `choice`
    draws code and memory word. Raises Incomplete before the rules are confirmed.
    """
    person = membership.require_acknowledged(work, turn)
    partner = reporting_partner(work, person, page.answers)
    case = work.cases.add(_case(work, person, partner, plan, choice or random.SystemRandom().choice))
    _record(work, case, page.draft.version)
    _seat_reporter(work, case, plan.report)
    _remember(work, case, plan.basis)
    show_card(work, case, person.id, at_once=True)
    _refer(work, case, plan.recipient)
    _compare(work, case, plan.report.leads)
    work.drafts.drop(person.id, report_drafts.FORM)
    return Sent(case=access.case_of(work, case.id), recipient=plan.recipient)


def _record(work: Work, case: Case, version: int) -> None:
    """The draft's version tells a second press of the same button what became of the first."""
    history.record(
        work,
        case,
        EventKind.REPORTED,
        case.reporter,
        draft=version,
        stage=case.stage.value,
        channel=case.channel.value,
        by_telephone=int(case.by_telephone),
    )


def _case(work: Work, person: Person, partner: Partner, plan: Plan, choice: Choice) -> Case:
    report, basis = plan.report, plan.basis
    landlord = partner.id if report.seat is Seat.LANDLORD else report.landlord_partner
    asked = report.consent is not None
    return Case(
        code=case_code.draw(
            work.network.case_prefix, choice, lambda code: work.cases.by_code(code) is not None
        ),
        word=case_code.memory_word(choice),
        side=report.seat,
        reporter=person.id,
        reporter_partner=partner.id,
        by_telephone=person.partner != partner.id,
        owner=person.id,
        stage=report.stage,
        stage_on=report.stage_on,
        stage_when=report.stage_when,
        notice_kind=report.notice_kind,
        rents_open=report.rents_open,
        reason=report.reason,
        protected=report.protected,
        household=report.household,
        children=report.children,
        child_under_6=report.child_under_6,
        municipality=report.municipality,
        channel=report.channel,
        request=report.request,
        landlord=report.landlord,
        landlord_partner=landlord,
        consent="" if report.consent is None else report.consent.value,
        consent_by=person.id if asked else None,
        consent_at=work.now if asked else None,
        basis=basis.basis.value,
        names_to_authority=basis.names_to_authority,
        names_to_provider=basis.names_to_provider.value,
        landlord_may_know=basis.landlord_may_know,
        urgency=plan.assessment.urgency,
        urgency_reason=plan.assessment.reason,
        reported_at=work.now,
    )


# Seats


def _seat_reporter(work: Work, case: Case, report: Reported) -> None:
    """The reporter's side takes its seat: L, B, or H where the partner leads itself (R2, R4, R6)."""
    if report.leads:
        _sit(work, case, Seat.HELP)
        acceptance.lead_at_once(work, case)
    elif report.seat is not Seat.HELP:
        _sit(work, case, report.seat)


def _sit(work: Work, case: Case, seat: Seat) -> None:
    """The reporter sits; a landlord's seat belongs to whoever is responsible there, who sees the card too."""
    entry = _responsibility(work, case, seat)
    own = entry is None or (seat is not Seat.LANDLORD and not case.by_telephone)
    holder = case.reporter if entry is None or own else entry.holder
    identity = None if entry is None else entry.id
    work.seats.add(
        SeatHolder(
            case_id=case.id,
            seat=seat,
            partner=case.reporter_partner,
            responsibility=identity,
            holder=holder,
            since_at=work.now,
        )
    )
    present = standing.acting(work, holder, identity)
    if present is not None and present != case.reporter:
        show_card(work, case, present)


def _responsibility(work: Work, case: Case, seat: Seat) -> Responsibility | None:
    """The seat's responsibility. A confidential case stays with one person, and a helper's deputy (R8)."""
    topic = topic_for(case.reason, case.stage, seat)
    entry = recipients.own_responsibility(
        work, case.reporter_partner, case.municipality, topic, case.reporter
    )
    if not case.protected or case.by_telephone or entry is None:
        return entry
    return entry if seat is Seat.HELP and entry.holder == case.reporter else None


# What must not be forgotten


def _remember(work: Work, case: Case, basis: LegalBasis) -> None:
    case_reviews.arm(work, case)
    work.cases.save(deadlines.follow(work, case, case.reporter))
    informed_at = work.network.calendar.next_window(work.now + timedelta(days=INFORMED_DAYS))
    _set(work, case, TimerKind.HOUSEHOLD_INFORMED, informed_at)
    if basis.proof_due:
        proof_at = work.network.calendar.add_working_days(work.now, PROOF_WORKING_DAYS)
        _set(work, case, TimerKind.CONSENT_PROOF, proof_at)


def _set(work: Work, case: Case, kind: TimerKind, due_at: datetime) -> None:
    work.timers.set(
        Timer(kind=kind, subject=case.id, due_at=due_at, case_id=case.id, dedupe=f"{kind}:{case.id}")
    )


def _refer(work: Work, case: Case, wanted: Recipient | None) -> None:
    """Ask the other side, or the coordinator where the directory names nobody."""
    if wanted is None:
        return
    entry = wanted.responsibility
    referrals.open_referral(
        work,
        case,
        kind=wanted.kind,
        seat=wanted.seat,
        asked_by=case.reporter,
        partner=None if entry is None else entry.partner_id,
        responsibility=None if entry is None else entry.id,
        why=wanted.why,
    )


def _compare(work: Work, case: Case, leads: bool) -> None:
    """Similar cases of other partners, for the help side to judge: at once where it leads at once."""
    similar = work.cases.similar(Traits.of(case), case.reporter_partner, own=False, limit=DUPLICATES_ASKED)
    for other in similar:
        pair = work.duplicates.add(Duplicate(case_id=case.id, other=other.id))
        if leads:
            tell(work, case.owner, DuplicateFound(case=case.id, duplicate=pair.id))
