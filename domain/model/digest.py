"""The daily digest and the weekly report: what their lines are about, and when they come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.case import Case
from domain.model.ids import PersonId

MESSAGES_A_DAY: Final = 5
"""Messages a day and person apart from red ones and notes; after these, reminders wait for the digest."""

CARDS_A_DAY: Final = 3
"""New requests a day that get a card of their own in a group; further ones come as one list."""


class About(IntEnum):
    """What a line of the digest is about, the most pressing first where nothing else decides."""

    DEADLINE = 0
    PROMISE = 1
    ANSWER = 2
    CALL = 3
    CHECK_IN = 4
    CHECK = 5
    MINOR = 6
    TENANCY_ENDED = 7
    PROOF = 8
    CONFIRM = 9
    OVERDUE = 10
    STUCK = 11
    SILENT = 12
    COMMITMENT = 13
    FAILURE_STEP = 14
    REVIEW = 15
    CHANGE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One duty of the reader. `subject` is the id of the referral, call task, check-in or responsibility.

    `until_at` sorts; a line without it has no agreed moment. `office` is named to coordinators, and where
    it is to be rung for its answer to a commitment;
    `project` is the title of the agreement whose run it is about.
    """

    about: About
    subject: int
    case: Case | None = None
    until_at: datetime | None = None
    on: date | None = None
    office: str = ""
    project: str = ""


def ordered(lines: list[Line]) -> tuple[Line, ...]:
    """Overdue and due first, then what has no moment, each by its kind."""
    return tuple(
        sorted(
            lines,
            key=lambda one: (
                one.until_at is None,
                one.until_at.timestamp() if one.until_at else 0,
                one.about,
                one.subject,
            ),
        )
    )


def digest_key(person: PersonId) -> str:
    """Under which key the digest of this person is armed."""
    return f"digest:{person}"


def digest_of_day_key(person: PersonId, day: date) -> str:
    """The one digest of a day: it is told under this key, and never twice."""
    return f"digest:{person}:{day}"


def next_digest(now: datetime, hour: int, calendar: WorkCalendar) -> datetime:
    """The next digest after `now`: at `hour` local time of one of the person's working days, never quiet."""
    day = calendar.local(now).date()
    while True:
        if calendar.is_working_day(day):
            at = calendar.next_window(calendar.moment(day, time(hour)))
            if at > now:
                return at
        day += timedelta(days=1)


def next_report(now: datetime, hour: int, calendar: WorkCalendar) -> datetime:
    """The next weekly report after `now`: Monday at `hour`, on a holiday the next working day."""
    day = calendar.local(now).date()
    monday = day - timedelta(days=day.weekday())
    while True:
        first = monday if calendar.is_working_day(monday) else calendar.next_working_day(monday)
        at = calendar.next_window(calendar.moment(first, time(hour)))
        if at > now:
            return at
        monday += timedelta(days=7)


def next_morning(now: datetime, calendar: WorkCalendar) -> datetime:
    """When the groups get their list next: at the network's opening on a working day."""
    at = calendar.moment(calendar.local(now).date(), calendar.opens)
    if at <= now or not calendar.is_working_day(calendar.local(at).date()):
        at = calendar.moment(calendar.next_working_day(calendar.local(now).date()), calendar.opens)
    return at
