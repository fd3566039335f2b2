"""The two processes of a measurement: the stub on one core, a bot on another, where there are two."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp

from bench.walks import Walk

ROOT: Final = Path(__file__).parents[1]
VENV: Final = ROOT / ".venv-bench"
STOP_S: Final = 15.0
_LONGEST_RUN_S: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """Somebody to be measured.

    `start` fills an empty folder and gives the command's arguments and its environment for a Bot API at
    this address; `python` runs it. `walks` is the walk of a lap as this one knows it.
    """

    name: str
    title: str
    start: Callable[[Path, str], tuple[Sequence[str], Mapping[str, str]]]
    walks: Callable[[int], list[Walk]]
    python: Path = Path(sys.executable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run came to. `waits_s`: from a tap until it was acknowledged and answered, each step."""

    seconds: float
    cpu_s: float
    updates: int
    calls: Mapping[str, int]
    waits_s: Sequence[float]
    stub_cpu_s: float

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds

    @property
    def cpu_us(self) -> float:
        """CPU of the bot's process in microseconds an update."""
        return self.cpu_s / self.updates * 1e6

    @property
    def calls_per_update(self) -> float:
        return sum(self.calls.values()) / self.updates


class Bot:
    """A contestant's process beside a stub of its own."""

    def __init__(self, session: aiohttp.ClientSession, stub_url: str, process: asyncio.subprocess.Process):
        self._session = session
        self._stub_url = stub_url
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def run(self, walks: Sequence[Walk], **order: Any) -> Run:
        """Let walkers walk; `order` is `at_once` and perhaps `per_second`. Raises RuntimeError."""
        before = cpu_s(self._process.pid)
        ask = self._session.post(f"{self._stub_url}/run", json={"walks": walks, **order})
        asked = asyncio.create_task(_json(ask))
        ended = asyncio.create_task(self._process.wait())
        await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            raise RuntimeError("the bot has ended")
        ended.cancel()
        answer = asked.result()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return Run(cpu_s=cpu_s(self._process.pid) - before, **answer)


@asynccontextmanager
async def bot(contestant: Contestant) -> AsyncIterator[Bot]:
    """Start both; they and their folder are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        async with _stub() as url, aiohttp.ClientSession() as session:
            arguments, environment = await asyncio.to_thread(contestant.start, folder, url)
            async with _process(
                [*_pinned(1), str(contestant.python), *arguments], folder, environment
            ) as process:
                yield Bot(session, url, process)


@asynccontextmanager
async def _stub() -> AsyncIterator[str]:
    command = [*_pinned(0), sys.executable, "-m", "bench.stub"]
    async with _process(command, ROOT, {}, stdout=asyncio.subprocess.PIPE) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"


@asynccontextmanager
async def _process(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], **options: Any
) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        **options,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _json(ask: Any) -> Any:
    async with asyncio.timeout(_LONGEST_RUN_S), ask as response:
        return await response.json()


def _pinned(core: int) -> list[str]:
    """So that the two do not take each other's core, which the scheduler would otherwise decide anew."""
    cores = sorted(os.sched_getaffinity(0))
    taskset = shutil.which("taskset")
    return [taskset, "--cpu-list", str(cores[core])] if taskset and len(cores) > 1 else []


def cpu_s(process: int) -> float:
    """CPU seconds of all threads of a process so far, exact to the microsecond (Linux)."""
    # The clock of another process, as clock_getcpuclockid(3) makes its number; Python has no name for it.
    return time.clock_gettime((~process << 3) | 2)
