"""Dataclasses survive the way into their table and back, field by field."""

import enum
import sqlite3
import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.agreement_templates import Template, terms_of
from domain.model.agreement_terms import Terms
from domain.model.case import Referral, ReferralKind
from domain.model.failure import FailureRun
from domain.model.ids import MunicipalityId, PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.people import Partner
from domain.model.routing import Absence, Responsibility, Topic
from domain.model.stage import PartnerKind, Seat
from storage.table import Table, encode, moment_text, read_moment
from storage.work import SqliteWork
from tests.storage.empty import NOW, case_of, somebody

TABLES = (
    "partners",
    "people",
    "invitations",
    "groups",
    "enrolments",
    "cases",
    "commitments",
    "commitment_dues",
    "agreements",
    "agreement_parties",
    "agreement_versions",
    "agreement_signatures",
    "case_agreements",
    "handovers",
    "duty_handovers",
    "seats",
    "referrals",
    "call_tasks",
    "notes",
    "events",
    "duplicates",
    "deadlines",
    "plans",
    "check_ins",
    "failure_runs",
    "failure_steps",
    "guarantees",
    "failure_reviews",
    "failure_views",
    "failure_changes",
    "timers",
    "drafts",
)
CENTURIES = datetime.fromisoformat("1100-01-01"), datetime.fromisoformat("8800-01-01")
NUMBERS = st.integers(min_value=0, max_value=2**62)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def _terms(template: Template) -> Terms:
    kinds = {PartnerId(1): PartnerKind.LANDLORD, PartnerId(2): PartnerKind.PROVIDER}
    return terms_of(template, kinds, NOW.date(), "Titel")


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return st.one_of(*map(values_of, typing.get_args(hint)))
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    origin = typing.get_origin(hint) or hint
    if isinstance(origin, type) and issubclass(origin, enum.Enum):
        return st.sampled_from(list(origin))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(WORDS, WORDS, max_size=3)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        type(None): st.none(),
        bool: st.booleans(),
        int: NUMBERS,
        str: WORDS,
        date: st.dates(),
        datetime: st.datetimes(*CENTURIES, timezones=st.just(UTC)),
        frozenset: st.frozensets(st.integers(0, 6)),
        Terms: st.sampled_from(Template).map(_terms),
    }
    return plain[origin]


def things_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    facts = {one.name: values_of(hints[one.name]) for one in fields(kind) if one.name != "id"}
    return st.fixed_dictionaries(facts).map(lambda chosen: kind(**chosen, id=0)).filter(_is_possible)


def _is_possible(thing: Any) -> bool:
    """What the table itself refuses is no row of it."""
    return not isinstance(thing, FailureRun) or (thing.case_id is None) is not (thing.agreement is None)


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_field_comes_back(work: SqliteWork, name: str, data: st.DataObject) -> None:
    table: Table[Any] = getattr(work, name)
    first, second = (data.draw(things_of(table.kind)) for _ in range(2))
    work.connection.execute("PRAGMA foreign_keys = OFF")
    work.connection.execute("BEGIN")
    try:
        stored = table.add(first)
        assert stored == replace(first, id=stored.id)
        assert Table.get(table, stored.id) == stored
        table.save(replace(second, id=stored.id))
        assert Table.get(table, stored.id) == replace(second, id=stored.id)
        table.remove(stored.id)
        assert Table.get(table, stored.id) is None
    finally:
        work.connection.execute("ROLLBACK")


def test_every_table_of_the_work_is_tried() -> None:
    made = SqliteWork(sqlite3.connect(":memory:"), None)  # type: ignore[arg-type]
    assert {name for name, one in vars(made).items() if isinstance(one, Table)} == set(TABLES)


def test_what_is_not_stored_cannot_be_saved(work: SqliteWork) -> None:
    with pytest.raises(LookupError, match="partners 7"):
        work.partners.save(Partner(id=PartnerId(7), name="Nie", kind=PartnerKind.PROVIDER))


