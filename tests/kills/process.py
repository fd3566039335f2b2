"""The real bot as a process of its own, to be killed at a moment chosen on the wire."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.__main__ import main
from simulator.calls import LoggedCall
from simulator.server import Simulator
from tests.stories.town import BOT, TOKEN

LOOK_S = 0.001
LONGEST_S = 30.0

# Every life of the bot is a process of its own, forked from one that has imported everything already.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pytest", "bot.application", "bot.commands.run", __name__])


def live(environment: dict[str, str], log: str) -> None:
    """What `kurze-wege run` does, with these settings; its lines go to the end of `log`."""
    for name in [name for name in os.environ if name.startswith("KW_")]:
        del os.environ[name]
    os.environ.update(environment)
    lines = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(lines, stream)
    sys.exit(main(["run"]))


@dataclass
class BotProcess:
    """`kurze-wege run` against a simulator and a database file."""

    simulator: Simulator
    database: Path
    process: ForkServerProcess | None = None
    kills: int = 0

    async def start(self) -> None:
        """Start it and wait until it follows the clock and takes updates."""
        since = len(self.calls)
        environment = {
            "KW_TOKEN": TOKEN,
            "KW_API_URL": self.simulator.base_url,
            "KW_CLOCK_URL": f"{self.simulator.base_url}/world/clock",
            "KW_DATABASE": str(self.database),
            "KW_PRIVATE_BURST": "100",
            "KW_PRIVATE_PER_SECOND": "1000",
            "KW_LOG_LEVEL": "WARNING",
        }
        log = str(self.database.with_suffix(".log"))
        self.process = _FORKS.Process(target=live, args=(environment, log))
        await asyncio.to_thread(self.process.start)
        await self.until(lambda call: call.method == "getUpdates", since)

    @property
    def calls(self) -> list[LoggedCall]:
        return [call for call in self.simulator.world.calls.logged if call.bot == BOT]

    async def until(self, matches: Callable[[LoggedCall], bool], since: int = 0) -> LoggedCall:
        """The first call from number `since` on that matches, looked for every millisecond."""
        async with asyncio.timeout(LONGEST_S):
            while True:
                for call in self.calls[since:]:
                    if matches(call):
                        return call
                await asyncio.sleep(LOOK_S)

    def freeze(self) -> None:
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    async def kill(self) -> None:
        """kill -9, and nothing else."""
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.kills += 1

    async def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            await asyncio.to_thread(self.process.join)

    @property
    def log(self) -> str:
        return self.database.with_suffix(".log").read_text("utf-8")
