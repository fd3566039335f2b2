"""Deadlines as a calendar file. Calendars reach clouds and lock screens: a title says "Frist" and a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self

from icalendar import Alarm, Calendar, Event

from domain.model.deadlines.engine import Deadline
from domain.model.deadlines.explanation import DISCLAIMER
from handlers.message import File

FILE_NAME: Final = "Frist.ics"
TITLE: Final = "Frist"
TEMPLATE: Final = "calendar"
ALARM_DAYS: Final = (14, 7, 3, 1, 0)
"""Calendar days before the safe day, in the morning; the bot's own reminders count working days."""

_MORNING: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deadline: the safe day, on which it is entered, and the last one."""

    safe_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file is drawn from: no kind of deadline, nothing but days and perhaps a code."""

    made_at: datetime
    code: str
    entries: tuple[Entry, ...]

    def pack(self) -> str:
        days = " ".join(f"{one.safe_on.isoformat()}/{one.ends_on.isoformat()}" for one in self.entries)
        return f"{self.made_at.isoformat()}|{self.code}|{days}"

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Raises ValueError for what `pack` has not made."""
        made_at, code, days = text.split("|")
        pairs = (one.split("/") for one in days.split())
        entries = tuple(
            Entry(safe_on=date.fromisoformat(safe), ends_on=date.fromisoformat(last)) for safe, last in pairs
        )
        return cls(made_at=datetime.fromisoformat(made_at), code=code, entries=entries)


def to_keep(found: Iterable[Deadline]) -> list[Entry]:
    """What somebody has to keep: no other count of the same deadline, nothing for information alone."""
    kept = [one for one in found if not (one.rule.is_variant or one.rule.is_information)]
    return [Entry(safe_on=one.safe_on, ends_on=one.ends_on) for one in kept]


def calendar_of(made_at: datetime, entries: Iterable[Entry], code: str = "") -> File:
    """The file to be sent. `code` is that of the case, if there is one."""
    subject = Sheet(made_at=made_at, code=code, entries=tuple(entries)).pack()
    return File(kind="document", template=TEMPLATE, subject=subject, name=FILE_NAME)


def calendar_ics(subject: str) -> bytes:
    """Draw the file: an all-day entry on each safe day, alarms before it, the disclaimer in every entry."""
    sheet = Sheet.unpack(subject)
    calendar = Calendar()
    calendar.add("prodid", "-//Kurze Wege//Fristen//DE")
    calendar.add("version", "2.0")
    for number, entry in enumerate(sheet.entries, start=1):
        calendar.add_component(_event(sheet, entry, number))
    return bytes(calendar.to_ical())


def _event(sheet: Sheet, entry: Entry, number: int) -> Event:
    title = f"{TITLE} {sheet.code}".strip()
    event = Event()
    event.add("uid", f"{sheet.code or 'frist'}-{entry.safe_on.isoformat()}-{number}@kurze-wege")
    event.add("dtstamp", sheet.made_at)
    event.add("dtstart", entry.safe_on)
    event.add("dtend", entry.safe_on + timedelta(days=1))
    event.add("summary", title)
    event.add("description", DISCLAIMER)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days in ALARM_DAYS:
        event.add_component(_alarm(title, days))
    return event


def _alarm(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm
