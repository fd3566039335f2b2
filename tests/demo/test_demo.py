"""`kurze-wege demo` as a stranger runs it: without a terminal, told to the end, nothing left behind."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_S = 60.0


class Demo:
    """The command in a process of its own, with a folder for temporary files and no settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
        path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
        self.environment = kept | {"PYTHONPATH": path, "TMPDIR": str(folder)}

    async def start(self) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
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
        "Bitte in Vertretung",
        "ist nicht in diesem",
        "Nicht gesendet",
        "Nachricht von Yvonne",
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
