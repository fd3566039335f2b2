"""Dialogues in SQLite: one draft a person and form."""

from datetime import datetime

from domain.model.ids import PersonId
from domain.ports import Draft
from storage.table import Table, encode, moment_text


class Drafts(Table[Draft]):
    def get(self, person: PersonId, form: str) -> Draft | None:  # type: ignore[override]
        return self.first("person = ? AND form = ?", person, form)

    def latest(self, person: PersonId) -> Draft | None:
        return self.first("person = ?", person, order="updated_at DESC, id DESC")

    def put(self, draft: Draft) -> Draft:
        """Store or replace the one draft of this person and form."""
        present = self.get(draft.person, draft.form)
        if present is None:
            return self.add(draft)
        self.connection.execute(
            "UPDATE drafts SET question = ?, answers = ?, chat = ?, message = ?, version = ?, expires_at = "
            "?, updated_at = ? WHERE id = ?",
            tuple(
                encode(one)
                for one in (
                    draft.question,
                    draft.answers,
                    draft.chat,
                    draft.message,
                    draft.version,
                    draft.expires_at,
                    draft.updated_at,
                    present.id,
                )
            ),
        )
        stored = self.get(draft.person, draft.form)
        assert stored is not None
        return stored

    def shown(self, identity: int, message: int) -> None:
        """The message that shows this dialogue has been sent."""
        self.connection.execute("UPDATE drafts SET message = ? WHERE id = ?", (message, identity))

    def drop(self, person: PersonId, form: str) -> None:
        self.connection.execute("DELETE FROM drafts WHERE person = ? AND form = ?", (person, form))

    def drop_expired(self, now: datetime) -> int:
        return self.connection.execute(
            "DELETE FROM drafts WHERE expires_at <= ?", (moment_text(now),)
        ).rowcount
