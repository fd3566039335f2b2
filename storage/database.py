"""The database file: opened once, one thread, one hop for a whole deed."""

import asyncio
import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import aiosqlite

P = ParamSpec("P")
R = TypeVar("R")

SCHEMA_VERSION = 1
STATEMENTS = 512  # more than there are; each is compiled once
WEATHER = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class NewerDatabase(Exception):
    """The file was written by a newer version of Kurze Wege."""


class ForeignFile(Exception):
    """The file is not a database of Kurze Wege."""


def is_weather(error: BaseException) -> bool:
    """Full, locked or read-only: the machine's fault, never the update's."""
    if not isinstance(error, sqlite3.OperationalError):
        return False
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in WEATHER


def connect_file(path: Path, *, busy_s: float = 5.0) -> sqlite3.Connection:
    """A plain connection with the project's pragmas; transactions are begun by hand.

    Raises NewerDatabase, ForeignFile, sqlite3.OperationalError.
    """
    connection = sqlite3.connect(
        path, timeout=busy_s, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise ForeignFile(f"{path.name} is no SQLite database") from error
        raise
    except Exception:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an empty file to the present schema; leave a present one alone."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise NewerDatabase(f"the database has schema {version}, this program knows {SCHEMA_VERSION}")
    if version == SCHEMA_VERSION:
        return
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        raise ForeignFile("the file holds tables that are not ours")
    script = resources.files("storage").joinpath("migrations/0001.sql").read_text("utf-8")
    connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


class Database(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole synchronous deed in one hop."""

    @property
    def plain(self) -> sqlite3.Connection:
        """The connection that deeds work on, inside the database's own thread only."""
        return self._conn

    async def run(self, deed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `deed` in the database's thread and give its result. One hop costs about 80 µs."""
        execute = cast("Callable[..., Any]", self._execute)
        return cast("R", await execute(deed, *args, **kwargs))


def connect_to_write(path: Path, *, busy_s: float = 5.0) -> sqlite3.Connection:
    """Like `connect_file`, and refused where the file can only be read.

    SQLite opens such a file all the same and never looks again: the connection would stay read-only after
    somebody has put the rights in order. Other weather passes, and is waited for by whoever writes.
    """
    connection = connect_file(path, busy_s=busy_s)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            connection.close()
            raise
    if connection.in_transaction:
        connection.rollback()
    return connection


async def open_database(path: Path, *, busy_s: float = 5.0) -> Database:
    """Open (and if need be create) the file to write. Raises what `connect_to_write` raises."""
    # Opened before the database's own thread exists, so that a refusal leaves no thread behind.
    connection = await asyncio.to_thread(connect_to_write, path, busy_s=busy_s)
    database = Database(lambda: connection, iter_chunk_size=64)
    await database
    return database
