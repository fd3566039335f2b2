"""The simulated clock: it flows with real time from wherever it was set, or stands still."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)


class SimulatedClock:
    """What time it is in the simulated world.

    Every move raises `version`; a bot's reading is current when it lies between `anchor_at`, where the
    last move ended, and now.
    """

    def __init__(
        self,
        *,
        start_at: datetime | None = None,
        frozen: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._anchored = monotonic()
        self._skipped_s = 0.0
        self.anchor_at = (start_at or real_time()).astimezone(UTC)
        self.frozen = frozen
        self.version = 1

    def now(self) -> datetime:
        """The simulated moment, aware UTC."""
        if self.frozen:
            return self.anchor_at
        return self.anchor_at + timedelta(seconds=self._monotonic() - self._anchored)

    def elapsed_s(self) -> float:
        """Seconds that passed for rate limits: real ones and those the clock was moved by."""
        return self._monotonic() + self._skipped_s

    def move_to(self, moment: datetime) -> None:
        """Show another moment from now on."""
        moment = moment.astimezone(UTC)
        self._skipped_s += max(0.0, (moment - self.now()).total_seconds())
        self._anchor(moment)

    def freeze(self, frozen: bool) -> None:
        """Stop the clock, or let it flow."""
        moment = self.now()
        self.frozen = frozen
        self._anchor(moment)

    def reset(self) -> None:
        """Flow with real time again."""
        self.frozen = False
        self._anchor(real_time())

    def is_current(self, seen_at: datetime | None) -> bool:
        """Whether somebody who last read `seen_at` knows of the last move."""
        return seen_at is not None and self.anchor_at <= seen_at <= self.now()

    def _anchor(self, moment: datetime) -> None:
        self.anchor_at = moment
        self._anchored = self._monotonic()
        self.version += 1
