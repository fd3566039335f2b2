"""The ladder: every step with every reason to skip it, delays by urgency, people who are away."""

from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.calendar import WorkCalendar
from domain.model.case import Step
from domain.model.ids import ChatId, PersonId
from domain.model.ladder import Skip, Target, Way, due_at, next_call_at, next_step
from domain.model.urgency import Urgency

BERLIN = ZoneInfo("Europe/Berlin")
NETWORK = WorkCalendar()
STEPS = tuple(Step)
RED, ORANGE, YELLOW, GREEN = Urgency


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


MONDAY = local("2026-11-23T10:00")


def target(step: Step, *, skip: Skip | None = None, days: frozenset[int] | None = None) -> Target:
    """Somebody at `step`, another person at each, who works on `days` (Monday is 0)."""
    works = None if days is None else NETWORK.of_person(days)
    if step is Step.GROUP:
        return Target(step=step, way=Way.GROUP, chat=ChatId(-1), skip=skip, works=works)
    return Target(step=step, person=PersonId(STEPS.index(step)), skip=skip, works=works)


EVERYBODY = [target(step) for step in STEPS]


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (RED, "2026-11-23T14:00"),
        (ORANGE, "2026-11-24T10:00"),
        (YELLOW, "2026-11-25T10:00"),
        (GREEN, "2026-11-30T10:00"),
    ],
)
def test_a_step_lasts_as_long_as_the_urgency_allows(urgency: Urgency, due: str) -> None:
    for step in (Step.CONTACT, Step.DEPUTY, Step.GROUP):
        assert due_at(step, MONDAY, urgency, NETWORK) == local(due)
    assert due_at(Step.COORDINATOR, MONDAY, urgency, NETWORK) == local("2026-11-24T10:00")


@pytest.mark.parametrize(
    ("after", "following"),
    [
        (None, "contact"),
        ("contact", "deputy"),
        ("deputy", "group"),
        ("group", "coordinator"),
        ("coordinator",) * 2,
    ],
)
def test_steps_follow_each_other_and_the_last_repeats(after: str | None, following: str) -> None:
    decision = next_step(None if after is None else Step(after), EVERYBODY, MONDAY, ORANGE, NETWORK)
    assert (decision.step, decision.skipped) == (following, ())
    assert decision.target == target(Step(following))
    assert decision.begins_at == MONDAY
    assert decision.due_at == local("2026-11-24T10:00")


def test_every_pattern_of_skipped_steps() -> None:
    reasons = (None, Skip.EMPTY, Skip.ABSENT, Skip.UNREACHABLE, Skip.PROTECTED)
    for pattern in product(reasons, repeat=3):
        targets = [target(step, skip=skip) for step, skip in zip(STEPS, (*pattern, None), strict=True)]
        decision = next_step(None, targets, MONDAY, RED, NETWORK)
        first = next((place for place, skip in enumerate(pattern) if skip is None), 3)
        assert decision.step is STEPS[first]
        assert decision.target == targets[first]
        assert decision.skipped == tuple(zip(STEPS[:first], pattern[:first], strict=True))


def test_a_missing_target_is_an_empty_step() -> None:
    decision = next_step(None, [target(Step.GROUP)], MONDAY, RED, NETWORK)
    assert decision.step is Step.GROUP
    assert decision.skipped == ((Step.CONTACT, Skip.EMPTY), (Step.DEPUTY, Skip.EMPTY))


@pytest.mark.parametrize("skip", [None, Skip.ABSENT, Skip.UNREACHABLE])
def test_the_coordinator_is_never_skipped(skip: Skip | None) -> None:
    targets = [] if skip is None else [target(Step.COORDINATOR, skip=skip)]
    decision = next_step(Step.GROUP, targets, MONDAY, RED, NETWORK)
    assert (decision.step, decision.target, decision.skipped) == (Step.COORDINATOR, None, ())
    assert decision.due_at == local("2026-11-24T10:00")


