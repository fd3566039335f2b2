"""Receiving: raw updates go into the inbox, and only then are confirmed to Telegram."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from telegram.error import NetworkError

from bot.core import Core
from bot.fatal import Fatal, SecondInstance, TokenRefused
from bot.transport import AiohttpRequest

log = logging.getLogger(__name__)

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
POLL_S = 50
LONGEST_PAUSE_S = 30.0
SILENCE_S = 300.0
_PLACE = ("message_id", "date", "chat")


class Polling:
    """Asks for updates for as long as it runs. Raises TokenRefused and SecondInstance."""

    def __init__(self, core: Core, request: AiohttpRequest, url: str) -> None:
        self.core = core
        self.request = request
        self.url = url
        self.offset: int | None = None
        self.last_answer = time.monotonic()
        self._pause_s = 0.0

    async def run(self) -> None:
        while True:
            updates = await self._ask()
            if updates is None:
                await self._wait()
                continue
            self._pause_s = 0.0
            if updates:
                await self.core.receive([brief(one) for one in updates])
                self.offset = max(update["update_id"] for update in updates) + 1

    async def _ask(self) -> list[Mapping[str, Any]] | None:
        """One long poll; None when there was no answer to use."""
        question: dict[str, object] = {"timeout": POLL_S, "allowed_updates": ALLOWED}
        if self.offset is not None:
            question["offset"] = self.offset
        try:
            status, body = await self.request.post_json_raw(f"{self.url}/getUpdates", question, POLL_S + 10)
        except NetworkError as error:
            log.warning("no answer from Telegram (%s)", type(error).__name__)
            return None
        _stop_if_hopeless(status, body)
        self.last_answer = time.monotonic()
        return _updates(status, body)

    async def _wait(self) -> None:
        self._pause_s = min(max(self._pause_s * 2, 0.5), LONGEST_PAUSE_S)
        silence = time.monotonic() - self.last_answer
        if silence > SILENCE_S:
            log.error("Telegram has not answered for %d s; still trying", silence)
        await asyncio.sleep(self._pause_s)


def _stop_if_hopeless(status: int, body: bytes) -> None:
    if status in (401, 404):
        raise TokenRefused
    if status == 409:
        if b"webhook is active" in body:
            raise Fatal(
                "A webhook is set for this bot. Set KW_WEBHOOK_URL, or remove it with deleteWebhook.", 4
            )
        raise SecondInstance


def _updates(status: int, body: bytes) -> list[Mapping[str, Any]] | None:
    if status != 200:
        log.warning("Telegram answered getUpdates with %d", status)
        return None
    try:
        result = json.loads(body)["result"]
    except (ValueError, KeyError, TypeError, RecursionError):
        log.warning("Telegram's answer to getUpdates could not be read")
        return None
    return [one for one in result if is_update(one)] if isinstance(result, list) else None


def brief(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, but of a pressed message only which one it is: nobody reads its text and buttons again."""
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(message, dict):
        return update
    place = {name: message[name] for name in _PLACE if name in message}
    return {**update, "callback_query": {**query, "message": place}}  # type: ignore[dict-item]


def is_update(one: Any) -> bool:
    """Whether it has the only thing that every update must have, in the bounds that SQLite can keep."""
    if not isinstance(one, dict):
        return False
    identity = one.get("update_id")
    return isinstance(identity, int) and not isinstance(identity, bool) and 0 <= identity < 2**62
