"""`kurze-wege demo` as a stranger runs it: told to the end or open as a page, and nothing left behind."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.demo import play
from simulator.client import SimulatorClient

ROOT = Path(__file__).parents[2]
LONGEST_S = 90.0


class Demo:
    """The command in a process of its own, with a folder for temporary files and no settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
        path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
        self.environment = kept | {"PYTHONPATH": path, "TMPDIR": str(folder)}

    async def start(self, *options: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            *options,
            cwd=self.folder,
            env=self.environment,
            stdout=pipe,
            stderr=pipe,
        )

    def left_over(self) -> list[str]:
        """Folders that are still there, and processes that still work in one of them."""
        return [*(one.name for one in self.folder.iterdir()), *bots_in(self.folder)]


def bots_in(folder: Path) -> list[str]:
    """The command lines of living processes whose working directory lies in `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path)


async def test_the_story_comes_true_and_leaves_nothing(demo: Demo) -> None:
    process = await demo.start()
    async with asyncio.timeout(LONGEST_S):
        printed, complaints = await process.communicate()
    story = printed.decode()
    assert (process.returncode, complaints.decode()) == (0, "")
    for sentence in (
        "Es fehlt: die Regel für das Scheitern",
        "Vereinbarung gilt, Version 1",
        "Bitte in Vertretung",
        "ist nicht in diesem",
        "Nicht gesendet",
        "Nachricht von Yvonne",
        "Zusage erfüllt?",
        "Verfahren beginnen?",
        "Ihre feste Ansprechperson",
        "Auswertung veröffentlicht",
        "wieder offen",
        "Ein Jahr danach",
        "Uwe Bekemeier kümmert sich",
        "Geprüft:",
    ):
        assert sentence in story
    assert re.search(r"\x1b", story) is None, "no colours without a terminal"
    assert max(map(len, story.splitlines())) <= 120
    assert demo.left_over() == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes as Linux shows them")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_stopped_in_the_middle_it_leaves_nothing(demo: Demo, how: signal.Signals) -> None:
    process = await demo.start()
    assert process.stdout is not None
    async with asyncio.timeout(LONGEST_S):
        while "Der neunte Tipp" not in (await process.stdout.readline()).decode():
            assert not process.stdout.at_eof()
        assert len(bots_in(demo.folder)) == 2, "the story and the bot"
        process.send_signal(how)
        _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (130, "")
    assert demo.left_over() == []


async def test_the_page_opens_on_the_next_free_port_and_leaves_nothing(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with opened(demo, "--port", str(port)) as client:
            assert not client.base_url.endswith(f":{port}")
            await everybody_has_joined(client)
            assert len(bots_in(demo.folder)) == 2, "the page and the bot"
    assert demo.left_over() == []


async def test_what_is_kept_is_there_next_time(demo: Demo) -> None:
    async with opened(demo, "--port", "0", "--keep", "kept.db") as client:
        await everybody_has_joined(client)
        before, tour = await client.messages(1004, 1004), (await client.play())["id"]
    assert sorted(demo.left_over()) == ["kept.db", "kept.db.phones"]
    async with opened(demo, "--port", "0", "--keep", "kept.db") as client:
        assert await client.messages(1004, 1004) == before
        assert (await client.play())["id"] == tour, "the tour goes on where it was left"
        await client.send(1004, 1004, "/melden")
        await client.settle()
        assert "Meldung" in (await client.messages(1004, 1004))[-1]["text"]
    (demo.folder / "kept.db.phones").unlink()
    process = await demo.start("--page", "--keep", "kept.db")
    _, complaints = await process.communicate()
    assert process.returncode == 1
    assert "gehören zusammen" in complaints.decode()


async def test_what_was_left_before_everybody_had_joined_is_not_kept(demo: Demo) -> None:
    async with opened(demo, "--port", "0", "--keep", "kept.db") as client:
        assert (await client.play())["ready"] is False
    assert demo.left_over() == []


@asynccontextmanager
async def opened(demo: Demo, *options: str) -> AsyncIterator[SimulatorClient]:
    """The page, as long as somebody looks at it; then Ctrl-C."""
    process = await demo.start("--page", *options)
    assert process.stdout is not None
    async with asyncio.timeout(LONGEST_S):
        said = (await process.stdout.readline()).decode()
        address = re.findall(r"http://127\.0\.0\.1:\d+/", said)[0]
        async with SimulatorClient(address) as client:
            yield client
        process.send_signal(signal.SIGINT)
        printed, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")
    assert "Beendet." in printed.decode()


async def everybody_has_joined(client: SimulatorClient) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{client.base_url}/") as page,
        client.events() as events,
    ):
        assert page.status == 200
        while not (await client.play()).get("ready"):
            await anext(events)
    people = await client.people()
    assert [one["first_name"] for one in people] == [name.partition(" ")[0] for name in play.CAST]
    assert "Neue Anfrage" not in str(await client.messages(1004, 1004))
    assert "sind angemeldet" in str(await client.messages(1004, 1004))
    assert {"cases", "outbox"} <= {table["name"] for table in (await client.tables())["tables"]}


async def test_without_a_free_port_it_says_so(demo: Demo) -> None:
    process = await demo.start("--page", "--port", "65536")
    async with asyncio.timeout(LONGEST_S):
        _, complaints = await process.communicate()
    assert process.returncode == 1
    assert complaints.decode().startswith("Die Vorführung beginnt nicht. ")
