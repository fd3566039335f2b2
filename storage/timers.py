"""Timers in SQLite: what is due is one look at an index."""

import sqlite3
from datetime import datetime

from domain.model.ids import CaseId, TimerId
from domain.model.timers import Timer, TimerKind
from storage.table import Moment, Table, encode, moment_text, read_earliest


class Timers(Table[Timer]):
    def __init__(self, connection: sqlite3.Connection, moment: Moment) -> None:
        super().__init__(connection, "timers", Timer)
        self.moment = moment
        self._take = f"DELETE FROM timers WHERE id = ? AND due_at <= ? RETURNING {', '.join(self.columns)}"

    def set(self, timer: Timer) -> None:
        self.connection.execute(
            "INSERT INTO timers (due_at, kind, subject, state, case_id, dedupe) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (dedupe) DO UPDATE SET due_at = excluded.due_at, kind = excluded.kind, "
            "subject = excluded.subject, state = excluded.state, case_id = excluded.case_id",
            tuple(
                encode(one)
                for one in (
                    timer.due_at,
                    timer.kind,
                    timer.subject,
                    timer.state,
                    timer.case_id,
                    timer.dedupe,
                )
            ),
        )

    def keep(self, timer: Timer) -> None:
        if self.first("dedupe = ?", timer.dedupe) is None:
            self.set(timer)

    def cancel(self, dedupe: str) -> None:
        self.connection.execute("DELETE FROM timers WHERE dedupe = ?", (dedupe,))

    def cancel_case(self, case: CaseId, *kinds: TimerKind) -> None:
        if not kinds:
            self.connection.execute("DELETE FROM timers WHERE case_id = ?", (case,))
        for kind in kinds:
            self.connection.execute("DELETE FROM timers WHERE case_id = ? AND kind = ?", (case, kind.value))

    def running(self, dedupe: str) -> Timer | None:
        return self.first("dedupe = ? AND held = 0", dedupe)

    def of_case(self, case: CaseId) -> tuple[Timer, ...]:
        return self.where("case_id = ?", case, order="due_at, id")

    def due(self, now: datetime, limit: int) -> tuple[TimerId, ...]:
        """Which timers are due, the oldest first; unread, so that a damaged one stops no other."""
        rows = self.connection.execute(
            "SELECT id FROM timers WHERE held = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?",
            (encode(now), limit),
        )
        return tuple(TimerId(row[0]) for row in rows)

    def take(self, identity: TimerId, now: datetime) -> Timer | None:
        """The timer, which is gone with this; None when it is not due, or was answered already."""
        rows = self.connection.execute(self._take, (identity, moment_text(now))).fetchall()
        return self._read(rows[0]) if rows else None

    def put_off(self, identity: TimerId, until: datetime) -> None:
        self.connection.execute("UPDATE timers SET due_at = ? WHERE id = ?", (encode(until), identity))

    def next_due(self) -> datetime | None:
        """When the next timer is due; a damaged moment of the past is due now."""
        (text,) = self.connection.execute("SELECT min(due_at) FROM timers WHERE held = 0").fetchone()
        return read_earliest(text, self.moment.at)

    def held(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM timers WHERE held = 1").fetchone()[0])

    def release_held(self) -> int:
        """Let what was due in a restored backup go on."""
        return self.connection.execute("UPDATE timers SET held = 0 WHERE held = 1").rowcount
