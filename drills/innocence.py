"""What may change when only people without any right have spoken: their own things, and nothing else."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Rows = dict[tuple[str, int], Row]

OF_CASES = (
    *("cases", "seats", "referrals", "call_tasks", "notes", "events", "duplicates", "aftercare_plans"),
    *("check_ins", "deadlines", "commitments", "commitment_dues", "failure_runs", "failure_steps"),
    *("failure_guarantees", "failure_reviews", "failure_views", "failure_changes", "timers", "cards"),
)
OF_THE_NETWORK = (
    "partners",
    "people",
    "invitations",
    "responsibilities",
    "absences",
    "staff_groups",
    "enrolments",
)
OWN_SETTINGS = frozenset({"language", "working_days", "digest_hour", "acknowledged_at", "unreachable_at"})


def snapshot(connection: sqlite3.Connection, tables: Iterable[str] = (*OF_CASES, *OF_THE_NETWORK)) -> Rows:
    """Every row that says something about cases, people or the directory; settings and drafts apart."""
    found: Rows = {}
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [one[0] for one in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            found[table, row["id"]] = row
    return found


def of_case(connection: sqlite3.Connection, case: int) -> list[Any]:
    """The rows of one case, without its cards and timers, which follow from the others."""
    return [
        connection.execute(f"SELECT * FROM {table} WHERE {key} = ? ORDER BY id", (case,)).fetchall()
        for table, key in ((one, "id" if one == "cases" else "case_id") for one in OF_CASES[:-2])
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsiders:
    """Who has spoken: ids in the network, and at Telegram; `offices` those that one of them leads."""

    people: Collection[int]
    users: Collection[int]
    offices: Collection[int]
    linked_group: int


def unexplained(before: Rows, after: Rows, outsiders: Outsiders) -> Iterator[str]:
    """Every change that none of these people had the right to make."""
    reported = {
        row["id"]
        for (table, _), row in after.items()
        if table == "cases" and row["reporter"] in outsiders.people
    }
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new or _belongs_to(key[0], new or old or {}, after) in outsiders.offices:
            continue
        if not _is_own(key[0], old, new, outsiders, reported):
            yield f"{key[0]} {key[1]}: {_difference(old, new)}"


def _is_own(table: str, old: Row | None, new: Row | None, who: Outsiders, reported: Collection[int]) -> bool:
    row = new or old
    assert row is not None
    if table in OF_CASES:
        case = row["id"] if table == "cases" else row["case_id"]
        return case in reported if case is not None else table == "timers"
    if old is None:
        return new is not None and _may_be_made(table, new, who)
    if new is None:
        return table == "absences" and row["person"] in who.people
    return _may_be_changed(table, old, new, who)


def _belongs_to(table: str, row: Row, rows: Rows) -> int | None:
    """The office whose lead may change this row (docs/rights.md, "own")."""
    match table:
        case "people" | "enrolments" | "responsibilities":
            return int(row["partner"])
        case "absences":
            away = rows.get(("people", row["person"]))
            return None if away is None else int(away["partner"])
        case _:
            return None


def _may_be_made(table: str, new: Row, who: Outsiders) -> bool:
    """Links into one's own chat, a wish to enrol, one's own absence, a question about a new group."""
    match table:
        case "invitations":
            return new["purpose"] == "enrolment" or new["person"] in who.people
        case "enrolments":
            return new["telegram"] in who.users and new["decided_at"] is None
        case "absences":
            return new["person"] in who.people
        case "staff_groups":
            return new["state"] != "linked" and new["partner"] is None
        case _:
            return False


def _may_be_changed(table: str, old: Row, new: Row, who: Outsiders) -> bool:
    changed = {name for name in new if new[name] != old[name]}
    match table:
        case "people":
            return new["id"] in who.people and changed <= OWN_SETTINGS
        case "invitations":
            mine = old["purpose"] == "enrolment" or old["person"] in who.people
            return mine and changed <= {"used_at"}
        case "enrolments":
            return new["telegram"] in who.users and changed <= {"opened_at", "asked_at"}
        case "absences":
            return new["person"] in who.people
        case "staff_groups" if new["chat"] == who.linked_group:
            return changed <= {"hinted_on"}
        case "staff_groups":
            return new["state"] != "linked" and new["partner"] is None
        case _:
            return False


def _difference(old: Row | None, new: Row | None) -> str:
    if old is None:
        return f"new {dict(new or {})}"
    if new is None:
        return f"gone {dict(old)}"
    return ", ".join(f"{name} {old[name]!r} -> {new[name]!r}" for name in new if new[name] != old[name])
