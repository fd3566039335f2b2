"""The road from Telegram to the bot's webhook: what travels on it may come twice or in another order."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from random import Random

import aiohttp
from aiohttp import web

SECRET = "a-secret-of-both-ends"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
BAD_GATEWAY = 502

Manner = Callable[[bytes], Awaitable[int]]
"""How an update travels; gives the status that Telegram sees."""


@dataclass
class Road:
    """A proxy in front of the webhook. `manner` None: straight on; `passed` are all updates that came by."""

    session: aiohttp.ClientSession
    target: str
    url: str = ""
    manner: Manner | None = None
    passed: list[bytes] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)

    async def carries(self, body: bytes) -> int:
        """Bring it to the bot; 502 when nobody is there."""
        try:
            async with self.session.post(self.target, data=body, headers=HEADERS) as answer:
                return answer.status
        except aiohttp.ClientError:
            return BAD_GATEWAY

    async def loses_answer(self, body: bytes) -> int:
        """The bot has it, and Telegram does not know: it will bring it again, once."""
        status = await self.carries(body)
        number = number_of(body)
        if number in self.lost:
            return status
        self.lost.add(number)
        return BAD_GATEWAY

    async def carries_twice(self, body: bytes) -> int:
        """The same at the same moment, twice."""
        statuses = await asyncio.gather(self.carries(body), self.carries(body))
        return max(statuses)

    async def holds(self, body: bytes) -> int:
        """Keep it until `lets_go`."""
        self.held.append(body)
        return 200

    async def lets_go(self, chance: Random) -> int:
        """Bring what was held in an order drawn anew; gives how many did not travel in their own order."""
        held, self.held = self.held, []
        order = shuffled(held, chance)
        for body in order:
            await self.carries(body)
        return sum(one is not other for one, other in zip(held, order, strict=True))

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.passed.append(body)
        status = await (self.manner or self.carries)(body)
        return web.Response(status=status)


def number_of(body: bytes) -> int:
    """The update's number."""
    return int(json.loads(body)["update_id"])


def shuffled(held: Sequence[bytes], chance: Random) -> list[bytes]:
    """Another order than this one wherever there is one."""
    order = chance.sample(held, len(held))
    return order if order != list(held) else order[::-1]


@asynccontextmanager
async def road() -> AsyncIterator[Road]:
    """Open to Telegram; behind it the bot listens on the port of `target` as soon as it runs."""
    async with aiohttp.ClientSession() as session:
        made = Road(session=session, target=f"http://127.0.0.1:{_free_port()}/kurze-wege")
        application = web.Application()
        application.router.add_post("/kurze-wege", made.receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/kurze-wege"
            yield made
        finally:
            await runner.cleanup()


def settings(way: Road) -> dict[str, str]:
    """What the bot must be told to have its updates brought along this road."""
    listen = way.target.removeprefix("http://").removesuffix("/kurze-wege")
    return {"webhook_url": way.url, "webhook_secret": SECRET, "webhook_listen": listen}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
