"""A failure run: every state with every motion, step, deed and role; working days; records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import failure as model
from domain.model import failure_copy
from domain.model.calendar import WorkCalendar
from domain.model.errors import AlreadyDone, Incomplete, NotUnderstood
from domain.model.failure import (
    Decision,
    FailureRun,
    FailureStep,
    Guarantee,
    Rung,
    RunMotion,
    RunState,
    SkipWhy,
    StepState,
)
from domain.model.failure_rule import (
    LONGEST_WORKING_DAYS,
    MOST_STEPS,
    USUAL,
    Cost,
    FailureRole,
    FailureRule,
    Fallback,
    Record,
    StepRule,
    Task,
    Trigger,
)
from domain.model.ids import CaseId, PersonId

YEARS = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2030-01-01")
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
PETRA = PersonId(1)
S, M, T = RunState, RunMotion, StepState

TABLE: dict[RunState, dict[RunMotion, RunState]] = {
    S.PROPOSED: {M.CONFIRM: S.RUNNING, M.DISMISS: S.DISMISSED},
    S.RUNNING: {M.END: S.ENDED, M.RETURN: S.RETURNED},
    S.ENDED: {M.TAKE_BACK: S.RUNNING},
    S.RETURNED: {},
    S.DISMISSED: {},
}


def run(state: RunState = S.RUNNING, **facts: Any) -> FailureRun:
    made = FailureRun(id=3, case_id=CaseId(1), trigger=None, state=state, begun_at=NOON, started_at=NOON)
    return replace(made, **facts)


def step(state: StepState = T.OPEN, **facts: Any) -> FailureStep:
    """The second step: the household is seen by the help side, by Thursday."""
    made = FailureStep(
        id=7,
        run=3,
        case_id=CaseId(1),
        number=2,
        task=Task.SEE_HOUSEHOLD,
        role=FailureRole.HELP,
        record=Record.REACHED,
        mandatory=True,
        in_order=False,
        due_at=NOON + timedelta(days=3),
        state=state,
    )
    return replace(made, **facts)


@pytest.mark.parametrize(("state", "motion"), list(product(RunState, RunMotion)))
def test_every_state_with_every_motion(state: RunState, motion: RunMotion) -> None:
    becomes = TABLE[state].get(motion)
    if becomes is None:
        with pytest.raises(AlreadyDone):
            model.moved(run(state), motion)
    else:
        assert model.moved(run(state), motion).state is becomes


# Steps: state x deed x role


DEEDS: dict[str, tuple[Any, StepState]] = {
    "done": (lambda one: model.done(one, (one,), "reached", PETRA, NOON), T.DONE),
    "tried": (lambda one: model.tried(one, NOON), T.OPEN),
    "skipped": (lambda one: model.skipped(one, SkipWhy.NOT_NEEDED, PETRA, NOON), T.SKIPPED),
    "taken_back": (model.taken_back, T.OPEN),
    "lapsed": (model.lapsed, T.LAPSED),
}
ALLOWED: dict[StepState, set[str]] = {
    T.OPEN: {"done", "tried", "skipped", "lapsed"},
    T.DONE: {"taken_back"},
    T.SKIPPED: {"taken_back"},
    T.LAPSED: set(),
}


@pytest.mark.parametrize(("state", "deed"), list(product(StepState, DEEDS)))
def test_every_step_with_every_deed(state: StepState, deed: str) -> None:
    do, becomes = DEEDS[deed]
    if deed in ALLOWED[state]:
        assert do(step(state)).state is becomes
    elif deed == "lapsed":
        assert do(step(state)).state is state
    else:
        with pytest.raises(AlreadyDone):
            do(step(state))


@pytest.mark.parametrize(("wanted", "acting"), list(product(FailureRole, FailureRole)))
def test_a_step_is_its_roles_and_the_coordinators(wanted: FailureRole, acting: FailureRole) -> None:
    allowed = acting is wanted or acting is FailureRole.COORDINATOR
    assert model.may_settle(step(role=wanted), {acting}) is allowed


def test_whoever_has_no_role_settles_nothing() -> None:
    assert not any(model.may_settle(step(role=one), ()) for one in FailureRole)


FITS: dict[Record, tuple[str, ...]] = {
    Record.DONE: ("done",),
    Record.REACHED: ("reached",),
    Record.DECISION: ("go_on", "go_on_otherwise", "new_home", "tenancy_ends"),
    Record.FALLBACK: tuple(one.value for one in Fallback),
}


@pytest.mark.parametrize(
    ("record", "result"), list(product(Record, sorted({one for fitting in FITS.values() for one in fitting})))
)
def test_what_must_be_recorded_is_recorded(record: Record, result: str) -> None:
    one = step(record=record, task=Task.DECIDE)
    if result in FITS.get(record, ()):
        assert model.done(one, (one,), result, PETRA, NOON).result == result
    else:
        with pytest.raises(NotUnderstood):
            model.done(one, (one,), result, PETRA, NOON)


def test_a_day_is_a_day_and_resting_has_its_own_words() -> None:
    day = step(record=Record.DAY)
    assert model.done(day, (day,), "2026-11-30", PETRA, NOON).result == "2026-11-30"
    with pytest.raises(NotUnderstood):
        model.done(day, (day,), "soon", PETRA, NOON)
    hold = step(record=Record.DECISION, task=Task.HOLD_STEPS)
    assert model.done(hold, (hold,), Decision.HELD, PETRA, NOON).result == "held"
    with pytest.raises(NotUnderstood):
        model.done(hold, (hold,), Decision.GO_ON, PETRA, NOON)


def test_a_second_tap_within_a_minute_is_no_second_try() -> None:
    once = model.tried(step(record=Record.REACHED), NOON)
    with pytest.raises(AlreadyDone):
        model.tried(once, NOON + timedelta(seconds=59))
    assert model.tried(once, NOON + timedelta(seconds=60)).tries == 2


def test_only_who_can_be_reached_is_tried() -> None:
    with pytest.raises(NotUnderstood):
        model.tried(step(record=Record.DONE), NOON)


def test_order_waits_for_the_step_before_and_for_no_other() -> None:
    first, second = step(number=1), step(number=2, in_order=True)
    with pytest.raises(Incomplete):
        model.done(second, (first, second), "reached", PETRA, NOON)
    for state in (T.DONE, T.SKIPPED):
        assert model.waits_for(second, (replace(first, state=state), second)) is None
    assert model.waits_for(replace(second, in_order=False), (first, second)) is None
    assert model.waits_for(replace(first, in_order=True), (first, second)) is None
    assert model.skipped(second, SkipWhy.NOT_NEEDED, PETRA, NOON).state is T.SKIPPED


def test_on_time_is_what_was_done_by_then() -> None:
    at = step().due_at
    assert step(T.DONE, settled_at=at).on_time
    assert not step(T.DONE, settled_at=at + timedelta(seconds=1)).on_time
    assert not step(T.SKIPPED, settled_at=at).on_time


def test_only_what_is_mandatory_and_open_stands_in_the_way() -> None:
    steps = (step(), step(T.DONE), step(mandatory=False), step(T.SKIPPED))
    assert model.mandatory_open(steps) == (steps[0],)


@pytest.mark.parametrize("role", FailureRole)
def test_the_ladder_ends_with_the_coordinator(role: FailureRole) -> None:
    rung, climbed = Rung.AHEAD, [Rung.AHEAD]
    for _ in range(4):
        rung = model.next_rung(rung, role)
        climbed.append(rung)
    deputy = [] if role is FailureRole.COORDINATOR else [Rung.DEPUTY]
    expected = [Rung.AHEAD, Rung.DUE, *deputy, Rung.COORDINATOR, Rung.COORDINATOR, Rung.COORDINATOR]
    assert climbed == expected[:5]


# The plan


def test_the_usual_rule_in_working_days() -> None:
    """From Monday noon: a working day is the same time on the next one, whatever weekend lies between."""
    planned = model.plan(run(), USUAL, WorkCalendar())
    days = [one.due_at.date() for one in planned]
    assert days == [date(2026, 11, 24)] * 2 + [date(2026, 11, 26)] * 2 + [
        date(2026, 11, 30),
        date(2026, 12, 2),
        date(2026, 12, 7),
    ]
    assert [one.number for one in planned] == list(range(1, 8))
    assert [one.calls for one in planned] == [FailureRole.LANDLORD, *[None] * 6]


def test_the_first_call_has_hours_of_its_own() -> None:
    quick = replace(USUAL, first_call_hours=2)
    first, second, *_ = model.plan(run(), quick, WorkCalendar())
    assert first.due_at == NOON + timedelta(hours=2)
    assert second.due_at == NOON + timedelta(days=1)


STEPS = st.builds(
    StepRule,
    task=st.sampled_from(Task),
    role=st.sampled_from(FailureRole),
    within_days=st.integers(0, LONGEST_WORKING_DAYS),
    record=st.sampled_from(Record),
    mandatory=st.booleans(),
    in_order=st.booleans(),
)
RULES = st.builds(
    FailureRule,
    triggers=st.frozensets(st.sampled_from(Trigger)),
    lost_after_tries=st.integers(1, 10),
    first_call=st.sampled_from(FailureRole),
    first_call_hours=st.integers(1, 40),
    steps=st.lists(STEPS, max_size=MOST_STEPS).map(tuple),
    guarantee_hours=st.integers(1, 40),
    fallback=st.sampled_from(Fallback),
    costs=st.dictionaries(st.sampled_from(Cost), st.sampled_from(FailureRole)),
    review_days=st.integers(1, LONGEST_WORKING_DAYS),
)


@given(RULES)
def test_the_copy_of_a_rule_is_the_rule(rule: FailureRule) -> None:
    assert failure_copy.read(failure_copy.kept(rule)) == rule


@given(RULES, st.datetimes(*YEARS, timezones=st.just(UTC)))
def test_no_step_is_due_before_the_start_nor_on_a_free_day(rule: FailureRule, start: datetime) -> None:
    calendar = WorkCalendar()
    for one in model.plan(run(started_at=start), rule, calendar):
        assert one.due_at >= start
        assert calendar.is_working_day(calendar.local(one.due_at).date())


# The guarantee


def test_a_guarantee_is_in_time_or_late_and_open_until_it_is_kept() -> None:
    given_ = Guarantee(run=3, case_id=CaseId(1), asked_at=NOON, due_at=NOON + timedelta(hours=8))
    assert given_.is_open
    assert replace(given_, broken_at=NOON).is_open
    assert not replace(given_, dropped=True).is_open
    kept = replace(given_, kept_at=given_.due_at)
    assert (kept.is_open, kept.in_time) == (False, True)
    assert not replace(kept, kept_at=given_.due_at + timedelta(seconds=1)).in_time
