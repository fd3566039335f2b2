"""Any SQLite file, read only and without knowing a single table of it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from simulator.records import Json
from simulator.world import NotPossible

MOST_ROWS = 500
LONGEST_VALUE = 2000


class DatabaseFile:
    """A file that need not exist yet; another process may go on writing to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._one_at_a_time = threading.Lock()

    def tables(self) -> Json:
        """All tables with their number of rows; `version` changes whenever somebody has written."""
        with self._one_at_a_time:
            connection = self._opened()
            if connection is None:
                return {"file": self.path.name, "version": 0, "tables": []}
            names = _names(connection)
            return {
                "file": self.path.name,
                "version": connection.execute("PRAGMA data_version").fetchone()[0],
                "tables": [{"name": name, "rows": _count(connection, name)} for name in names],
            }

    def rows(self, table: str, limit: int) -> Json:
        """The columns and the newest rows of a table, newest first; raises NotPossible."""
        with self._one_at_a_time:
            connection = self._opened()
            if connection is None or table not in _names(connection):
                raise NotPossible(f"there is no table {table}", 404)
            found = connection.execute(
                f"SELECT * FROM {_quoted(table)} {_newest_first(connection, table)} LIMIT ?", (limit,)
            )
            columns = [column[0] for column in found.description]
            return {"columns": columns, "rows": [[_shown(value) for value in row] for row in found]}

    def close(self) -> None:
        """Let go of the file."""
        with self._one_at_a_time:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection | None:
        if self._connection is None and self.path.is_file():
            address = f"{self.path.resolve().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        return self._connection


def _names(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return sorted(name for (name,) in connection.execute(query))


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])


def _newest_first(connection: sqlite3.Connection, table: str) -> str:
    """A table WITHOUT ROWID has no order of its own."""
    try:
        connection.execute(f"SELECT rowid FROM {_quoted(table)} LIMIT 0")
    except sqlite3.OperationalError:
        return ""
    return "ORDER BY rowid DESC"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return value[:LONGEST_VALUE] + "…"
    return value
