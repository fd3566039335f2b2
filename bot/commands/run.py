"""kurze-wege run: the bot itself."""

import argparse
import asyncio
import logging
import signal
import sys

from bot import application, logs
from bot.commands.parsers import Parsers
from bot.fatal import Fatal
from bot.settings import Settings, load
from storage.database import ForeignFile, NewerDatabase, is_weather

log = logging.getLogger(__name__)


def add(parsers: Parsers) -> None:
    parsers.add("run", run, "run the bot until it is stopped (Ctrl-C or SIGTERM)")


def run(_: argparse.Namespace) -> int:
    settings = load()
    logs.configure(settings.log_level, secrets=settings.secrets)
    try:
        asyncio.run(until_stopped(settings))
    except Fatal as error:
        print(error.line, file=sys.stderr)
        return error.code
    except (ForeignFile, NewerDatabase) as error:
        print(f"{settings.database}: {error}.", file=sys.stderr)
        return 5
    except Exception as error:
        if is_weather(error):
            print(f"{settings.database}: {error}.", file=sys.stderr)
        else:  # through the log, which leaves out what an error quotes of people and tokens
            log.critical("a bug has ended the bot", exc_info=error)
        return 1
    return 0


async def until_stopped(settings: Settings) -> None:
    """Run the bot; SIGTERM and SIGINT end it in order."""
    bot = asyncio.create_task(application.run(settings))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, bot.cancel)
    try:
        await bot
    except asyncio.CancelledError:
        return
