"""Delivery: lease, send, settle; one send in flight a chat, paced, nothing lost on the way out."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from telegram.error import InvalidToken

from bot.core import Core
from bot.ends import report_of, settle
from bot.fatal import TokenRefused
from bot.pacing import Pacing
from bot.parcels import Parcel, wrap
from bot.post import Post
from domain.model.notices import Priority
from storage.work import SqliteWork

log = logging.getLogger(__name__)

IN_FLIGHT = 30
AHEAD_S = 0.25
LOOK_AT = 400
SHORTEST_REST_S = 0.002
LONGEST_REST_S = 30.0
LAST_WORDS_S = 5.0


class Delivery:
    """`rested` is called whenever nothing is left that could leave now."""

    def __init__(self, core: Core, pacing: Pacing, post: Post, rested: Callable[[], None]) -> None:
        self.core = core
        self.pacing = pacing
        self.post = post
        self.rested = rested
        self.next_due_at: datetime | None = None
        self._in_flight: set[int] = set()
        self._wake = asyncio.Event()
        self._landed = asyncio.Event()
        self._door = asyncio.Lock()
        self._opens_again = 0.0
        self._closing = False
        self._seen = -1
        self._departures: float | None = None
        self._opens_at: datetime | None = None

    def wake(self) -> None:
        """Something may be ready to leave."""
        self._seen = -1
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Nothing is in flight, nothing could leave now."""
        return not self._in_flight and self._seen == self.core.changes and self._departures is None

    async def run(self) -> None:
        """Send what may leave, until cancelled. Raises TokenRefused when Telegram knows the token no more."""
        async with asyncio.TaskGroup() as carriers:
            while True:
                self._wake.clear()
                await self._round(carriers)
                await self._rest()

    async def close(self) -> None:
        """Let nothing more leave, and wait for what is on its way, at most a few seconds.

        What has not come to an end by then may have arrived, and will be sent again with a mark.
        """
        self._closing = True
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                while self._in_flight:
                    self._landed.clear()
                    await self._landed.wait()
        except TimeoutError:
            log.warning("%d messages were still on their way", len(self._in_flight))

    async def _rest(self) -> None:
        """Until something changes, or the pacing lets the next one go."""
        if self.idle:
            self.rested()
        waits = []
        if self._departures is not None:
            waits.append(self._departures - AHEAD_S - time.monotonic())
        if self._opens_at is not None:
            waits.append((self._opens_at - self.core.clock.now()).total_seconds())
        try:
            async with asyncio.timeout(max(min(waits, default=LONGEST_REST_S), SHORTEST_REST_S)):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _round(self, carriers: asyncio.TaskGroup) -> None:
        changes = self.core.changes
        busy = frozenset(self._in_flight)
        parcels = await self.core.submit(lambda work: self._lease(work, busy))
        for parcel in parcels:
            self._in_flight.add(parcel.chat)
            carriers.create_task(self._carry(parcel))
        self._seen = changes if not parcels else -1
        if parcels:
            self._wake.set()

    def _lease(self, work: SqliteWork, busy: frozenset[int]) -> list[Parcel]:
        parcels: list[Parcel] = []
        self._departures = None
        if self._closing:
            return parcels
        now = time.monotonic()
        self.pacing.forget(now)
        free = IN_FLIGHT - len(busy)
        for waiting in work.outbox.waiting(busy, LOOK_AT if free else 0):
            departs = self.pacing.earliest(
                waiting.chat, now, important=waiting.priority <= Priority.ESCALATION
            )
            if departs > now + AHEAD_S or len(parcels) >= free:
                self._departures = min(self._departures or departs, departs)
                continue
            parcel = wrap(work, waiting, departs)
            if parcel is not None:
                self.pacing.take(waiting.chat, departs)
                parcels.append(parcel)
        next_due = work.outbox.next_due()
        self.next_due_at = max(next_due, work.now) if next_due else None
        # What is due already waits for its chat or its slot, and these wake us themselves.
        self._opens_at = next_due if next_due and next_due > work.now else None
        return parcels

    async def _carry(self, parcel: Parcel) -> None:
        try:
            await asyncio.sleep(max(parcel.departs - time.monotonic(), 0))
            await self._through_the_door()
            report = await report_of(self.post.send(parcel.chat, parcel.message))
            await self.core.submit(lambda work: settle(work, parcel, report))
        except InvalidToken:
            raise TokenRefused from None
        finally:
            self._in_flight.discard(parcel.chat)
            self._landed.set()
            self.wake()

    async def _through_the_door(self) -> None:
        """One after the other: those that a busy machine has held up must not leave all at once."""
        async with self._door:
            await asyncio.sleep(max(self._opens_again - time.monotonic(), 0))
            self._opens_again = time.monotonic() + self.pacing.slot_s
