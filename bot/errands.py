"""Errands: what a handler needs of the network is fetched here and comes back through the inbox."""

import asyncio
import base64
import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.core import Core
from storage.work import SqliteWork

log = logging.getLogger(__name__)

LARGEST_FILE = 2 * 1024 * 1024
EVERY_S = 30.0


def _bring_back(work: SqliteWork, *, identity: int, errand: Mapping[str, Any]) -> int:
    work.errands.done(identity)
    return work.inbox.accept_internal("errand", {"errand": errand})


class Errands:
    """`rested` is called whenever no errand is left that could be run now."""

    def __init__(self, core: Core, bot: Bot, rested: Callable[[], None]) -> None:
        self.core = core
        self.bot = bot
        self.rested = rested
        self._wake = asyncio.Event()
        self._seen = -1

    def wake(self) -> None:
        """There may be an errand to run."""
        self._seen = -1
        self._wake.set()

    @property
    def idle(self) -> bool:
        """No errand is under way, and those that wait have been tried."""
        return self._seen == self.core.changes

    async def run(self) -> None:
        """Run what is written down, again and again while the network is away, until cancelled."""
        while True:
            self._wake.clear()
            changes = self.core.changes
            await self._run_pending()
            self._seen = changes
            self.rested()
            try:
                async with asyncio.timeout(EVERY_S):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _run_pending(self) -> None:
        """An errand is done when its result is in the inbox."""
        for identity, kind, person, chat, text in await self.core.submit(lambda work: work.errands.pending()):
            body, result = await self._try(kind, text)
            if result is None:
                continue
            errand = {"kind": kind, "person": person, "chat": chat, "body": body, **result}
            bring_back = partial(_bring_back, identity=identity, errand=errand)
            self.core.enqueue(await self.core.submit(bring_back))

    async def _try(self, kind: str, text: str) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
        """Its body and what came of it, None when it must wait; a damaged one comes back as an error."""
        try:
            body = json.loads(text)
            return body, await self._run(kind, body)
        except (ValueError, LookupError, TypeError) as error:
            log.exception("an errand cannot be run", exc_info=error)
            return {}, {"error": type(error).__name__}

    async def _run(self, kind: str, body: Mapping[str, str | int]) -> dict[str, Any] | None:
        """The result, or None when the network is away or busy and the errand must wait."""
        try:
            if kind == "fetch_file":
                return await self._fetch_file(str(body["file"]))
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

    async def _fetch_file(self, file_id: str) -> dict[str, Any]:
        """At most 2 MB; a larger one is refused without download."""
        file = await self.bot.get_file(file_id)
        if (file.file_size or 0) > LARGEST_FILE:
            return {"error": "too large"}
        content = await file.download_as_bytearray()
        if len(content) > LARGEST_FILE:
            return {"error": "too large"}
        return {"content": base64.b64encode(bytes(content)).decode()}
