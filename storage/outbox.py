"""The outbox: what must be told, in the order in which it may leave, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.model.ids import CaseId, ChatId, NoteId, PersonId
from domain.model.notices import Notice, Priority
from domain.ports import Spoken
from storage.notice_json import dump, load
from storage.table import Stamped, moment_text, read_earliest

_WAITING = """
WITH waiting AS (
    SELECT o.id AS place, o.id, 'outbox' AS source, coalesce(o.chat, p.telegram) AS chat, o.priority
    FROM outbox o LEFT JOIN people p ON p.id = o.person
    WHERE o.state = 'pending' AND o.not_before <= :now AND (o.person IS NULL OR p.unreachable_at IS NULL)
    UNION ALL
    SELECT c.id - 4611686018427387904 AS place, c.id, 'card', c.chat, c.priority
    FROM cards c LEFT JOIN people p ON p.id = c.person
    WHERE c.state = 'pending' AND c.not_before <= :now AND (c.person IS NULL OR p.unreachable_at IS NULL)
)
SELECT id, source, chat, priority, min(place) FROM waiting
WHERE chat IS NOT NULL AND chat NOT IN (SELECT chat FROM chats WHERE paused_until_at > :now)
GROUP BY chat ORDER BY priority, id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that may leave now; `source` is the table it waits in. Read as it stands there."""

    id: int
    source: str
    chat: ChatId
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A leased row of the outbox. `notice` for a tell, `body` (JSON) for a say."""

    id: int
    chat: ChatId
    person: PersonId | None
    case_id: CaseId | None
    notice: Notice | None
    body: str
    priority: Priority
    again: bool
    attempts: int
    draft: int | None
    repeatable: bool


