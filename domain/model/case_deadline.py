"""A deadline of a case: computed from a dated event, kept until somebody says how it was met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.ids import CaseId, PersonId
from domain.model.stage import NoticeKind, Stage

SCHONFRIST: Final = "schonfrist"
REMINDED_BEFORE: Final = (14, 7, 3, 1, 0)
"""Working days before the safe day; 0 is the morning of it."""

HEARD_BY_DAYS: Final = 3
"""From here on the coordinators hear of a deadline to which nobody has reacted."""


class DeadlineState(StrEnum):
    """`DROPPED`: the date was corrected, or a later stage has overtaken it."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Met(StrEnum):
    """How a deadline was met; a code, since free text would invite names."""

    PAID = "paid"
    TAKEN_OVER = "taken_over"
    FILED = "filed"
    BY_LAWYER = "by_lawyer"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeadline:
    """`event` and `kind` are keys of the table of rules. `stage` started it; None: entered by hand.

    Reminders hang on `safe_on`. `heard_by` has said that they see to it. `uncertain`: the event's day is not
    sure.
    """

    id: int = 0
    case_id: CaseId
    stage: Stage | None = None
    event: str
    event_on: date
    kind: str
    ends_on: date
    safe_on: date
    uncertain: bool = False
    state: DeadlineState = DeadlineState.OPEN
    heard_by: PersonId | None = None
    heard_at: datetime | None = None
    how: Met | None = None
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    entered_by: PersonId | None = None
    entered_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state is DeadlineState.OPEN


Dated = tuple[str, date]


def started_by(stage: Stage, on: date | None, notice: NoticeKind | None) -> tuple[Dated, ...]:
    """The events with which a stage reached on this day starts deadlines; none without a day.

    An ordinary notice alone has an end of tenancy; of a title nobody has said yet which one it is, so both
    ways to contest one are kept in mind until somebody says which is not needed.
    """
    if on is None:
        return ()
    if stage is Stage.NOTICE and notice is NoticeKind.EXTRAORDINARY:
        return ()
    return tuple((event, on) for event in _EVENTS.get(stage, ()))


_EVENTS: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.NOTICE: ("kuendigung_zugang",),
    Stage.SUIT: ("klage_zugestellt",),
    Stage.TITLE: ("vu_zugestellt", "urteil_zugestellt"),
    Stage.EVICTION_DATE: ("raeumungstermin",),
    Stage.EVICTED: ("raeumung_durchgefuehrt",),
}

SERVED: Final = frozenset({Stage.SUIT, Stage.TITLE})
"""Stages that begin with a letter of the court: its day stands on the household's envelope."""

_OVERTAKEN: Final[Mapping[str, Stage]] = {
    "verteidigungsanzeige": Stage.TITLE,
    "klageerwiderung_min": Stage.TITLE,
    "vollstreckungsschutz_765a": Stage.EVICTED,
}


def outlives(deadline: CaseDeadline, stage: Stage) -> bool:
    """Whether an open deadline of another stage still matters at this one.

    What was entered by hand stays. Going back to an earlier stage takes the later one's deadlines with it;
    going on leaves them, unless the new stage has overtaken them: the Schonfrist runs on after a judgment.
    """
    if deadline.stage is None:
        return True
    end = _OVERTAKEN.get(deadline.kind)
    return stage.reached(deadline.stage) and (end is None or not stage.reached(end))


def ways_to_meet(kind: str) -> tuple[Met, ...]:
    """How a deadline of this kind can have been met."""
    if kind == SCHONFRIST:
        return (Met.PAID, Met.TAKEN_OVER, Met.NOT_NEEDED)
    return (Met.FILED, Met.BY_LAWYER, Met.NOT_NEEDED)


def reminder_days(safe_on: date, calendar: WorkCalendar) -> dict[date, int]:
    """On which days before the safe one somebody is reminded, with the working days that are left."""
    found: dict[date, int] = {}
    day, left = calendar.last_working_day(safe_on), 0
    while left <= REMINDED_BEFORE[0]:
        if left in REMINDED_BEFORE:
            found[day] = left
        day, left = calendar.previous_working_day(day), left + 1
    return found


def next_reminder(safe_on: date, after: date, calendar: WorkCalendar) -> date | None:
    """The first day of reminding later than `after`."""
    return min((day for day in reminder_days(safe_on, calendar) if day > after), default=None)


def grace_left(open_deadlines: tuple[CaseDeadline, ...], today: date) -> int | None:
    """Calendar days of a running Schonfrist until its safe day, 0 beyond that; None where none runs."""
    running = [one for one in open_deadlines if one.kind == SCHONFRIST and one.ends_on >= today]
    return min((max((one.safe_on - today).days, 0) for one in running), default=None)
