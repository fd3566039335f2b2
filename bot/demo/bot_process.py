"""The bot in a process of its own, on a database in a folder that goes away again."""

import asyncio
import os
import secrets
import sys
from pathlib import Path
from typing import IO

import bot
from bot.settings import PREFIX
from simulator.child import Child

BOT = 4242424242
STOP_S = 10.0


class Stopped(Exception):
    """The bot's process has ended although nobody asked it to; the text is its last word."""


class BotProcess:
    """`python -m bot VERB` with settings of its own; no `.env` and no setting from outside reaches it.

    Who starts `run` in another way (see `child`) leaves `start` and `stop` alone.
    """

    def __init__(self, folder: Path, server: str, database: Path | None = None, token: str = "") -> None:
        self._folder = folder
        self.token = token or f"{BOT}:{secrets.token_urlsafe(32)}"
        self._environment = _environment(_settings(database or folder / "story.db", server, self.token))
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    def child(self) -> Child:
        """The same `run` for a simulator that starts, kills and restarts it."""
        return Child(
            [sys.executable, "-m", "bot", "run"],
            folder=self._folder,
            environment=self._environment,
            log=self._log,
        )

    async def start(self) -> None:
        """Start `run`; whether it works shows on the wire."""
        with self._log.open("ab") as log:
            self._process = await self._spawn("run", stdout=log, stderr=log)

    async def command(self, *arguments: str) -> str:
        """Let another verb do its work beside the running bot; gives what it prints. Raises Stopped."""
        pipe = asyncio.subprocess.PIPE
        process = await self._spawn(*arguments, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
        try:
            printed, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise Stopped(f"kurze-wege {arguments[0]}: {printed.decode().strip()}")
        return printed.decode()

    def check(self) -> None:
        """Raises Stopped when the process that was started here is gone."""
        if self._process is not None and self._process.returncode is not None:
            raise Stopped(f"The bot has stopped. {self.last_word}")

    @property
    def last_word(self) -> str:
        lines = self._log.read_text("utf-8").strip().splitlines() if self._log.exists() else []
        return lines[-1] if lines else ""

    async def stop(self) -> None:
        """End it in order, and by force when that takes too long."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _spawn(
        self, *arguments: str, stdout: int | IO[bytes], stderr: int | IO[bytes]
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )


def _settings(database: Path, server: str, token: str) -> dict[str, str]:
    """The story runs as fast as the machine can: Telegram's pace is not what it is about."""
    return {
        "token": token,
        "api_url": server,
        "clock_url": f"{server}/world/clock",
        "database": str(database),
        "private_burst": "100",
        "private_per_second": "1000",
        "group_per_minute": "1000",
        "log_level": "WARNING",
    }


def _environment(settings: dict[str, str]) -> dict[str, str]:
    root = str(Path(bot.__file__).parents[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    path = os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH"))))
    own = {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}
    return kept | own | {"PYTHONPATH": path, "PYTHONUTF8": "1"}
