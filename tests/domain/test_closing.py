"""What a closing ends, as the history keeps it."""

from datetime import UTC, datetime

from domain.model.case import Event, EventKind
from domain.model.closing import Before
from domain.model.ids import CaseId, ReferralId
from domain.model.timers import Timer, TimerKind

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_what_an_undo_needs_survives_the_history() -> None:
    timer = Timer(
        kind=TimerKind.PROMISE_DAY,
        subject=3,
        state="2026-11-24",
        due_at=AT,
        dedupe="promise_day:3",
        case_id=CaseId(7),
    )
    before = Before(settled=(ReferralId(3), ReferralId(4)), withdrawn=(), timers=(timer,))
    event = Event(case_id=CaseId(7), kind=EventKind.CLOSED, facts=before.facts(), happened_at=AT)
    assert Before.of(event) == before


def test_a_closing_that_ended_nothing_puts_nothing_back() -> None:
    event = Event(case_id=CaseId(7), kind=EventKind.CLOSED, facts={"outcome": "E1"}, happened_at=AT)
    assert Before.of(event) == Before(settled=(), withdrawn=(), timers=())
