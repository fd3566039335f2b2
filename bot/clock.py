"""What time it is: the machine's clock, or the simulator's for rehearsals and tests."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple, Protocol

import aiohttp

log = logging.getLogger(__name__)

FIRST_RETRY_S = 0.05
LAST_RETRY_S = 1.0
# A flowing clock and its reading here drift apart by less than this.
DRIFT = timedelta(seconds=1)

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=90)


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


async def present(clock_url: str | None) -> datetime:
    """What time it is for a command that runs beside the bot. Raises aiohttp.ClientError."""
    if clock_url is None:
        return SystemClock().now()
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, session.get(clock_url) as response:
        return datetime.fromisoformat((await response.json())["now"])


class _Reading(NamedTuple):
    """What the simulator said last: its own words for now, and when we heard them."""

    words: str
    at: datetime
    version: int
    frozen: bool
    heard: float  # seconds on the monotonic clock

    def now(self) -> datetime:
        if self.frozen:
            return self.at
        return self.at + timedelta(seconds=time.monotonic() - self.heard)


class _State(NamedTuple):
    idle: bool
    next_due_at: datetime | None


class SimulatedClock:
    """Follows the simulator's clock and tells it when the bot has nothing left to do.

    `idle` and `next_due` are asked before every poll, `changed` is awaited whenever the time was moved;
    only then the new time is confirmed. The composition root runs `run()` beside the bot's other loops
    and awaits `ready()` before it lets anything ask for the time.
    """

    def __init__(
        self,
        clock_url: str,
        bot_id: int,
        *,
        idle: Callable[[], bool],
        next_due: Callable[[], datetime | None],
        changed: Callable[[], Awaitable[object] | object],
    ) -> None:
        self._url = clock_url
        self._bot_id = bot_id
        self._idle = idle
        self._next_due = next_due
        self._changed = changed
        self._reading: _Reading | None = None
        self._told: _State | None = None
        self._reported = asyncio.Event()
        self._ready = asyncio.Event()
        self._overtaken: set[asyncio.Task[_Reading]] = set()

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC; RuntimeError before `ready()`."""
        if self._reading is None:
            raise RuntimeError("the simulated clock has not been read yet")
        return self._reading.now()

    async def ready(self) -> None:
        """Wait until the simulator has said the time once."""
        await self._ready.wait()

    def report(self) -> None:
        """Something changed here: tell the simulator soon; many calls in a row are told once."""
        # While work goes on the simulator waits anyway: only becoming idle, or idle again, is news.
        if self._told is None or self._told.idle or self._idle():
            self._reported.set()

    async def run(self) -> None:
        """Follow the clock until cancelled; an absent simulator is asked again with growing pauses."""
        pause = FIRST_RETRY_S
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trace_configs=[_tracing()]) as session:
            while True:
                try:
                    reading = await self._ask(session)
                except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError) as error:
                    log.debug("the simulator's clock is away", extra={"error": type(error).__name__})
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LAST_RETRY_S)
                    continue
                pause = FIRST_RETRY_S
                if reading is not None:
                    await self._accept(reading)

    async def _ask(self, session: aiohttp.ClientSession) -> _Reading | None:
        """One poll with the present state; None when a report overtook it."""
        self._reported.clear()
        self._told = _State(self._idle(), self._next_due())
        sent = asyncio.Event()
        poll = asyncio.create_task(self._poll(session, self._told, sent))
        overtaking = asyncio.create_task(self._overtaking(sent))
        try:
            await asyncio.wait({poll, overtaking}, return_when=asyncio.FIRST_COMPLETED)
            if poll.done():
                return poll.result()
            self._leave(poll)
            return None
        except asyncio.CancelledError:
            poll.cancel()
            raise
        finally:
            overtaking.cancel()

    async def _overtaking(self, sent: asyncio.Event) -> None:
        """A newer state may follow only when the older one is on its way, or it could arrive last."""
        await sent.wait()
        await self._reported.wait()

    def _leave(self, poll: asyncio.Task[_Reading]) -> None:
        """The newer poll makes the simulator end this one; ending it here would look like going away."""
        self._overtaken.add(poll)
        poll.add_done_callback(self._overtaken.discard)
        poll.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _poll(self, session: aiohttp.ClientSession, state: _State, sent: asyncio.Event) -> _Reading:
        query = {
            "bot": str(self._bot_id),
            "seen": self._reading.words if self._reading else "",
            "idle": "1" if state.idle else "0",
            "next_due": state.next_due_at.astimezone(UTC).isoformat() if state.next_due_at else "",
        }
        async with session.get(self._url, params=query, trace_request_ctx=sent) as response:
            response.raise_for_status()
            return _read(await response.json())

    async def _accept(self, reading: _Reading) -> None:
        before, self._reading = self._reading, reading
        self._ready.set()
        if before is None:
            return
        if reading.version == before.version and abs(reading.at - before.now()) < DRIFT:
            return
        outcome = self._changed()
        if isinstance(outcome, Awaitable):
            await outcome


def _tracing() -> aiohttp.TraceConfig:
    async def note_sent(_: object, context: SimpleNamespace, __: object) -> None:
        context.trace_request_ctx.set()

    tracing = aiohttp.TraceConfig()
    tracing.on_request_headers_sent.append(note_sent)
    return tracing


def _read(answer: dict[str, Any]) -> _Reading:
    """Parse the simulator's answer; KeyError or ValueError when it is not one."""
    words = str(answer["now"])
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return _Reading(
        words=words,
        at=moment.astimezone(UTC),
        version=int(answer["version"]),
        frozen=bool(answer.get("frozen", False)),
        heard=time.monotonic(),
    )
