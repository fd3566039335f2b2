"""How long a start of the real process takes: from its command to the first request for updates."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bench.process import ROOT, STOP_S

_TOKEN = "4242424242:AAE-a-token-for-the-benches-of-kurze-wege"
_ME = {"id": 4242424242, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_LONGEST_S = 60.0


async def start_s(file: Path) -> float:
    """Seconds on this file. Raises RuntimeError when that does not come within a minute."""
    asked = asyncio.Event()
    async with _api(asked) as url:
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), cwd=file.parent, env=_environment(file, url)
        )
        try:
            await _first_of(asked, process)
            return time.perf_counter() - started
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_S)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _first_of(asked: asyncio.Event, process: asyncio.subprocess.Process) -> None:
    """Raises RuntimeError when the process ends before it has asked."""
    waiting = [asyncio.ensure_future(one) for one in (asked.wait(), process.wait())]
    await asyncio.wait(waiting, timeout=_LONGEST_S, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()
    if not asked.is_set():
        raise RuntimeError(f"no request for updates; the process's code is {process.returncode}")


def _environment(file: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KW_")}
    settings = {"TOKEN": _TOKEN, "API_URL": url, "DATABASE": str(file), "LOG_LEVEL": "ERROR"}
    return {**kept, "PYTHONPATH": str(ROOT), **{f"KW_{name}": value for name, value in settings.items()}}


@asynccontextmanager
async def _api(asked: asyncio.Event) -> AsyncIterator[str]:
    """As much of a Bot API as a start needs."""

    async def answer(request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        if method == "getUpdates":
            asked.set()
            await asyncio.sleep(1)
        result: object = {"getMe": _ME, "getUpdates": []}.get(method, True)
        return web.json_response({"ok": True, "result": result})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
