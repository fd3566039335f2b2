"""The real process as its operator meets it: how it starts, what it says, how it ends."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import SCHEMA_VERSION
from tests.stories.test_webhook import free_port
from tests.stories.town import MONDAY, TOKEN

LONGEST_S = 60.0
SECRET_PART = TOKEN.partition(":")[2]


@dataclass
class Run:
    """One `kurze-wege run`: its lines as they come, and its exit code."""

    process: asyncio.subprocess.Process
    lines: str = ""

    @classmethod
    @asynccontextmanager
    async def begin(cls, folder: Path, api_url: str, **settings: str) -> AsyncIterator["Run"]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
        environment |= {
            "KW_TOKEN": TOKEN,
            "KW_API_URL": api_url,
            "KW_DATABASE": str(folder / "kw.db"),
            "KW_LOG_LEVEL": "DEBUG",
            "PYTHONPATH": str(Path.cwd()),
            **{f"KW_{name.upper()}": value for name, value in settings.items()},
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env=environment,
            cwd=folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        run = cls(process)
        try:
            yield run
        finally:
            if process.returncode is None:
                process.kill()
            await run.ends()
            assert SECRET_PART not in run.lines, "the token is in the log"

    async def says(self, words: str) -> None:
        """Wait for a line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(LONGEST_S):
            while words not in self.lines:
                line = await self.process.stdout.readline()
                assert line, f"it ended without {words!r}: {self.lines}"
                self.lines += line.decode()

    async def ends(self) -> int:
        """Wait for the end; gives the exit code."""
        assert self.process.stdout is not None
        async with asyncio.timeout(LONGEST_S):
            self.lines += (await self.process.stdout.read()).decode()
            return await self.process.wait()


@asynccontextmanager
async def simulator(port: int = 0) -> AsyncIterator[tuple[Simulator, SimulatorClient]]:
    async with (
        Simulator.start(start_at=MONDAY, port=port) as simulator,
        SimulatorClient(simulator.base_url) as client,
    ):
        await client.bot(TOKEN, username="kurzewege_bot")
        yield simulator, client


async def answered(client: SimulatorClient, user: int) -> list[str]:
    """Somebody sends /start; what the bot says to that."""
    await client.send(user, user, "/start")
    async with asyncio.timeout(LONGEST_S):
        while True:
            messages = await client.messages(user, user)
            if said := [one["text"] for one in messages if one["from"]["is_bot"]]:
                return said
            await asyncio.sleep(0.02)


async def test_it_starts_without_network_says_so_and_goes_on_when_it_is_there(tmp_path: Path) -> None:
    port = free_port()
    async with Run.begin(tmp_path, f"http://127.0.0.1:{port}") as run:
        await run.says("Telegram cannot be reached (NotSent)")
        await run.says("trying again in 1.0 s")
        async with simulator(port=port) as (_, client):
            await client.person("Mallory", id=1001)
            await run.says("started: 0 accepted updates were waiting")
            assert await answered(client, 1001)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async with simulator() as (running, client), Run.begin(tmp_path, running.base_url) as run:
        await run.says("started")
        await client.person("Mallory", id=1001)
        assert await answered(client, 1001)
        run.process.send_signal(number)
        assert await run.ends() == 0
        assert "Traceback" not in run.lines
    with closing(sqlite3.connect(tmp_path / "kw.db")) as left:
        assert left.execute("SELECT count(*) FROM outbox WHERE state = 'leased'").fetchone() == (0,)


async def test_it_ends_in_order_while_telegram_is_away(tmp_path: Path) -> None:
    async with Run.begin(tmp_path, f"http://127.0.0.1:{free_port()}") as run:
        await run.says("cannot be reached")
        run.process.send_signal(signal.SIGTERM)
        assert await run.ends() == 0


