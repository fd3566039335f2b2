"""The core: one writer that takes everything that happens, in order, and commits it in batches."""

import asyncio
import logging
import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from bot.clock import Clock
from domain.model.errors import Refusal
from domain.ports import Network
from handlers.context import Exchange
from storage.database import Database, is_weather
from storage.work import SqliteWork

R = TypeVar("R")
log = logging.getLogger(__name__)

BATCH_ITEMS = 128
BATCH_S = 0.05
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
SHORTEST_REST_S = 0.002
LONGEST_REST_S = 30.0


class Item(Protocol):
    """Something to be done inside a batch.

    `perform` runs in the database's thread and may raise weather only; `settled` runs in the event loop
    after COMMIT.
    """

    def perform(self, core: "Core") -> None: ...
    def settled(self, core: "Core") -> None: ...


class Look(Protocol):
    """A part of the bot that sees, at the end of every batch and inside it, what there is to do for it.

    `look` runs in the database's thread, `go` in the event loop after COMMIT, `undo` there when the batch
    was dropped; `rest_s` says in how many seconds there may be something to see although nobody has written
    anything.
    """

    def look(self, work: SqliteWork) -> None: ...
    def go(self) -> None: ...
    def undo(self) -> None: ...
    def rest_s(self) -> float: ...


@dataclass
class Deed(Generic[R]):
    """A synchronous deed over the work; whoever submitted it awaits `done`."""

    run: Callable[[SqliteWork], R]
    done: asyncio.Future[R]
    outcome: R | None = None
    error: Exception | None = None

    def perform(self, core: "Core") -> None:
        self.error = None
        try:
            self.outcome = core.in_savepoint(self.run)
        except Exception as error:
            if is_weather(error):
                raise
            self.error = error

    def settled(self, core: "Core") -> None:
        if self.done.done():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.outcome)  # type: ignore[arg-type]


@dataclass
class Reception:
    """Raw updates on their way into the inbox; only after COMMIT may they be confirmed to Telegram."""

    updates: tuple[Mapping[str, Any], ...]
    done: asyncio.Future[None]

    def perform(self, core: "Core") -> None:
        accepted = core.in_savepoint(lambda work: work.inbox.accept(self.updates))
        core.next_in_batch(UpdateItem(*one) for one in accepted)

    def settled(self, core: "Core") -> None:
        if not self.done.done():
            self.done.set_result(None)


@dataclass
class UpdateItem:
    """One update of the inbox, handled by the application between a savepoint and its release.

    `payload` is what the inbox holds where that is known, because it was put there in this very batch.
    """

    identity: int
    payload: Mapping[str, Any] | None = None
    acknowledgements: list[Mapping[str, Any]] = field(default_factory=list)

    def perform(self, core: "Core") -> None:
        self.acknowledgements = []
        exchange = core.begin(self.identity, self.payload)
        if exchange is None:
            return
        try:
            core.handle(exchange)
            core.finish(exchange, self.identity)
        except Exception as error:
            if is_weather(error):
                raise
            core.answer_error(exchange, self.identity, error)
        self.acknowledgements = exchange.acknowledgements

    def settled(self, core: "Core") -> None:
        for one in self.acknowledgements:
            core.acknowledge(one)


