"""One stub of the Bot API for all: its own process, as little work a call as there can be, and the walkers.

`python -m bench.stub` prints its port and serves. It keeps no chats: a message is answered with itself
(formatting is not parsed), and kept only as the screen that a walker taps next. `POST /run` lets walkers
walk and answers when the last call they have caused has come in.
"""

import asyncio
import json
import re
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote_plus

from bench.walk import Paced, Saturated, Walkers

QUIET_S: Final = 0.4
STALL_S: Final = 30.0
BATCH: Final = 100
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END: Final = b"\r\n\r\n"
_OK: Final = b'{"ok":true,"result":true}'
_ME: Final = (
    b'{"ok":true,"result":{"id":4242424242,"is_bot":true,"first_name":"Bench","username":"bench_bot",'
    b'"can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}'
)
Fields = dict[str, Any]


class BotApi:
    """What the Bot API knows of one bot: updates that wait, one poll that waits for them, walkers."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.last_call = 0.0
        self.walkers: Walkers | None = None
        self.polled = asyncio.Event()
        self._waiting: deque[tuple[int, str]] = deque()
        self._next_update = 1
        self._next_message = 1
        self._poll: Callable[[bytes], None] | None = None
        self._poll_ends: asyncio.TimerHandle | None = None

    def answer(self, method: str, fields: Fields, reply: Callable[[bytes], None]) -> None:
        """Answer one call, now or, for a poll, later."""
        if method == "getUpdates":
            self._get_updates(fields, reply)
            return
        self.calls[method] += 1
        self.last_call = time.perf_counter()
        if method in ("sendMessage", "editMessageText"):
            reply(self._message(fields))
        elif method == "getMe":
            reply(_ME)
        else:
            if method == "answerCallbackQuery" and self.walkers is not None:
                self.walkers.acknowledged(int(fields["callback_query_id"]))
            reply(_OK)

    def put(self, content: str) -> None:
        """Queue an update; `content` is JSON without the braces and the id."""
        self._waiting.append((self._next_update, f'{{"update_id":{self._next_update},{content}}}'))
        self._next_update += 1
        if self._poll is not None:
            asyncio.get_running_loop().call_soon(self._hand_out)

    async def quiet(self) -> None:
        """Until no call has come in for a while."""
        called = -1.0
        while called != self.last_call:
            called = self.last_call
            await asyncio.sleep(QUIET_S)

    def _message(self, fields: Fields) -> bytes:
        chat = int(fields["chat_id"])
        if (edited := fields.get("message_id")) is None:
            identity, self._next_message = self._next_message, self._next_message + 1
        else:
            identity = int(edited)
        markup = fields.get("reply_markup")
        if not isinstance(markup, str | None):
            markup = json.dumps(markup)
        keyboard = f',"reply_markup":{markup}' if markup else ""
        shown = (
            f'{{"message_id":{identity},"date":{int(time.time())},"from":{{"id":4242424242,"is_bot":true,'
            f'"first_name":"Bench","username":"bench_bot"}},"chat":{{"id":{chat},"type":"private",'
            f'"first_name":"Walker"}},"text":{json.dumps(fields["text"])}{keyboard}}}'
        )
        if self.walkers is not None:
            self.walkers.shown(chat, shown, markup)
        return f'{{"ok":true,"result":{shown}}}'.encode()

    def _get_updates(self, fields: Fields, reply: Callable[[bytes], None]) -> None:
        self._end_poll()
        offset = int(fields.get("offset") or 0)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        self._poll = reply
        seconds = float(fields.get("timeout") or 0)
        if self._waiting or not seconds:
            self._hand_out()
            return
        self.polled.set()
        self._poll_ends = asyncio.get_running_loop().call_later(seconds, self._hand_out)

    def _end_poll(self) -> None:
        """A newer poll ends the older one, which gets nothing."""
        if self._poll_ends is not None:
            self._poll_ends.cancel()
            self._poll_ends = None
        if (poll := self._poll) is not None:
            self._poll = None
            poll(b'{"ok":true,"result":[]}')

    def _hand_out(self) -> None:
        if (poll := self._poll) is None:
            return
        self._poll = None
        if self._poll_ends is not None:
            self._poll_ends.cancel()
            self._poll_ends = None
        batch = [self._waiting[place][1] for place in range(min(BATCH, len(self._waiting)))]
        poll(f'{{"ok":true,"result":[{",".join(batch)}]}}'.encode())


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive and without anything that no client here sends."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self._got = bytearray()
        self._transport: asyncio.Transport | None = None
        self._runs: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (head_end := self._got.find(_HEAD_END)) >= 0:
            head = bytes(self._got[: head_end + 2])
            length = _LENGTH.search(head)
            end = head_end + 4 + (int(length[1]) if length else 0)
            if len(self._got) < end:
                return
            body = bytes(self._got[head_end + 4 : end])
            del self._got[:end]
            self._request(head, body)

    def _request(self, head: bytes, body: bytes) -> None:
        path = head[: head.index(b"\r\n")].split(b" ")[1].decode()
        if path == "/run":
            task = asyncio.create_task(self._run(json.loads(body)))
            self._runs.add(task)
            task.add_done_callback(self._runs.discard)
            return
        fields = json.loads(body) if b"application/json" in head else form(body.decode())
        self.api.answer(path.rpartition("/")[2], fields, self._reply)

    def _reply(self, body: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)

    async def _run(self, order: dict[str, Any]) -> None:
        try:
            answer = await run(self.api, order)
        except LookupError as error:
            answer = {"error": str(error)}
        self._reply(json.dumps(answer).encode())


def form(body: str) -> Fields:
    """The fields of an url-encoded form."""
    pairs = (pair.partition("=") for pair in body.split("&") if pair)
    return {name: unquote_plus(value) for name, _, value in pairs}


async def run(api: BotApi, order: dict[str, Any]) -> dict[str, Any]:
    """Let walkers walk as ordered; seconds, updates, calls by method and the waits of every step.

    The seconds end with the last call, so whatever a walk causes elsewhere counts as its work. Raises
    LookupError when a screen has no button that the walk needs, or when an answer was lost.
    """
    await api.polled.wait()
    api.calls.clear()
    pace = order.pop("per_second", None)
    kind = Saturated if pace is None else Paced
    walkers = api.walkers = kind(put=api.put, **order, **({} if pace is None else {"per_second": pace}))
    cpu, started = time.process_time(), time.perf_counter()
    walkers.start()
    await _arrival(walkers)
    await api.quiet()
    api.walkers = None
    return {
        "seconds": api.last_call - started,
        "updates": walkers.updates,
        "calls": dict(api.calls),
        "waits_s": walkers.waits_s,
        "stub_cpu_s": time.process_time() - cpu,
    }


async def _arrival(walkers: Walkers) -> None:
    """Until everybody has arrived. Raises LookupError when nobody gets on any more: an answer was lost."""
    answered = -1
    while not walkers.finished.done():
        if answered == len(walkers.waits_s):
            raise LookupError(f"no step was answered for {STALL_S:.0f} s: {walkers.stuck()}")
        answered = len(walkers.waits_s)
        await asyncio.wait({walkers.finished}, timeout=STALL_S)
    walkers.finished.result()


async def serve() -> None:
    """Until the process is ended."""
    api = BotApi()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(api), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
