"""Promises: what is offered when, by urgency, and what another move needs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import promise
from domain.model.calendar import WorkCalendar
from domain.model.promise import MoveRule, PromiseChoice, days_offered, default, moment_of, offered, rule_for
from domain.model.question import REPLIES, Question
from domain.model.urgency import Urgency

BERLIN = ZoneInfo("Europe/Berlin")
NETWORK = WorkCalendar()
TODAY, TOMORROW, THREE_DAYS = PromiseChoice


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "choice", "until"),
    [
        ("2026-11-23T09:00", TODAY, "2026-11-23T16:00"),
        ("2026-11-23T09:00", TOMORROW, "2026-11-24T12:00"),
        ("2026-11-23T09:00", THREE_DAYS, "2026-11-26T12:00"),
        ("2026-11-27T15:00", TOMORROW, "2026-11-30T12:00"),
        ("2026-11-27T15:00", THREE_DAYS, "2026-12-02T12:00"),
        ("2026-12-23T15:00", TOMORROW, "2026-12-24T12:00"),
        ("2026-12-24T15:00", TOMORROW, "2026-12-28T12:00"),
        ("2026-03-27T15:00", TOMORROW, "2026-03-30T12:00"),
        ("2026-10-23T15:00", TOMORROW, "2026-10-26T12:00"),
    ],
)
def test_when_a_choice_ends(now: str, choice: PromiseChoice, until: str) -> None:
    assert moment_of(choice, local(now), NETWORK) == local(until)


@pytest.mark.parametrize(
    ("now", "urgency", "choices"),
    [
        ("2026-11-23T09:00", Urgency.RED, (TODAY, TOMORROW)),
        ("2026-11-23T15:59", Urgency.RED, (TODAY, TOMORROW)),
        ("2026-11-23T16:00", Urgency.RED, (TOMORROW,)),
        ("2026-11-28T09:00", Urgency.RED, (TOMORROW,)),
        ("2026-11-23T09:00", Urgency.ORANGE, (TODAY, TOMORROW, THREE_DAYS)),
        ("2026-11-23T17:00", Urgency.GREEN, (TOMORROW, THREE_DAYS)),
    ],
)
def test_what_is_offered(now: str, urgency: Urgency, choices: tuple[PromiseChoice, ...]) -> None:
    assert offered(urgency, local(now), NETWORK) == choices


def test_days_are_offered_to_everybody_but_red() -> None:
    days = days_offered(Urgency.ORANGE, local("2026-12-21T09:00"), NETWORK)
    assert len(days) == promise.DAYS_OFFERED
    assert all(NETWORK.is_working_day(day) for day in days)
    assert days_offered(Urgency.RED, local("2026-12-21T09:00"), NETWORK) == ()


@given(st.integers(0, 60 * 24 * 365 * 3))
def test_every_offer_lies_ahead_and_in_order(minutes: int) -> None:
    now = local("2026-01-01T00:00") + timedelta(minutes=minutes)
    moments = [moment_of(one, now, NETWORK) for one in offered(Urgency.GREEN, now, NETWORK)]
    assert moments == sorted(moments)
    assert all(at > now for at in moments)
    assert default(now, NETWORK) in moments


@pytest.mark.parametrize(
    ("moves", "rule"),
    [
        (0, MoveRule.FREE),
        (1, MoveRule.WITH_REASON),
        (2, MoveRule.COORDINATOR_HEARS),
        (5, MoveRule.COORDINATOR_HEARS),
    ],
)
def test_what_another_move_needs(moves: int, rule: MoveRule) -> None:
    assert rule_for(moves) is rule


@pytest.mark.parametrize(("hours", "reminded"), [(3, True), (2, False), (1, False)])
def test_a_promise_for_soon_is_not_called_to_mind(hours: int, reminded: bool) -> None:
    now = local("2026-11-23T10:00")
    at = promise.reminder_at(now + timedelta(hours=hours), now)
    assert (at is not None) is reminded


def test_every_question_has_answers() -> None:
    assert set(REPLIES) == set(Question)
    assert all(len(replies) >= 2 for replies in REPLIES.values())
