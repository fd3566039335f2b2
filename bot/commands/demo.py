"""kurze-wege demo: the main job as a story in the terminal, without a token."""

import argparse
import asyncio
import signal
import sys
import time

from rich.console import Console

from bot.commands.parsers import Parsers
from bot.demo import script
from bot.demo.bot_process import Stopped
from bot.demo.narrator import Terminal
from bot.demo.phone import Untrue
from bot.demo.rehearsal import rehearsal

WIDTH = 120
INTERRUPTED = 130


def add(parsers: Parsers) -> None:
    parsers.add("demo", run, "tell the main job as a story in the terminal, without a token")


def run(_: argparse.Namespace) -> int:
    console = Console(highlight=False) if sys.stdout.isatty() else Console(width=WIDTH, highlight=False)
    try:
        asyncio.run(until_stopped(console))
    except (Untrue, Stopped) as error:
        print(f"Die Geschichte stimmt nicht. {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return INTERRUPTED
    return 0


async def until_stopped(console: Console) -> None:
    """Tell the story; Ctrl-C, SIGTERM and a closed terminal end it in order, with all it has started."""
    story = asyncio.current_task()
    assert story is not None
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, story.cancel)
    started = time.monotonic()
    async with rehearsal() as stage:
        narrator = Terminal(console, stage.client)
        narrator.begin()
        await script.tell(stage, narrator)
        sent = await narrator.messages()
    narrator.end(sent, time.monotonic() - started)
