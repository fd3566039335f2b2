"""Aftercare: windows that survive short months, and every answer with what follows from it."""

from datetime import UTC, date, datetime
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.aftercare import (
    FollowUp,
    HelpAnswer,
    LandlordAnswer,
    Meaning,
    Result,
    Tells,
    Window,
    ask_on,
    bring_forward,
    contradicts,
    help_meaning,
    landlord_meaning,
    later_at,
    not_reached_again_at,
    plan,
    reminders_at,
    yearly,
)
from domain.model.calendar import WorkCalendar

BERLIN = ZoneInfo("Europe/Berlin")
NETWORK = WorkCalendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def spans(windows: tuple[Window, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (each.horizon.value, str(each.opens_on), str(each.target_on), str(each.closes_on)) for each in windows
    ]


def test_the_plan_of_an_ordinary_case() -> None:
    assert spans(plan(date(2026, 11, 24))) == [
        ("days_14", "2026-12-06", "2026-12-08", "2026-12-13"),
        ("months_1", "2026-12-21", "2026-12-24", "2026-12-31"),
        ("months_3", "2027-02-17", "2027-02-24", "2027-03-10"),
        ("months_6", "2027-05-10", "2027-05-24", "2027-06-14"),
        ("months_12", "2027-11-10", "2027-11-24", "2027-12-15"),
        ("months_24", "2028-11-10", "2028-11-24", "2028-12-15"),
    ]


@pytest.mark.parametrize(
    ("ended_on", "targets"),
    [
        (
            date(2026, 8, 31),
            ["2026-09-14", "2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31", "2028-08-31"],
        ),
        (
            date(2027, 8, 31),
            ["2027-09-14", "2027-09-30", "2027-11-30", "2028-02-29", "2028-08-31", "2029-08-31"],
        ),
        (
            date(2028, 2, 29),
            ["2028-03-14", "2028-03-29", "2028-05-29", "2028-08-29", "2029-02-28", "2030-02-28"],
        ),
    ],
)
def test_short_months_and_leap_days(ended_on: date, targets: list[str]) -> None:
    assert [str(each.target_on) for each in plan(ended_on)] == targets


def test_the_yearly_sign_goes_on_after_the_plan() -> None:
    assert spans((yearly(date(2024, 2, 29), 3),)) == [("yearly", "2027-02-14", "2027-02-28", "2027-03-21")]
    assert yearly(date(2024, 2, 29), 4).target_on == date(2028, 2, 29)
    with pytest.raises(ValueError, match="third year"):
        yearly(date(2024, 2, 29), 2)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_windows_hold_their_target_are_asked_on_working_days_and_keep_their_order(ended_on: date) -> None:
    windows = plan(ended_on)
    for window in windows:
        assert window.opens_on < window.target_on < window.closes_on
        asked = ask_on(window, NETWORK)
        assert window.opens_on <= asked <= window.closes_on
        assert NETWORK.is_working_day(asked)
    assert all(early.closes_on < late.opens_on for early, late in pairwise(windows))
    assert windows[-1].closes_on < yearly(ended_on, 3).opens_on


@pytest.mark.parametrize(
    ("ended_on", "asked"),
    [
        (date(2026, 11, 24), "2026-12-08"),  # a Tuesday
        (date(2026, 11, 21), "2026-12-04"),  # target Saturday: the Friday before
        (date(2026, 11, 22), "2026-12-04"),  # target Sunday: still two days before
        (date(2026, 12, 13), "2026-12-28"),  # target 27 December, 25 and 26 are holidays
    ],
)
def test_a_check_in_is_asked_on_a_working_day(ended_on: date, asked: str) -> None:
    assert str(ask_on(plan(ended_on)[0], NETWORK)) == asked


def test_a_minor_trouble_brings_the_next_window_forward_to_one_month() -> None:
    six_months = plan(date(2026, 8, 31))[3]
    assert spans((bring_forward(six_months, date(2026, 12, 1)),)) == [
        ("months_6", "2026-12-29", "2027-01-01", "2027-01-08")
    ]
    assert bring_forward(six_months, date(2027, 1, 28)) == six_months
    assert bring_forward(six_months, date(2027, 2, 10)) == six_months


STABLE, MINOR, RELAPSE = Result.STABLE, Result.MINOR, Result.RELAPSE
DIGEST, AT_ONCE = Tells.IN_DIGEST, Tells.AT_ONCE


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("all_well", Meaning(result=STABLE)),
        ("paid_late", Meaning(result=MINOR, tells_help=DIGEST)),
        ("new_arrears", Meaning(follow_up=FollowUp.ARREARS_SIZE)),
        ("arrears_under_1", Meaning(result=MINOR, tells_help=DIGEST)),
        ("arrears_1_or_more", Meaning(result=RELAPSE, tells_help=AT_ONCE)),
        ("complaints", Meaning(result=MINOR, tells_help=DIGEST)),
        ("new_notice", Meaning(result=RELAPSE, tells_help=AT_ONCE)),
        ("tenancy_ended", Meaning(result=Result.ENDED, tells_help=DIGEST, ends=True)),
        ("please_call", Meaning(tells_help=AT_ONCE, asked_again=True)),
        ("later", Meaning(asked_again=True)),
    ],
)
def test_what_a_landlord_says(answer: str, meaning: Meaning) -> None:
    assert landlord_meaning(LandlordAnswer(answer)) == meaning


