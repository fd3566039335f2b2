"""Backups: a copy without gaps while the bot runs, and a way back that sends nothing by itself."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.database import ForeignFile, connect_file
from storage.table import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a restored database will not do by itself. Updates and their errands are dropped."""

    messages: int
    timers: int
    updates: int


def back_up(source: Path, target: Path) -> int:
    """Copy the database as it is now (VACUUM INTO); gives the size in bytes.

    Raises FileNotFoundError, FileExistsError, ForeignFile, NewerDatabase, sqlite3.OperationalError.
    """
    if not source.is_file():
        raise FileNotFoundError(source)
    if target.exists():
        raise FileExistsError(target)
    with closing(connect_file(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    return target.stat().st_size


def restore(backup: Path, target: Path, now: datetime) -> Held:
    """Put a backup in the place of `target`, which must not exist, with everything pending on hold.

    Nor may its companions: SQLite would write a left -wal over what has been restored.
    Raises FileNotFoundError, FileExistsError, ForeignFile, NewerDatabase.
    """
    if not backup.is_file():
        raise FileNotFoundError(backup)
    for present in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
        if present.exists():
            raise FileExistsError(present)
    partial = target.with_name(f"{target.name}.partial")
    shutil.copyfile(backup, partial)
    try:
        with closing(connect_file(partial)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise ForeignFile(f"{backup.name} is damaged")
            held = _hold(connection, now)
            connection.execute("PRAGMA journal_mode=DELETE")
        partial.chmod(0o600)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return held


def _hold(connection: sqlite3.Connection, now: datetime) -> Held:
    connection.execute("BEGIN IMMEDIATE")
    outbox = connection.execute(
        "UPDATE outbox SET state = 'held' WHERE state IN ('pending', 'leased')"
    ).rowcount
    cards = connection.execute(
        "UPDATE cards SET state = 'held' WHERE state IN ('pending', 'leased')"
    ).rowcount
    timers = connection.execute("UPDATE timers SET held = 1 WHERE due_at <= ?", (moment_text(now),)).rowcount
    updates = connection.execute(
        "UPDATE inbox SET state = 'settled', payload = NULL WHERE state = 'waiting'"
    ).rowcount
    updates += connection.execute("DELETE FROM errands").rowcount
    connection.execute("COMMIT")
    return Held(messages=outbox + cards, timers=timers, updates=updates)
