"""Typed dates: every usual spelling, nothing impossible, the right year when none is given."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.dates import (
    Direction,
    clock,
    moment,
    read_date,
    read_recent,
    short,
    with_weekday,
    with_year,
)

TODAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.3.2026", "2026-03-12"),
        ("12.03.2026", "2026-03-12"),
        ("12.03.26", "2026-03-12"),
        ("12. 3. 2026", "2026-03-12"),
        (" 12.3.26 ", "2026-03-12"),
        ("12/3/2026", "2026-03-12"),
        ("12-3-2026", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("3. März 2026", "2026-03-03"),
        ("3. Maerz 2026", "2026-03-03"),
        ("3 märz 26", "2026-03-03"),
        ("3.MÄRZ 2026", "2026-03-03"),
        ("3. Mrz. 2026", "2026-03-03"),
        ("1. Mai 2026", "2026-05-01"),
        ("24. Dez 2026", "2026-12-24"),
        ("5. Jan. 2027", "2027-01-05"),
        ("5. Sept. 2026", "2026-09-05"),
        ("5. Okt 2026", "2026-10-05"),
        ("29.2.2028", "2028-02-29"),
        ("heute", "2026-11-23"),
        ("Gestern", "2026-11-22"),
        ("vorgestern", "2026-11-21"),
        ("morgen", "2026-11-24"),
        ("Übermorgen", "2026-11-25"),
    ],
)
def test_usual_spellings(text: str, day: str) -> None:
    assert read_date(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "direction", "day"),
    [
        ("20.11.", "past", "2026-11-20"),
        ("20.11", "past", "2026-11-20"),
        ("20.11.", "future", "2027-11-20"),
        ("20.11.", "near", "2026-11-20"),
        ("23.11.", "past", "2026-11-23"),
        ("23.11.", "future", "2026-11-23"),
        ("24.11.", "past", "2025-11-24"),
        ("24.11.", "future", "2026-11-24"),
        ("3. März", "past", "2026-03-03"),
        ("3. März", "future", "2027-03-03"),
        ("3. März", "near", "2027-03-03"),
        ("29.2.", "past", "2024-02-29"),
        ("29.2.", "future", "2028-02-29"),
        ("1. Juni", "near", "2026-06-01"),
    ],
)
def test_without_a_year_the_plausible_one_is_meant(text: str, direction: Direction, day: str) -> None:
    assert read_date(text, TODAY, direction) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.2.2026",
        "31.4.",
        "30.2.",
        "29.2.2027",
        "0.1.2026",
        "12.13.2026",
        "2026-13-01",
        "3. Mä",
        "3. Ju 2026",
        "3. Foo",
        "nie",
        "12",
        "12.3.2026 und 4.4.2026",
        "12.3.126",
        "²3.3.2026",
        "1" * 5000,
        "12:30",
    ],
)
def test_the_impossible_is_no_date(text: str) -> None:
    assert read_date(text, TODAY) is None


def test_dates_are_shown_in_both_languages() -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    day = at.date()
    assert [short(day), short(day, "en")] == ["24.11.", "24 Nov"]
    assert [with_year(day), with_year(day, "en")] == ["24.11.2026", "24 Nov 2026"]
    assert [with_weekday(day), with_weekday(day, "en")] == ["Di 24.11.", "Tue 24 Nov"]
    assert [moment(at, BERLIN), moment(at, BERLIN, "en")] == ["Di 24.11., 10:00", "Tue 24 Nov, 10:00"]
    assert clock(at.replace(hour=8, minute=5), BERLIN) == "9:05"


def test_a_moment_is_shown_on_the_day_it_has_locally() -> None:
    assert moment(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), BERLIN) == "So 29.3., 0:30"
    assert moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), BERLIN) == "So 29.3., 3:30"
    assert moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN) == "So 25.10., 2:30"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: date, today: date) -> None:
    assert read_date(with_year(day), today) == day
    assert read_date(day.isoformat(), today) == day
    past, future = read_date(short(day), today, "past"), read_date(short(day), today, "future")
    assert past is not None
    assert future is not None
    assert past <= today <= future
    assert short(past) == short(future) == short(day)
    assert read_date(short(day), today) in (past, future)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text, TODAY)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.3.2026", "2026-03-12"),
        ("24.11.2012", "2012-11-24"),
        ("23.11.2012", None),
        ("15.3.1984", None),
        ("1984-03-15", None),
        ("gestern", "2026-11-22"),
        ("irgendwann", None),
    ],
)
def test_a_day_so_long_ago_is_a_birthday_and_answers_nothing(text: str, day: str | None) -> None:
    read = read_recent(text, TODAY, "past")
    assert read == (None if day is None else date.fromisoformat(day))
