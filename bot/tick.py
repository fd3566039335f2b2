"""Ticking: timers that are due become items of the core; APScheduler only wakes, it keeps nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram.ext import JobQueue

from bot.core import LONGEST_REST_S, Core
from domain.model.ids import TimerId
from domain.services import due
from handlers.context import Context
from storage.database import is_weather
from storage.work import SqliteWork

log = logging.getLogger(__name__)

AT_ONCE = 128
EVERY_S = 30
AFTER_A_BUG = timedelta(hours=1)


@dataclass
class DueTimer:
    """A timer that has come due: answered by the service that set it, or put off after a bug."""

    ticker: "Ticker"
    identity: TimerId

    def perform(self, core: Core) -> None:
        try:
            core.in_savepoint(self._answer)
        except Exception as error:
            if is_weather(error):
                raise
            log.exception("timer %d failed; again in an hour", self.identity, exc_info=error)
            core.in_savepoint(lambda work: work.timers.put_off(self.identity, work.now + AFTER_A_BUG))

    def settled(self, core: Core) -> None:
        self.ticker.answered(self.identity)

    def _answer(self, work: SqliteWork) -> None:
        timer = work.timers.take(self.identity, work.now)
        if timer is not None:
            due.answer(work, timer)


class Ticker:
    """Finds what is due at the end of every batch and puts it into the next one, the oldest first."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.next_due_at: datetime | None = None
        self._found: tuple[TimerId, ...] = ()
        self._waiting: set[TimerId] = set()

    @property
    def idle(self) -> bool:
        """No timer is due that has not been answered."""
        return not self._waiting

    def wind(self, jobs: JobQueue[Context]) -> None:
        """Have APScheduler wake the core every 30 s, never dropping a wake-up (misfire_grace_time None)."""

        async def wake(_: object) -> None:
            self.core.wake()

        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        jobs.run_repeating(wake, EVERY_S, first=0, job_kwargs=options)

    def look(self, work: SqliteWork) -> None:
        self.next_due_at = work.timers.next_due()
        self._found = work.timers.due(work.now, AT_ONCE)

    def go(self) -> None:
        for identity in self._found:
            if identity not in self._waiting:
                self._waiting.add(identity)
                self.core.put(DueTimer(self, identity))

    def undo(self) -> None:
        self._found = ()

    def rest_s(self) -> float:
        if self.next_due_at is None:
            return LONGEST_REST_S
        return (self.next_due_at - self.core.clock.now()).total_seconds() + 0.001

    def answered(self, identity: TimerId) -> None:
        self._waiting.discard(identity)
