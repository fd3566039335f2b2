"""Behind the glass: any SQLite file, and any process."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from simulator.child import Child
from simulator.client import ClientError, SimulatorClient
from simulator.server import Simulator

# Says that it lives, and takes no notice of SIGTERM when told so.
LIVES = """
import signal, socket, sys
if len(sys.argv) > 2:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
socket.create_connection(("127.0.0.1", int(sys.argv[1]))).close()
signal.pause()
"""


@asynccontextmanager
async def simulating(
    *, sqlite: Path | None = None, child: Child | None = None
) -> AsyncIterator[SimulatorClient]:
    async with (
        Simulator.start(sqlite=sqlite, child=child) as simulator,
        SimulatorClient(simulator.base_url) as client,
    ):
        yield client


class Living:
    """A command whose lives announce themselves."""

    def __init__(self) -> None:
        self._announced: asyncio.Queue[None] = asyncio.Queue()

    def child(self, port: int, *arguments: str) -> Child:
        return Child([sys.executable, "-c", LIVES, str(port), *arguments])

    async def hear(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._announced.put_nowait(None)
        writer.close()

    async def alive(self) -> None:
        async with asyncio.timeout(20):
            await self._announced.get()


@asynccontextmanager
async def living(*arguments: str) -> AsyncIterator[tuple[Living, Child]]:
    life = Living()
    async with await asyncio.start_server(life.hear, "127.0.0.1") as server:
        yield life, life.child(server.sockets[0].getsockname()[1], *arguments)


async def test_a_file_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    async with simulating(sqlite=tmp_path / "later.db") as client:
        assert await client.tables() == {"file": "later.db", "version": 0, "tables": []}
        with pytest.raises(ClientError, match="no table x"):
            await client.rows("x")


async def test_any_table_is_shown_and_none_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    with closing(sqlite3.connect(path)) as writing:
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute('CREATE TABLE "a ""b" (x, y)')
        writing.execute("CREATE TABLE keyed (k PRIMARY KEY) WITHOUT ROWID")
        writing.executemany('INSERT INTO "a ""b" VALUES (?, ?)', [(1, b"\x00\x01"), (2, "z" * 3000)])
        writing.commit()
        async with simulating(sqlite=path) as client:
            first = await client.tables()
            assert first["tables"] == [{"name": 'a "b', "rows": 2}, {"name": "keyed", "rows": 0}]
            shown = await client.rows('a "b')
            assert shown["columns"] == ["x", "y"]
            assert shown["rows"][1] == [1, "<2 bytes>"]
            assert (shown["rows"][0][0], len(shown["rows"][0][1])) == (2, 2001)
            assert await client.rows("keyed") == {"columns": ["k"], "rows": []}
            writing.execute("INSERT INTO keyed VALUES (1)")
            writing.commit()
            assert (await client.tables())["version"] != first["version"]
            assert len((await client.rows('a "b', limit=1))["rows"]) == 1


async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("nothing of the kind, and long enough to be looked at" * 10)
    async with simulating(sqlite=tmp_path / "x.db") as client:
        with pytest.raises(ClientError, match="cannot be read"):
            await client.tables()
        with pytest.raises(ClientError, match="cannot be read"):
            await client.rows("x")


async def test_without_a_file_and_a_child_there_is_nothing_behind_the_glass() -> None:
    async with simulating() as client:
        assert (await client.tables())["file"] is None
        assert (await client.child())["command"] is None
        with pytest.raises(ClientError, match="was started without --sqlite"):
            await client.rows("x")
        with pytest.raises(ClientError, match="was started without --child"):
            await client.change_child("kill")


async def test_a_child_is_killed_and_started_again() -> None:
    async with living() as (life, child), simulating(child=child) as client:
        assert (await client.child())["running"] is False
        await client.change_child("start")
        await life.alive()
        again = await client.change_child("start")
        assert (again["running"], again["lives"]) == (True, 1)
        async with client.events() as events:
            killed = await client.change_child("kill")
            assert (await anext(events))["kind"] == "child"
        assert (killed["running"], killed["code"]) == (False, -9)
        with pytest.raises(ClientError, match="not running"):
            await client.change_child("kill")
        await client.change_child("stop")
        assert (await client.change_child("start"))["lives"] == 2
        await life.alive()
        assert (await client.change_child("stop"))["code"] == -15
        with pytest.raises(ClientError, match="deed is"):
            await client.change_child("praise")


async def test_a_child_ends_with_the_simulator() -> None:
    async with living() as (life, child):
        async with simulating(child=child) as client:
            await client.change_child("start")
            await life.alive()
        assert child.wire()["code"] == -15


async def test_a_child_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.child.STOP_S", 0.05)
    async with living("stubborn") as (life, child), simulating(child=child) as client:
        await client.change_child("start")
        await life.alive()
        assert (await client.change_child("stop"))["code"] == -9
