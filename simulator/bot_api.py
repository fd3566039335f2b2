"""The Bot API over HTTP: calls are read, logged, struck by faults, carried out and answered."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from simulator.calls import LoggedCall
from simulator.faults import Fault
from simulator.methods import METHODS
from simulator.parameters import Parameters, Upload
from simulator.polling import Polling
from simulator.reach import Call, Described
from simulator.records import Bot
from simulator.refusals import METHOD_NOT_FOUND, Refused, unauthorized
from simulator.waiting import Changes
from simulator.webhooks import Webhooks
from simulator.world import World

Json = dict[str, Any]


class ConnectionCut(Exception):
    """A fault cut the connection; there is no answer."""


class BotApi:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, changes: Changes, polling: Polling, webhooks: Webhooks) -> None:
        self._world = world
        self._changes = changes
        self._polling = polling
        self._webhooks = webhooks

    def routes(self) -> list[web.RouteDef]:
        """The routes of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self.method),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        """Carry out one call."""
        name = request.match_info["method"].lower()
        bot = self._world.bot_by_token(request.match_info["token"])
        if bot is None:
            return _refusal(unauthorized(_token_complaint(request.match_info["token"])))
        try:
            parameters = await _parameters(request)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(Refused(413, "Request Entity Too Large"))
        try:
            status, body = await self._logged(bot, name, request.match_info["method"], parameters)
        except ConnectionCut:
            return _cut(request)
        return _answer(status, body)

    async def call(self, bot: Bot, name: str, values: Json) -> None:
        """Carry out a call that a webhook's answer asks for; its result is not told."""
        await self._logged(bot, name.lower(), name, Parameters(values=values))

    async def download(self, request: web.Request) -> web.Response:
        """Serve a file to the bot whose token is in the path."""
        if self._world.bot_by_token(request.match_info["token"]) is None:
            return _refusal(unauthorized())
        path = request.match_info["path"]
        found = next((file for file in self._world.files.values() if file.path == path), None)
        if found is None:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=found.content, content_type="application/octet-stream")

    async def _logged(self, bot: Bot, name: str, shown: str, parameters: Parameters) -> tuple[int, Json]:
        at = self._world.clock.now().isoformat()
        logged = self._world.calls.begin(at, bot.id, shown, parameters.logged())
        counted = name != "getupdates"
        self._world.calls.under_way[bot.id] += counted
        self._world.happened("call", n=logged.n, bot=bot.id, method=shown)
        try:
            logged.status, logged.response = await self._struck(bot, name, parameters, logged)
            return logged.status, logged.response
        finally:
            self._world.calls.under_way[bot.id] -= counted
            self._world.happened("answered", n=logged.n, method=shown, status=logged.status)
            self._changes.fire()

    async def _struck(
        self, bot: Bot, name: str, parameters: Parameters, logged: LoggedCall
    ) -> tuple[int, Json]:
        chat = parameters.number("chat_id") or None
        fault = self._world.faults.strike(name, chat, self._world.clock.now())
        if fault is None:
            return await self._carried_out(bot, name, parameters)
        if fault.kind == "cut_before":
            raise ConnectionCut
        if refused := fault.refusal():
            return refused.status, refused.body()
        return await self._carried_out_badly(fault, bot, name, parameters, logged)

    async def _carried_out_badly(
        self, fault: Fault, bot: Bot, name: str, parameters: Parameters, logged: LoggedCall
    ) -> tuple[int, Json]:
        status, body = await self._carried_out(bot, name, parameters)
        if fault.kind == "cut_after":
            logged.response = body
            raise ConnectionCut
        self._changes.fire()
        await asyncio.sleep(fault.seconds)
        return status, body

    async def _carried_out(self, bot: Bot, name: str, parameters: Parameters) -> tuple[int, Json]:
        call = Call(world=self._world, bot=bot, parameters=parameters)
        try:
            if name == "getupdates":
                return 200, {"ok": True, "result": await self._polling.get_updates(call)}
            if name not in METHODS:
                raise Refused(404, METHOD_NOT_FOUND)
            if name == "setwebhook":
                self._polling.check_may_set_webhook(call)
            result = METHODS[name](call)
        except Refused as refused:
            return refused.status, refused.body()
        self._webhooks.follow(bot)
        if isinstance(result, Described):
            return 200, {"ok": True, "result": result.result, "description": result.description}
        return 200, {"ok": True, "result": result}


def _token_complaint(token: str) -> str:
    return "invalid token specified" if ":" not in token or len(token) > 80 else ""


def _answer(status: int, body: Json) -> web.Response:
    retry_after = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return web.Response(
        text=json.dumps(body, ensure_ascii=False),
        status=status,
        headers=headers,
        content_type="application/json",
    )


def _refusal(refused: Refused) -> web.Response:
    return _answer(refused.status, refused.body())


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _parameters(request: web.Request) -> Parameters:
    parameters = Parameters(values=dict(request.query))
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            body = {}
        parameters.values |= body if isinstance(body, dict) else {}
        return parameters
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = await asyncio.to_thread(value.file.read)
            parameters.uploads[name] = Upload(
                file_name=value.filename, mime_type=value.content_type, content=content
            )
        else:
            parameters.values[name] = value if isinstance(value, str) else bytes(value).decode()
    return parameters