def test_a_responsibility_comes_back_with_its_holders_particulars(work: SqliteWork) -> None:
    holder, deputy = somebody(work, 1), somebody(work, 2)
    person = work.people.get(holder)
    assert person is not None
    work.people.save(replace(person, function="Fachkraft", phone="05731 1", hours="Mo"))
    entry = Responsibility(
        id=ResponsibilityId(0),
        partner_id=person.partner,
        holder=holder,
        area=MunicipalityId("05770008"),
        topic=Topic.NACHSORGE,
        deputy=deputy,
        confirmed_on=date(2026, 11, 1),
    )
    stored = work.responsibilities.add(entry)
    assert stored == replace(entry, id=stored.id, function="Fachkraft", phone="05731 1", hours="Mo")
    work.responsibilities.save(replace(stored, area=None, topic=None, deputy=None))
    (changed,) = work.responsibilities.of_person(holder)
    assert (changed.area, changed.topic, changed.deputy) == (None, None, None)


def test_an_absence_comes_back_and_ends_early(work: SqliteWork) -> None:
    person, deputy = somebody(work, 1), somebody(work, 2)
    absence = Absence(person=person, deputy=deputy, first_on=date(2026, 11, 20), last_on=date(2026, 11, 30))
    identity = work.absences.enter(absence, PersonId(deputy))
    assert work.absences.get(identity) == absence
    assert work.absences.end(person, date(2026, 11, 23)) == 1
    assert work.absences.get(identity) == replace(absence, last_on=date(2026, 11, 22))


@given(st.datetimes(*CENTURIES, timezones=st.timezones()))
@settings(max_examples=200)
def test_moments_are_utc_of_one_width_and_sort_by_themselves(at: datetime) -> None:
    text, there = moment_text(at), at.astimezone(UTC)
    assert read_moment(text) == there
    assert len(text) == len(moment_text(NOW))
    assert (text < moment_text(NOW)) == (there < NOW)


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    there = timezone(timedelta(hours=5, minutes=45))
    assert moment_text(NOW.astimezone(there)) == moment_text(NOW)


@pytest.mark.parametrize("value", [b"bytes", [1], object()])
def test_what_no_column_holds_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no column holds"):
        encode(value)


def test_a_run_of_reads_sees_every_row_once(work: SqliteWork) -> None:
    person = somebody(work, 7)
    with work.reading():
        assert work.people.get(person) is work.people.get(person)
    work.people.remove(person)
    assert work.people.get(person) is None, "afterwards every read goes to the database again"


def test_writing_in_a_run_of_reads_is_a_bug(work: SqliteWork) -> None:
    person = somebody(work, 7)
    with pytest.raises(RuntimeError, match="only reading"), work.reading():
        work.people.remove(person)


def test_within_a_run_of_reads_a_thing_is_worked_out_once(work: SqliteWork) -> None:
    found = iter(range(9))
    with work.reading():
        assert [work.once("a", lambda: next(found)) for _ in range(2)] == [0, 0]
    assert [work.once("a", lambda: next(found)) for _ in range(2)] == [1, 2]
    with work.reading():
        assert work.once("a", lambda: next(found)) == 3, "another run finds it anew"


def test_what_was_read_ahead_is_what_would_be_read(work: SqliteWork) -> None:
    person = somebody(work, 7)
    cases = [case_of(work, code, person) for code in ("MI-7KQ4", "MI-7KQ5")]
    asked_for = Referral(
        id=ReferralId(0),
        case_id=cases[0],
        kind=ReferralKind.TAKEOVER,
        seat=Seat.HELP,
        partner=None,
        asked_by=person,
        opened_at=NOW,
    )
    first = work.referrals.add(asked_for)
    plain = [work.referrals.of_case(one) for one in cases]
    with work.reading():
        work.gather(cases)
        asked: list[str] = []
        work.connection.set_trace_callback(asked.append)
        assert [work.referrals.of_case(one) for one in cases] == plain == [(first,), ()]
        assert [work.seats.of_case(one) for one in cases] == [{}, {}]
        assert [work.commitments.offered_of_case(one) for one in cases] == [(), ()]
        assert [work.commitment_dues.waiting_of_case(one) for one in cases] == [(), ()]
        assert [work.failure_steps.next_of_case(one) for one in cases] == [{}, {}]
        work.connection.set_trace_callback(None)
    assert asked == []


def test_an_outline_says_of_a_case_what_the_case_says(work: SqliteWork) -> None:
    case = work.cases.get(case_of(work, "MI-7KQ4", somebody(work, 7)))
    assert case is not None
    (outline,) = work.cases.outlines([case.id])
    assert {one.name: getattr(case, one.name) for one in fields(outline)} == asdict(outline)
