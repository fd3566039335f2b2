"""The queue of one bot's updates with Telegram's offset rules and lifetimes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]

MESSAGE_LIFETIME = timedelta(hours=24)
CALLBACK_LIFETIME = timedelta(seconds=150)
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
RESPONSE_LIMIT_BYTES = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update; `lane` is what Telegram keeps in order: a chat, or a person's button presses."""

    id: int
    kind: str
    body: Json
    lane: tuple[str, int]
    expires_at: datetime

    def wire(self) -> Json:
        """The update as the Bot API writes it."""
        return {"update_id": self.id, self.kind: self.body}


@dataclass(slots=True, kw_only=True)
class UpdateQueue:
    """What one bot has not confirmed yet.

    `changes` counts everything that can make a bot's report of being idle outdated.
    """

    next_id: int
    allowed: frozenset[str] | None = None
    pending: deque[Update] = field(default_factory=deque)
    used: bool = False
    changes: int = 0

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update; unset means all but three kinds."""
        if self.allowed:
            return kind in self.allowed
        return kind not in ONLY_WHEN_ASKED

    def put(self, kind: str, body: Json, lane: tuple[str, int], now: datetime) -> None:
        """Append an update, which lives 24 hours, or 150 seconds when it is a press of a button."""
        if not self.wants(kind):
            return
        lifetime = CALLBACK_LIFETIME if kind == "callback_query" else MESSAGE_LIFETIME
        self.pending.append(
            Update(id=self.next_id, kind=kind, body=body, lane=lane, expires_at=now + lifetime)
        )
        self.next_id += 1
        self.changes += 1

    def drop_expired(self, now: datetime) -> None:
        """Forget what nobody fetched in time."""
        if any(update.expires_at <= now for update in self.pending):
            self.pending = deque(update for update in self.pending if update.expires_at > now)
            self.changes += 1

    def take(self, offset: int, limit: int, now: datetime) -> list[Update]:
        """Confirm what lies below `offset` and return the next updates.

        A negative offset keeps only the last `-offset`; an offset more than ten beyond the end is ignored,
        as on Telegram's server.
        """
        self.used = True
        self.drop_expired(now)
        if offset < 0:
            self._confirm_below(self._id_from_end(-offset))
        elif 0 < offset <= self.next_id + 10:
            self._confirm_below(offset)
        return self._first(limit)

    def confirm(self, update: Update) -> None:
        """Take one update out: its webhook answered 2xx."""
        if update in self.pending:
            self.pending.remove(update)
            self.changes += 1

    def clear(self) -> None:
        """Drop everything that is pending."""
        self.pending.clear()
        self.changes += 1

    def _id_from_end(self, count: int) -> int:
        return self.pending[-count].id if count <= len(self.pending) else 0

    def _confirm_below(self, offset: int) -> None:
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()
            self.changes += 1

    def _first(self, limit: int) -> list[Update]:
        room = RESPONSE_LIMIT_BYTES
        found: list[Update] = []
        for update in self.pending:
            room -= 50 + len(repr(update.body))
            if len(found) == limit or room <= 0:
                break
            found.append(update)
        return found
