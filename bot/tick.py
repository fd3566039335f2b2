"""Ticking: timers that are due become items of the core; APScheduler only wakes, it keeps nothing."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from telegram.ext import JobQueue

from bot.core import LONGEST_REST_S, Core
from domain.model.ids import TimerId
from domain.services import due
from handlers.context import Context
from storage.database import is_weather
from storage.work import SqliteWork

log = logging.getLogger(__name__)

AT_ONCE = 128
TOGETHER = 16  # few enough that a batch can end between them
EVERY_S = 30
AFTER_A_BUG = timedelta(hours=1)


@dataclass
class DueTimers:
    """Timers that have come due: each answered by the service that set it, or put off after a bug."""

    ticker: "Ticker"
    identities: tuple[TimerId, ...]

    def perform(self, core: Core) -> None:
        """All in one savepoint, which is quicker; when one of them meets a bug, each in its own."""
        try:
            core.in_savepoint(self._answer_all)
        except Exception as error:
            if is_weather(error):
                raise
            for identity in self.identities:
                _answer_alone(core, identity)

    def settled(self, core: Core) -> None:
        self.ticker.answered(self.identities)

    def _answer_all(self, work: SqliteWork) -> None:
        for identity in self.identities:
            _answer(work, identity)


def _answer(work: SqliteWork, identity: TimerId) -> None:
    timer = work.timers.take(identity, work.now)
    if timer is not None:
        due.answer(work, timer)


def _answer_alone(core: Core, identity: TimerId) -> None:
    try:
        core.in_savepoint(partial(_answer, identity=identity))
    except Exception as error:
        if is_weather(error):
            raise
        log.exception("timer %d failed; again in an hour", identity, exc_info=error)
        core.in_savepoint(lambda work: work.timers.put_off(identity, work.now + AFTER_A_BUG))


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
        found = [one for one in self._found if one not in self._waiting]
        self._waiting.update(found)
        for first in range(0, len(found), TOGETHER):
            self.core.put(DueTimers(self, tuple(found[first : first + TOGETHER])))

    def undo(self) -> None:
        self._found = ()

    def rest_s(self) -> float:
        if self.next_due_at is None:
            return LONGEST_REST_S
        return (self.next_due_at - self.core.clock.now()).total_seconds() + 0.001

    def answered(self, identities: Iterable[TimerId]) -> None:
        self._waiting.difference_update(identities)
