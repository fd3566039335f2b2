"""Errands and the journal in SQLite."""

import json
from collections.abc import Mapping
from datetime import datetime

from domain.model.ids import ChatId, PersonId
from storage.table import Stamped, moment_text


class Errands(Stamped):
    """What delivery must ask the network for; the result comes back through the inbox."""

    def send(
        self, kind: str, *, person: PersonId | None, chat: ChatId | None, body: Mapping[str, str | int]
    ) -> None:
        self.connection.execute(
            "INSERT INTO errands (kind, person, chat, body, state, created_at) VALUES (?, ?, ?, ?, "
            "'pending', ?)",
            (kind, person, chat, json.dumps(body), moment_text(self.now)),
        )

    def pending(self) -> tuple[tuple[int, str, int | None, int | None, str], ...]:
        """Id, kind, person, chat and body (JSON) of what waits, the oldest first."""
        rows = self.connection.execute(
            "SELECT id, kind, person, chat, body FROM errands WHERE state = 'pending' ORDER BY id LIMIT 8"
        )
        return tuple(tuple(row) for row in rows)

    def done(self, identity: int) -> None:
        self.connection.execute("DELETE FROM errands WHERE id = ?", (identity,))


class Journal(Stamped):
    def add(self, kind: str, person: PersonId | None, facts: Mapping[str, str | int | None]) -> None:
        self.connection.execute(
            "INSERT INTO journal (kind, person, facts, happened_at) VALUES (?, ?, ?, ?)",
            (kind, person, json.dumps(facts), moment_text(self.now)),
        )

    def count(self, kind: str, since: datetime) -> int:
        query = "SELECT count(*) FROM journal WHERE kind = ? AND happened_at >= ?"
        return int(self.connection.execute(query, (kind, moment_text(since))).fetchone()[0])
