"""Calls that are made at every step, as plain JSON: nobody reads the objects that PTB makes of an answer."""

from collections.abc import Mapping
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.transport import AiohttpRequest

ANSWER_S = 5.0


class Calls:
    """Methods of the Bot API by name, with the errors that PTB raises for the same refusals.

    `url` ends with the token and without a slash.
    """

    def __init__(self, request: AiohttpRequest, url: str) -> None:
        self._request = request
        self._url = url

    async def __call__(self, method: str, **fields: Any) -> Any:
        """The result of a call; fields that are None are left out. Raises TelegramError."""
        given = {name: value for name, value in fields.items() if value is not None}
        status, body = await self._request.post_json_raw(f"{self._url}/{method}", given, ANSWER_S)
        answer = self._request.parse_json_payload(body)
        if 200 <= status < 300:
            return answer["result"]
        raise _refusal(status, answer)


def _refusal(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """Telegram's own words, as the error that they mean."""
    words = str(answer.get("description") or f"HTTP {status}")
    parameters = answer.get("parameters") or {}
    if "migrate_to_chat_id" in parameters:
        return ChatMigrated(parameters["migrate_to_chat_id"])
    if "retry_after" in parameters:
        return RetryAfter(parameters["retry_after"])
    match status:
        case 400:
            return BadRequest(words)
        case 401 | 404:
            return InvalidToken(words)
        case 403:
            return Forbidden(words)
    return NetworkError(words)
