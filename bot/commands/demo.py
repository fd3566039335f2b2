"""kurze-wege demo: phones in the browser, or the main job told in the terminal; both without a token."""

import argparse
import asyncio
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Coroutine
from pathlib import Path

from rich.console import Console

from bot.commands.parsers import Parsers
from bot.demo import house, script
from bot.demo.bot_process import Stopped
from bot.demo.narrator import Terminal
from bot.demo.phone import Untrue
from bot.demo.rehearsal import rehearsal

WIDTH = 120
INTERRUPTED = 130


def add(parsers: Parsers) -> None:
    parser = parsers.add("demo", run, "try everything in the browser, without a token")
    parser.add_argument(
        "--tour", action="store_true", help="tell the main job as a story in the terminal, and end"
    )
    parser.add_argument("--page", action="store_true", help="open the page also where there is no terminal")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="keep everything there, and go on with it next time"
    )
    parser.add_argument(
        "--port", type=int, default=house.FIRST_PORT, help="the first port to try (%(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.tour or not (arguments.page or sys.stdout.isatty()):
        return _told()
    try:
        asyncio.run(until_stopped(house.keep_open(arguments.port, arrived, arguments.keep)))
    except (Untrue, Stopped, house.Occupied, OSError, OverflowError) as error:
        print(f"Die Vorführung beginnt nicht. {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        left = "Es bleibt nichts zurück." if arguments.keep is None else f"Aufgehoben in {arguments.keep}."
        print(f"\nBeendet. {left}")
    return 0


def arrived(address: str) -> None:
    """Say where the page is, and open it where there is a screen."""
    print(f"Kurze Wege zum Ausprobieren: {address}\nBeenden mit Strg-C.", flush=True)
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def _told() -> int:
    console = Console(highlight=False) if sys.stdout.isatty() else Console(width=WIDTH, highlight=False)
    try:
        asyncio.run(until_stopped(tell(console)))
    except (Untrue, Stopped) as error:
        print(f"Die Geschichte stimmt nicht. {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return INTERRUPTED
    return 0


async def until_stopped(deed: Coroutine[None, None, None]) -> None:
    """Ctrl-C, SIGTERM and a closed terminal end it in order, with all it has started."""
    running = asyncio.current_task()
    assert running is not None
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, running.cancel)
    await deed


async def tell(console: Console) -> None:
    """Tell the story. Raises Untrue, Stopped."""
    started = time.monotonic()
    async with rehearsal() as stage:
        narrator = Terminal(console, stage.client)
        narrator.begin()
        await script.tell(stage, narrator)
        sent = await narrator.messages()
    narrator.end(sent, time.monotonic() - started)
