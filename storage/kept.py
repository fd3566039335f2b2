"""What is kept in memory of the tables that everybody reads and hardly anybody writes."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

R = TypeVar("R")
Rows = tuple[Any, ...]

MOST = 4096


class Kept:
    """What was read of some tables, until somebody writes to one of them.

    Nothing is kept from the first such write to the end of its transaction, so nothing that a savepoint
    takes back was ever kept. Whatever SQL writes, triggers of this connection tell; what other connections
    have committed, SQLite tells when the next transaction begins. Without `begin` every read is a read.
    """

    def __init__(self, connection: sqlite3.Connection, tables: Iterable[str]) -> None:
        self._connection = connection
        self._tables = tuple(tables)
        self._found: dict[Rows, Any] = {}
        self._open = False
        self._version: int | None = None
        self._listens = False

    def begin(self) -> None:
        """A transaction has begun."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version or not self._open or len(self._found) > MOST:
            self._found.clear()
        self._version, self._open = version, True

    def once(self, key: Rows, read: Callable[[], R]) -> R:
        """What was found under this key, else what `read` finds now."""
        if not self._open:
            return read()
        if key not in self._found:
            self._found[key] = read()
        found: R = self._found[key]
        return found

    def listen(self) -> None:
        """Have the connection tell of writes from now on.

        Never inside a transaction, which would take the triggers with it when it is dropped.
        """
        if self._listens:
            return
        self._connection.create_function("kept_no_more", 0, self._forget)
        for table in self._tables:
            for deed in ("INSERT", "UPDATE", "DELETE"):
                self._connection.execute(
                    f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{deed.lower()} AFTER {deed} ON main.{table} "
                    "BEGIN SELECT kept_no_more(); END"
                )
        self._listens = True

    def _forget(self) -> None:
        self._open = False
