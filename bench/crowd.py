"""A landlord with three hundred of everything: the rows, and what each command asks of the core."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from domain.model.agreement import Version
from domain.model.agreement_templates import Template
from domain.model.agreement_tree import fingerprint
from domain.model.calendar import WorkCalendar
from domain.model.case import Case, Referral, ReferralKind, ReferralState, SeatHolder
from domain.model.case_code import ALPHABET
from domain.model.commitment import Between, Commitment, Frequency, Terms
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId, ChatId, CommitmentId, PartnerId, ReferralId, ResponsibilityId
from domain.model.people import Partner, Person, Role
from domain.model.routing import Responsibility, Topic
from domain.model.stage import Channel, Household, NoticeKind, PartnerKind, Reason, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason
from domain.ports import Network, Turn
from domain.services import agreement_cases, agreements, commitments, failures
from handlers import end_agreement, fail_project, list_agreements, list_cases, list_commitments, not_working
from handlers.answer_check_in import reading
from handlers.cards import case_card
from handlers.message import Message
from handlers.texts import Texts
from storage.database import connect_file
from storage.work import SqliteWork

MANY: Final = 300
AGREEMENTS: Final = 40
"""So many a coordinator reads in the list: every landlord with every help office of a large network."""

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
_FIRST_DUE: Final = date(2026, 11, 24)
_GERMAN: Final = Texts("de")

Command = Callable[[SqliteWork, Turn], Message | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who presses, and what about: the case with `MANY` commitments, one with a single one, the agreement."""

    lead: Person
    helper: Person
    coordinator: Person
    busy: Case
    quiet: Case
    version: Version


@contextmanager
def opened(file: Path) -> Iterator[SqliteWork]:
    """The file as the core has it open, always at the same moment."""
    with closing(connect_file(file)) as connection:
        network = Network(name="Bench", case_prefix="MI", calendar=WorkCalendar())
        yield SqliteWork(connection, network).at(NOW)


def fill(work: SqliteWork) -> Crowd:
    """Three hundred cases of one lead under one agreement, each in failure and with one commitment."""
    work.begin()
    landlord, help_, office = (
        work.partners.add(Partner(name=name, kind=kind)).id
        for name, kind in (
            ("Wohnhaus Minden", PartnerKind.LANDLORD),
            ("Fachstelle Nord", PartnerKind.PROVIDER),
            ("Koordinationsstelle", PartnerKind.PROVIDER),
        )
    )
    lead = _person(work, landlord, "Carla Cent", Role.LEAD)
    helper = _person(work, help_, "Petra Nord", Role.LEAD)
    coordinator = _person(work, office, "Karin Kurz", Role.COORDINATOR)
    _answers_for(work, lead, None, Topic.SCHEITERN)
    _answers_for(work, helper, Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN)
    version = _agree(work, helper, lead)
    cases = [_case(work, number, lead, helper) for number in range(MANY)]
    made = [_commit(work, one, helper, lead) for one in cases]
    for one in cases:
        failures.start(work, turn(helper), one.id, None)
    failures.start_project(work, turn(helper), version.agreement, None)
    _commit_often(work, made[0])
    for number in range(1, AGREEMENTS):
        other = work.partners.add(Partner(name=f"Wohnbau {number}", kind=PartnerKind.LANDLORD)).id
        _agree(work, helper, _person(work, other, f"Lina Lang {number}", Role.LEAD))
    work.connection.execute("COMMIT")
    return Crowd(
        lead=lead,
        helper=helper,
        coordinator=coordinator,
        busy=cases[0],
        quiet=cases[1],
        version=version,
    )


def turn(person: Person) -> Turn:
    """This member speaks in the private chat."""
    chat = person.telegram or ChatId(0)
    return Turn(person=person, telegram=chat, chat=chat, private=True, now=NOW)


def _person(work: SqliteWork, partner: PartnerId, name: str, role: Role) -> Person:
    chat = ChatId(1000 + len(work.people.all()))
    return work.people.add(
        Person(
            partner=partner,
            name=name,
            phone="05731 1000",
            hours="Mo bis Do 8 bis 16 Uhr",
            role=role,
            telegram=chat,
            acknowledged_at=NOW,
        )
    )


def _answers_for(work: SqliteWork, person: Person, *topics: Topic | None) -> None:
    for topic in topics:
        entry = Responsibility(
            id=ResponsibilityId(0), partner_id=person.partner, holder=person.id, area=None, topic=topic
        )
        work.responsibilities.add(entry)


def _agree(work: SqliteWork, helper: Person, lead: Person) -> Version:
    draft = agreements.begin(work, turn(helper), Template.PERMANENT, (lead.partner,))
    agreements.propose(work, turn(helper), draft.id)
    return agreements.confirm(work, turn(lead), draft.id, fingerprint(draft.terms))


