"""Cases ready made, for stories that begin after the report."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.model.case import Case, Referral, ReferralKind, ReferralState, SeatHolder
from domain.model.ids import CaseId, PersonId, ReferralId
from domain.model.routing import Topic
from domain.model.stage import Channel, Household, NoticeKind, Reason, Request, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import telling
from storage.work import SqliteWork
from tests.stories.network import ESPELKAMP, Network, network
from tests.stories.town import Town


def notice(people: Network, work: SqliteWork, **facts: Any) -> Case:
    """Anna's report of Monday morning: a notice without period, a couple in Espelkamp, consent given."""
    assert people.anna.person is not None
    told = Case(
        code="MI-7KQ4",
        word="Ahorn",
        side=Seat.LANDLORD,
        reporter=people.anna.person,
        reporter_partner=people.landlord,
        owner=people.anna.person,
        stage=Stage.NOTICE,
        stage_on=date(2026, 11, 20),
        notice_kind=NoticeKind.EXTRAORDINARY,
        reason=Reason.RENT_ARREARS,
        household=Household.COUPLE,
        municipality=ESPELKAMP,
        channel=Channel.LANDLORD,
        request=Request.CONTACT,
        consent="consent",
        basis="consent",
        names_to_authority=True,
        names_to_provider="yes",
        landlord_may_know=True,
        urgency=Urgency.ORANGE,
        urgency_reason=UrgencyReason.NOTICE,
        reported_at=work.now,
    )
    return work.cases.add(replace(told, **facts))


def sit(work: SqliteWork, people: Network, case: Case, seat: Seat, person: PersonId | None) -> None:
    """Somebody takes a seat, for the responsibility that they hold."""
    assert person is not None
    holder = work.people.get(person)
    assert holder is not None
    entries = [one for one in work.responsibilities.of_person(person) if one.holder == person]
    work.seats.add(
        SeatHolder(
            case_id=case.id,
            seat=seat,
            partner=holder.partner,
            responsibility=entries[0].id if entries else None,
            holder=person,
            since_at=work.now,
        )
    )


def ask(work: SqliteWork, case: Case, seat: Seat, person: PersonId | None, **facts: Any) -> Referral:
    """An open request to somebody, answered by the same hour of the next working day."""
    assert person is not None
    entries = [one for one in work.responsibilities.of_person(person) if one.holder == person]
    entry = min(entries, key=lambda one: one.topic is not Topic.WOHNUNGSSICHERUNG)
    kind = ReferralKind.TAKEOVER if seat is Seat.HELP else ReferralKind.COOPERATION
    referral = Referral(
        id=ReferralId(0),
        case_id=case.id,
        kind=kind,
        seat=seat,
        partner=entry.partner_id,
        responsibility=entry.id,
        asked_by=case.reporter,
        asked=person,
        opened_at=work.now,
        due_at=work.network.calendar.add_working_days(work.now, 1),
    )
    return work.referrals.add(replace(referral, **facts))


def taken(work: SqliteWork, people: Network, case: Case, person: PersonId | None) -> Referral:
    """The help side has taken the case and reports back by tomorrow noon."""
    assert person is not None
    sit(work, people, case, Seat.HELP, person)
    return ask(
        work,
        case,
        Seat.HELP,
        person,
        state=ReferralState.ACCEPTED,
        accepted_by=person,
        accepted_at=work.now,
        promised_at=work.network.calendar.add_working_days(work.now, 1),
        due_at=None,
    )


def show(work: SqliteWork, case: CaseId, *people: PersonId | None) -> None:
    """Put the case's card into these people's chats."""
    stored = work.cases.get(case)
    assert stored is not None
    for person in people:
        assert person is not None
        telling.show_card(work, stored, person, at_once=True)


async def begun(town: Town, **facts: Any) -> tuple[Network, Case]:
    """Anna has reported, Petra has taken the case, Carla sits for the landlord; all three have the card."""
    people = await network(town)

    def begin(work: SqliteWork) -> Case:
        case = notice(people, work, **facts)
        sit(work, people, case, Seat.LANDLORD, people.carla.person)
        taken(work, people, case, people.petra.person)
        show(work, case.id, people.anna.person, people.carla.person, people.petra.person)
        return case

    case = await town.do(begin)
    for phone in (people.anna, people.carla, people.petra):
        await phone.reads_all()
    return people, case


async def stored(town: Town, case: Case) -> Case:
    """The case as it stands now."""
    found = await town.do(lambda work: work.cases.get(case.id))
    assert found is not None
    return found
