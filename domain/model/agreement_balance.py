"""The yearly balance of cost and benefit: counted from the cases, never typed (domain paper, section 13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from domain.model.commitment import DueState
from domain.model.help_catalogue import Help
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


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one kind of help of one partner was due, and went so."""

    partner: PartnerId
    help: Help
    state: DueState
    number: int


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


_DUE: Final = (DueState.KEPT, DueState.PARTLY, DueState.BROKEN, DueState.UNKNOWN)
_TOOK_PLACE: Final = (DueState.KEPT, DueState.PARTLY)


def promises_kept(tallies: Iterable[Tally]) -> Ratio:
    """K9: kept of what has fallen due; what nobody knows of is not kept."""
    counted = [one for one in tallies if one.state in _DUE]
    kept = sum(one.number for one in counted if one.state is DueState.KEPT)
    return Ratio(kept, sum(one.number for one in counted))


def hours_given(tallies: Iterable[Tally], minutes: Mapping[Help, int]) -> int:
    """Whole hours: what took place, by the minutes that were agreed for each time."""
    counted = (one for one in tallies if one.state in _TOOK_PLACE)
    return round(sum(one.number * minutes.get(one.help, 0) for one in counted) / 60)
