"""Ticking: timers that are due become items of the core; APScheduler only wakes, it keeps nothing."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from telegram.ext import JobQueue

from bot.core import Core
from domain.model.ids import TimerId
from domain.services import due
from handlers.context import Context
from storage.work import SqliteWork

log = logging.getLogger(__name__)

AT_ONCE = 64
EVERY_S = 30
AFTER_A_BUG = timedelta(hours=1)


class Ticker:
    """`rested` is called whenever nothing is due any more."""

    def __init__(self, core: Core, rested: Callable[[], None]) -> None:
        self.core = core
        self.rested = rested
        self.next_due_at: datetime | None = None
        self._wake = asyncio.Event()
        self._seen = -1

    def wake(self) -> None:
        """Time has moved, or something has changed what is due."""
        self._seen = -1
        self._wake.set()

    @property
    def idle(self) -> bool:
        """No timer is due that has not been answered."""
        return self._seen == self.core.changes

    def wind(self, jobs: JobQueue[Context]) -> None:
        """Have APScheduler wake us every 30 s, never dropping a wake-up (misfire_grace_time None)."""

        async def wake(_: object) -> None:
            self.wake()

        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        jobs.run_repeating(wake, EVERY_S, first=0, job_kwargs=options)

    async def run(self) -> None:
        """Fire what is due, in order, until cancelled."""
        while True:
            self._wake.clear()
            changes = self.core.changes
            timers = await self.core.submit(self._look)
            if timers:
                await asyncio.gather(*(self._fire(timer) for timer in timers))
                continue
            self._seen = changes
            self.rested()
            await self._rest()

    async def _rest(self) -> None:
        """Until somebody wakes us or the next timer is due; a moved clock wakes us too."""
        wait = None
        if self.next_due_at is not None:
            wait = max((self.next_due_at - self.core.clock.now()).total_seconds(), 0.0) + 0.001
        try:
            async with asyncio.timeout(min(wait or EVERY_S, EVERY_S)):
                await self._wake.wait()
        except TimeoutError:
            return

    def _look(self, work: SqliteWork) -> tuple[TimerId, ...]:
        found = work.timers.due(work.now, AT_ONCE)
        if not found:
            self.next_due_at = work.timers.next_due()
        return found

    async def _fire(self, identity: TimerId) -> None:
        try:
            await self.core.submit(lambda work: self._answer(work, identity))
        except Exception as error:
            log.exception("timer %d failed; again in an hour", identity, exc_info=error)
            await self.core.submit(lambda work: self._later(work, identity))

    @staticmethod
    def _answer(work: SqliteWork, identity: TimerId) -> None:
        timer = work.timers.get(identity)
        if timer is None or timer.due_at > work.now:
            return
        work.timers.remove(identity)
        due.answer(work, timer)

    @staticmethod
    def _later(work: SqliteWork, identity: TimerId) -> None:
        work.timers.put_off(identity, work.now + AFTER_A_BUG)
