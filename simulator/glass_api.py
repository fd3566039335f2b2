"""Behind the glass: a bot's database file and its process, as far as somebody handed them over."""

from __future__ import annotations

import asyncio
import sqlite3

from aiohttp import web

from simulator import reading
from simulator.child import Child
from simulator.database import MOST_ROWS, DatabaseFile
from simulator.world import NotPossible, World


class GlassApi:
    """`/world/data` and `/world/child`."""

    def __init__(self, world: World, database: DatabaseFile | None, child: Child | None) -> None:
        self._world = world
        self._database = database
        self._child = child
        if child is not None:
            child.changed = lambda: world.happened("child", **child.wire())

    def routes(self) -> list[web.RouteDef]:
        """The routes behind the glass."""
        return [
            web.get("/world/data", self.tables),
            web.get("/world/data/{table}", self.rows),
            web.get("/world/child", self.child),
            web.post("/world/child", self.change_child),
        ]

    async def tables(self, _: web.Request) -> web.Response:
        """The tables of the file; `file` is null when there is none."""
        if self._database is None:
            return web.json_response({"file": None, "version": 0, "tables": []})
        try:
            return web.json_response(await asyncio.to_thread(self._database.tables))
        except sqlite3.Error as error:
            raise NotPossible(f"the file cannot be read: {error}", 409) from None

    async def rows(self, request: web.Request) -> web.Response:
        """The newest rows of a table."""
        database, table = self._opened(), request.match_info["table"]
        wanted = reading.optional_whole(dict(request.query), "limit") or MOST_ROWS
        limit = max(1, min(MOST_ROWS, wanted))
        try:
            return web.json_response(await asyncio.to_thread(database.rows, table, limit))
        except sqlite3.Error as error:
            raise NotPossible(f"the file cannot be read: {error}", 409) from None

    async def child(self, _: web.Request) -> web.Response:
        """The process that was started with the simulator; `command` is null when there is none."""
        return web.json_response({"command": None} if self._child is None else self._child.wire())

    async def change_child(self, request: web.Request) -> web.Response:
        """Kill it, stop it or start it again."""
        child = self._started()
        match reading.text(await reading.body(request), "deed"):
            case "kill":
                await child.kill()
            case "stop":
                await child.stop()
            case "start":
                await child.start()
            case _:
                raise NotPossible("deed is kill, stop or start")
        return web.json_response(child.wire())

    async def close(self) -> None:
        """Let go of the file, so that the process can tidy it up; then end the process."""
        database, self._database = self._database, None
        if database is not None:
            database.close()
        if self._child is not None:
            await self._child.stop()

    def _opened(self) -> DatabaseFile:
        if self._database is None:
            raise NotPossible("the simulator was started without --sqlite", 404)
        return self._database

    def _started(self) -> Child:
        if self._child is None:
            raise NotPossible("the simulator was started without --child", 404)
        return self._child
