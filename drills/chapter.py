"""One chapter of the report: what was tried, what was measured, and what was lost."""

from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much is tried: the short form runs in CI, the long one on demand."""

    short: bool

    def of(self, long: int, short: int) -> int:
        return short if self.short else long


@dataclass(slots=True)
class Chapter:
    """Kept by one drill; a loss carries what is needed to find it again."""

    title: str
    tried: Counter[str] = field(default_factory=Counter)
    figures: dict[str, str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)

    def count(self, what: str, times: int = 1) -> None:
        """Something was tried, and came out well unless a loss says otherwise."""
        self.tried[what] += times

    def lost(self, trace: str) -> None:
        """Something promised did not hold; `trace` says what, and after which moves."""
        self.losses.append(trace)

    def check(self, holds: bool, what: str, trace: str = "") -> bool:
        """Count one thing that was looked at, and a loss if it does not hold."""
        self.count(what)
        if not holds:
            self.lost(f"{what}: {trace}" if trace else what)
        return holds


Drill = Callable[[Chapter, Scale, int], Coroutine[Any, Any, None]]
"""A drill writes into its chapter; the number is its seed."""
