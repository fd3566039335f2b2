"""When the bot of the kill drill dies: at a call on the wire, while it waits for the lock, or somewhen."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

from drills.process import BOT
from drills.town import Town
from simulator.calls import LoggedCall

PATIENCE_S = 1.5
LONGEST_S = 0.04
SLOW_S = 3.0
SENDING = ("sendMessage", "editMessageText", "answerCallbackQuery")

Look = Callable[[LoggedCall], bool]


@dataclass(frozen=True, slots=True)
class Moment:
    """`comes` says whether the call has come for which the kill waits; without it the seed says when.

    `freezes` stops the bot before anything is done, `slows` keeps it waiting for the answer to this method,
    `locks` holds the write lock of its database.
    """

    name: str
    comes: Look | None = None
    freezes: bool = False
    slows: str = ""
    locks: bool = False


def _handed_out(call: LoggedCall) -> bool:
    return call.method == "getUpdates" and bool(call.response and call.response.get("result"))


def _confirmed(call: LoggedCall) -> bool:
    return call.method == "getUpdates" and call.status is None and "offset" in call.params


def _received(method: str) -> Look:
    return lambda call: call.method == method


def _answered(method: str) -> Look:
    return lambda call: call.method == method and call.status is not None


MOMENTS = (
    Moment("update not fetched", freezes=True),
    Moment("update handed out", _handed_out),
    Moment("update confirmed", _confirmed),
    *(Moment(f"{one} received, not answered", _received(one), slows=one) for one in SENDING),
    *(Moment(f"{one} answered, not settled", _answered(one)) for one in SENDING),
    Moment("write lock held", _handed_out, locks=True),
    Moment("at random"),
    Moment("at random"),
    Moment("at random"),
)
"""A quarter of the kills waits for no call."""
OF_TIME = tuple(
    one for one in MOMENTS if one.name.startswith(("sendMessage", "editMessageText", "at random"))
)
"""When nobody touches anything and only time moves."""


async def strike(
    town: Town, moment: Moment, chance: Random, deeds: list[Callable[[], Awaitable[object]]]
) -> tuple[str, list[asyncio.Task[None]]]:
    """Let everything begin at once, and kill the bot in the middle of it.

    Gives when that was, and what has begun and may go on without the bot.
    """
    calls = town.simulator.world.calls
    async with _armed(town, moment):
        pending = [one for one in calls.since(len(calls.logged) - 40) if _is_open_poll(one)]
        since = len(calls.logged)
        tasks = [asyncio.create_task(_awaits(one)) for one in deeds]
        if moment.freezes:
            await asyncio.wait(tasks)
        elif moment.comes is None:
            await asyncio.sleep(chance.uniform(0, LONGEST_S))
        name = moment.name
        if moment.comes is not None and not await _comes(town, moment.comes, pending, since):
            name = "at rest"
        await town.process.kill()
    return name, tasks


async def _awaits(deed: Callable[[], Awaitable[object]]) -> None:
    await deed()


def _is_open_poll(call: LoggedCall) -> bool:
    return call.bot == BOT and call.method == "getUpdates" and call.status is None


async def _comes(town: Town, look: Look, pending: list[LoggedCall], since: int) -> bool:
    """Whether the call comes in time. The poll that was open before belongs to what happens now."""
    end = asyncio.get_running_loop().time() + PATIENCE_S
    while asyncio.get_running_loop().time() < end:
        fresh = [one for one in town.simulator.world.calls.since(since) if one.bot == BOT]
        if any(look(one) for one in [*fresh, *(pending if look is _handed_out else [])]):
            return True
        await asyncio.sleep(0)
    return False


@asynccontextmanager
async def _armed(town: Town, moment: Moment) -> AsyncIterator[None]:
    fault = await town.client.fault("slow", method=moment.slows, seconds=SLOW_S) if moment.slows else None
    lock = sqlite3.connect(town.process.database, isolation_level=None) if moment.locks else None
    if lock is not None:
        lock.execute("BEGIN IMMEDIATE")
    if moment.freezes:
        town.process.freeze()
    try:
        yield
    finally:
        if lock is not None:
            lock.close()
        if fault is not None and fault in town.simulator.world.faults.in_force:
            await town.client.lift_fault(fault)
