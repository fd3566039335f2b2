"""What a bench finds: sections of tables, targets and plots, without a word about how they are drawn."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A median over repeats, between the smallest and the largest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> Self:
        """Raises ValueError when there is nothing to estimate from."""
        if not values:
            raise ValueError("no repeats")
        return cls(median=median(values), low=min(values), high=max(values))


Cell = str | int | float | Estimate | None  # None: was not measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; the unit stands in the column's name."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bound that was set before measuring; `at_most` turns it round. None as `stretch`: no such bound."""

    what: str
    measured: float
    must: float | None = None
    stretch: float | None = None
    at_most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the must holds; where only a stretch was set, there is nothing to miss."""
        return self.must is None or self._within(self.must)

    @property
    def stretched(self) -> bool:
        return self.stretch is not None and self._within(self.stretch)

    def _within(self, bound: float) -> bool:
        return self.measured <= bound if self.at_most else self.measured >= bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a plot, or one bar where x are names: (x, y) in order."""

    name: str
    points: tuple[tuple[float | str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Names as x make bars, numbers make lines; `file` is the picture's name without its ending."""

    file: str
    title: str
    x: str
    y: str
    series: tuple[Series, ...]
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One bench on the page: how it was measured, in sentences, and what came out."""

    title: str
    method: str
    tables: tuple[Table, ...] = ()
    targets: tuple[Target, ...] = ()
    plots: tuple[Plot, ...] = ()
    facts: dict[str, float] = field(default_factory=dict)  # figures that the page's own sentences need


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for: `repeats` of each, `short` for a quick look, only these `peers` (none: all)."""

    repeats: int = 5
    short: bool = False
    peers: tuple[str, ...] = ()


Bench = Callable[[Plan], Coroutine[Any, Any, Section]]