async def test_a_revoked_token_ends_it_with_code_3(tmp_path: Path) -> None:
    async with simulator() as (running, client), Run.begin(tmp_path, running.base_url) as run:
        await run.says("started")
        await client.fault("unauthorized", method="getUpdates", times=None)
        await client.person("Mallory", id=1001)
        await client.send(1001, 1001, "/start")
        assert await run.ends() == 3
        assert "Telegram refuses the token (KW_TOKEN)" in run.lines
        assert "Traceback" not in run.lines


async def test_an_unknown_token_ends_it_at_once_with_code_3(tmp_path: Path) -> None:
    async with simulator() as (running, client):
        await client.fault("unauthorized", method="getMe", times=None)
        async with Run.begin(tmp_path, running.base_url) as run:
            assert await run.ends() == 3
            assert run.lines.count("\n") == 1


async def test_a_second_instance_ends_one_with_code_4(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    async with simulator() as (running, _), Run.begin(tmp_path, running.base_url) as first:
        await first.says("started")
        async with Run.begin(tmp_path / "second", running.base_url) as second:
            ending = [asyncio.create_task(one.process.wait()) for one in (first, second)]
            done, _ = await asyncio.wait(ending, timeout=LONGEST_S, return_when=asyncio.FIRST_COMPLETED)
            (ended,) = done
            assert ended.result() == 4
            stopped = (first, second)[ending.index(ended)]
            await stopped.ends()
            assert "Another instance runs with the same token" in stopped.lines


async def test_a_database_of_a_newer_version_ends_it_with_code_5(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kw.db")) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    async with Run.begin(tmp_path, "http://127.0.0.1:9") as run:
        assert await run.ends() == 5
        assert run.lines.count("\n") == 1


async def test_a_database_that_is_locked_for_long_is_one_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kw.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with Run.begin(tmp_path, "http://127.0.0.1:9") as run:
            assert await run.ends() == 1
            assert "database is locked" in run.lines
            assert run.lines.count("\n") == 1


async def test_a_bug_that_ends_it_is_one_line_of_the_log(tmp_path: Path) -> None:
    """As it stands on the screen, a traceback would show what the error quotes."""
    async with simulator() as (running, client), Run.begin(tmp_path, running.base_url) as run:
        await run.says("started")
        with closing(sqlite3.connect(tmp_path / "kw.db")) as other:
            other.execute("ALTER TABLE outbox RENAME TO letters")
        await client.person("Mallory", id=1001)
        await client.send(1001, 1001, "/start")
        assert await run.ends() == 1
        last = run.lines.splitlines()[-1]
        assert "CRITICAL" in last
        assert "a bug has ended the bot" in last


async def test_a_wrong_setting_ends_it_with_code_2(tmp_path: Path) -> None:
    async with Run.begin(tmp_path, "http://127.0.0.1:9", land="XX") as run:
        assert await run.ends() == 2
        assert "KW_LAND" in run.lines


@pytest.mark.parametrize("status", [302, 404, 502])
async def test_no_answer_of_a_stranger_brings_the_token_into_the_log(tmp_path: Path, status: int) -> None:
    """A proxy that answers with the whole address, as some do."""

    async def answer(request: web.Request) -> web.Response:
        headers = {"Location": f"http://127.0.0.1:9{request.path}"} if status == 302 else {}
        return web.Response(status=status, text=f"<h1>{request.url}</h1>", headers=headers)

    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with Run.begin(tmp_path, f"http://127.0.0.1:{port}") as run:
        if status == 404:
            assert await run.ends() == 3
        else:
            await run.says("cannot be reached")
            run.process.terminate()
            assert await run.ends() == 0
    await runner.cleanup()


async def test_faults_on_the_way_are_logged_without_the_token(tmp_path: Path) -> None:
    async with simulator() as (running, client), Run.begin(tmp_path, running.base_url) as run:
        await run.says("started")
        await client.person("Mallory", id=1001)
        for kind in ("server_error", "cut_before", "cut_after", "retry_after", "bad_request", "forbidden"):
            await client.fault(kind, method="sendMessage")
            await client.fault(kind, method="getUpdates")
            await client.send(1001, 1001, "/start")
        await run.says("no answer from Telegram")
        await run.says("getUpdates with 500")
