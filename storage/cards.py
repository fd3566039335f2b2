"""Live cards: one row a case and chat, wanted and shown version, so that edits coalesce by themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.model.ids import CaseId, ChatId, PersonId
from domain.model.notices import Priority
from domain.ports import Card
from storage.table import Stamped, moment_text

_COLUMNS = "id, case_id, chat, person, message, wanted, shown, run"


def _read(row: tuple[Any, ...]) -> Card:
    return Card(
        id=row[0],
        case_id=None if row[1] is None else CaseId(row[1]),
        chat=ChatId(row[2]),
        person=row[3],
        message=row[4],
        wanted=row[5],
        shown=row[6],
        run=row[7],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedCard:
    card: Card
    silent: bool
    again: bool
    attempts: int
    priority: Priority


class Cards(Stamped):
    def place(
        self,
        case: CaseId,
        *,
        chat: ChatId,
        person: PersonId | None,
        priority: Priority,
        not_before: datetime | None = None,
        silent: bool = False,
    ) -> None:
        self._place("case_id", case, chat, person, priority, not_before or self.now, silent)

    def place_run(
        self,
        run: int,
        *,
        chat: ChatId,
        person: PersonId | None,
        not_before: datetime,
        silent: bool = False,
    ) -> None:
        self._place("run", run, chat, person, Priority.FIRST_NOTICE, not_before, silent)

    def _place(self, key: str, *facts: Any) -> None:
        subject, chat, person, priority, not_before, silent = facts
        self.connection.execute(
            f"INSERT INTO cards ({key}, chat, person, wanted, shown, priority, not_before, silent, state, "
            f"again, attempts) VALUES (?, ?, ?, 1, 0, ?, ?, ?, 'pending', 0, 0) ON CONFLICT ({key}, chat) "
            "DO UPDATE SET wanted = wanted + 1, person = excluded.person, state = CASE WHEN state = "
            "'leased' THEN 'leased' ELSE 'pending' END, "
            # An edit interrupts nobody; a message leaves as soon as one of its reasons allows.
            "not_before = CASE WHEN message IS NOT NULL THEN not_before WHEN state = 'pending' "
            "THEN min(not_before, excluded.not_before) ELSE excluded.not_before END, "
            "priority = min(priority, excluded.priority), silent = min(silent, excluded.silent)",
            (subject, chat, person, priority, moment_text(not_before), int(silent)),
        )

    def touch(self, case: CaseId) -> None:
        self._touch("case_id", case)

    def touch_run(self, run: int) -> None:
        self._touch("run", run)

    def _touch(self, key: str, subject: int) -> None:
        self.connection.execute(
            "UPDATE cards SET wanted = wanted + 1, state = CASE WHEN state IN ('leased', 'held') THEN state "
            f"ELSE 'pending' END WHERE {key} = ? AND state <> 'gone'",
            (subject,),
        )

    def refresh(self, case: CaseId, chat: ChatId) -> None:
        self.connection.execute(
            "UPDATE cards SET message = NULL, wanted = wanted + 1, state = 'pending', not_before = ? "
            "WHERE case_id = ? AND chat = ?",
            (moment_text(self.now), case, chat),
        )

    def withdraw(self, person: PersonId) -> None:
        self.connection.execute("UPDATE cards SET state = 'gone' WHERE person = ?", (person,))

    def of_case(self, case: CaseId) -> tuple[Card, ...]:
        rows = self.connection.execute(f"SELECT {_COLUMNS} FROM cards WHERE case_id = ? ORDER BY id", (case,))
        return tuple(_read(row) for row in rows)

    def at(self, chat: ChatId, message: int) -> Card | None:
        row = self.connection.execute(
            f"SELECT {_COLUMNS} FROM cards WHERE chat = ? AND message = ?", (chat, message)
        ).fetchone()
        return None if row is None else _read(row)

    def in_chat(self, case: CaseId, chat: ChatId) -> Card | None:
        row = self.connection.execute(
            f"SELECT {_COLUMNS} FROM cards WHERE chat = ? AND case_id = ?", (chat, case)
        ).fetchone()
        return None if row is None else _read(row)

    # What delivery does

    def lease(self, identity: int) -> LeasedCard:
        self.connection.execute(
            "UPDATE cards SET state = 'leased', attempts = attempts + 1 WHERE id = ?", (identity,)
        )
        row = self.connection.execute(
            f"SELECT {_COLUMNS}, silent, again, attempts, priority FROM cards WHERE id = ?", (identity,)
        ).fetchone()
        return LeasedCard(
            card=_read(row[:8]),
            silent=bool(row[8]),
            again=bool(row[9]),
            attempts=row[10],
            priority=Priority(row[11]),
        )

    def settle(self, identity: int, shown: int, message: int | None) -> None:
        """Shown up to version `shown`; what changed meanwhile is due again."""
        self.connection.execute(
            "UPDATE cards SET shown = ?, again = 0, attempts = 0, "
            # Asked for anew or withdrawn while it was on its way: then this message is outdated already.
            "message = CASE WHEN state = 'leased' THEN coalesce(?, message) ELSE message END, "
            "state = CASE WHEN state <> 'leased' THEN state WHEN wanted > ? THEN 'pending' ELSE 'idle' END "
            "WHERE id = ?",
            (shown, message, shown, identity),
        )

    def lose(self, identity: int) -> None:
        """The message is gone: the next showing is a new one."""
        self.connection.execute(
            "UPDATE cards SET message = NULL, state = 'pending' WHERE id = ? AND state = 'leased'",
            (identity,),
        )

    def retry(self, identity: int, at: datetime, *, uncertain: bool) -> None:
        self.connection.execute(
            "UPDATE cards SET state = 'pending', not_before = ?, again = CASE WHEN message IS NULL THEN "
            "max(again, ?) ELSE 0 END WHERE id = ? AND state = 'leased'",
            (moment_text(at), int(uncertain), identity),
        )

    def fail(self, identity: int) -> None:
        self.connection.execute("UPDATE cards SET state = 'gone' WHERE id = ?", (identity,))
