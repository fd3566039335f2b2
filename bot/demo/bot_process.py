"""The bot in a process of its own, on a database in a folder that goes away again."""

import asyncio
import os
import secrets
import sys
from pathlib import Path
from typing import Any, Final

import bot
from bot.settings import PREFIX, Settings
from simulator.child import Child

BOT = 4242424242
RUN: Final = (sys.executable, "-m", "bot", "run")
STOP_S = 10.0


class Stopped(Exception):
    """The bot's process has ended although nobody asked it to; the text is its last word."""


class Told(Settings):
    """Settings that somebody says; no `.env` and no environment has a word in it."""

    @classmethod
    def settings_customise_sources(cls, *_: Any, **sources: Any) -> tuple[Any, ...]:
        return (sources["init_settings"],)


class BotProcess:
    """`python -m bot run` with settings of its own; no `.env` and no setting from outside reaches it.

    Who starts `run` in another way (see `child`) leaves `start` and `stop` alone.
    """

    def __init__(self, folder: Path, server: str, database: Path | None = None, token: str = "") -> None:
        self._folder = folder
        self.token = token or f"{BOT}:{secrets.token_urlsafe(32)}"
        told = _settings(database or folder / "story.db", server, self.token)
        self.settings: Settings = Told.model_validate(told)
        self._environment = _environment(told)
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    def child(self) -> Child:
        """The same `run` for a simulator that starts, kills and restarts it."""
        return Child(
            RUN,
            folder=self._folder,
            environment=self._environment,
            log=self._log,
        )

    async def start(self) -> None:
        """Start `run`; whether it works shows on the wire."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *RUN,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

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
