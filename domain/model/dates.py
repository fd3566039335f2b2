"""Dates as people type them in German, and as they are shown in both languages."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from domain.model.months import add_months

Direction = Literal["past", "future", "near"]
Language = Literal["de", "en"]

_RELATIVE = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober")
_MONTH_NUMBERS = {name: number for number, name in enumerate((*_MONTHS, "november", "dezember"), start=1)} | {
    "maerz": 3,
    "marz": 3,
    "mrz": 3,
    "jänner": 1,
    "sept": 9,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{2}|\d{4})?)?")
_NAMED = re.compile(r"(\d{1,2})\.?\s?([a-zäöü]{3,9})\.?(?:\s(\d{2}|\d{4}))?")
_LONGEST_INPUT = 40
LONG_AGO_YEARS = 14
"""A day this many years back is taken for a date of birth (the practice paper, P4)."""

_LEAP_CYCLE = 8  # years around today in which any existing date occurs, 29 February after 2096 too

_WEEKDAYS = {
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_date(text: str, today: date, direction: Direction = "near") -> date | None:
    """Read a typed date: "12.3.", "12.03.2026", "3. März", "2026-03-12", "gestern"; None if it is none.

    Without a year the next such day is meant for `future`, the last one for `past` (today belongs
    to both), the closest one for `near`. Two-digit years belong to this century.
    """
    plain = " ".join(text.casefold().split())
    if not plain or len(plain) > _LONGEST_INPUT:
        return None
    if plain in _RELATIVE:
        return today + timedelta(days=_RELATIVE[plain])
    if match := _ISO.fullmatch(plain):
        return _existing(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(plain):
        month = int(match[2])
    elif match := _NAMED.fullmatch(plain):
        month = _month(match[2])
    else:
        return None
    day, year = int(match[1]), match[3]
    if year is not None:
        return _existing(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _plausible(day, month, today, direction)


def read_recent(text: str, today: date, direction: Direction = "near") -> date | None:
    """Read a typed date as `read_date` does; None too for one so long ago that it is a date of birth.

    Such a day answers no question about a tenancy, and must not be kept (the practice paper, P4).
    """
    day = read_date(text, today, direction)
    return day if day is not None and day > add_months(today, -12 * LONG_AGO_YEARS) else None


def short(day: date, language: Language = "de") -> str:
    """The day without a year: "24.11." or "24 Nov"."""
    if language == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]}"
    return f"{day.day}.{day.month}."


def with_year(day: date, language: Language = "de") -> str:
    """The day with its year: "24.11.2026" or "24 Nov 2026"."""
    return f"{short(day, language)}{' ' if language == 'en' else ''}{day.year}"


def with_weekday(day: date, language: Language = "de") -> str:
    """The day with its weekday: "Di 24.11." or "Tue 24 Nov"."""
    return f"{_WEEKDAYS[language][day.weekday()]} {short(day, language)}"


def weekday_names(language: Language = "de") -> tuple[str, ...]:
    """The short names of the weekdays, Monday first."""
    return _WEEKDAYS[language]


def clock(at: datetime, zone: tzinfo) -> str:
    """The time of day in `zone`: "9:42"."""
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def moment(at: datetime, zone: tzinfo, language: Language = "de") -> str:
    """Day and time in `zone`: "Di 24.11., 10:00" or "Tue 24 Nov, 10:00"."""
    return f"{with_weekday(at.astimezone(zone).date(), language)}, {clock(at, zone)}"


def _month(name: str) -> int:
    """The number of a month by its name or an abbreviation of three letters and more, else 0."""
    exact = _MONTH_NUMBERS.get(name)
    meant = {number for full, number in _MONTH_NUMBERS.items() if full.startswith(name)}
    return exact or (meant.pop() if len(meant) == 1 else 0)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plausible(day: int, month: int, today: date, direction: Direction) -> date | None:
    years = range(today.year - _LEAP_CYCLE, today.year + _LEAP_CYCLE + 1)
    days = [found for year in years if (found := _existing(year, month, day)) is not None]
    if direction == "past":
        days = [each for each in days if each <= today]
    elif direction == "future":
        days = [each for each in days if each >= today]
    return min(days, key=lambda each: abs(each - today), default=None)
