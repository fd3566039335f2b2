"""The clock: the machine's, and the simulator's followed over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.clock import SimulatedClock, SystemClock
from simulator.server import Simulator

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@dataclass
class Heard:
    """One poll as the server received it."""

    seen: str
    idle: bool
    next_due: str


@dataclass
class ClockServer:
    """Answers a poll as soon as somebody says a time or a newer poll comes; keeps every poll it heard."""

    polls: "asyncio.Queue[Heard]" = field(default_factory=asyncio.Queue)
    said: "asyncio.Queue[object]" = field(default_factory=asyncio.Queue)
    cut_off: int = 0
    version: int = 0
    _last: object = None
    _waiting: "asyncio.Task[object] | None" = None

    def says(self, at: datetime, *, frozen: bool = True, version: int | None = None) -> None:
        self.version = self.version + 1 if version is None else version
        self.said.put_nowait({"now": at.isoformat(), "version": self.version, "frozen": frozen})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        assert request.query["bot"] == "42"
        heard = Heard(request.query["seen"], request.query["idle"] == "1", request.query["next_due"])
        self.polls.put_nowait(heard)
        if self._waiting is not None:
            self._waiting.cancel()
        waiting = self._waiting = asyncio.create_task(self.said.get())
        try:
            await asyncio.wait({waiting})
        except asyncio.CancelledError:
            self.cut_off += 1
            waiting.cancel()
            raise
        if not waiting.cancelled():
            self._last = waiting.result()
        return web.json_response(self._last)

    @asynccontextmanager
    async def on_port(self, port: int | None = None) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/world/clock", self.answer)
        async with TestServer(app, host="127.0.0.1", port=port, handler_cancellation=True) as http:
            yield str(http.make_url("/world/clock"))


@dataclass
class Bot:
    """What the clock asks about a bot, and the times it was told of."""

    is_idle: bool = True
    due_at: datetime | None = None
    told: "asyncio.Queue[datetime]" = field(default_factory=asyncio.Queue)
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)
    clock: SimulatedClock | None = None

    async def changed(self) -> None:
        assert self.clock is not None
        self.told.put_nowait(self.clock.now())
        await self.may_finish.wait()


@pytest.fixture
async def server() -> ClockServer:
    return ClockServer()


@pytest.fixture
async def bot() -> Bot:
    bot = Bot()
    bot.may_finish.set()
    return bot


@asynccontextmanager
async def following(bot: Bot, url: str) -> AsyncIterator[SimulatedClock]:
    clock = SimulatedClock(
        url, 42, idle=lambda: bot.is_idle, next_due=lambda: bot.due_at, changed=bot.changed
    )
    bot.clock = clock
    running = asyncio.create_task(clock.run())
    try:
        yield clock
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_the_machines_clock_is_aware_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


async def test_nobody_knows_the_time_before_it_was_said(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        with pytest.raises(RuntimeError, match="not been read"):
            clock.now()
        assert await server.polls.get() == Heard("", True, "")
        server.says(MONDAY)
        await clock.ready()
        assert clock.now() == MONDAY
        assert bot.told.empty()


async def test_a_move_is_confirmed_only_when_it_was_worked_through(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.says(MONDAY)
        await server.polls.get()
        bot.due_at = MONDAY + timedelta(hours=4)
        bot.may_finish.clear()
        server.says(MONDAY + timedelta(hours=1))
        assert (await server.polls.get()).seen == MONDAY.isoformat()
        assert await bot.told.get() == MONDAY + timedelta(hours=1) == clock.now()
        assert server.polls.empty()
        bot.is_idle = False
        bot.may_finish.set()
        next_due = (MONDAY + timedelta(hours=4)).isoformat()
        assert await server.polls.get() == Heard((MONDAY + timedelta(hours=1)).isoformat(), False, next_due)


async def test_reports_restart_the_poll_and_are_told_once(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.says(MONDAY)
        await server.polls.get()
        assert (await server.polls.get()).idle
        bot.is_idle = False
        clock.report()
        clock.report()
        assert not (await server.polls.get()).idle
        for _ in range(5):
            clock.report()  # still at work: nothing new to say
        bot.is_idle = True
        clock.report()
        clock.report()
        assert (await server.polls.get()).idle
        clock.report()  # was busy for a moment in between: idle again is news
        assert (await server.polls.get()).idle
        assert server.polls.empty()
        assert server.cut_off == 0  # to the simulator a broken poll is a bot that went away


async def test_a_flowing_clock_flows(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.says(MONDAY, frozen=False)
        await clock.ready()
        moments = [clock.now() for _ in range(1000)]
        assert MONDAY <= moments[0] < moments[-1] < MONDAY + timedelta(minutes=1)


async def test_a_flowing_clock_moves_only_when_it_jumps(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url):
        server.says(MONDAY, frozen=False, version=1)
        server.says(MONDAY + timedelta(milliseconds=20), frozen=False, version=1)
        server.says(MONDAY + timedelta(hours=1), frozen=False, version=1)  # restarted, counts anew
        assert await bot.told.get() >= MONDAY + timedelta(hours=1)
        assert bot.told.empty()


async def test_the_callback_may_be_an_ordinary_function(server: ClockServer) -> None:
    told = asyncio.Event()
    async with server.on_port() as url:
        clock = SimulatedClock(url, 42, idle=lambda: True, next_due=lambda: None, changed=told.set)
        running = asyncio.create_task(clock.run())
        server.says(MONDAY)
        server.says(MONDAY + timedelta(hours=1))
        await told.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_no_news_calls_nobody(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.says(MONDAY, version=7)
        server.says(MONDAY, version=7)
        for _ in range(3):
            await server.polls.get()
        assert bot.told.empty()
        assert clock.now() == MONDAY


async def test_a_local_time_becomes_utc(server: ClockServer, bot: Bot) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.said.put_nowait({"now": "2027-01-04T10:00:00+01:00", "version": 1, "frozen": True})
        await clock.ready()
        assert clock.now().isoformat() == MONDAY.isoformat()


@pytest.mark.parametrize(
    "nonsense", [{}, {"now": "soon", "version": 1}, {"now": "2027-01-04T09:00", "version": 1}]
)
async def test_nonsense_is_asked_again(server: ClockServer, bot: Bot, nonsense: object) -> None:
    async with server.on_port() as url, following(bot, url) as clock:
        server.said.put_nowait(nonsense)
        server.says(MONDAY)
        await clock.ready()
        assert clock.now() == MONDAY


async def test_a_simulator_may_come_late_and_go_away(server: ClockServer, bot: Bot) -> None:
    port = unused_port()
    async with following(bot, f"http://127.0.0.1:{port}/world/clock") as clock:
        async with server.on_port(port):
            server.says(MONDAY)
            await clock.ready()
            await server.polls.get()
        async with server.on_port(port):
            server.says(MONDAY + timedelta(days=3))
            assert await bot.told.get() == MONDAY + timedelta(days=3)


@pytest.mark.parametrize("frozen", [True, False])
async def test_the_simulator_goes_from_due_time_to_due_time_and_waits_for_the_bot(
    bot: Bot, frozen: bool
) -> None:
    async with Simulator.start(start_at=MONDAY, frozen=frozen) as simulator, aiohttp.ClientSession() as world:
        simulator.world.new_bot("42:" + "A" * 35)
        url = f"{simulator.base_url}/world/clock"
        bot.due_at = MONDAY + timedelta(hours=1)
        async with following(bot, url) as clock:
            await clock.ready()
            forward = asyncio.create_task(world.post(url, json={"forward_s": 7200}))
            assert (await bot.told.get()).replace(second=0, microsecond=0) == MONDAY + timedelta(hours=1)
            bot.is_idle, bot.due_at = False, None  # the timer made work
            clock.report()
            await world.get(f"{simulator.base_url}/phones")
            assert not forward.done()
            bot.is_idle = True
            clock.report()
            async with await forward as answer:
                assert answer.status == 200
            assert (await bot.told.get()).replace(second=0, microsecond=0) == MONDAY + timedelta(hours=2)
            assert bot.told.empty()
