"""The phones over HTTP: `/phones`."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from simulator import attachments, phones, policies, reading, screens, wire
from simulator.parameters import Upload
from simulator.records import Json, Options, Press
from simulator.waiting import Changes
from simulator.world import NotPossible, World

LONGEST_PRESS_S = 15.0


class PhoneApi:
    """What people do and see."""

    def __init__(self, world: World, changes: Changes) -> None:
        self._world = world
        self._changes = changes

    def routes(self) -> list[web.RouteDef]:
        """The routes of the phones."""
        chat = "/phones/{user}/chats/{chat}"
        return [
            web.get("/phones", self.people),
            web.get("/phones/{user}/chats", self.chats),
            web.get(chat, self.chat),
            web.delete(chat, self.leave),
            web.get(chat + "/messages", self.messages),
            web.post(chat + "/messages", self.send),
            web.post(chat + "/edits", self.edit),
            web.post(chat + "/files", self.file),
            web.post(chat + "/taps", self.tap),
            web.get("/phones/{user}/files/{file}", self.download),
            web.post("/phones/{user}/links", self.link),
            web.post("/phones/{user}/block", self.block),
            web.post("/phones/{user}/unblock", self.unblock),
        ]

    async def people(self, _: web.Request) -> web.Response:
        """Everybody who has a phone."""
        people = self._world.people.values()
        return web.json_response([screens.person(one) for one in people if not one.deleted])

    async def chats(self, request: web.Request) -> web.Response:
        """A phone's chats."""
        user = self._world.person(reading.path_id(request, "user")).id
        chats = self._world.chats_of(user)
        return web.json_response([screens.chat_entry(self._world, user, chat) for chat in chats])

    async def chat(self, request: web.Request) -> web.Response:
        """What a phone shows around a chat's messages."""
        user, chat = _where(request)
        return web.json_response(
            screens.chat_details(self._world, user, phones.chat_on(self._world, user, chat))
        )

    async def messages(self, request: web.Request) -> web.Response:
        """A chat's messages, which are read now."""
        user, chat = _where(request)
        after = reading.optional_whole(dict(request.query), "after") or 0
        return web.json_response(screens.read_messages(self._world, user, chat, after))

    async def send(self, request: web.Request) -> web.Response:
        """Send a text."""
        user, chat = _where(request)
        given = await reading.body(request)
        message = phones.send_text(
            self._world,
            user,
            chat,
            reading.text(given, "text"),
            self._options(given),
        )
        return web.json_response(screens.show(self._world, message))

    async def edit(self, request: web.Request) -> web.Response:
        """Edit an own text."""
        user, chat = _where(request)
        given = await reading.body(request)
        text = reading.text(given, "text")
        message = phones.edit_text(self._world, user, chat, reading.whole(given, "message_id"), text)
        return web.json_response(screens.show(self._world, message))

    async def file(self, request: web.Request) -> web.Response:
        """Send a file, a contact, a place."""
        user, chat = _where(request)
        fields, upload = await _form(request)
        content = attachments.content(self._world, fields.pop("kind", "document"), fields, upload)
        message = phones.send_content(self._world, user, chat, content, fields.get("caption", ""))
        return web.json_response(screens.show(self._world, message))

    async def tap(self, request: web.Request) -> web.Response:
        """Press a button and wait for the bot's answer."""
        user, chat = _where(request)
        given = await reading.body(request)
        button = reading.text(given, "button")
        pressed = phones.press(self._world, user, chat, reading.whole(given, "message_id"), button)
        if not isinstance(pressed, Press):
            return web.json_response(pressed)
        self._changes.fire()
        wait_s = reading.seconds(given, "wait_s", LONGEST_PRESS_S)
        answer = await self._changes.until(lambda: pressed.answer, wait_s)
        return web.json_response({"answered": answer is not None, **(answer or {})})

    async def download(self, request: web.Request) -> web.Response:
        """Open a file."""
        file = self._world.files.get(request.match_info["file"])
        if file is None:
            raise NotPossible("there is no such file", 404)
        return web.Response(
            body=file.content, content_type=file.mime_type, headers=policies.of_file(file.mime_type)
        )

    async def link(self, request: web.Request) -> web.Response:
        """Open a link to a bot."""
        user = reading.path_id(request, "user")
        given = await reading.body(request)
        group = reading.optional_whole(given, "chat")
        chat = phones.open_link(self._world, user, reading.text(given, "url"), group)
        return web.json_response(screens.chat_entry(self._world, user, chat))

    async def leave(self, request: web.Request) -> web.Response:
        """Leave a group."""
        phones.leave(self._world, *_where(request))
        return web.json_response({})

    async def block(self, request: web.Request) -> web.Response:
        """Block a bot."""
        bot = reading.whole(await reading.body(request), "bot")
        phones.block(self._world, reading.path_id(request, "user"), bot)
        return web.json_response({})

    async def unblock(self, request: web.Request) -> web.Response:
        """Unblock a bot."""
        bot = reading.whole(await reading.body(request), "bot")
        phones.unblock(self._world, reading.path_id(request, "user"), bot)
        return web.json_response({})

    def _options(self, given: Json) -> Options:
        extra: Json = {}
        if name := reading.optional_text(given, "forward_from_name"):
            date = int(self._world.clock.now().timestamp())
            extra["forward_origin"] = {"type": "hidden_user", "date": date, "sender_user_name": name}
        if quote := reading.optional_text(given, "quote"):
            extra["quote"] = {"text": quote, "position": 0, "is_manual": True}
        if via := reading.optional_whole(given, "via_bot"):
            extra["via_bot"] = wire.user(self._world.bot(via))
        return Options(
            reply_to=reading.optional_whole(given, "reply_to"),
            thread=reading.optional_whole(given, "thread"),
            extra=extra,
        )


def _where(request: web.Request) -> tuple[int, int]:
    return reading.path_id(request, "user"), reading.path_id(request, "chat")


async def _form(request: web.Request) -> tuple[dict[str, str], Upload | None]:
    fields: dict[str, str] = {}
    upload = None
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            upload = await _upload(value)
        else:
            fields[name] = str(value)
    return fields, upload


async def _upload(field: Any) -> Upload:
    content = await asyncio.to_thread(field.file.read)
    return Upload(file_name=field.filename, mime_type=field.content_type, content=content)
