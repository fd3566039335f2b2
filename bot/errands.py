"""Errands: what a handler needs of the network is fetched here and comes back through the inbox."""

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.core import LONGEST_REST_S, Core, UpdateItem
from handlers import agreement_yaml
from handlers.directory_file import LARGEST_FILE, Trouble, Unreadable, read_lines, store
from storage.work import SqliteWork

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(seconds=30)

Errand = tuple[int, str, int | None, int | None, str]
"""Id, kind, person, chat, and the body as JSON."""


class Errands:
    """One after the other; what must wait for the network is tried again every half a minute."""

    def __init__(self, core: Core, bot: Bot) -> None:
        self.core = core
        self.bot = bot
        self._seen: tuple[Errand, ...] = ()
        self._pending: tuple[Errand, ...] = ()
        self._put_off: dict[int, datetime] = {}
        self._found = asyncio.Event()

    @property
    def idle(self) -> bool:
        """No errand is under way, and those that wait have been tried."""
        return not self._pending

    def look(self, work: SqliteWork) -> None:
        self._put_off = {one: until for one, until in self._put_off.items() if until > work.now}
        self._seen = tuple(one for one in work.errands.pending() if one[0] not in self._put_off)

    def go(self) -> None:
        self._pending = self._seen
        if self._pending:
            self._found.set()

    def undo(self) -> None:
        self._seen = ()

    def rest_s(self) -> float:
        again_at = min(self._put_off.values(), default=None)
        return LONGEST_REST_S if again_at is None else (again_at - self.core.clock.now()).total_seconds()

    async def run(self) -> None:
        """Run what is written down, until cancelled."""
        self.core.attend(self)
        while True:
            await self._found.wait()
            self._found.clear()
            if self._pending:
                await self._run(*self._pending[0])

    async def _run(self, identity: int, kind: str, person: int | None, chat: int | None, text: str) -> None:
        """An errand is done when its result is in the inbox."""
        body, result = await self._try(kind, text)
        if result is None:
            await self.core.submit(partial(self._postpone, identity=identity))
            return
        errand = {"kind": kind, "person": person, "chat": chat, "body": body, **result}
        await self.core.submit(partial(self._bring_back, identity=identity, errand=errand))

    async def _try(self, kind: str, text: str) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
        """Its body and what came of it, None when it must wait; after a bug it comes back as an error."""
        try:
            body = json.loads(text)
            return body, await self._fetch(kind, body)
        except Exception as error:
            log.exception("an errand cannot be run", exc_info=error)
            return {}, {"error": type(error).__name__}

    async def _fetch(self, kind: str, body: Mapping[str, str | int]) -> dict[str, Any] | None:
        """The result, or None when the network is away or busy and the errand must wait."""
        try:
            if kind == "read_file":
                return await self._read_file(str(body["file"]), str(body["suffix"]))
            if kind == "read_agreement":
                return await self._read_agreement(str(body["file"]))
            if kind == "administrators":
                members = await self.bot.get_chat_administrators(int(body["chat"]))
                return {"administrators": [one.user.id for one in members]}
            if kind == "leave":
                await self.bot.leave_chat(int(body["chat"]))
                return {}
        except BadRequest as error:
            return {"error": error.message}
        except (NetworkError, RetryAfter) as error:
            log.warning("an errand waits for the network: %s", type(error).__name__)
            return None
        except TelegramError as error:
            return {"error": error.message}
        return {"error": f"unknown errand {kind}"}

    async def _read_file(self, file_id: str, suffix: str) -> dict[str, Any]:
        """The lines of a directory file of at most 2 MB; a larger one is refused without download."""
        file = await self.bot.get_file(file_id)
        if (file.file_size or 0) > LARGEST_FILE:
            return {"error": Trouble.TOO_LARGE}
        content = await file.download_as_bytearray()
        try:
            lines = await asyncio.to_thread(read_lines, bytes(content), suffix)
        except Unreadable as error:
            return {"error": error.trouble}
        return {"lines": store(lines)}

    async def _read_agreement(self, file_id: str) -> dict[str, Any]:
        """The values of an agreement's file; `body` carries what it is for, an error its line."""
        file = await self.bot.get_file(file_id)
        if (file.file_size or 0) > agreement_yaml.LARGEST_FILE:
            return {"error": f"{agreement_yaml.Trouble.TOO_LARGE}:0"}
        content = await file.download_as_bytearray()
        try:
            node = await asyncio.to_thread(agreement_yaml.read_yaml, bytes(content))
        except agreement_yaml.Unreadable as error:
            return {"error": f"{error.trouble}:{error.line}"}
        return {"lines": agreement_yaml.store(node)}

    # Inside a batch, in the database's thread, as is every use of _put_off but rest_s between two batches

    def _postpone(self, work: SqliteWork, identity: int) -> None:
        self._put_off[identity] = work.now + AGAIN_AFTER

    def _bring_back(self, work: SqliteWork, identity: int, errand: Mapping[str, Any]) -> None:
        work.errands.done(identity)
        accepted = work.inbox.accept_internal("errand", {"errand": errand})
        self.core.next_in_batch([UpdateItem(accepted)])
