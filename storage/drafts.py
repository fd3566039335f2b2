"""Dialogues in SQLite: one draft a person and form."""

import logging
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.model.ids import PersonId
from domain.ports import Draft
from storage.table import Table, moment_text

log = logging.getLogger(__name__)


class Drafts(Table[Draft]):
    @cached_property
    def _put(self) -> str:
        own = [column for column in self.columns[1:] if column not in ("person", "form")]
        changes = ", ".join(f"{column} = excluded.{column}" for column in own)
        return f"{self._insert} ON CONFLICT (person, form) DO UPDATE SET {changes} RETURNING id"

    def get(self, person: PersonId, form: str) -> Draft | None:  # type: ignore[override]
        return self._readable("person = ? AND form = ?", person, form)

    def latest(self, person: PersonId) -> Draft | None:
        return self._readable("person = ?", person, order="updated_at DESC, id DESC")

    def _readable(self, condition: str, *values: Any, order: str = "id") -> Draft | None:
        """A damaged dialogue is dropped: it could never be gone on with, and would stop every other."""
        try:
            return self.first(condition, *values, order=order)
        except ValueError as error:
            log.exception("a dialogue cannot be read and is dropped", exc_info=error)
        self.connection.execute(
            f"DELETE FROM drafts WHERE id = "
            f"(SELECT id FROM drafts WHERE {condition} ORDER BY {order} LIMIT 1)",
            values,
        )
        return None

    def put(self, draft: Draft) -> Draft:
        """Store or replace the one draft of this person and form."""
        (identity,) = self.connection.execute(self._put, self._values(draft)).fetchone()
        return replace(draft, id=identity)

    def shown(self, identity: int, message: int) -> None:
        """The message that shows this dialogue has been sent."""
        self.connection.execute("UPDATE drafts SET message = ? WHERE id = ?", (message, identity))

    def drop(self, person: PersonId, form: str) -> None:
        self.connection.execute("DELETE FROM drafts WHERE person = ? AND form = ?", (person, form))

    def drop_expired(self, now: datetime) -> int:
        return self.connection.execute(
            "DELETE FROM drafts WHERE expires_at <= ?", (moment_text(now),)
        ).rowcount
