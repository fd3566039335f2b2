"""Timers: one row a dedupe key, due by one look at an index."""

from datetime import datetime, timedelta
from time import perf_counter

import pytest

from domain.model.ids import CaseId
from domain.model.timers import Timer, TimerKind
from storage.table import moment_text
from storage.work import SqliteWork
from tests.storage.empty import NOW

HOUR = timedelta(hours=1)


def timer(due_at: datetime = NOW, dedupe: str = "one", **facts: object) -> Timer:
    return Timer(due_at=due_at, kind=TimerKind.AUDIT, subject=1, dedupe=dedupe, **facts)  # type: ignore[arg-type]


def test_setting_it_again_moves_it(work: SqliteWork) -> None:
    work.timers.set(timer(NOW))
    work.timers.set(timer(NOW + HOUR, state="later"))
    (moved,) = work.timers.where("1")
    assert (moved.due_at, moved.state) == (NOW + HOUR, "later")


def test_keeping_it_leaves_one_that_runs(work: SqliteWork) -> None:
    work.timers.keep(timer(NOW))
    work.timers.keep(timer(NOW + HOUR))
    assert work.timers.next_due() == NOW


def test_what_is_due_is_taken_once(work: SqliteWork) -> None:
    work.timers.set(timer(NOW, state="as it was"))
    (identity,) = work.timers.due(NOW, 9)
    assert work.timers.take(identity, NOW - timedelta(microseconds=1)) is None
    taken = work.timers.take(identity, NOW)
    assert taken is not None
    assert (taken.id, taken.state) == (identity, "as it was")
    assert work.timers.take(identity, NOW) is None


def test_the_oldest_come_first_and_not_before_they_are_due(work: SqliteWork) -> None:
    for hours in (3, 1, 2, 0):
        work.timers.set(timer(NOW + hours * HOUR, f"{hours}"))
    due = [work.timers.get(one) for one in work.timers.due(NOW + 2 * HOUR, 9)]
    assert [one.dedupe for one in due if one] == ["0", "1", "2"]
    assert len(work.timers.due(NOW + 2 * HOUR, 2)) == 2
    assert work.timers.due(NOW - timedelta(microseconds=1), 9) == ()


def test_a_cancelled_one_is_gone(work: SqliteWork) -> None:
    work.timers.set(timer())
    work.timers.cancel("one")
    assert work.timers.running("one") is None
    assert work.timers.next_due() is None


def test_a_cases_timers_are_cancelled_by_kind(work: SqliteWork) -> None:
    work.connection.execute("PRAGMA foreign_keys = OFF")
    for number, kind in enumerate((TimerKind.STEP_ENDS, TimerKind.CASE_REVIEW, TimerKind.PROMISE_DAY)):
        work.timers.set(Timer(due_at=NOW, kind=kind, subject=1, case_id=CaseId(1), dedupe=f"{number}"))
    work.timers.set(timer())
    work.timers.cancel_case(CaseId(1), TimerKind.STEP_ENDS, TimerKind.PROMISE_DAY)
    assert [one.kind for one in work.timers.of_case(CaseId(1))] == [TimerKind.CASE_REVIEW]
    work.timers.cancel_case(CaseId(1))
    assert work.timers.of_case(CaseId(1)) == ()
    assert work.timers.running("one") is not None


def test_held_ones_wait_for_somebody_to_decide(work: SqliteWork) -> None:
    work.timers.set(timer())
    work.connection.execute("UPDATE timers SET held = 1")
    assert (work.timers.due(NOW, 9), work.timers.next_due(), work.timers.held()) == ((), None, 1)
    assert work.timers.release_held() == 1
    assert len(work.timers.due(NOW, 9)) == 1


def test_a_damaged_one_stops_no_look_and_can_be_put_off(work: SqliteWork) -> None:
    work.timers.set(timer())
    work.connection.execute("UPDATE timers SET kind = 'of another version'")
    (damaged,) = work.timers.due(NOW, 9)
    work.timers.put_off(damaged, NOW + HOUR)
    assert work.timers.due(NOW, 9) == ()
    assert work.timers.next_due() == NOW + HOUR


def test_a_look_over_a_hundred_thousand_is_one_look_at_an_index(work: SqliteWork) -> None:
    work.connection.execute("BEGIN")
    work.connection.executemany(
        "INSERT INTO timers (due_at, kind, subject, state, dedupe) VALUES (?, 'audit', 1, '', ?)",
        ((moment_text(NOW + number * timedelta(minutes=1)), str(number)) for number in range(1, 100_001)),
    )
    work.connection.execute("COMMIT")
    started = perf_counter()
    assert work.timers.due(NOW, 64) == ()
    assert work.timers.next_due() == NOW + timedelta(minutes=1)
    assert perf_counter() - started < 0.05


@pytest.mark.parametrize("damage", ["", "0", "2026", "2026-11-23", "2026-11-22T99:00:00.000000Z"])
def test_a_damaged_due_time_is_looked_at_now_and_stops_nothing(work: SqliteWork, damage: str) -> None:
    work.timers.set(timer(NOW + HOUR))
    work.timers.set(timer(NOW + HOUR, "damaged"))
    work.connection.execute("UPDATE timers SET due_at = ? WHERE dedupe = 'damaged'", (damage,))
    assert work.timers.next_due() == NOW
    (due,) = work.timers.due(NOW, 9)
    with pytest.raises(ValueError, match=r"."):
        work.timers.get(due)
    work.timers.put_off(due, NOW + HOUR)
    assert work.timers.next_due() == NOW + HOUR


def test_a_damaged_due_time_in_the_future_is_no_reason_to_wake(work: SqliteWork) -> None:
    work.timers.set(timer())
    work.connection.execute("UPDATE timers SET due_at = 'soon'")
    assert work.timers.next_due() is None