@pytest.mark.parametrize(
    ("answer", "attempts", "meaning"),
    [
        ("stable", 0, Meaning(result=STABLE)),
        ("minor", 0, Meaning(result=MINOR, follow_up=FollowUp.NEED)),
        ("relapse", 0, Meaning(result=RELAPSE, follow_up=FollowUp.STAGE)),
        ("not_reached", 0, Meaning(asked_again=True)),
        ("not_reached", 1, Meaning(asked_again=True)),
        ("not_reached", 2, Meaning(result=Result.NOT_REACHED)),
        ("stable", 2, Meaning(result=STABLE)),
        ("moved", 0, Meaning(result=Result.ENDED, ends=True)),
        ("ended_on_wish", 0, Meaning(result=Result.ENDED, ends=True)),
        ("later", 0, Meaning(asked_again=True)),
    ],
)
def test_what_the_help_side_says(answer: str, attempts: int, meaning: Meaning) -> None:
    assert help_meaning(HelpAnswer(answer), attempts=attempts) == meaning


def test_no_answer_is_forgotten() -> None:
    meanings = [landlord_meaning(each) for each in LandlordAnswer] + [
        help_meaning(each) for each in HelpAnswer
    ]
    assert all(each.result or each.follow_up or each.asked_again for each in meanings)
    assert [each.reopens for each in meanings].count(True) == 3
    assert [each.brings_forward for each in meanings].count(True) == 4


def test_only_trouble_against_stable_is_a_contradiction() -> None:
    for landlord, help_side in product((None, *Result), repeat=2):
        wanted = landlord in ("minor", "relapse") and help_side == "stable"
        assert contradicts(landlord, help_side) is wanted


def test_not_reached_is_asked_again_after_three_then_five_working_days() -> None:
    at = local("2026-11-26T10:00")
    assert not_reached_again_at(1, at, NETWORK) == local("2026-12-01T10:00")
    assert not_reached_again_at(2, at, NETWORK) == local("2026-12-03T10:00")
    assert not_reached_again_at(3, at, NETWORK) is None


@pytest.mark.parametrize(
    ("postponed", "closes_on", "again"),
    [
        (0, "2026-12-13", "2026-12-11T10:00"),
        (1, "2026-12-13", "2026-12-11T10:00"),
        (2, "2026-12-13", None),
        (0, "2026-12-11", "2026-12-11T10:00"),
        (0, "2026-12-10", None),
    ],
)
def test_later_is_offered_twice_and_inside_the_window_only(
    postponed: int, closes_on: str, again: str | None
) -> None:
    wanted = None if again is None else local(again)
    assert later_at(postponed, local("2026-12-08T10:00"), date.fromisoformat(closes_on), NETWORK) == wanted


def test_reminders_stay_inside_the_window() -> None:
    asked_at = local("2026-12-08T08:00")
    first, second = local("2026-12-15T08:00"), local("2026-12-22T08:00")
    assert reminders_at(asked_at, date(2026, 12, 31), NETWORK) == (first, second)
    assert reminders_at(asked_at, date(2026, 12, 20), NETWORK) == (first, local("2026-12-18T08:00"))
    assert reminders_at(asked_at, date(2026, 12, 15), NETWORK) == (first,)
    assert reminders_at(asked_at, date(2026, 12, 13), NETWORK) == (local("2026-12-11T08:00"),)
    assert reminders_at(asked_at, date(2026, 12, 8), NETWORK) == ()
