"""The promise "meldet sich bis": what is offered, how often it moves, when it is called to mind.

Source: the practice paper, R9 and M4. Red urgency is offered today and tomorrow only.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.urgency import Urgency

UNTIL: Final = time(12)
UNTIL_TODAY: Final = time(16)
DAYS_OFFERED: Final = 10
"""How many working days ahead a promise may lie at most."""

REMINDER_AHEAD: Final = timedelta(hours=2)
"""How long before its hour a promise is called to mind (M4)."""

LATE: Final = timedelta(minutes=10)
"""When the bot comes later than this to a passing promise it was away: nobody could have answered."""

SILENT_WORKING_DAYS: Final = 5
"""After so many working days without a word the landlord is told that the case is being worked on."""

CORRECT_WITHIN: Final = timedelta(minutes=5)
"""Choosing the day so soon after the acceptance moves nothing: it is the first choice."""


class PromiseChoice(StrEnum):
    """[Heute bis 16:00], [Morgen bis 12:00], [In 3 Tagen]; days are working days."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"


class MoveReason(StrEnum):
    """Why a promise moves for the second time and later; the first move needs no reason."""

    HOUSEHOLD_SILENT = "household_silent"
    PAPERS_MISSING = "papers_missing"
    OTHER_OFFICE = "other_office"
    ILLNESS = "illness"


class MoveRule(StrEnum):
    """What another move needs: nothing, a coded reason, or a reason and the coordinator's eye."""

    FREE = "free"
    WITH_REASON = "with_reason"
    COORDINATOR_HEARS = "coordinator_hears"


def rule_for(moves: int) -> MoveRule:
    """What the next move needs after `moves` of them."""
    if moves == 0:
        return MoveRule.FREE
    return MoveRule.WITH_REASON if moves == 1 else MoveRule.COORDINATOR_HEARS


def on_day(day: date, calendar: WorkCalendar) -> datetime:
    """A promise for a day is one for noon."""
    return calendar.moment(day, UNTIL)


def moment_of(choice: PromiseChoice, now: datetime, calendar: WorkCalendar) -> datetime:
    """When this choice ends."""
    today = calendar.local(now).date()
    if choice is PromiseChoice.TODAY:
        return calendar.moment(today, UNTIL_TODAY)
    day = today
    for _ in range(1 if choice is PromiseChoice.TOMORROW else 3):
        day = calendar.next_working_day(day)
    return on_day(day, calendar)


def offered(urgency: Urgency, now: datetime, calendar: WorkCalendar) -> tuple[PromiseChoice, ...]:
    """What may be promised now. Today only on a working day before 16:00."""
    choices = [PromiseChoice.TOMORROW]
    if calendar.is_working_day(calendar.local(now).date()) and (
        now < moment_of(PromiseChoice.TODAY, now, calendar)
    ):
        choices.insert(0, PromiseChoice.TODAY)
    if urgency is not Urgency.RED:
        choices.append(PromiseChoice.THREE_DAYS)
    return tuple(choices)


def days_offered(urgency: Urgency, now: datetime, calendar: WorkCalendar) -> tuple[date, ...]:
    """The days for [Datum]; none at red urgency."""
    if urgency is Urgency.RED:
        return ()
    days = [calendar.next_working_day(calendar.local(now).date())]
    while len(days) < DAYS_OFFERED:
        days.append(calendar.next_working_day(days[-1]))
    return tuple(days)


def default(now: datetime, calendar: WorkCalendar) -> datetime:
    """What one tap on [Ich übernehme] promises: noon of the next working day."""
    return moment_of(PromiseChoice.TOMORROW, now, calendar)


def reminder_at(promised_at: datetime, now: datetime) -> datetime | None:
    """When M4 is due; None when the promise is so close that it would only repeat itself."""
    at = promised_at - REMINDER_AHEAD
    return at if at > now else None
