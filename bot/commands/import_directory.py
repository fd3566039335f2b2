"""kurze-wege import: read a directory file, show what it would change, and write it when told to."""

import argparse
import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.application import network_of
from bot.clock import present
from bot.commands.parsers import Parsers
from bot.import_file import import_file, printed, refused
from bot.settings import Settings, load
from handlers.directory_file import LARGEST_FILE, Unreadable
from storage.database import ForeignFile, NewerDatabase, connect_file
from storage.work import SqliteWork


def add(parsers: Parsers) -> None:
    parser = parsers.add("import", run, "read a directory file (.xlsx or .csv) and show what it would change")
    parser.add_argument("file", type=Path, metavar="FILE", help="see docs/directory.md for its columns")
    parser.add_argument("--yes", action="store_true", help="write it, if it has no faults")


def run(arguments: argparse.Namespace) -> int:
    settings = load()
    try:
        return read_in(settings, arguments.file, write=arguments.yes)
    except Unreadable as error:
        line = refused(error, settings.language)
    except (OSError, ForeignFile, NewerDatabase, sqlite3.Error) as error:
        line = f"{error}."
    print(line, file=sys.stderr)
    return 1


def read_in(settings: Settings, file: Path, *, write: bool) -> int:
    """Plan, print and perhaps write, in one transaction. Raises Unreadable, OSError, sqlite3.Error."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    with closing(connect_file(settings.database)) as connection:
        work = SqliteWork(connection, network_of(settings)).at(asyncio.run(present(settings.clock_url)))
        connection.execute("BEGIN IMMEDIATE")
        plan = import_file(work, content, file.suffix.lstrip(".").lower(), write=write)
        print(printed(plan, settings.language))
        if plan.faults:
            return 1
        if write:
            connection.execute("COMMIT")
        else:
            print("Nothing is written yet; --yes writes it.")
    return 0
