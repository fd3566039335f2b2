"""The bot's own core and ticker on a file, without network, at a moment that the bench decides."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.core import Core
from bot.tick import Ticker
from domain.model.calendar import WorkCalendar
from domain.ports import Network
from domain.services import housekeeping
from storage.database import Database, open_database
from storage.work import SqliteWork


class Given:
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Ticking:
    """Wake it, and know how long it took until nothing was due any more."""

    def __init__(self, database: Database, at: datetime) -> None:
        self.clock = Given(at)
        self.core = Core(
            database,
            self.clock,
            Network(name="Bench", case_prefix="MI", calendar=WorkCalendar()),
            handle=_nothing,
            refuse=_nothing,
            apologise=_nothing,
            acknowledge=_nothing,
            committed=_nothing,
        )
        self.ticker = Ticker(self.core)
        self._over = asyncio.Event()

    async def tick(self) -> float:
        """Seconds of one wake-up with everything that it brings about."""
        self._over.clear()
        started = time.perf_counter()
        self.core.wake()
        await self._over.wait()
        return time.perf_counter() - started

    # As one who looks, after the ticker

    def look(self, work: SqliteWork) -> None:
        """What was found is put into the next batch after this one."""

    def go(self) -> None:
        if self.ticker.idle:
            self._over.set()

    def undo(self) -> None:
        """The next batch looks again."""

    def rest_s(self) -> float:
        return 30.0


def _nothing(*_: Any) -> None:
    """Neither updates nor presses come in."""


@asynccontextmanager
async def opened(file: Path, at: datetime | None = None) -> AsyncIterator[tuple[Ticking, float]]:
    """Open it as a start of the bot does; also gives the seconds until the first look was over."""
    started = time.perf_counter()
    database = await open_database(file)
    ticking = Ticking(database, at or datetime.now(UTC))
    running = asyncio.create_task(ticking.core.run())
    try:
        await ticking.core.submit(lambda work: work.outbox.recover())
        await ticking.core.submit(housekeeping.wind)
        ticking.core.attend(ticking.ticker)
        ticking.core.attend(ticking)
        await ticking.core.resume()
        yield ticking, time.perf_counter() - started
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()
