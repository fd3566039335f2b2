"""The real bot as a process of its own, to be killed at a moment chosen on the wire."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.__main__ import main
from simulator.calls import LoggedCall
from simulator.server import Simulator

BOT = 4242424242
TOKEN = f"{BOT}:AAE-a-token-for-stories-of-kurze-wege"
LOOK_S = 0.001
LONGEST_S = 30.0

# Every life of the bot is a process of its own, forked from one that has imported everything already;
# also pytest, which a life started by it would import again.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pytest", "bot.application", "bot.commands.run", __name__])


class NotRunning(Exception):
    """The bot's process has ended although nobody killed it; the text is the end of its log."""


def live(environment: dict[str, str], log: str, prepare: Callable[[], object] | None) -> None:
    """What `kurze-wege run` does, with these settings; its lines go to the end of `log`."""
    for name in [name for name in os.environ if name.startswith("KW_")]:
        del os.environ[name]
    os.environ.update(environment)
    os.chdir(Path(log).parent)
    lines = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(lines, stream)
    if prepare is not None:
        prepare()
    sys.exit(main(["run"]))


@dataclass
class BotProcess:
    """`kurze-wege run` against a simulator and a database file.

    `settings` are names and values without `KW_` and go before the usual ones; `prepare` is called in the
    process before anything else (a function of a module, or a partial of one: it travels there).
    """

    simulator: Simulator
    database: Path
    settings: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] | None = None
    process: ForkServerProcess | None = None
    kills: int = 0

    async def start(self) -> None:
        """Start it and wait until it follows the clock and takes updates. Raises NotRunning."""
        since = len(self.calls)
        await self.begin()
        await self.until(lambda call: call.method in ("getUpdates", "setWebhook"), since)

    async def begin(self) -> None:
        """Start it and wait for nothing."""
        self.process = _FORKS.Process(target=live, args=(self.environment, str(self.log_file), self.prepare))
        await asyncio.to_thread(self.process.start)

    async def command(self, *arguments: str) -> str:
        """Let another verb do its work beside the bot; gives what it prints. Raises NotRunning."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            env=kept | self.environment | {"PYTHONPATH": str(Path(__file__).parents[1])},
            cwd=self.database.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate()
        if process.returncode != 0:
            raise NotRunning(f"{arguments[0]}: {printed.decode()}")
        return printed.decode()

    @property
    def environment(self) -> dict[str, str]:
        """Every setting, as the process finds it."""
        usual = {
            "token": TOKEN,
            "api_url": self.simulator.base_url,
            "clock_url": f"{self.simulator.base_url}/world/clock",
            "database": str(self.database),
            "private_burst": "100",
            "private_per_second": "1000",
            "log_level": "WARNING",
        }
        return {f"KW_{name.upper()}": value for name, value in (usual | self.settings).items()}

    @property
    def calls(self) -> list[LoggedCall]:
        return [call for call in self.simulator.world.calls.logged if call.bot == BOT]

    async def until(self, matches: Callable[[LoggedCall], bool], since: int = 0) -> LoggedCall:
        """The first call from number `since` on that matches, looked for every millisecond.

        Raises NotRunning when the process ends first, TimeoutError after LONGEST_S.
        """
        async with asyncio.timeout(LONGEST_S):
            while True:
                for call in self.calls[since:]:
                    if matches(call):
                        return call
                if self.exit_code is not None:
                    raise NotRunning(f"exit code {self.exit_code}: {self.log[-2000:]}")
                await asyncio.sleep(LOOK_S)

    @property
    def exit_code(self) -> int | None:
        """None while it lives; minus the signal's number when a signal ended it."""
        return None if self.process is None else self.process.exitcode

    async def ends(self) -> int:
        """Wait until it ends by itself; gives the exit code. Raises TimeoutError after LONGEST_S."""
        assert self.process is not None
        await asyncio.to_thread(self.process.join, LONGEST_S)
        if self.process.exitcode is None:
            raise TimeoutError
        return self.process.exitcode

    def send(self, number: signal.Signals) -> None:
        """Send a signal: SIGSTOP freezes it, SIGCONT lets it go on, SIGTERM ends it in order."""
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    async def kill(self) -> None:
        """kill -9, and nothing else."""
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.kills += 1

    async def stop(self) -> None:
        """End it at once, whether it runs or not."""
        if self.process is not None:
            self.process.kill()
            await asyncio.to_thread(self.process.join)

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8") if self.log_file.exists() else ""

    @property
    def log_file(self) -> Path:
        return self.database.with_suffix(".log")
