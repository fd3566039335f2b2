"""By webhook: the secret is asked for, 200 comes after COMMIT, and what is brought twice is handled once."""

import asyncio
import io
import json
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.fatal import Fatal
from bot.receive import ALLOWED
from bot.webhook import LARGEST_UPDATE
from domain.model.stage import PartnerKind
from tests.stories.test_core import start_update
from tests.stories.town import Phone, Town, start

SECRET = "a-secret-of-both-ends"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    port = free_port()
    options: dict[str, Any] = {
        "webhook_url": f"http://127.0.0.1:{port}/kurze-wege",
        "webhook_secret": SECRET,
        "webhook_listen": f"127.0.0.1:{port}",
    }
    async with Town.open(tmp_path, **options) as town:
        yield town


async def somebody(town: Town) -> Phone:
    partner = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    return await town.member("Petra Nord", partner)


async def bring(town: Town, body: Any, *, secret: str | bytes = SECRET) -> int:
    """What Telegram does with an update; gives the status of the answer."""
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    given = secret.decode("utf-8", "surrogateescape") if isinstance(secret, bytes) else secret
    headers = {HEADER: given} if given else {}
    url = town.running.settings.webhook_url
    assert url is not None
    async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=headers) as answer:
        return answer.status


async def count(town: Town, condition: str = "1") -> int:
    query = f"SELECT count(*) FROM inbox WHERE {condition}"
    return int(await town.do(lambda work: work.connection.execute(query).fetchone()[0]))


async def test_the_main_path_works_by_webhook(town: Town) -> None:
    member = await somebody(town)
    await member.sends("/hilfe")
    await member.sees("Was möchten Sie tun")
    methods = [call["method"] for call in await town.client.calls()]
    assert "getUpdates" not in methods
    (webhook,) = [call for call in await town.client.calls() if call["method"] == "setWebhook"]
    assert json.loads(webhook["params"]["allowed_updates"]) == ALLOWED


async def test_what_is_brought_twice_is_handled_once(town: Town) -> None:
    member = await somebody(town)
    update = start_update(member, 7001, "/hilfe")
    assert await asyncio.gather(*(bring(town, update) for _ in range(5))) == [200] * 5
    assert await bring(town, update) == 200
    await town.settle()
    assert len(await member.unread()) == 1


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "ä" * 8, b"\xff\xfe"])
async def test_nobody_else_is_listened_to(town: Town, secret: str | bytes) -> None:
    member = await somebody(town)
    before = await count(town)
    assert await bring(town, start_update(member, 7001), secret=secret) == 403
    assert await count(town) == before
    await member.sees_nothing()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"7", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": -1}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 99999999999999999999}', 400),
        (b'{"update_id": 1, "text": "' + b"x" * LARGEST_UPDATE + b'"}', 413),
    ],
)
async def test_what_is_no_update_is_refused_and_not_kept(town: Town, body: bytes, status: int) -> None:
    before = await count(town)
    assert await bring(town, body) == status
    assert await count(town) == before


async def test_the_answer_comes_after_commit(town: Town) -> None:
    member = await somebody(town)
    town.running.database.plain.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(town.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    brought = asyncio.create_task(bring(town, start_update(member, 7001, "/hilfe")))
    done, _ = await asyncio.wait({brought}, timeout=0.5)
    assert not done, "while nothing can be written, nothing is confirmed"
    other.execute("COMMIT")
    other.close()
    assert await asyncio.wait_for(brought, 20) == 200
    assert await count(town, "update_id = 7001") == 1
    await town.settle()
    assert len(await member.unread()) == 1


async def test_who_hangs_up_and_comes_again_is_heard_once(town: Town) -> None:
    """Telegram waits a while for an answer, then brings the update again."""
    member = await somebody(town)
    town.running.database.plain.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(town.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    first = asyncio.create_task(bring(town, start_update(member, 7001, "/hilfe")))
    await asyncio.wait({first}, timeout=0.3)
    first.cancel()
    again = asyncio.create_task(bring(town, start_update(member, 7001, "/hilfe")))
    await asyncio.wait({again}, timeout=0.1)
    other.execute("COMMIT")
    other.close()
    assert await again == 200
    await town.settle()
    assert len(await member.unread()) == 1


async def test_an_update_brought_while_the_bot_was_away_is_brought_again(town: Town) -> None:
    member = await somebody(town)
    await town.stop()
    await town.client.send(member.user, member.chat, "/hilfe")
    await town.restart()
    await member.sees("Was möchten Sie tun")


async def test_a_port_in_use_is_one_line(town: Town, tmp_path: Path) -> None:
    _, second = await start(town.simulator, tmp_path / "second.db", town.options)
    with pytest.raises(Fatal, match="KW_WEBHOOK_LISTEN") as caught:
        await asyncio.wait_for(second, 20)
    assert caught.value.code == 2


async def test_stopped_while_an_update_is_being_brought_it_ends_within_seconds(town: Town) -> None:
    """What has not come whole is not confirmed; Telegram will bring it again."""
    host, port = town.running.settings.webhook_listen
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST /kurze-wege HTTP/1.1\r\nHost: {host}\r\n{HEADER}: {SECRET}\r\nContent-Length: 99\r\n"
    writer.write(f"{head}Expect: 100-continue\r\n\r\n".encode())
    assert b"100 Continue" in await reader.readline(), "it is being received now"
    town.task.cancel()
    ended, _ = await asyncio.wait({town.task}, timeout=20)
    assert ended, "it waits for the rest"
    writer.close()