class Core:
    """Everything that changes the database goes through here, one item after the other.

    A batch is one hop into the database's thread: the items, their handlers and services, what is to
    leave, and COMMIT. So nothing in it can wait for the network.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        network: Network,
        *,
        handle: Callable[[Exchange], None],
        refuse: Callable[[Exchange, Refusal], None],
        apologise: Callable[[Exchange, str], None],
        acknowledge: Callable[[Mapping[str, Any]], None],
        committed: Callable[[], None],
    ) -> None:
        self.database = database
        self.clock = clock
        self.work = SqliteWork(database.plain, network)
        self.handle = handle
        self.acknowledge = acknowledge
        self._refuse = refuse
        self._apologise = apologise
        self._committed = committed
        self._looks: list[Look] = []
        self._queue: deque[Item] = deque()
        self._born: list[Item] = []
        self._arrived = asyncio.Event()
        self._wanted = False
        self._busy = False
        self._pause_s = 0.0

    # Coming in

    async def submit(self, run: Callable[[SqliteWork], R]) -> R:
        """Run a deed in the next batch and give its result after COMMIT; raises what the deed raises."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self.put(Deed(run, done))
        return await done

    async def receive(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Store raw updates and have them handled; returns when they are safe."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.put(Reception(tuple(updates), done))
        await done

    async def resume(self) -> int:
        """Take up what an earlier process accepted and did not finish."""
        waiting = await self.submit(lambda work: work.inbox.waiting())
        for identity in waiting:
            self.put(UpdateItem(identity))
        return len(waiting)

    def put(self, item: Item) -> None:
        """Have it done in the next batch."""
        self._queue.append(item)
        self._arrived.set()

    def attend(self, look: Look) -> None:
        """From now on this part of the bot looks at the end of every batch."""
        self._looks.append(look)
        self.wake()

    def wake(self) -> None:
        """Have everybody look again: time has moved, or something outside has changed."""
        self._wanted = True
        self._arrived.set()

    def next_in_batch(self, items: Iterable[Item]) -> None:
        """Have these done before everything else that waits; they go with the batch if that is dropped."""
        born = list(items)
        self._born.extend(born)
        self._queue.extendleft(reversed(born))

    @property
    def idle(self) -> bool:
        return not (self._busy or self._wanted or self._queue)

    # The one writer

    async def run(self) -> None:
        """Take what waits, batch after batch, until cancelled."""
        while True:
            if not (self._queue or self._wanted):
                await self._rest()
            self._busy, self._wanted = True, False
            try:
                await self._batch()
            finally:
                self._busy = False
            self._committed()

    async def _rest(self) -> None:
        """Until something arrives, or until somebody who looks expects something."""
        self._arrived.clear()
        rest_s = min((one.rest_s() for one in self._looks), default=LONGEST_REST_S)
        try:
            async with asyncio.timeout(min(max(rest_s, SHORTEST_REST_S), LONGEST_REST_S)):
                await self._arrived.wait()
        except TimeoutError:
            return

    async def _batch(self) -> None:
        taken: list[Item] = []
        self._born.clear()
        try:
            await self.database.run(self._transaction, taken)
        except Exception as error:
            await self._give_back(taken)
            if not is_weather(error):
                raise
            await self._wait_for_better_weather(error)
            return
        self._pause_s = 0.0
        for item in taken:
            item.settled(self)
        for one in self._looks:
            one.go()
        if self.work.upkeep.log_is_long:
            await self.database.run(self._truncate_log)

    def _transaction(self, taken: list[Item]) -> None:
        """What waits, one after the other, each item between a savepoint and its release."""
        self.work.begin()
        started = time.monotonic()
        while self._queue and len(taken) < BATCH_ITEMS and time.monotonic() - started < BATCH_S:
            taken.append(self._queue.popleft())
            taken[-1].perform(self)
        self.work.at(self.clock.now())
        for one in self._looks:
            one.look(self.work)
        self.work.connection.execute("COMMIT")

    def _truncate_log(self) -> None:
        """Empty the write-ahead log, which remembers deleted text; a busy one after the next batch."""
        try:
            (busy, *_) = self.work.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            log.warning("the write-ahead log could not be emptied: %s", error)
            return
        self.work.upkeep.log_is_long = bool(busy)

    async def _give_back(self, taken: list[Item]) -> None:
        """Nothing of this batch happened: its items wait again, those that it put in by itself go."""
        await self.database.run(self.work.connection.rollback)
        born = {id(item) for item in self._born}
        self._queue = deque(item for item in (*taken, *self._queue) if id(item) not in born)
        for one in self._looks:
            one.undo()
        self._wanted = True

    async def _wait_for_better_weather(self, error: Exception) -> None:
        self._pause_s = min(max(self._pause_s * 2, FIRST_PAUSE_S), LONGEST_PAUSE_S)
        log.error("the database cannot be written: %s; trying again in %.1f s", error, self._pause_s)
        await asyncio.sleep(self._pause_s)

    # Inside a batch, in the database's thread

    def in_savepoint(self, run: Callable[[SqliteWork], R]) -> R:
        """The deed between a savepoint and its release; an error leaves nothing behind."""
        with self.work.at(self.clock.now()).apart():
            return run(self.work)

    def begin(self, identity: int, payload: Mapping[str, Any] | None) -> Exchange | None:
        """Find out who speaks and open the update's savepoint; None when it was settled before.

        If the speaker's own row is damaged, nobody can be answered: the update is set aside in silence.
        """
        work = self.work.at(self.clock.now())
        payload = work.inbox.read(identity) if payload is None else payload
        if payload is None:
            return None
        try:
            exchange = Exchange.of(payload, work)
        except Exception as error:
            if is_weather(error):
                raise
            work.inbox.set_aside(identity, _number_of(identity, error))
            return None
        work.connection.execute("SAVEPOINT item")
        return exchange

    def finish(self, exchange: Exchange, identity: int, number: str | None = None) -> None:
        """Keep what is to be said and mark the update as settled, or as set aside under `number`."""
        for saying in exchange.sayings:
            body = saying.message.model_dump_json(exclude_defaults=True)
            self.work.outbox.say(saying.chat, body, draft=saying.draft, case=saying.case)
        if number is None:
            self.work.inbox.settle(identity)
        else:
            self.work.inbox.set_aside(identity, number)
        self.work.connection.execute("RELEASE item")

    def answer_error(self, exchange: Exchange, identity: int, error: Exception) -> None:
        """A refusal is answered; a bug is set aside under a number, apologised for and logged once."""
        if isinstance(error, Refusal):
            wordless = self._answer(exchange, identity, partial(self._refuse, exchange, error))
            if wordless is None:
                return
            error = wordless
        number = _number_of(identity, error)
        apology = partial(self._apologise, exchange, number)
        wordless = self._answer(exchange, identity, apology, number)
        if wordless is not None:
            log.error("no words for %s", number, exc_info=wordless)
            self._answer(exchange, identity, lambda: None, number)

    def _answer(
        self, exchange: Exchange, identity: int, put: Callable[[], None], number: str | None = None
    ) -> Exception | None:
        """Settle the update with these words alone; gives the error that these words have met in turn."""
        exchange.forget()
        self.work.connection.execute("ROLLBACK TO item")
        try:
            put()
            self.finish(exchange, identity, number)
        except Exception as error:
            if is_weather(error):
                raise
            return error
        return None


def _number_of(identity: int, error: Exception) -> str:
    """The number under which an update is set aside; the bug is logged with it, once."""
    number = secrets.token_hex(2).upper()
    log.error("update %d set aside as %s", identity, number, exc_info=error)
    return number
