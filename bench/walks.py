"""The walk that everybody takes: a landlord's notice, nine taps, as the practice paper counts them."""

from datetime import date, timedelta
from itertools import product
from typing import Final

WALKERS: Final = 220
FIRST_WALKER: Final = 1_000_000
PLACES: Final = (
    "Bad Oeynhausen",
    "Espelkamp",
    "Hille",
    "Hüllhorst",
    "Lübbecke",
    "Minden",
    "Petershagen",
    "Porta Westfalica",
    "Pr. Oldendorf",
    "Rahden",
    "Stemwede",
)
_HOUSEHOLDS: Final = ("Paar", "1 Person", "Mehrere Erwachsene")
_REASONS: Final = ("Mietschulden", "Lebenslage", "Verhalten")
_LAPS: Final = tuple(product(_HOUSEHOLDS, _REASONS))
MOST_LAPS: Final = len(_LAPS)
STEPS: Final = 9

Walk = tuple[int, str, list[str]]


def walks(lap: int, today: date) -> list[Walk]:
    """One walk for each walker. Within a landlord no two walks of any lap describe the same household (R12).

    `lap` counts from 0 and stays below `MOST_LAPS`.
    """
    household, reason = _LAPS[lap]
    return [
        (FIRST_WALKER + number, "new", _labels(PLACES[number % len(PLACES)], household, reason, today))
        for number in range(WALKERS)
    ]


def _labels(place: str, household: str, reason: str, today: date) -> list[str]:
    return [
        "Fristlose Kündigung",
        _day(today),
        reason,
        household,
        place,
        "Angeschrieben",
        "Kontakt zum Haushalt",
        "An ",
    ]


def _day(today: date) -> str:
    """A day some time back, as the calendar shows it: the first of a month says the month too."""
    day = today - timedelta(days=10)
    return str((day if day.day != 1 else day - timedelta(days=1)).day)
