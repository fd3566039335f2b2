"""What sending a report would do, worked out before anything is sent."""

from dataclasses import dataclass
from typing import Final

from domain.model.case import Case
from domain.model.duplicate import Traits
from domain.model.legal_basis import LegalBasis
from domain.model.people import Partner, Person
from domain.model.report_questions import Question, municipality_of, path, stage_of
from domain.model.reported import Reported, read_answers, reason_of
from domain.model.rights import Deed, may
from domain.model.routing import Topic, topic_for
from domain.model.stage import Seat, Stage
from domain.model.urgency import Assessment
from domain.ports import Turn, Work
from domain.services import access, recipients
from domain.services.recipients import Recipient
from domain.services.report_drafts import Page
from domain.services.reporters import reporting_partner

KNOWN_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A similar case of the reporter's own partner; `mine`: the reporter may open it, else `who` is asked."""

    case: Case
    mine: bool
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What sending would do: everything that the last step shows before anything is sent."""

    report: Reported
    assessment: Assessment
    basis: LegalBasis
    recipient: Recipient | None
    known: tuple[Known, ...]


def plan_of(work: Work, turn: Turn, page: Page) -> Plan:
    """Work it out by today's directory. Raises ValueError for answers that are not complete."""
    person = access.member(turn)
    partner = reporting_partner(work, person, page.answers)
    report = read_answers(page.answers, page.reporter)
    return Plan(
        report=report,
        assessment=report.assessment(page.reporter.today, land=work.network.calendar.land),
        basis=report.basis,
        recipient=recipients.recipient(work, report, partner.id),
        known=_known(work, person, partner, report),
    )


def leading_office(work: Work, turn: Turn, page: Page) -> str:
    """The name of whoever would lead if the reporter does not; empty: the coordinator is asked."""
    if Question.LEAD not in path(page.answers, page.reporter):
        return ""
    partner = reporting_partner(work, access.member(turn), page.answers)
    stage = stage_of(page.answers) or Stage.UNKNOWN
    topic = topic_for(reason_of(page.answers), stage, Seat.HELP) or Topic.WOHNUNGSSICHERUNG
    match = recipients.find_help(work, municipality_of(page.answers, page.reporter), topic, partner.id)
    return "" if match is None else page.partners.get(match.responsibility.partner_id, "")


def _known(work: Work, person: Person, partner: Partner, report: Reported) -> tuple[Known, ...]:
    """Similar open cases of the reporter's own partner (R12); others' are the help side's to judge."""
    landlord = partner.id if report.seat is Seat.LANDLORD else report.landlord_partner
    traits = Traits(
        municipality=report.municipality,
        landlord=landlord,
        household=report.household,
        children=report.children,
        reason=report.reason,
    )
    similar = work.cases.similar(traits, partner.id, own=True, limit=KNOWN_SHOWN)
    return tuple(_known_case(work, person, one) for one in similar)


def _known_case(work: Work, person: Person, case: Case) -> Known:
    seats = work.seats.of_case(case.id).values()
    colleague = next((one.holder for one in seats if one.partner == person.partner), case.reporter)
    who = work.people.get(colleague)
    return Known(
        case=case,
        mine=may(access.relations(work, case, person), Deed.SEE_STATE),
        who="" if who is None else who.name,
    )
