"""An empty database, as the tests of single repositories need it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from domain.model.calendar import WorkCalendar
from domain.model.case import Case
from domain.model.ids import CaseId, ChatId, PersonId
from domain.model.people import Partner, Person
from domain.model.stage import Channel, Household, PartnerKind, Reason, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason
from domain.ports import Network
from storage.database import connect_file
from storage.work import SqliteWork

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NETWORK = Network(name="Netz", case_prefix="MI", calendar=WorkCalendar())


@contextmanager
def empty_work(path: Path, *, busy_s: float = 5.0) -> Iterator[SqliteWork]:
    """A work over a file of its own, at one moment; every statement commits by itself."""
    connection = connect_file(path, busy_s=busy_s)
    try:
        yield SqliteWork(connection, NETWORK).at(NOW)
    finally:
        connection.close()


def somebody(work: SqliteWork, chat: int) -> PersonId:
    """A member with a private chat."""
    partner = work.partners.named("Fachstelle") or work.partners.add(
        Partner(name="Fachstelle", kind=PartnerKind.PROVIDER)
    )
    return work.people.add(Person(partner=partner.id, name=f"Petra {chat}", telegram=ChatId(chat))).id


def case_of(work: SqliteWork, code: str, reporter: PersonId) -> CaseId:
    """An open case that this person has reported."""
    person = work.people.get(reporter)
    assert person is not None
    told = Case(
        code=code,
        word="Ahorn",
        side=Seat.HELP,
        reporter=reporter,
        reporter_partner=person.partner,
        owner=reporter,
        stage=Stage.NOTICE,
        reason=Reason.RENT_ARREARS,
        household=Household.COUPLE,
        municipality=None,
        channel=Channel.LANDLORD,
        consent="consent",
        basis="consent",
        names_to_authority=True,
        names_to_provider="yes",
        landlord_may_know=True,
        urgency=Urgency.ORANGE,
        urgency_reason=UrgencyReason.NOTICE,
        reported_at=NOW,
    )
    return work.cases.add(told).id
