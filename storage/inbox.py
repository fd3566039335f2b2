"""The inbox: updates as they came, once each, forgotten as soon as they are settled."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from storage.table import Stamped, moment_text

_dumps = partial(json.dumps, ensure_ascii=False)


def _clean(text: str) -> str:
    """Text that any UTF-8 reader takes: half surrogates, which no person types, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


Payload = Mapping[str, Any]


class Inbox(Stamped):
    def accept(self, updates: Iterable[Payload]) -> tuple[tuple[int, Payload], ...]:
        """Store updates that are new and give their ids and what was stored, in order.

        Those seen before are passed over.
        """
        accepted = []
        for update in updates:
            identity = update["update_id"]
            kind = next((key for key in update if key != "update_id"), "unknown")
            text = _dumps(update)
            stored = _clean(text)
            cursor = self.connection.execute(
                "INSERT INTO inbox (update_id, kind, state, payload, received_at) VALUES (?, ?, 'waiting', "
                "?, ?) ON CONFLICT (update_id) DO NOTHING",
                (identity, _clean(kind[:40]), stored, moment_text(self.now)),
            )
            if cursor.rowcount:
                accepted.append((identity, update if stored == text else json.loads(stored)))
        return tuple(accepted)

    def accept_internal(self, kind: str, payload: Mapping[str, Any]) -> int:
        """An internal item (a finished errand) under a negative id."""
        (lowest,) = self.connection.execute("SELECT coalesce(min(update_id), 0) FROM inbox").fetchone()
        identity = min(int(lowest), 0) - 1
        self.connection.execute(
            "INSERT INTO inbox (update_id, kind, state, payload, received_at) VALUES (?, ?, 'waiting', ?, ?)",
            (identity, kind, _dumps(payload), moment_text(self.now)),
        )
        return identity

    def waiting(self) -> tuple[int, ...]:
        """What was accepted and not settled, in the order in which it came."""
        rows = self.connection.execute(
            "SELECT update_id FROM inbox WHERE state = 'waiting' ORDER BY received_at, update_id"
        )
        return tuple(row[0] for row in rows)

    def read(self, identity: int) -> Payload | None:
        """An update that still waits; a damaged one is empty, and so a stranger's."""
        row = self.connection.execute(
            "SELECT payload FROM inbox WHERE update_id = ? AND state = 'waiting'", (identity,)
        ).fetchone()
        return None if row is None else _object(row[0])

    def settle(self, identity: int) -> None:
        """Done: only the id stays, against redelivery (the practice paper, P9)."""
        self.connection.execute(
            "UPDATE inbox SET state = 'settled', payload = NULL WHERE update_id = ?", (identity,)
        )

    def set_aside(self, identity: int, number: str) -> None:
        """A bug met this update: kept seven days under the number that the person was told."""
        self.connection.execute(
            "UPDATE inbox SET state = 'aside', number = ? WHERE update_id = ?", (number, identity)
        )

    def clean(self, *, settled_before: datetime, aside_before: datetime) -> int:
        return self.connection.execute(
            "DELETE FROM inbox WHERE (state = 'settled' AND received_at < ?) OR (state = 'aside' AND "
            "received_at < ?)",
            (moment_text(settled_before), moment_text(aside_before)),
        ).rowcount


def _object(text: str) -> Payload:
    try:
        payload = json.loads(text)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
