"""When digests, weekly reports and group lists come, and in which order their lines stand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.calendar import WorkCalendar
from domain.model.digest import About, Line, next_digest, next_morning, next_report, ordered

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = WorkCalendar()
PART_TIME = CALENDAR.of_person(frozenset({1, 3}))


def berlin(text: str) -> datetime:
    """ "2026-11-23 09:00" on the network's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "hour", "calendar", "expected"),
    [
        ("2026-11-23 07:59", 8, CALENDAR, "2026-11-23 08:00"),
        ("2026-11-23 08:00", 8, CALENDAR, "2026-11-24 08:00"),
        ("2026-11-23 06:00", 7, CALENDAR, "2026-11-23 08:00"),
        ("2026-11-27 12:00", 10, CALENDAR, "2026-11-30 10:00"),
        ("2026-11-27 12:00", 9, PART_TIME, "2026-12-01 09:00"),
        ("2026-12-24 12:00", 8, CALENDAR, "2026-12-28 08:00"),
        ("2027-03-25 12:00", 8, CALENDAR, "2027-03-30 08:00"),
        ("2027-10-29 12:00", 8, CALENDAR, "2027-11-02 08:00"),
        ("2028-02-28 12:00", 8, CALENDAR, "2028-02-29 08:00"),
    ],
)
def test_the_next_digest(now: str, hour: int, calendar: WorkCalendar, expected: str) -> None:
    """Seven o'clock lies in the quiet hours; Easter, the changing clocks and All Saints are kept."""
    assert next_digest(berlin(now), hour, calendar) == berlin(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-30 08:00"),
        ("2026-11-29 23:00", "2026-11-30 08:00"),
        ("2027-03-27 12:00", "2027-03-30 08:00"),
        ("2027-03-30 07:00", "2027-03-30 08:00"),
        ("2027-05-13 12:00", "2027-05-18 08:00"),
    ],
)
def test_the_next_report_is_on_monday_or_the_working_day_after_a_holiday(now: str, expected: str) -> None:
    assert next_report(berlin(now), 8, CALENDAR) == berlin(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-24 08:00"),
        ("2026-11-27 09:00", "2026-11-30 08:00"),
        ("2026-11-28 07:00", "2026-11-30 08:00"),
    ],
)
def test_groups_are_told_in_the_morning_of_working_days(now: str, expected: str) -> None:
    assert next_morning(berlin(now), CALENDAR) == berlin(expected)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    hour=st.sampled_from((7, 8, 9, 10)),
    days=st.frozensets(st.integers(0, 4), min_size=1),
)
def test_a_digest_is_always_in_the_future_and_never_quiet(
    now: datetime, hour: int, days: frozenset[int]
) -> None:
    calendar = CALENDAR.of_person(days)
    at = next_digest(now, hour, calendar)
    assert at > now
    assert calendar.is_working_day(calendar.local(at).date())
    assert not calendar.is_quiet(at)
    assert calendar.local(at).hour == max(hour, 8)


def test_what_is_due_first_stands_first_and_what_has_no_moment_last() -> None:
    early, late = berlin("2026-11-23 10:00"), berlin("2026-11-23 12:00")
    lines = [
        Line(about=About.STUCK, subject=1),
        Line(about=About.CHECK_IN, subject=2, until_at=berlin("2026-12-10 08:00"), on=date(2026, 12, 9)),
        Line(about=About.ANSWER, subject=3, until_at=late),
        Line(about=About.PROMISE, subject=4, until_at=late),
        Line(about=About.ANSWER, subject=5, until_at=early),
        Line(about=About.MINOR, subject=6),
    ]
    assert [one.subject for one in ordered(lines)] == [5, 4, 3, 2, 6, 1]
