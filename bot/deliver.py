"""Delivery: lease, send, settle; one send in flight a chat, paced, nothing lost on the way out."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from telegram.error import InvalidToken

from bot.core import LONGEST_REST_S, Core
from bot.ends import End, Report, report_of, settle
from bot.fatal import TokenRefused
from bot.pacing import Door, Pacing
from bot.parcels import Parcel, wrap
from bot.post import Post
from domain.model.notices import Priority
from storage.work import SqliteWork

log = logging.getLogger(__name__)

IN_FLIGHT = 30
AHEAD_S = 0.25
LOOK_AT = 400
LAST_WORDS_S = 5.0


@dataclass(slots=True)
class Landing:
    """How a parcel's journey ended; what became of it has a savepoint of its own in `settle`."""

    delivery: "Delivery"
    parcel: Parcel
    report: Report

    def perform(self, core: Core) -> None:
        """Only from here on its chat is free, for what leaves at the end of this very batch."""
        settle(core.work.at(core.clock.now()), self.parcel, self.report)
        self.delivery.free(self.parcel.chat)

    def settled(self, core: Core) -> None:
        self.delivery.landed()


class Delivery:
    """Leases what may leave at the end of every batch, and carries it as soon as that is committed."""

    def __init__(self, core: Core, pacing: Pacing, post: Post) -> None:
        self.core = core
        self.pacing = pacing
        self.post = post
        self.next_due_at: datetime | None = None
        self._parcels: list[Parcel] = []
        self._in_flight: set[int] = set()
        self._back: set[int] = set()  # chats that this batch has freed
        self._carriers = asyncio.TaskGroup()
        self._landed = asyncio.Event()
        self._door = asyncio.Lock()
        self._gap = Door(pacing.slot_s)
        self._open = False
        self._departures: float | None = None
        self._opens_at: datetime | None = None

    @property
    def idle(self) -> bool:
        """Nothing is in flight, nothing could leave now."""
        return not self._in_flight and self._departures is None

    async def run(self) -> None:
        """Send what may leave, until cancelled. Raises TokenRefused when Telegram knows the token no more."""
        async with self._carriers:
            self._open = True
            self.core.attend(self)
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Let nothing more leave, and wait for what is on its way, at most a few seconds.

        What has not come to an end by then may have arrived, and will be sent again with a mark.
        """
        if not self._open:
            return
        self._open = False
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await self.core.submit(lambda _: None)  # a batch under way may have leased something
                while self._in_flight:
                    self._landed.clear()
                    await self._landed.wait()
        except TimeoutError:
            log.warning("%d messages were still on their way", len(self._in_flight))

    def free(self, chat: int) -> None:
        """The chat of a parcel that has landed in this batch."""
        self._back.add(chat)

    def landed(self) -> None:
        """A landing is committed."""
        self._landed.set()

    def look(self, work: SqliteWork) -> None:
        self._parcels = self._lease(work)
        self._look_ahead(work)

    def go(self) -> None:
        self._in_flight -= self._back
        self._back.clear()
        parcels, self._parcels = self._parcels, []
        for parcel in parcels:
            self._in_flight.add(parcel.chat)
            self._carriers.create_task(self._carry(parcel))

    def undo(self) -> None:
        self._back.clear()
        self._parcels.clear()

    def rest_s(self) -> float:
        """Until the pacing lets the next one go, or a message's time has come."""
        waits = [LONGEST_REST_S]
        if self._departures is not None:
            waits.append(self._departures - AHEAD_S - time.monotonic())
        if self._opens_at is not None:
            waits.append((self._opens_at - self.core.clock.now()).total_seconds())
        return min(waits)

    def _lease(self, work: SqliteWork) -> list[Parcel]:
        parcels: list[Parcel] = []
        self._departures = None
        if not self._open:
            return parcels
        now = time.monotonic()
        self.pacing.forget(now)
        busy = frozenset(self._in_flight - self._back)
        free = IN_FLIGHT - len(busy)
        for waiting in work.outbox.waiting(busy, LOOK_AT if free else 0):
            departs = self.pacing.earliest(
                waiting.chat, now, important=waiting.priority <= Priority.ESCALATION
            )
            if departs > now + AHEAD_S or len(parcels) >= free:
                self._departures = min(self._departures or departs, departs)
                continue
            parcel = wrap(work, waiting, departs)
            if parcel is None:  # what stands behind it in its chat is looked at next
                self._departures = min(self._departures or departs, departs)
            else:
                self.pacing.take(waiting.chat, departs)
                parcels.append(parcel)
        return parcels

    def _look_ahead(self, work: SqliteWork) -> None:
        next_due = work.outbox.next_due()
        self.next_due_at = max(next_due, work.now) if next_due else None
        # What is due already waits for its chat or its slot, and these wake us themselves.
        self._opens_at = next_due if next_due and next_due > work.now else None

    async def _carry(self, parcel: Parcel) -> None:
        try:
            await self._through_the_door(parcel.departs)
            report = await report_of(self.post.send(parcel.chat, parcel.message))
        except InvalidToken:
            unsent = Report(end=End.NOT_SENT)
            await self.core.submit(partial(settle, parcel=parcel, report=unsent))
            raise TokenRefused from None
        self.core.put(Landing(self, parcel, report))

    async def _through_the_door(self, departs: float) -> None:
        """One after the other: those that a busy machine has held up must not leave all at once."""
        if (early := departs - time.monotonic()) > 0:
            await asyncio.sleep(early)
        async with self._door:
            if (early := self._gap.opens_at - time.monotonic()) > 0:
                await asyncio.sleep(early)
            self._gap.passed(time.monotonic())
