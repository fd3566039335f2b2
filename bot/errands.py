"""Errands: what a handler needs of the network is fetched here and comes back through the inbox."""

import base64
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.core import Core
from storage.work import SqliteWork

log = logging.getLogger(__name__)

LARGEST_FILE = 2 * 1024 * 1024


def _bring_back(work: SqliteWork, *, identity: int, errand: Mapping[str, Any]) -> int:
    work.errands.done(identity)
    return work.inbox.accept_internal("errand", {"errand": errand})


class Errands:
    def __init__(self, core: Core, bot: Bot) -> None:
        self.core = core
        self.bot = bot

    async def run_pending(self) -> None:
        """Run what is written down; an errand is done when its result is in the inbox."""
        for identity, kind, person, chat, body in await self.core.submit(lambda work: work.errands.pending()):
            result = await self._run(kind, body)
            if result is None:
                return
            errand = {"kind": kind, "person": person, "chat": chat, "body": body, **result}
            bring_back = partial(_bring_back, identity=identity, errand=errand)
            self.core.enqueue(await self.core.submit(bring_back))

    async def _run(self, kind: str, body: Mapping[str, str | int]) -> dict[str, Any] | None:
        """The result, or None when the network is away and the errand must wait."""
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
        except NetworkError as error:
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