def _case(work: SqliteWork, number: int, lead: Person, helper: Person) -> Case:
    """A notice that the landlord has reported and the help side has taken over."""
    case = work.cases.add(
        Case(
            code=f"MI-7{ALPHABET[number // len(ALPHABET)]}{ALPHABET[number % len(ALPHABET)]}4",
            word="Ahorn",
            side=Seat.LANDLORD,
            reporter=lead.id,
            reporter_partner=lead.partner,
            owner=helper.id,
            stage=Stage.NOTICE,
            stage_on=date(2026, 11, 20),
            notice_kind=NoticeKind.EXTRAORDINARY,
            reason=Reason.RENT_ARREARS,
            household=Household.COUPLE,
            municipality=None,
            channel=Channel.LANDLORD,
            consent="consent",
            basis="consent",
            names_to_provider="yes",
            landlord_may_know=True,
            urgency=Urgency.ORANGE,
            urgency_reason=UrgencyReason.NOTICE,
            reported_at=NOW,
        )
    )
    for seat, person in ((Seat.LANDLORD, lead), (Seat.HELP, helper)):
        _sit(work, case, seat, person)
    work.referrals.add(_taken(work, case, helper))
    agreement_cases.bind(work, case)
    return case


def _sit(work: SqliteWork, case: Case, seat: Seat, person: Person) -> None:
    entry = work.responsibilities.of_person(person.id)[0]
    work.seats.add(
        SeatHolder(
            case_id=case.id,
            seat=seat,
            partner=person.partner,
            responsibility=entry.id,
            holder=person.id,
            since_at=NOW,
        )
    )


def _taken(work: SqliteWork, case: Case, helper: Person) -> Referral:
    return Referral(
        id=ReferralId(0),
        case_id=case.id,
        kind=ReferralKind.TAKEOVER,
        seat=Seat.HELP,
        partner=helper.partner,
        asked_by=case.reporter,
        asked=helper.id,
        opened_at=NOW,
        state=ReferralState.ACCEPTED,
        accepted_by=helper.id,
        accepted_at=NOW,
        promised_at=work.network.calendar.add_working_days(NOW, 1),
    )


def _commit(work: SqliteWork, case: Case, helper: Person, lead: Person) -> Commitment:
    """A weekly home visit, accepted."""
    terms = Terms(
        help=Help.HOME_VISIT,
        frequency=Frequency.WEEKLY,
        first_on=_FIRST_DUE,
        ends_on=_FIRST_DUE + timedelta(weeks=4),
    )
    between = Between(Seat.HELP, Seat.LANDLORD)
    made = commitments.offer(work, turn(helper), case.id, between, terms)
    return commitments.accept(work, turn(lead), made.id, made.offers)


def _commit_often(work: SqliteWork, made: Commitment) -> None:
    """As many on one case, each with its next day."""
    (due,) = work.commitment_dues.of_commitment(made.id)
    for place in range(1, MANY):
        one = work.commitments.add(replace(made, id=CommitmentId(0)))
        day = due.due_on + timedelta(days=place)
        work.commitment_dues.add(replace(due, id=0, commitment=one.id, due_on=day))


# What is pressed


def commands(crowd: Crowd) -> Mapping[str, tuple[Person, Command]]:
    """Every command by what it is called in the table, and whose it is."""
    identity = crowd.version.agreement

    def card(case: CaseId) -> Command:
        def show(work: SqliteWork, who: Turn) -> Message | None:
            found = work.cases.get(case)
            return None if found is None else case_card.show(reading(work, who, _GERMAN), found)

        return show

    return {
        f"/faelle, {MANY} failing": (
            crowd.lead,
            lambda work, who: list_cases.listed(work, who, 0, False, _GERMAN),
        ),
        "the card of a failing case": (crowd.lead, card(crowd.quiet.id)),
        f"the card of one with {MANY} commitments": (crowd.helper, card(crowd.busy.id)),
        f"/zusage, {MANY} open": (
            crowd.lead,
            lambda work, who: list_commitments.listed(work, who, crowd.busy.id, 0, _GERMAN),
        ),
        "/scheitern": (crowd.coordinator, lambda work, who: not_working.overview(work, who, _GERMAN)),
        "the checklist of a case": (
            crowd.lead,
            lambda work, who: not_working.where_it_stands(work, who, crowd.quiet.id, _GERMAN),
        ),
        "the checklist of a project": (
            crowd.lead,
            lambda work, who: fail_project.where_it_stands(work, who, identity, _GERMAN),
        ),
        f"/vereinbarung, {AGREEMENTS} in force": (
            crowd.coordinator,
            lambda work, who: list_agreements.listed(work, who, 0, _GERMAN),
        ),
        "an agreement": (
            crowd.lead,
            lambda work, who: list_agreements.shown(work, who, crowd.version.id, _GERMAN),
        ),
        f"[Wer danach da ist], {MANY} cases": (
            crowd.lead,
            lambda work, who: end_agreement.who_is_left(work, who, identity, _GERMAN),
        ),
    }