def test_nobody_is_asked_twice_in_a_row_under_two_names() -> None:
    same = PersonId(0)
    targets = [
        target(Step.CONTACT),
        Target(step=Step.DEPUTY, person=same),
        Target(step=Step.COORDINATOR, person=same),
    ]
    decision = next_step(Step.CONTACT, targets, MONDAY, ORANGE, NETWORK)
    assert decision.skipped == ((Step.DEPUTY, Skip.SAME_PERSON), (Step.GROUP, Skip.EMPTY))
    assert decision.target == targets[2]


MONDAYS, TUESDAYS, FRIDAYS = frozenset({0}), frozenset({1}), frozenset({4})


@pytest.mark.parametrize(
    ("now", "urgency", "days", "step", "span"),
    [
        ("2026-11-23T10:00", RED, MONDAYS, "contact", ("2026-11-23T10:00", "2026-11-23T14:00")),
        ("2026-11-23T10:00", RED, TUESDAYS, "deputy", ("2026-11-23T10:00", "2026-11-23T14:00")),
        ("2026-11-23T22:00", RED, TUESDAYS, "contact", ("2026-11-23T22:00", "2026-11-24T12:00")),
        ("2026-11-28T10:00", RED, MONDAYS, "contact", ("2026-11-28T10:00", "2026-11-30T12:00")),
        ("2026-11-28T10:00", RED, TUESDAYS, "deputy", ("2026-11-28T10:00", "2026-11-30T12:00")),
        ("2026-11-23T10:00", ORANGE, TUESDAYS, "contact", ("2026-11-24T08:00", "2026-11-25T08:00")),
        ("2026-11-23T10:00", ORANGE, FRIDAYS, "deputy", ("2026-11-23T10:00", "2026-11-24T10:00")),
        ("2026-11-23T20:00", ORANGE, TUESDAYS, "contact", ("2026-11-24T08:00", "2026-11-25T08:00")),
        ("2026-11-23T10:00", YELLOW, FRIDAYS, "deputy", ("2026-11-23T10:00", "2026-11-25T10:00")),
        ("2026-11-23T10:00", GREEN, FRIDAYS, "contact", ("2026-11-27T08:00", "2026-12-04T08:00")),
        (
            "2026-12-24T17:00",
            ORANGE,
            frozenset(range(5)),
            "contact",
            ("2026-12-24T17:00", "2026-12-29T08:00"),
        ),
    ],
)
def test_people_who_work_again_too_late_are_skipped_at_once(
    now: str, urgency: Urgency, days: frozenset[int], step: str, span: tuple[str, str]
) -> None:
    targets = [target(Step.CONTACT, days=days), target(Step.DEPUTY)]
    decision = next_step(None, targets, local(now), urgency, NETWORK)
    assert decision.step == step
    assert (decision.begins_at, decision.due_at) == (local(span[0]), local(span[1]))
    assert decision.skipped == (() if step == "contact" else ((Step.CONTACT, Skip.AWAY_TOO_LONG),))


def test_a_call_waits_for_nothing_and_is_repeated_on_the_next_working_morning() -> None:
    call = Target(step=Step.CONTACT, way=Way.CALL, person=PersonId(9))
    decision = next_step(None, [call], local("2026-11-23T19:00"), ORANGE, NETWORK)
    assert (decision.target, decision.begins_at) == (call, local("2026-11-23T19:00"))
    assert next_call_at(local("2026-11-23T11:00"), NETWORK) == local("2026-11-24T08:00")
    assert next_call_at(local("2026-12-24T11:00"), NETWORK) == local("2026-12-28T08:00")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(list(Urgency)),
    st.sampled_from([None, *Step]),
    st.lists(st.frozensets(st.integers(0, 4), min_size=1), min_size=4, max_size=4),
)
def test_the_ladder_always_ends_and_never_in_the_past(
    now: datetime, urgency: Urgency, after: Step | None, days: list[frozenset[int]]
) -> None:
    targets = [target(step, days=own) for step, own in zip(STEPS, days, strict=True)]
    decision = next_step(after, targets, now, urgency, NETWORK)
    assert now <= decision.begins_at < decision.due_at
    assert decision.step is Step.COORDINATOR or decision.target is not None
    assert len(decision.skipped) < 4
