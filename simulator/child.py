"""A process beside the simulator, most likely a bot, that may be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from simulator.records import Json
from simulator.world import NotPossible

STOP_S = 10.0


class Child:
    """One command and the life it has at the moment; `changed` is called when a life begins or ends."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._environment = dict(os.environ if environment is None else environment)
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()
        self._lives = 0
        self.changed: Callable[[], None] = lambda: None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def wire(self) -> Json:
        """The child as `/world/child` shows it; a negative `code` is the signal that ended it."""
        process = self._process
        return {
            "command": " ".join(self._command),
            "running": self.running,
            "pid": process.pid if process else None,
            "code": process.returncode if process else None,
            "lives": self._lives,
        }

    async def start(self) -> None:
        """Begin a life, if none is under way; raises OSError for a command that cannot be run."""
        async with self._changing:
            if self.running:
                return
            self._process = await self._spawned()
            self._lives += 1
            self._watching = asyncio.create_task(self._watch(self._process))
        self.changed()

    async def kill(self) -> None:
        """End it as a power cut would: SIGKILL, with everything it has started."""
        async with self._changing:
            if self._process is None or not self.running:
                raise NotPossible("the child is not running", 409)
            self._signal(self._process, signal.SIGKILL)
            await self._ended()

    async def stop(self) -> None:
        """End it in order, and by force when that takes longer than ten seconds."""
        async with self._changing:
            if self._process is None or not self.running:
                return
            self._signal(self._process, signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_S):
                    await self._process.wait()
            except TimeoutError:
                self._signal(self._process, signal.SIGKILL)
            await self._ended()

    async def _spawned(self) -> asyncio.subprocess.Process:
        with contextlib.ExitStack() as opened:
            log = None if self._log is None else opened.enter_context(self._log.open("ab"))
            return await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _ended(self) -> None:
        if self._watching is not None:
            await self._watching

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self.changed()

    @staticmethod
    def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
