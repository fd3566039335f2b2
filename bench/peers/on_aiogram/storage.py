"""A storage of aiogram's dialogues in SQLite, and of the reports that they become.

aiogram ships storages in memory, Redis and MongoDB; for others its documentation says to subclass
`BaseStorage`. The SQLite storages on PyPI use one thread-blocking connection or open the file anew each
time, without a word about durability. So this is one of our own, written to be quick: one table, one row a
dialogue, aiosqlite, the write-ahead log, `synchronous=FULL` as in ours, every call one statement and one
hop into the database's thread, each committed by itself.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StorageKey

_KEY = DefaultKeyBuilder()


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
        await connection.execute("CREATE TABLE IF NOT EXISTS reports (code TEXT PRIMARY KEY, answers TEXT)")
        return cls(connection)

    async def keep(self, code: str, answers: Mapping[str, Any]) -> None:
        """A finished report."""
        values = (code, json.dumps(answers))
        await self._connection.execute("INSERT INTO reports (code, answers) VALUES (?, ?)", values)

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
