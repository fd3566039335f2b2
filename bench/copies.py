"""Many cases out of a few: every row that the services have written for one is written again for others.

Identities move on by a whole file each time, and so does whatever points at them; people, offices and
chats of the first ten landlords become those of the last ten, so that whoever has reported the first
cases has as many as before. What the help side takes over is the sample directory's, in any number.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Final

from bench.region import CASES, OF_A_LANDLORD
from bench.seed import FIRST_LEAD
from bench.walks import WALKERS
from domain.model.case_code import ALPHABET, LONGEST, completed
from domain.model.timers import TimerKind

_LANDLORDS: Final = WALKERS // OF_A_LANDLORD // 2
_OF_CASES: Final = (
    "cases",
    "seats",
    "referrals",
    "call_tasks",
    "notes",
    "events",
    "duplicates",
    "aftercare_plans",
    "check_ins",
    "outbox",
    "cards",
    "spoken",
    "timers",
)
_POINTS_AT: Final = {"referral": "referrals", "check_in": "check_ins", "note": "notes", "other": "cases"}
"""Which keys of an event's facts are identities of what. What an undo within minutes reads stays as it is."""

_SUBJECTS: Final = {
    TimerKind.STEP_ENDS: "referrals",
    TimerKind.LAST_STEP_AGAIN: "referrals",
    TimerKind.PROMISE_DAY: "referrals",
    TimerKind.PROMISE_PASSES: "referrals",
    TimerKind.CALL_AGAIN: "call_tasks",
    **{kind: "check_ins" for kind in TimerKind if kind.startswith("check_in_")},
}
"""What a timer is about, where that is not its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strides:
    """By how much the identities of a table move on with each copy, and where the landlords begin."""

    of_table: dict[str, int]
    first_lead: int
    first_partner: int
    first_responsibility: int

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> "Strides":
        """From the file that is attached as `base`."""

        def one(sql: str, *values: object) -> int:
            return int(connection.execute(sql, values).fetchone()[0])

        lead = one("SELECT id FROM base.people WHERE telegram = ?", FIRST_LEAD)
        return cls(
            of_table={
                table: one(f"SELECT coalesce(max(id), 0) + 1 FROM base.{table}")
                for table in _OF_CASES
                if table != "spoken"
            },
            first_lead=lead,
            first_partner=one("SELECT partner FROM base.people WHERE id = ?", lead),
            first_responsibility=one("SELECT id FROM base.responsibilities WHERE holder = ?", lead),
        )


def multiply(base: Path, target: Path, cases: int, *, timers: int = 0) -> None:
    """Write `target`: as many cases as this, and at least as many timers. Raises ValueError, RuntimeError."""
    copies, left_over = divmod(cases, CASES)
    if left_over or copies < 1:
        raise ValueError(f"{cases} is no multiple of {CASES}")
    _duplicate(base, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH ? AS base", (str(base),))
        connection.execute("BEGIN")
        _write(connection, Strides.read(connection), copies)
        _more_timers(connection, timers)
        connection.execute("COMMIT")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError(f"a copied row points at nothing: {broken}")
        connection.execute("DETACH base")
        connection.execute("PRAGMA journal_mode = WAL")


def _duplicate(base: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(base)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _write(connection: sqlite3.Connection, strides: Strides, copies: int) -> None:
    connection.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO temp.numbers VALUES (?)", ((n,) for n in range(1, copies)))
    codes = list(islice(_codes(), copies * CASES))
    connection.create_function("code_of", 2, lambda n, case: codes[(n - 1) * CASES + case - 1])
    for table in _OF_CASES:
        columns = [row[1] for row in connection.execute(f"PRAGMA base.table_info({table})")]
        found = connection.execute(f"PRAGMA foreign_key_list({table})")
        foreign = {row[3]: row[2] for row in found}
        moved = ", ".join(_moved(table, column, foreign.get(column), strides) for column in columns)
        connection.execute(
            f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {moved} "
            f"FROM temp.numbers CROSS JOIN base.{table} AS t WHERE {_KEPT.get(table, '1')}"
        )


_KEPT: Final = {
    "timers": "case_id IS NOT NULL",
    "outbox": "state <> 'pending'",
    "cards": "case_id IS NOT NULL",
}


def _codes() -> Iterator[str]:
    """Codes of the longest form, which the first cases never have."""
    for body in product(ALPHABET, repeat=LONGEST - 1):
        code = completed("MI", "".join(body))
        if code is not None:
            yield code


def _moved(table: str, column: str, points_at: str | None, strides: Strides) -> str:
    """The SQL expression of a column in the n-th copy of a row `t`."""
    by = strides.of_table
    landlords = {
        "people": (strides.first_lead, _LANDLORDS * (OF_A_LANDLORD + 1)),
        "partners": (strides.first_partner, _LANDLORDS),
        "responsibility": (strides.first_responsibility, _LANDLORDS),
        "chat": (FIRST_LEAD, _LANDLORDS * OF_A_LANDLORD),
    }
    if (beyond := landlords.get(points_at or column)) is not None:
        first, step = beyond
        return f"CASE WHEN t.{column} >= {first} THEN t.{column} + {step} ELSE t.{column} END"
    if points_at in by or column == "id":
        return f"t.{column} + n * {by[points_at or table]}"
    special = {
        ("cases", "code"): "code_of(n, t.id)",
        ("cards", "message"): "t.message + n * 1000000",
        ("spoken", "message"): "t.message + n * 1000000",
        ("outbox", "message"): "t.message + n * 1000000",
        ("outbox", "dedupe"): "t.dedupe || '/' || n",
        ("events", "facts"): _facts(by),
        ("timers", "subject"): _subject(by),
        ("timers", "dedupe"): _timer_key(by),
    }
    return special.get((table, column), f"t.{column}")


def _facts(by: dict[str, int]) -> str:
    moved = "t.facts"
    for key, table in _POINTS_AT.items():
        value = f"json_extract(t.facts, '$.{key}')"
        moved = (
            f"CASE WHEN json_type(t.facts, '$.{key}') = 'integer' "
            f"THEN json_replace({moved}, '$.{key}', {value} + n * {by[table]}) ELSE {moved} END"
        )
    return moved


def _subject(by: dict[str, int]) -> str:
    tables = " ".join(f"WHEN '{kind}' THEN {by[table]}" for kind, table in _SUBJECTS.items())
    return f"t.subject + n * CASE t.kind {tables} ELSE {by['cases']} END"


def _timer_key(by: dict[str, int]) -> str:
    return (
        f"CASE t.dedupe WHEN t.kind || ':' || t.subject THEN t.kind || ':' || ({_subject(by)}) "
        "ELSE t.dedupe || '/' || n END"
    )


def _more_timers(connection: sqlite3.Connection, wanted: int) -> None:
    """Further timers of the same cases, each of them later than the first."""
    (present,) = connection.execute("SELECT count(*) FROM timers").fetchone()
    (largest,) = connection.execute("SELECT max(id) FROM timers").fetchone()
    while present < wanted:
        more = connection.execute(
            "INSERT INTO timers SELECT id + ?, strftime('%Y-%m-%dT%H:%M:%S', due_at, '+1 hour') || "
            "'.000000Z', kind, subject, state, case_id, dedupe || '+' || ?, held FROM main.timers "
            "WHERE case_id IS NOT NULL AND id <= ? LIMIT ?",
            (largest, largest, largest, wanted - present),
        ).rowcount
        present, largest = present + more, 2 * largest
