"""Calls as plain JSON: what Telegram answers, and its refusals as the errors that PTB raises for them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.calls import Calls
from bot.transport import AiohttpRequest

REFUSALS: list[tuple[int, Mapping[str, Any], type[TelegramError], dict[str, Any]]] = [
    (400, {"description": "Bad Request: chat not found"}, BadRequest, {"message": "Chat not found"}),
    (400, {"parameters": {"migrate_to_chat_id": -100}}, ChatMigrated, {"new_chat_id": -100}),
    (401, {"description": "Unauthorized"}, InvalidToken, {}),
    (403, {"description": "Forbidden: bot was blocked"}, Forbidden, {}),
    (404, {"description": "Not Found"}, InvalidToken, {}),
    (429, {"parameters": {"retry_after": 7}}, RetryAfter, {"retry_after": timedelta(seconds=7)}),
    (502, {"description": "Bad Gateway"}, NetworkError, {"__cause__": None}),
]


async def _call(status: int, body: object, **fields: Any) -> tuple[Any, Mapping[str, Any]]:
    heard: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        heard.update(path=request.path, fields=await request.json())
        text = body if isinstance(body, str) else None
        return web.Response(text=text, status=status) if text else web.json_response(body, status=status)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server, AiohttpRequest() as request:
        call = Calls(request, str(server.make_url("/botTOKEN")))
        return await call("sendMessage", **fields), heard


async def test_a_call_carries_what_is_not_none_and_gives_the_result() -> None:
    answered = {"ok": True, "result": {"message_id": 7}}
    result, heard = await _call(200, answered, chat_id=5, text="Grüße", reply_markup=None)
    assert result == {"message_id": 7}
    assert heard == {"path": "/botTOKEN/sendMessage", "fields": {"chat_id": 5, "text": "Grüße"}}


@pytest.mark.parametrize(("status", "answer", "kind", "facts"), REFUSALS)
async def test_a_refusal_is_the_error_that_it_means(
    status: int, answer: Mapping[str, Any], kind: type[TelegramError], facts: Mapping[str, Any]
) -> None:
    with pytest.raises(TelegramError) as caught:
        await _call(status, {"ok": False, **answer})
    assert type(caught.value) is kind
    assert {name: getattr(caught.value, name) for name in facts} == facts


@pytest.mark.parametrize("status", [200, 502])
async def test_an_answer_that_is_not_telegrams_leaves_open_what_has_happened(status: int) -> None:
    with pytest.raises(NetworkError) as caught:
        await _call(status, "<html>a gateway</html>")
    assert caught.value.__cause__ is not None
