"""The public holidays of the German Länder, by date and German name, also beyond the years of the library."""

from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays
from holidays.countries.germany import Germany

LAENDER: Final = tuple(
    code for code in Germany.subdivisions if len(code) == 2
)  # without the city of Augsburg
FIRST_YEAR: Final = Germany.start_year
LAST_YEAR: Final = Germany.end_year

NEIGHBOURS: Final[dict[str, tuple[str, ...]]] = {
    "NW": ("NI",),  # the Kreis Minden-Lübbecke borders Niedersachsen alone
    "BB": ("BE", "MV", "NI", "SN", "ST"),
    "BE": ("BB",),
    "BW": ("BY", "HE", "RP"),
    "BY": ("BW", "HE", "SN", "TH"),
    "HB": ("NI",),
    "HE": ("BW", "BY", "NI", "NW", "RP", "TH"),
    "HH": ("NI", "SH"),
    "MV": ("BB", "NI", "SH"),
    "NI": ("BB", "HB", "HE", "HH", "MV", "NW", "SH", "ST", "TH"),
    "RP": ("BW", "HE", "NW", "SL"),
    "SH": ("HH", "MV", "NI"),
    "SL": ("RP",),
    "SN": ("BB", "BY", "ST", "TH"),
    "ST": ("BB", "NI", "SN", "TH"),
    "TH": ("BY", "HE", "NI", "SN", "ST"),
}
"""Whose holidays may matter too, because a landlord or a lawyer sits across the border (§ 193 BGB)."""

_MOVABLE: Final = frozenset(
    {
        "Karfreitag",
        "Ostersonntag",
        "Ostermontag",
        "Christi Himmelfahrt",
        "Pfingstsonntag",
        "Pfingstmontag",
        "Fronleichnam",
    }
)
_PENANCE: Final = "Buß- und Bettag"


@cache
def holiday_names(land: str, year: int) -> dict[date, str]:
    """Every public holiday of a Land in `year` with its German name ("NW": § 2 FeiertG NRW).

    A year beyond the library takes the holidays of the nearest one it knows. That is right for 1990, whose
    17 June was a Sunday, and for the November and December of 1989; 2101 and 2102 nobody knows.
    """
    if FIRST_YEAR <= year <= LAST_YEAR:
        return dict(holidays.country_holidays("DE", subdiv=land, years=year, language="de"))
    known = min(max(year, FIRST_YEAR), LAST_YEAR)
    return {_moved(day, name, year): name for day, name in holiday_names(land, known).items()}


def _moved(day: date, name: str, year: int) -> date:
    """The same holiday in a year that the library does not know; its nearest known year is the pattern."""
    if name in _MOVABLE:
        return easter(year) + (day - easter(day.year))
    if name == _PENANCE:
        before = date(year, 11, 23)  # the Wednesday before it
        return before - timedelta(days=(before.weekday() - 3) % 7 + 1)
    return day.replace(year=year)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    number = moon + weekday - 7 * late + 114
    return date(year, number // 31, number % 31 + 1)
