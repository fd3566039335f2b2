"""getUpdates: one long poll a bot, with Telegram's conflicts."""

from __future__ import annotations

import time
from dataclasses import dataclass

from simulator.methods.receiving import ask_for_kinds
from simulator.reach import Call
from simulator.records import Json
from simulator.refusals import OTHER_POLLER, SET_WEBHOOK, WEBHOOK_ACTIVE, Refused, conflict, too_many_requests
from simulator.updates import Update
from simulator.waiting import Changes

LONGEST_POLL_S = 50


@dataclass(slots=True)
class _Poll:
    """A pending getUpdates; `ended` holds the refusal it is to end with."""

    ended: Refused | None = None


class Polling:
    """The pending poll of every bot; a newer one that finds nothing ends the older with 409."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._pending: dict[int, _Poll] = {}
        self._last: dict[int, tuple[int, float]] = {}
        self._webhook_set: dict[int, float] = {}

    async def get_updates(self, call: Call) -> list[Json]:
        """The next updates of a bot, at once or within the timeout; raises Refused."""
        if call.bot.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        ask_for_kinds(call)
        offset = call.parameters.number("offset")
        limit = max(1, min(100, call.parameters.number("limit", 100)))
        timeout_s = max(0, min(LONGEST_POLL_S, call.parameters.number("timeout")))
        if call.world.limits.real:
            limit, timeout_s = self._slowed(call.bot.id, offset, limit, timeout_s)
        found = self._take(call, offset, limit)
        if not found and timeout_s:
            found = await self._wait(call, max(offset, 0), limit, timeout_s)
        return [update.wire() for update in found]

    def check_may_set_webhook(self, call: Call) -> None:
        """End a pending poll; refuse the second setWebhook within a second."""
        if not call.parameters.text("url"):
            return
        now_s = call.world.clock.elapsed_s()
        if call.world.limits.real and now_s < self._webhook_set.get(call.bot.id, float("-inf")) + 1:
            raise too_many_requests(1)
        self._webhook_set[call.bot.id] = now_s
        self._end(call.bot.id, conflict(SET_WEBHOOK))

    def _take(self, call: Call, offset: int, limit: int) -> list[Update]:
        found = call.world.queues[call.bot.id].take(offset, limit, call.world.clock.now())
        self._changes.fire()
        return found

    async def _wait(self, call: Call, offset: int, limit: int, timeout_s: float) -> list[Update]:
        self._end(call.bot.id, conflict(OTHER_POLLER))
        mine = self._pending[call.bot.id] = _Poll()
        queue = call.world.queues[call.bot.id]
        try:
            await self._changes.until(lambda: True if mine.ended or queue.pending else None, timeout_s)
        finally:
            if self._pending.get(call.bot.id) is mine:
                del self._pending[call.bot.id]
        if mine.ended:
            raise mine.ended
        return self._take(call, offset, limit)

    def _end(self, bot_id: int, refused: Refused) -> None:
        if older := self._pending.pop(bot_id, None):
            older.ended = refused
            self._changes.fire()

    def _slowed(self, bot_id: int, offset: int, limit: int, timeout_s: int) -> tuple[int, int]:
        """Slow down a bot that asks again without confirming, in real time as Telegram's server does."""
        now_s = time.monotonic()
        last_offset, last_s = self._last.get(bot_id, (None, 0.0))
        self._last[bot_id] = (offset, now_s)
        if offset != last_offset:
            return limit, timeout_s
        if now_s < last_s + 3:
            timeout_s = max(3, timeout_s)
        return (1 if now_s < last_s + 0.5 else limit), timeout_s
