"""The simulator as an HTTP server on loopback."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from simulator import keeping, policies
from simulator.bot_api import BotApi
from simulator.child import Child
from simulator.clock import SimulatedClock
from simulator.database import DatabaseFile
from simulator.glass_api import GlassApi
from simulator.page_api import PageApi
from simulator.phone_api import PhoneApi
from simulator.polling import Polling
from simulator.stream import Stream
from simulator.waiting import Changes, Settling
from simulator.webhooks import Webhooks
from simulator.world import NotPossible, World
from simulator.world_api import WorldApi

LOOPBACK = "127.0.0.1"
LARGEST_BODY_BYTES = 50 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Simulator:
    """A simulator that runs: its world, and where it listens."""

    world: World
    base_url: str

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        real_limits: bool = False,
        start_at: datetime | None = None,
        frozen: bool = False,
        webhook_pause_s: float = 1.0,
        sqlite: Path | None = None,
        child: Child | None = None,
        kept: Path | None = None,
    ) -> AsyncIterator[Simulator]:
        """Run a simulator; port 0 takes a free one, `frozen` starts it with the clock standing still.

        Its page shows the file `sqlite`; `child` is not started here, but ends at the latest with it. The
        world is taken from the file `kept`, if there is one, and written there at the end.
        Raises ValueError for a host that is not loopback, OSError for a port in use.
        """
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the simulator listens on loopback only")
        clock = SimulatedClock(start_at=start_at, frozen=frozen)
        world = World(clock=clock, real_limits=real_limits)
        if kept is not None:
            keeping.restore(world, kept)
        glass = GlassApi(world, None if sqlite is None else DatabaseFile(sqlite), child)
        async with _listening(world, glass, host, port, webhook_pause_s) as free_port:
            try:
                yield cls(world=world, base_url=f"http://{host}:{free_port}")
            finally:
                await asyncio.shield(glass.close())
                if kept is not None:
                    keeping.keep(world, kept)


@asynccontextmanager
async def _listening(
    world: World, glass: GlassApi, host: str, port: int, webhook_pause_s: float
) -> AsyncIterator[int]:
    changes = Changes()
    webhooks = Webhooks(world, changes, first_pause_s=webhook_pause_s)
    stream = Stream(world)
    application = _application(world, changes, webhooks, stream, glass)
    runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        stream.close()
        await webhooks.close()
        await runner.cleanup()


def _application(
    world: World, changes: Changes, webhooks: Webhooks, stream: Stream, glass: GlassApi
) -> web.Application:
    bot_api = BotApi(world, changes, Polling(changes), webhooks)
    webhooks.call_back = bot_api.call
    parts = (
        bot_api,
        PhoneApi(world, changes),
        WorldApi(world, Settling(world, changes)),
        stream,
        glass,
        PageApi(world),
    )
    application = web.Application(client_max_size=LARGEST_BODY_BYTES, middlewares=[_answer_refusals(changes)])
    for part in parts:
        application.add_routes(part.routes())
    return application


def _answer_refusals(changes: Changes) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if policies.is_foreign(request):
                raise NotPossible("only programs and pages of this machine may ask", 403)
            return await handler(request)
        except NotPossible as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except web.HTTPException as refused:
            return _plain_refusal(request, refused)
        finally:
            if request.method != "GET":
                changes.fire()

    return answer


def _plain_refusal(request: web.Request, refused: web.HTTPException) -> web.Response:
    if request.path.startswith(("/bot", "/file/")):
        body: dict[str, object] = {
            "ok": False,
            "error_code": refused.status,
            "description": refused.reason,
        }
    else:
        body = {"error": refused.reason}
    return web.json_response(body, status=refused.status)
