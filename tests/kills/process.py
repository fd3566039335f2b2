"""The real bot as a process of its own, to be killed at a moment chosen on the wire."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.calls import LoggedCall
from simulator.server import Simulator
from tests.stories.town import BOT, TOKEN

LOOK_S = 0.001
LONGEST_S = 20.0


@dataclass
class BotProcess:
    """`python -m bot run` against a simulator and a database file."""

    simulator: Simulator
    database: Path
    process: asyncio.subprocess.Process | None = None
    kills: int = 0

    async def start(self) -> None:
        """Start it and wait until it follows the clock and takes updates."""
        since = len(self.calls)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
        environment |= {
            "KW_TOKEN": TOKEN,
            "KW_API_URL": self.simulator.base_url,
            "KW_CLOCK_URL": f"{self.simulator.base_url}/world/clock",
            "KW_DATABASE": str(self.database),
            "KW_PRIVATE_BURST": "100",
            "KW_PRIVATE_PER_SECOND": "1000",
            "KW_LOG_LEVEL": "WARNING",
        }
        log = self.database.with_suffix(".log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stdout=log, stderr=log
        )
        log.close()
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
        self.process.send_signal(signal.SIGSTOP)

    async def kill(self) -> None:
        """kill -9, and nothing else."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        self.kills += 1

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def log(self) -> str:
        return self.database.with_suffix(".log").read_text("utf-8")
