"""kurze-wege simulate: the local Bot API server alone."""

import argparse
import asyncio
import contextlib
import shlex
import signal
import sys
from pathlib import Path

from bot.commands.parsers import Parsers
from simulator.child import Child
from simulator.server import Simulator


def add(parsers: Parsers) -> None:
    parser = parsers.add("simulate", run, "run the local Bot API server, for trying any bot without Telegram")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen, loopback only (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8081, help="the port (8081)")
    parser.add_argument("--sqlite", type=Path, metavar="FILE", help="show this SQLite file on the page")
    parser.add_argument(
        "--child", metavar="COMMAND", help="start this too; the page can kill it and start it again"
    )
    limits = parser.add_mutually_exclusive_group()
    limits.add_argument(
        "--real-limits", action="store_true", default=True, help="refuse with 429 as Telegram does"
    )
    limits.add_argument("--no-limits", dest="real_limits", action="store_false", help="never refuse with 429")


def run(arguments: argparse.Namespace) -> int:
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(arguments))
    except FileNotFoundError as error:
        print(f"--child is wrong: {error}.", file=sys.stderr)
        return 2
    except ValueError as error:  # a host that is no address, or not loopback
        print(f"--host is wrong: {error}.", file=sys.stderr)
        return 2
    except (OSError, OverflowError) as error:
        print(f"{arguments.host}:{arguments.port} is not free to listen on ({error}).", file=sys.stderr)
        return 1
    return 0


async def serve(arguments: argparse.Namespace) -> None:
    """Run a simulator until the task is cancelled. Raises as `Simulator.start` and `Child.start`."""
    running = asyncio.current_task()
    assert running is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    child = None if arguments.child is None else Child(shlex.split(arguments.child))
    async with Simulator.start(
        host=arguments.host,
        port=arguments.port,
        real_limits=arguments.real_limits,
        sqlite=arguments.sqlite,
        child=child,
    ) as simulator:
        print(f"Bot API: {simulator.base_url}/bot<token>/<method>", flush=True)
        print(f"Phones:  {simulator.base_url}/", flush=True)
        if child is not None:
            await child.start()
        await asyncio.Event().wait()