class Outbox(Stamped):
    # What services and handlers write

    def tell(
        self,
        notice: Notice,
        *,
        person: PersonId | None = None,
        chat: ChatId | None = None,
        priority: Priority = Priority.NEWS,
        not_before: datetime | None = None,
        dedupe: str | None = None,
        repeatable: bool = True,
    ) -> bool:
        present = moment_text(self.now)
        cursor = self.connection.execute(
            "INSERT INTO outbox (kind, chat, person, case_id, notice, body, priority, not_before, dedupe, "
            "repeatable, state, again, attempts, created_at) VALUES ('tell', ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "'pending', 0, 0, ?) ON CONFLICT (dedupe) DO NOTHING",
            (
                chat,
                person,
                notice.case,
                type(notice).__name__,
                dump(notice),
                priority,
                moment_text(not_before) if not_before else present,
                dedupe,
                int(repeatable),
                present,
            ),
        )
        return cursor.rowcount == 1

    def say(self, chat: ChatId, body: str, *, draft: int | None = None, case: CaseId | None = None) -> None:
        """Keep the speaker's answer, already in words (JSON of a message)."""
        present = moment_text(self.now)
        self.connection.execute(
            "INSERT INTO outbox (kind, chat, case_id, body, priority, not_before, repeatable, state, again,"
            " attempts, draft, created_at) VALUES ('say', ?, ?, ?, ?, ?, 1, 'pending', 0, 0, ?, ?)",
            (chat, case, body, Priority.ANSWER, present, draft, present),
        )

    def waits(self, dedupe: str) -> bool:
        query = "SELECT 1 FROM outbox WHERE dedupe = ? AND state = 'pending'"
        return self.connection.execute(query, (dedupe,)).fetchone() is not None

    def retract(self, dedupe: str) -> bool:
        cursor = self.connection.execute(
            "UPDATE outbox SET state = 'moot', body = NULL, settled_at = ? WHERE dedupe = ? AND state IN "
            "('pending', 'held')",
            (moment_text(self.now), dedupe),
        )
        return cursor.rowcount > 0

    def heard(self, chat: ChatId, message: int, case: CaseId, note: NoteId) -> None:
        self._remember(chat, message, case, note, "Heard")

    def spoken(self, chat: ChatId, message: int) -> Spoken | None:
        row = self.connection.execute(
            "SELECT chat, message, case_id, note, notice FROM spoken WHERE chat = ? AND message = ?",
            (chat, message),
        ).fetchone()
        return None if row is None else Spoken(**dict(zip(Spoken.__slots__, row, strict=True)))

    def spoken_of_note(self, note: NoteId) -> tuple[Spoken, ...]:
        rows = self.connection.execute(
            "SELECT chat, message, case_id, note, notice FROM spoken WHERE note = ?", (note,)
        )
        return tuple(Spoken(**dict(zip(Spoken.__slots__, row, strict=True))) for row in rows)

    def spoken_of_case(self, case: CaseId) -> tuple[Spoken, ...]:
        rows = self.connection.execute(
            "SELECT chat, message, case_id, note, notice FROM spoken WHERE case_id = ?", (case,)
        )
        return tuple(Spoken(**dict(zip(Spoken.__slots__, row, strict=True))) for row in rows)

    def told_since(self, person: PersonId, since: datetime) -> int:
        query = """
        SELECT count(*) FROM outbox o LEFT JOIN cases c ON c.id = o.case_id
        WHERE o.person = ? AND o.kind = 'tell' AND o.state IN ('pending', 'leased', 'sent')
          AND (o.settled_at >= ? OR (o.settled_at IS NULL AND o.not_before >= ?))
          AND o.notice NOT LIKE 'Note%'
          AND coalesce(c.urgency_override, c.urgency, '') <> 'red'"""
        since_at = moment_text(since)
        return int(self.connection.execute(query, (person, since_at, since_at)).fetchone()[0])

    def held(self) -> int:
        query = (
            "SELECT (SELECT count(*) FROM outbox WHERE state = 'held') + "
            "(SELECT count(*) FROM cards WHERE state = 'held')"
        )
        return int(self.connection.execute(query).fetchone()[0])

    def release_held(self) -> int:
        outbox = self.connection.execute("UPDATE outbox SET state = 'pending' WHERE state = 'held'").rowcount
        cards = self.connection.execute("UPDATE cards SET state = 'pending' WHERE state = 'held'").rowcount
        return outbox + cards

    def drop_held(self) -> int:
        outbox = self.connection.execute(
            "UPDATE outbox SET state = 'moot', body = NULL, settled_at = ? WHERE state = 'held'",
            (moment_text(self.now),),
        ).rowcount
        cards = self.connection.execute(
            "UPDATE cards SET state = 'idle', shown = wanted WHERE state = 'held'"
        ).rowcount
        return outbox + cards

    def reopen_person(self, person: PersonId) -> None:
        self.connection.execute("UPDATE people SET unreachable_at = NULL WHERE id = ?", (person,))

    # What delivery does

    def waiting(self, busy: frozenset[int], limit: int) -> tuple[Waiting, ...]:
        """The first message of each chat that may leave now, urgent chats first, at most `limit` chats.

        A pause that is over is forgotten, so that a clock which is set back does not bring it back.
        """
        self.connection.execute("DELETE FROM chats WHERE paused_until_at <= ?", (moment_text(self.now),))
        rows = self.connection.execute(_WAITING, {"now": moment_text(self.now)})
        free = (row for row in rows if row[2] not in busy)
        return tuple(
            Waiting(id=row[0], source=row[1], chat=ChatId(row[2]), priority=row[3])
            for row, _ in zip(free, range(limit), strict=False)
        )

    def lease(self, identity: int) -> Letter:
        """Take a row out of the queue. A corrupt body raises; the caller fails the row."""
        row = self.connection.execute(
            "UPDATE outbox SET state = 'leased', attempts = attempts + 1 WHERE id = ? RETURNING id, "
            "coalesce(chat, (SELECT telegram FROM people WHERE id = outbox.person)), person, case_id, "
            "notice, body, priority, again, attempts, draft, repeatable",
            (identity,),
        ).fetchone()
        return Letter(
            id=row[0],
            chat=ChatId(row[1]),
            person=row[2],
            case_id=row[3],
            notice=load(row[4], row[5]) if row[4] else None,
            body=row[5],
            priority=Priority(row[6]),
            again=bool(row[7]),
            attempts=row[8],
            draft=row[9],
            repeatable=bool(row[10]),
        )

    def settle(
        self, identity: int, state: str, *, message: int | None = None, error: str | None = None
    ) -> None:
        """The end of a row; what it said is forgotten, that it was said is kept."""
        self.connection.execute(
            "UPDATE outbox SET state = ?, body = NULL, message = ?, error = ?, settled_at = ? WHERE id = ?",
            (state, message, error, moment_text(self.now), identity),
        )

    def retry(self, identity: int, at: datetime, *, uncertain: bool) -> None:
        """Send again at `at`; `uncertain` means that it may have arrived, so the repeat says so."""
        self.connection.execute(
            "UPDATE outbox SET state = 'pending', not_before = ?, again = max(again, ?) WHERE id = ?",
            (moment_text(at), int(uncertain), identity),
        )

    def remember(self, chat: int, message: int, letter: Letter, note: NoteId | None) -> None:
        """Of which case this message speaks, for the routing of replies."""
        name = type(letter.notice).__name__ if letter.notice else None
        self._remember(chat, message, letter.case_id, note, name)

    def remember_card(self, chat: int, message: int, case: CaseId) -> None:
        self._remember(chat, message, case, None, "Card")

    def _remember(self, *facts: Any) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO spoken (chat, message, case_id, note, notice, said_at) VALUES (?, ?, ?,"
            " ?, ?, ?)",
            (*facts, moment_text(self.now)),
        )

    def pause(self, chat: int, until: datetime) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO chats (chat, paused_until_at) VALUES (?, ?)", (chat, moment_text(until))
        )

    def recover(self) -> int:
        """After a crash: what was in flight may have arrived. Sent again and marked, digests never."""
        self.connection.execute(
            "UPDATE outbox SET state = 'uncertain', body = NULL, settled_at = ? "
            "WHERE state = 'leased' AND NOT repeatable",
            (moment_text(self.now),),
        )
        again = self.connection.execute(
            "UPDATE outbox SET state = 'pending', again = 1 WHERE state = 'leased'"
        ).rowcount
        cards = self.connection.execute(
            "UPDATE cards SET state = 'pending', again = (message IS NULL) WHERE state = 'leased'"
        ).rowcount
        return again + cards

    def next_due(self) -> datetime | None:
        """When the next waiting message may leave; None also when that cannot be read."""
        query = """
        SELECT min(at) FROM (
            SELECT max(o.not_before, coalesce(c.paused_until_at, '')) AS at
            FROM outbox o LEFT JOIN people p ON p.id = o.person
            LEFT JOIN chats c ON c.chat = coalesce(o.chat, p.telegram)
            WHERE o.state = 'pending' AND coalesce(o.chat, p.telegram) IS NOT NULL
              AND (o.person IS NULL OR p.unreachable_at IS NULL)
            UNION ALL
            SELECT max(k.not_before, coalesce(c.paused_until_at, ''))
            FROM cards k LEFT JOIN people p ON p.id = k.person LEFT JOIN chats c ON c.chat = k.chat
            WHERE k.state = 'pending' AND (k.person IS NULL OR p.unreachable_at IS NULL)
        )"""
        (text,) = self.connection.execute(query).fetchone()
        return read_earliest(text, self.now)

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: everything that names its chat is re-keyed, in this transaction."""
        for table in ("outbox", "staff_groups", "enrolments", "drafts", "errands"):
            self.connection.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))
        # Messages keep no number on the way: cards are sent anew, replies to older messages lead nowhere.
        self.connection.execute(
            "UPDATE OR IGNORE cards SET chat = ?, message = NULL, shown = 0 WHERE chat = ?", (new, old)
        )
        for table in ("cards", "spoken", "chats"):
            self.connection.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))

    def clean(self, before: datetime) -> int:
        """Settled rows keep only what statistics need, and not for ever."""
        return self.connection.execute(
            "DELETE FROM outbox WHERE settled_at < ?", (moment_text(before),)
        ).rowcount
