"""kurze-wege backup and restore."""

import argparse
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.parsers import Parsers
from bot.settings import load
from storage.backup import back_up, restore
from storage.database import ForeignFile, NewerDatabase


def add(parsers: Parsers) -> None:
    backup = parsers.add("backup", run_backup, "copy the database to FILE, while the bot may go on running")
    backup.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")
    restoring = parsers.add(
        "restore", run_restore, "make a backup the database; what was pending waits for the coordinator"
    )
    restoring.add_argument("file", type=Path, metavar="FILE", help="a file that backup has written")


def run_backup(arguments: argparse.Namespace) -> int:
    settings = load()
    try:
        size = back_up(settings.database, arguments.file)
    except (OSError, ForeignFile, NewerDatabase, sqlite3.Error) as error:
        return _fail(error)
    print(f"{arguments.file}: {size / 1024:.0f} KiB")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    settings = load()
    try:
        held = restore(arguments.file, settings.database, datetime.now(UTC))
    except (OSError, ForeignFile, NewerDatabase, sqlite3.Error) as error:
        return _fail(error)
    print(
        f"{settings.database} is restored. On hold until a coordinator decides in the chat: "
        f"{held.messages} messages, {held.timers} timers. Dropped: {held.updates} unfinished updates."
    )
    return 0


def _fail(error: Exception) -> int:
    match error:
        case FileExistsError():
            line = f"{error} exists. It is not overwritten; move it away first."
        case FileNotFoundError():
            line = f"{error.filename or error} does not exist."
        case _:
            line = f"{error}."
    print(line, file=sys.stderr)
    return 1
