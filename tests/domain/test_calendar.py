"""Working time: holidays against an own Easter table, nights when the clocks change, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.calendar import WorkCalendar, public_holidays

BERLIN = ZoneInfo("Europe/Berlin")
NETWORK = WorkCalendar()
TUESDAY_TO_THURSDAY = NETWORK.of_person(frozenset({1, 2, 3}))


def local(text: str) -> datetime:
    """A moment written in local time, as aware UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def easter(year: int) -> date:
    """Easter Sunday by the formula of Gauss and Lichtenberg."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    age = (19 * (year % 19) + moon) % 30
    limit = 21 + age - (age + (year % 19) // 11) // 29
    return date(year, 3, 1) + timedelta(days=limit + 7 - (limit - (7 - (year + year // 4 + sun) % 7)) % 7 - 1)


def own_table(year: int) -> set[date]:
    """§ 2 FeiertG NRW: eleven days."""
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    return fixed | {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50, 60)}


def test_easter_itself() -> None:
    assert [easter(year) for year in (2002, 2008, 2019, 2026, 2027, 2034)] == [
        date(2002, 3, 31),
        date(2008, 3, 23),
        date(2019, 4, 21),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2034, 4, 9),
    ]


@pytest.mark.parametrize("year", range(2002, 2035))
def test_holidays_equal_an_own_table(year: int) -> None:
    extra = {date(2017, 10, 31)} if year == 2017 else set()
    assert public_holidays("NW", year) == own_table(year) | extra


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),
        ("2026-11-22", False),
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-31", True),
        ("2026-06-04", False),  # Fronleichnam
        ("2026-11-01", False),  # Allerheiligen
        ("2026-10-31", False),  # a Saturday here; no holiday in NRW
        ("2025-10-31", True),
        ("2027-01-06", True),
    ],
)
def test_working_days(day: str, works: bool) -> None:
    assert NETWORK.is_working_day(date.fromisoformat(day)) is works


def test_another_land_has_other_holidays() -> None:
    lower_saxony = WorkCalendar(land="NI")
    assert lower_saxony.is_working_day(date(2026, 6, 4))
    assert not lower_saxony.is_working_day(date(2025, 10, 31))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T10:00", 4, "2026-11-23T14:00"),
        ("2026-11-23T14:00", 4, "2026-11-24T10:00"),
        ("2026-11-27T14:00", 4, "2026-11-30T10:00"),  # over a weekend
        ("2026-11-28T14:00", 4, "2026-11-30T12:00"),  # from a Saturday
        ("2026-11-23T06:30", 4, "2026-11-23T12:00"),  # before opening
        ("2026-11-23T22:00", 4, "2026-11-24T12:00"),  # at night
        ("2026-11-23T12:00", 4, "2026-11-23T16:00"),  # the closing minute belongs to the day
        ("2026-11-23T16:00", 4, "2026-11-24T12:00"),
        ("2026-12-24T14:00", 4, "2026-12-28T10:00"),  # Christmas
        ("2026-12-31T14:00", 20, "2027-01-06T10:00"),  # New Year, then three days
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"),
        ("2026-03-27T14:00", 4, "2026-03-30T10:00"),  # the clocks go forward on the 29th
        ("2026-10-23T14:00", 4, "2026-10-26T10:00"),  # and back on the 25th
    ],
)
def test_network_hours(start: str, hours: float, end: str) -> None:
    assert NETWORK.add_working_time(local(start), hours) == local(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T10:00", 1, "2026-11-24T10:00"),
        ("2026-11-27T15:30", 1, "2026-11-30T15:30"),
        ("2026-11-28T12:00", 1, "2026-12-01T08:00"),  # Saturday counts as Monday's opening
        ("2026-11-23T20:00", 1, "2026-11-25T08:00"),
        ("2026-11-23T05:00", 1, "2026-11-24T08:00"),
        ("2026-11-23T16:00", 1, "2026-11-24T16:00"),
        ("2026-12-23T09:00", 2, "2026-12-28T09:00"),
        ("2026-06-03T09:00", 1, "2026-06-05T09:00"),  # Fronleichnam
        ("2026-04-02T09:00", 1, "2026-04-07T09:00"),  # Easter
        ("2026-03-27T10:00", 1, "2026-03-30T10:00"),  # clock time is kept, elapsed time is not
        ("2026-10-23T10:00", 1, "2026-10-26T10:00"),
        ("2026-11-23T10:00", 5, "2026-11-30T10:00"),
        ("2026-11-28T12:00", 0, "2026-11-30T08:00"),
    ],
)
def test_working_days_keep_the_clock_time(start: str, days: int, end: str) -> None:
    assert NETWORK.add_working_days(local(start), days) == local(end)


def test_the_night_of_the_clock_change_changes_the_elapsed_time_only() -> None:
    spring = NETWORK.add_working_days(local("2026-03-27T10:00"), 1) - local("2026-03-27T10:00")
    autumn = NETWORK.add_working_days(local("2026-10-23T10:00"), 1) - local("2026-10-23T10:00")
    assert (spring, autumn) == (timedelta(days=3, hours=-1), timedelta(days=3, hours=1))


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-23T07:59:59", True),
        ("2026-11-23T08:00", False),
        ("2026-11-23T17:59:59", False),
        ("2026-11-23T18:00", True),
        ("2026-11-23T00:00", True),
        ("2026-03-29T03:00", True),
        ("2026-10-25T02:30", True),
    ],
)
def test_quiet_hours(at: str, quiet: bool) -> None:
    assert NETWORK.is_quiet(local(at)) is quiet


def test_quiet_hours_inside_one_day() -> None:
    noon = WorkCalendar(quiet_from=time(12), quiet_until=time(14))
    assert [noon.is_quiet(local(f"2026-11-23T{hour}:00")) for hour in (11, 12, 13, 14)] == [
        False,
        True,
        True,
        False,
    ]
    assert noon.next_window(local("2026-11-23T12:30")) == local("2026-11-23T14:00")
    assert noon.next_window(local("2026-11-22T12:30")) == local("2026-11-23T00:00")


@pytest.mark.parametrize(
    ("calendar", "at", "window"),
    [
        (NETWORK, "2026-11-23T10:00", "2026-11-23T10:00"),
        (NETWORK, "2026-11-23T17:30", "2026-11-23T17:30"),
        (NETWORK, "2026-11-23T18:00", "2026-11-24T08:00"),
        (NETWORK, "2026-11-23T03:00", "2026-11-23T08:00"),
        (NETWORK, "2026-11-27T18:00", "2026-11-30T08:00"),
        (NETWORK, "2026-12-24T18:00", "2026-12-28T08:00"),
        (NETWORK, "2026-12-25T12:00", "2026-12-28T08:00"),
        (NETWORK, "2026-03-28T23:00", "2026-03-30T08:00"),
        (NETWORK, "2026-10-25T02:30", "2026-10-26T08:00"),
        (TUESDAY_TO_THURSDAY, "2026-11-26T18:30", "2026-12-01T08:00"),
        (TUESDAY_TO_THURSDAY, "2026-11-23T10:00", "2026-11-24T08:00"),
    ],
)
def test_what_is_held_back_leaves_in_the_next_window(calendar: WorkCalendar, at: str, window: str) -> None:
    assert calendar.next_window(local(at)) == local(window)


def test_working_days_between_count_the_last_but_not_the_first() -> None:
    def days(start: str, end: str) -> int:
        return NETWORK.working_days_between(date.fromisoformat(start), date.fromisoformat(end))

    assert days("2026-11-23", "2026-11-24") == 1
    assert days("2026-11-27", "2026-11-30") == 1
    assert days("2026-12-24", "2026-12-28") == 1
    assert days("2026-11-23", "2026-11-23") == 0
    assert days("2026-11-24", "2026-11-23") == 0


def test_the_last_working_day_may_be_today() -> None:
    assert NETWORK.last_working_day(date(2026, 11, 23)) == date(2026, 11, 23)
    assert NETWORK.last_working_day(date(2026, 12, 27)) == date(2026, 12, 24)


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_a_calendar_without_working_days_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="working day"):
        WorkCalendar(weekdays=weekdays)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="open before"):
        WorkCalendar(opens=time(16), closes=time(8))
    with pytest.raises(ValueError, match="negative"):
        NETWORK.add_working_time(local("2026-11-23T10:00"), -1)
    with pytest.raises(ValueError, match="negative"):
        NETWORK.add_working_days(local("2026-11-23T10:00"), -1)


def test_somebody_without_own_days_works_with_the_network() -> None:
    assert NETWORK.of_person(frozenset()) == NETWORK


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(0, 15), st.integers(0, 15))
def test_working_days_add_up(start_at: datetime, first: int, second: int) -> None:
    once = NETWORK.add_working_days(NETWORK.add_working_days(start_at, first), second)
    assert once == NETWORK.add_working_days(start_at, first + second)
    assert once.tzinfo is UTC


@given(MOMENTS, st.integers(0, 40), st.integers(0, 40))
def test_network_hours_add_up_and_end_within_network_hours(
    start_at: datetime, first: int, second: int
) -> None:
    end = NETWORK.add_working_time(start_at, first + second)
    assert NETWORK.add_working_time(NETWORK.add_working_time(start_at, first), second) == end
    assert NETWORK.working_moment(end) == end
    assert end >= start_at


@given(MOMENTS)
def test_a_window_is_a_working_moment_outside_the_quiet_hours_and_stays_one(at: datetime) -> None:
    window = TUESDAY_TO_THURSDAY.next_window(at)
    assert window >= at
    assert not TUESDAY_TO_THURSDAY.is_quiet(window)
    assert TUESDAY_TO_THURSDAY.is_working_day(window.astimezone(BERLIN).date())
    assert TUESDAY_TO_THURSDAY.next_window(window) == window
