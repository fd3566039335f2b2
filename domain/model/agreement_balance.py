"""The yearly balance of cost and benefit: counted from the cases, never typed (domain paper, section 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from domain.model.commitment import DueState
from domain.model.ids import PartnerId
from domain.model.stage import Outcome, OutcomeGroup

FEWEST: Final = 5
"""Below so many cases no share and no median is shown: it would tell of single households."""

ENDED_WELL: Final = frozenset({Outcome.E1, Outcome.E2})
_COUNTED: Final = frozenset({OutcomeGroup.KEPT, OutcomeGroup.MOVED, OutcomeGroup.LOST})


@dataclass(frozen=True, slots=True)
class Time:
    """How long something took: of how many, and the middle of them; None for too few."""

    number: int
    middle: timedelta | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many of how many; `percent` is None for too few."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return None if self.whole < FEWEST else round(100 * self.part / self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One partner's year under an agreement. `hours` were given, `agreed_hours` promised for the time."""

    partner: PartnerId
    cases: int
    answer: Time
    contact: Time
    homes: Ratio
    promises: Ratio
    hours: int
    agreed_hours: int


def middle(spans: Iterable[timedelta]) -> Time:
    """The median of what took time (K2, K4)."""
    found = list(spans)
    seconds = median(one.total_seconds() for one in found) if len(found) >= FEWEST else None
    return Time(len(found), None if seconds is None else timedelta(seconds=seconds))


def homes_kept(outcomes: Iterable[Outcome]) -> Ratio:
    """K5: (E1 + E2) of (E + U + V)."""
    counted = [one for one in outcomes if one.group in _COUNTED]
    return Ratio(sum(one in ENDED_WELL for one in counted), len(counted))


def promises_kept(dues: Iterable[DueState]) -> Ratio:
    """K9: kept of what has fallen due; what nobody knows of is not kept."""
    due = (DueState.KEPT, DueState.PARTLY, DueState.BROKEN, DueState.UNKNOWN)
    counted = [one for one in dues if one in due]
    return Ratio(sum(one is DueState.KEPT for one in counted), len(counted))


def hours_given(minutes: Iterable[int]) -> int:
    """Whole hours, from the minutes that were agreed for each time that took place."""
    return round(sum(minutes) / 60)
