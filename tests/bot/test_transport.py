"""The transport against a real server on loopback, through a real `telegram.Bot`."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.transport import AiohttpRequest, NotSent

TOKEN = "123456:" + "A" * 35
SENT = {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "Guten Tag"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """A server that answers every request with the handler set last."""

    def __init__(self) -> None:
        self.answer: Answer = says(200, {"ok": True, "result": SENT})
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self.http = TestServer(app, host="127.0.0.1")

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request)

    def bot(self, request: AiohttpRequest) -> Bot:
        root = str(self.http.make_url("/"))
        return Bot(
            TOKEN,
            base_url=f"{root}bot",
            base_file_url=f"{root}file/bot",
            request=request,
            get_updates_request=AiohttpRequest(),
        )


def says(status: int, payload: object, **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        await request.read()
        return web.json_response(payload, status=status, headers=headers)

    return answer


async def cuts(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    raise web.HTTPOk


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    async with server.http:
        yield server


@pytest.fixture
async def request_(server: Server) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


@pytest.fixture
def bot(server: Server, request_: AiohttpRequest) -> Bot:
    return server.bot(request_)


async def test_a_message_travels_as_a_form(server: Server, bot: Bot) -> None:
    seen: dict[str, object] = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.update(await request.post(), path=request.path, type=request.content_type)
        return web.json_response({"ok": True, "result": SENT})

    server.answer = answer
    message = await bot.send_message(5, "Grüße & <b>mehr</b>", disable_notification=True)
    assert message.message_id == 7
    assert seen == {
        "chat_id": "5",
        "text": "Grüße & <b>mehr</b>",
        "disable_notification": "true",
        "path": f"/bot{TOKEN}/sendMessage",
        "type": "application/x-www-form-urlencoded",
    }


@pytest.mark.parametrize(
    ("status", "description", "parameters", "error"),
    [
        (400, "Bad Request: chat not found", None, BadRequest),
        (401, "Unauthorized", None, InvalidToken),
        (403, "Forbidden: bot was blocked by the user", None, Forbidden),
        (500, "Internal Server Error: restart", None, NetworkError),
        (429, "Too Many Requests: retry after 9", {"retry_after": 9}, RetryAfter),
        (400, "Bad Request: upgraded", {"migrate_to_chat_id": -1007}, ChatMigrated),
    ],
)
async def test_refusals_keep_their_kind(
    server: Server, bot: Bot, *, status: int, description: str, parameters: object, error: type[Exception]
) -> None:
    answer = {"ok": False, "error_code": status, "description": description}
    server.answer = says(status, answer | ({"parameters": parameters} if parameters else {}))
    with pytest.raises(error) as caught:
        await bot.send_message(5, "x")
    assert type(caught.value) is error
    assert caught.value.__cause__ is None
    if isinstance(caught.value, RetryAfter):
        assert caught.value.retry_after == timedelta(seconds=9)
    if isinstance(caught.value, ChatMigrated):
        assert caught.value.new_chat_id == -1007


async def test_a_refused_connection_was_surely_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)
        with pytest.raises(NotSent) as caught:
            await bot.send_message(5, "x")
    assert isinstance(caught.value.__cause__, aiohttp.ClientConnectorError)
    assert TOKEN not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


async def test_no_free_connection_was_surely_not_sent(server: Server) -> None:
    released = asyncio.Event()
    arrived = asyncio.Event()

    async def answer(_: web.Request) -> web.StreamResponse:
        arrived.set()
        await released.wait()
        return web.json_response({"ok": True, "result": SENT})

    server.answer = answer
    async with AiohttpRequest(pool_size=1) as request:
        bot = server.bot(request)
        first = asyncio.create_task(bot.send_message(5, "x"))
        await arrived.wait()
        with pytest.raises(NotSent):
            await bot.send_message(5, "y", connect_timeout=0.01, pool_timeout=0.01)
        released.set()
        assert (await first).message_id == 7


async def test_a_cut_connection_is_uncertain(server: Server, bot: Bot) -> None:
    server.answer = cuts
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(5, "x")
    assert type(caught.value) is NetworkError
    assert isinstance(caught.value.__cause__, aiohttp.ClientError)


async def test_a_cut_in_the_middle_of_the_answer_is_uncertain(server: Server, bot: Bot) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok":')
        assert request.transport is not None
        request.transport.close()
        return response

    server.answer = answer
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(5, "x")
    assert type(caught.value) is NetworkError


async def test_a_slow_answer_times_out(server: Server, bot: Bot) -> None:
    never = asyncio.Event()
    done = asyncio.Event()

    async def answer(_: web.Request) -> web.StreamResponse:
        try:
            await never.wait()
        finally:
            done.set()
        raise web.HTTPOk

    server.answer = answer
    with pytest.raises(TimedOut):
        await bot.send_message(5, "x", read_timeout=0.02)
    never.set()
    await done.wait()


async def test_a_post_is_never_repeated_by_itself(server: Server, bot: Bot) -> None:
    calls = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        return await (says(200, {"ok": True, "result": SENT})(request) if calls == 1 else cuts(request))

    server.answer = answer
    await bot.send_message(5, "opens the connection")
    with pytest.raises(NetworkError):
        await bot.send_message(5, "on the same connection")
    assert calls == 2


@pytest.mark.parametrize("size", [10, 3 * 2**20])
@pytest.mark.parametrize("as_handle", [False, True])
async def test_a_document_is_uploaded(server: Server, bot: Bot, size: int, as_handle: bool) -> None:
    seen: dict[str, object] = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        part = form["document"]
        assert isinstance(part, web.FileField)
        seen.update(
            name=part.filename, content=part.file.read(), caption=form["caption"], chat=form["chat_id"]
        )
        part.file.close()
        return web.json_response({"ok": True, "result": SENT})

    server.answer = answer
    content = b"\x00\xff" * (size // 2)
    document = InputFile(BytesIO(content), "Zuständigkeiten.xlsx", read_file_handle=not as_handle)
    await bot.send_document(5, document, caption="Größe")
    assert seen == {"name": "Zuständigkeiten.xlsx", "content": content, "caption": "Größe", "chat": "5"}


async def test_a_file_is_downloaded(server: Server, bot: Bot) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("getFile"):
            file = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/liste.csv"}
            return web.json_response({"ok": True, "result": file})
        assert request.path == f"/file/bot{TOKEN}/documents/liste.csv"
        return web.Response(body=b"Ort;Thema")

    server.answer = answer
    file = await bot.get_file("f")
    assert bytes(await file.download_as_bytearray()) == b"Ort;Thema"


async def test_raw_updates_come_unread(server: Server, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert await request.json() == {"offset": 3, "timeout": 20}
        return web.Response(text='{"ok": true, "result": [{"update_id": "odd"}]}')

    server.answer = answer
    url = str(server.http.make_url("/botX/getUpdates"))
    status, body = await request_.post_json_raw(url, {"offset": 3, "timeout": 20}, 25)
    assert (status, body) == (200, b'{"ok": true, "result": [{"update_id": "odd"}]}')


async def test_no_error_shows_the_token(server: Server, bot: Bot, request_: AiohttpRequest) -> None:
    server.answer = says(502, f"<html>bad gateway for /bot{TOKEN}/sendMessage</html>")
    with pytest.raises(NetworkError) as page:
        await bot.send_message(5, "x")
    with pytest.raises(NotSent) as address:
        await request_.do_request(f"http:///bot{TOKEN}/getMe", "POST")
    for error in (page.value, address.value):
        assert TOKEN not in f"{error!r} {error} {error.__cause__!r} {error.__cause__}"


@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("body", ["<html>log in to the wireless network</html>", "[]", '{"fault": "proxy"}'])
async def test_an_answer_by_somebody_else_is_a_network_error_and_not_logged(
    server: Server, bot: Bot, body: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text=body, content_type="text/html", status=status)

    server.answer = answer
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(5, "x")
    assert caught.value.__cause__ is not None
    assert body not in caplog.text


async def test_a_redirect_is_not_followed(server: Server, bot: Bot) -> None:
    visited: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        visited.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    server.answer = answer
    with pytest.raises(NetworkError):
        await bot.send_message(5, "x")
    assert visited == [f"/bot{TOKEN}/sendMessage"]


async def test_requests_need_an_open_session() -> None:
    request = AiohttpRequest(read_timeout=3)
    assert request.read_timeout == 3
    with pytest.raises(RuntimeError, match="not initialized"):
        await request.do_request("http://127.0.0.1/", "POST")
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
