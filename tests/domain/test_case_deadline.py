"""Deadlines of a case: what a stage starts, what outlives it, when it is called to mind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.calendar import WorkCalendar
from domain.model.case_deadline import (
    REMINDED_BEFORE,
    CaseDeadline,
    DeadlineState,
    Met,
    grace_left,
    next_reminder,
    outlives,
    reminder_days,
    started_by,
    ways_to_meet,
)
from domain.model.deadlines.rules import table
from domain.model.ids import CaseId
from domain.model.stage import NoticeKind, Stage

DAY = date(2026, 11, 20)
CALENDAR = WorkCalendar()


def kept(kind: str = "schonfrist", **facts: object) -> CaseDeadline:
    plain: dict[str, object] = {
        "case_id": CaseId(1),
        "stage": Stage.SUIT,
        "event": "klage_zugestellt",
        "event_on": date(2026, 11, 2),
        "kind": kind,
        "ends_on": date(2027, 1, 4),
        "safe_on": date(2026, 12, 31),
        "entered_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
    }
    return CaseDeadline(**{**plain, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "kind", "events"),
    [
        (Stage.NEW, None, ()),
        (Stage.EARLY, None, ()),
        (Stage.ARREARS, None, ()),
        (Stage.WARNING, None, ()),
        (Stage.NOTICE, NoticeKind.EXTRAORDINARY, ()),
        (Stage.NOTICE, NoticeKind.ORDINARY, ("kuendigung_zugang",)),
        (Stage.NOTICE, NoticeKind.BOTH, ("kuendigung_zugang",)),
        (Stage.NOTICE, None, ("kuendigung_zugang",)),
        (Stage.SUIT, NoticeKind.BOTH, ("klage_zugestellt",)),
        (Stage.TITLE, None, ("vu_zugestellt", "urteil_zugestellt")),
        (Stage.EVICTION_DATE, None, ("raeumungstermin",)),
        (Stage.EVICTED, None, ("raeumung_durchgefuehrt",)),
        (Stage.UNKNOWN, None, ()),
    ],
)
def test_what_a_stage_starts(stage: Stage, kind: NoticeKind | None, events: tuple[str, ...]) -> None:
    started = started_by(stage, DAY, kind)
    assert started == tuple((event, DAY) for event in events)
    assert all(event in table().events for event in events)
    assert started_by(stage, None, kind) == ()


@pytest.mark.parametrize(
    ("kind", "of", "now", "stays"),
    [
        ("schonfrist", Stage.SUIT, Stage.TITLE, True),
        ("schonfrist", Stage.SUIT, Stage.EVICTION_DATE, True),
        ("schonfrist", Stage.SUIT, Stage.NOTICE, False),
        ("schonfrist", Stage.SUIT, Stage.UNKNOWN, False),
        ("verteidigungsanzeige", Stage.SUIT, Stage.TITLE, False),
        ("klageerwiderung_min", Stage.SUIT, Stage.EVICTED, False),
        ("widerspruch_574b", Stage.NOTICE, Stage.SUIT, True),
        ("vollstreckungsschutz_765a", Stage.EVICTION_DATE, Stage.EVICTED, False),
        ("einspruch_vu", Stage.TITLE, Stage.EVICTION_DATE, True),
        ("einspruch_vu", None, Stage.NOTICE, True),
    ],
)
def test_what_outlives_a_stage(kind: str, of: Stage | None, now: Stage, stays: bool) -> None:
    assert outlives(kept(kind, stage=of), now) is stays


def test_reminders_around_christmas() -> None:
    """31 December 2026 is a Thursday; 25 and 26 are holidays, 24 is a working day."""
    assert reminder_days(date(2026, 12, 31), CALENDAR) == {
        date(2026, 12, 10): 14,
        date(2026, 12, 21): 7,
        date(2026, 12, 28): 3,
        date(2026, 12, 30): 1,
        date(2026, 12, 31): 0,
    }


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_every_reminder_falls_on_a_working_day_before_the_safe_one(day: date) -> None:
    safe_on = CALENDAR.last_working_day(day)
    found = reminder_days(safe_on, CALENDAR)
    assert sorted(found.values(), reverse=True) == list(REMINDED_BEFORE)
    for on, left in found.items():
        assert CALENDAR.is_working_day(on)
        assert CALENDAR.working_days_between(on, safe_on) == left
        assert safe_on - on <= timedelta(days=40)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2026, 11, 1), date(2026, 12, 10)),
        (date(2026, 12, 10), date(2026, 12, 21)),
        (date(2026, 12, 29), date(2026, 12, 30)),
        (date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 31), None),
    ],
)
def test_the_next_reminder(after: date, expected: date | None) -> None:
    assert next_reminder(date(2026, 12, 31), after, CALENDAR) == expected


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 12, 16), 15),
        (date(2026, 12, 17), 14),
        (date(2026, 12, 31), 0),
        (date(2027, 1, 4), 0),  # the safe day has passed, the last one has not
        (date(2027, 1, 5), None),
    ],
)
def test_how_much_of_the_schonfrist_is_left(today: date, left: int | None) -> None:
    assert grace_left((kept(), kept("berufung", safe_on=date(2026, 12, 1))), today) == left


def test_every_kind_can_be_met() -> None:
    for kind in table().kinds:
        assert Met.NOT_NEEDED in ways_to_meet(kind)
    assert Met.TAKEN_OVER in ways_to_meet("schonfrist")
    assert kept().is_open
    assert not kept(state=DeadlineState.DONE).is_open
