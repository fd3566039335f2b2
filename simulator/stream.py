"""Everything that happens, as server-sent events."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from simulator import screens
from simulator.records import Json
from simulator.world import World

_END = {"kind": "end"}


class Stream:
    """`/events`: one queue for everybody who listens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._listeners: set[asyncio.Queue[Json]] = set()
        world.listeners.append(self._tell)

    def routes(self) -> list[web.RouteDef]:
        """The route of the stream."""
        return [web.get("/events", self.events)]

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Everything that happens from now on."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        mine: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(mine)
        try:
            await response.prepare(request)
            await response.write(b": connected\n\n")
            while (event := await mine.get()) is not _END:
                await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        except ConnectionResetError:  # whoever listened has hung up
            return response
        finally:
            self._listeners.discard(mine)
        return response

    def close(self) -> None:
        """End all streams."""
        for listener in self._listeners:
            listener.put_nowait(_END)

    def _tell(self, kind: str, facts: Json) -> None:
        if not self._listeners:
            return
        event = {"kind": kind, **facts} | self._shown(kind, facts)
        for listener in self._listeners:
            listener.put_nowait(event)

    def _shown(self, kind: str, facts: Json) -> Json:
        """The message as phones show it, so that nobody has to ask for it."""
        if kind not in ("message", "edit"):
            return {}
        chat = self._world.chat(facts["chat"], facts["bot"])
        message = chat.message(facts["message"]) if chat else None
        return {} if message is None else {"shown": screens.show(self._world, message)}
