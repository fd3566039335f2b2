"""Waiting for something to happen in the world, and for all bots to have nothing left to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from simulator.presence import Report
from simulator.world import NotPossible, World

Found = TypeVar("Found")

CLOCK_POLL_S = 25.0
NUDGE_S = 0.1
# A bot is gone when it hung up, or took an answer, and did not ask again for so many real seconds.
HANG_UP_S = 0.25
SILENCE_S = 10.0


class Changes:
    """Wakes everybody who waits whenever anything may have changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Let everybody look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], Found | None], timeout_s: float) -> Found | None:
        """What `look` finds as soon as it is not None; None after `timeout_s` real seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout_s
        while (found := look()) is None and (left := end - loop.time()) > 0:
            await self._next(left)
        return found

    async def _next(self, timeout_s: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=timeout_s)
        finally:
            self._waiting.discard(future)


class Settling:
    """The simulated clock among bots that follow it.

    A bot is settled when it confirmed every update, answered every call, and told, after the last of these
    and after the last move of the clock, that it is idle. Bots that never asked the clock count as settled
    once they confirmed their updates.
    """

    def __init__(self, world: World, changes: Changes) -> None:
        self._world = world
        self._changes = changes
        self._moving = asyncio.Lock()
        self._polls: dict[int, object] = {}
        self._waiters = 0

    async def poll(
        self, bot_id: int, seen_at: datetime | None, idle: bool, next_due_at: datetime | None
    ) -> None:
        """Take a bot's report and come back when the clock moved, or when the bot should report again."""
        self._note(bot_id, seen_at, idle, next_due_at)
        mine = self._polls[bot_id] = object()
        self._changes.fire()
        began = asyncio.get_running_loop().time()

        def over() -> bool | None:
            waited_s = asyncio.get_running_loop().time() - began
            done = not self._world.clock.is_current(seen_at) or self._polls.get(bot_id) is not mine
            return True if done or self._wants_news(bot_id, waited_s) else None

        patience_s = HANG_UP_S
        try:
            await self._changes.until(over, CLOCK_POLL_S)
            patience_s = SILENCE_S
        finally:
            asyncio.get_running_loop().call_later(patience_s, self._gone, bot_id, mine)

    async def settle(self, timeout_s: float) -> None:
        """Wait until every bot is settled; raises NotPossible (408) with what is still to be done."""
        self._waiters += 1
        self._changes.fire()
        try:
            settled = await self._until_settled(timeout_s)
        finally:
            self._waiters -= 1
        if not settled:
            raise NotPossible(f"not settled after {timeout_s:g} s: {self.unsettled()}", 408)

    async def forward(self, target: datetime, timeout_s: float) -> None:
        """Go to `target` from due time to due time; `timeout_s` real seconds for each of them."""
        async with self._moving:
            await self.settle(timeout_s)
            clock = self._world.clock
            while clock.now() < target:
                due = self._world.presence.due_between(clock.now(), target)
                self.move_to(due or target)
                await self.settle(timeout_s)

    def move_to(self, moment: datetime) -> None:
        """Show another moment."""
        self._world.clock.move_to(moment)
        self.tell()

    def tell(self) -> None:
        """Let everybody know that the clock was changed."""
        clock = self._world.clock
        self._world.happened("clock", now=clock.now().isoformat(), frozen=clock.frozen)
        self._changes.fire()

    def unsettled(self) -> str | None:
        """What is still to be done, None when nothing is."""
        now = self._world.clock.now()
        for bot_id, queue in self._world.queues.items():
            queue.drop_expired(now)
            if queue.used and queue.pending:
                return f"bot {bot_id} has not confirmed {len(queue.pending)} updates"
            if (report := self._world.presence.reports.get(bot_id)) is None:
                continue
            if self._world.calls.under_way[bot_id]:
                return f"bot {bot_id} waits for the answer to a call"
            if self._outdated(report):
                return f"bot {bot_id} has not reported since the last change"
            if not report.idle:
                return f"bot {bot_id} is busy"
        return None

    async def _until_settled(self, timeout_s: float) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout_s
        look: Callable[[], bool | None] = lambda: True if self.unsettled() is None else None  # noqa: E731
        while (left := end - loop.time()) > 0:
            if await self._changes.until(look, min(NUDGE_S, left)):
                return True
            self._changes.fire()
        return False

    def _gone(self, bot_id: int, last_poll: object) -> None:
        if self._polls.get(bot_id) is last_poll:
            del self._polls[bot_id]
            self._world.presence.gone(bot_id)
            self._changes.fire()

    def _note(self, bot_id: int, seen_at: datetime | None, idle: bool, next_due_at: datetime | None) -> None:
        current = self._world.clock.is_current(seen_at)
        self._world.presence.note(
            Report(
                bot_id=bot_id,
                version=self._world.clock.version if current else 0,
                changes=self._world.queue(bot_id).changes,
                idle=idle,
                next_due_at=next_due_at,
            )
        )

    def _outdated(self, report: Report) -> bool:
        changes = self._world.queues[report.bot_id].changes
        return report.version != self._world.clock.version or report.changes != changes

    def _wants_news(self, bot_id: int, waited_s: float) -> bool:
        """While somebody waits, a bot is asked again: at once when its report is outdated."""
        report = self._world.presence.reports.get(bot_id)
        if not self._waiters or report is None:
            return False
        queue = self._world.queues[bot_id]
        if self._outdated(report) and not queue.pending:
            return True
        return not report.idle and waited_s > NUDGE_S
