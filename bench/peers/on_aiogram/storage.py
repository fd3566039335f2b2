"""Storages of aiogram's dialogues in SQLite, and of the reports that they become.

aiogram ships storages in memory, Redis and MongoDB; for SQLite people take `aiogram-sqlite-storage`, which
works in the event loop and leaves the journal as SQLite has it by default: `PublishedStorage` is that and
nothing else. For others aiogram's documentation says to subclass `BaseStorage`, and `SqliteStorage` is the
quickest that we could write: one table, one row a dialogue, aiosqlite, the write-ahead log,
`synchronous=FULL` as in ours, every call one statement and one hop into the database's thread, each
committed by itself.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StorageKey
from aiogram_sqlite_storage.sqlitestore import SQLStorage

_REPORTS = "CREATE TABLE IF NOT EXISTS reports (code TEXT PRIMARY KEY, answers TEXT)"
_KEEP = "INSERT INTO reports (code, answers) VALUES (?, ?)"
_KEY = DefaultKeyBuilder()


class PublishedStorage(SQLStorage):
    """As it is published, with a table for finished reports in the same file."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file), serializing_method="json")
        self.con.execute(_REPORTS)

    async def keep(self, code: str, answers: Mapping[str, Any]) -> None:
        """A finished report, the way in which the storage keeps everything else."""
        self.con.execute(_KEEP, (code, json.dumps(answers)))
        self.con.commit()


class SqliteStorage(BaseStorage):
    """States and answers by chat and user."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def opened(cls, file: Path) -> Self:
        """Over a new or an old file."""
        connection = await aiosqlite.connect(file, isolation_level=None)
        await connection.execute("PRAGMA journal_mode=WAL")
        await connection.execute("PRAGMA synchronous=FULL")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT)"
        )
        await connection.execute(_REPORTS)
        return cls(connection)

    async def keep(self, code: str, answers: Mapping[str, Any]) -> None:
        """A finished report."""
        await self._connection.execute(_KEEP, (code, json.dumps(answers)))

    async def set_state(self, key: StorageKey, state: str | State | None = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._connection.execute(
            "INSERT INTO fsm (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = "
            "excluded.state",
            (_KEY.build(key), name),
        )

    async def get_state(self, key: StorageKey) -> str | None:
        rows = await self._connection.execute_fetchall(
            "SELECT state FROM fsm WHERE key = ?", (_KEY.build(key),)
        )
        return next((row[0] for row in rows), None)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._connection.execute(
            "INSERT INTO fsm (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data",
            (_KEY.build(key), json.dumps(data)),
        )

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        rows = await self._connection.execute_fetchall(
            "SELECT data FROM fsm WHERE key = ?", (_KEY.build(key),)
        )
        return next((json.loads(row[0]) for row in rows if row[0]), {})

    async def close(self) -> None:
        await self._connection.close()
