"""The directory in SQLite: responsibilities with their holders' particulars, main contacts, absences."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.model.ids import MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.routing import Absence, Responsibility, Topic
from domain.model.stage import PartnerKind
from storage.kept import Kept
from storage.table import Reads, encode

_CURRENT = """
SELECT r.id, r.partner, r.holder, r.municipality, r.topic, r.deputy, p.function, p.phone, p.hours,
       r.confirmed_on, 0
FROM responsibilities r JOIN people p ON p.id = r.holder WHERE r.ended_on IS NULL
"""
_MAIN_CONTACTS = """
SELECT -t.id, t.id, p.id, NULL, NULL, NULL, p.function, p.phone, p.hours, NULL, 1
FROM partners t JOIN people p ON p.id = t.main_contact WHERE TRUE
"""
_OFFERED = "AND (SELECT active FROM partners WHERE id = r.partner)"
"""A partner that has left keeps its lines for what it still has, and is asked for nothing new."""

_AREAS = """
SELECT DISTINCT r.partner, r.municipality FROM responsibilities r JOIN partners t ON t.id = r.partner
WHERE r.ended_on IS NULL AND t.active AND t.kind = ?
"""


def _read(row: tuple[Any, ...]) -> Responsibility:
    return Responsibility(
        id=ResponsibilityId(row[0]),
        partner_id=PartnerId(row[1]),
        holder=PersonId(row[2]),
        area=None if row[3] is None else MunicipalityId(row[3]),
        topic=None if row[4] is None else Topic(row[4]),
        deputy=None if row[5] is None else PersonId(row[5]),
        function=row[6],
        phone=row[7],
        hours=row[8],
        confirmed_on=None if row[9] is None else date.fromisoformat(row[9]),
        main_contact=bool(row[10]),
    )


class Responsibilities:
    """Function, phone and hours are the holder's own and are read with the line, not kept in it."""

    def __init__(self, connection: sqlite3.Connection, kept: Kept) -> None:
        self.connection = connection
        self.kept = kept
        self.reads = Reads("responsibilities", kept)

    def _all(self, sql: str, *values: Any) -> tuple[Responsibility, ...]:
        rows = self.connection.execute
        return self.reads.once((sql, values), lambda: tuple(_read(row) for row in rows(sql, values)))

    def get(self, identity: ResponsibilityId) -> Responsibility | None:
        """Also an ended one, so that an old case can still say whose it was. Negative: a main contact."""
        if identity < 0:
            found = self._all(f"{_MAIN_CONTACTS} AND t.id = ?", -identity)
        else:
            sql = _CURRENT.replace("r.ended_on IS NULL", "r.id = ?")
            found = self._all(sql, identity)
        return next(iter(found), None)

    def add(self, thing: Responsibility) -> Responsibility:
        cursor = self.connection.execute(
            "INSERT INTO responsibilities (partner, municipality, topic, holder, deputy, confirmed_on) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            self._values(thing),
        )
        stored = self.get(ResponsibilityId(cursor.lastrowid or 0))
        assert stored is not None
        return stored

    def save(self, thing: Responsibility) -> None:
        cursor = self.connection.execute(
            "UPDATE responsibilities SET partner = ?, municipality = ?, topic = ?, holder = ?, deputy = ?, "
            "confirmed_on = ? WHERE id = ?",
            (*self._values(thing), thing.id),
        )
        if cursor.rowcount != 1:
            raise LookupError(f"responsibility {thing.id} is not stored")

    def remove(self, identity: ResponsibilityId) -> None:
        self.connection.execute("DELETE FROM responsibilities WHERE id = ?", (identity,))

    def end(self, identity: ResponsibilityId, on: date) -> None:
        self.connection.execute(
            "UPDATE responsibilities SET ended_on = ? WHERE id = ?", (on.isoformat(), identity)
        )

    def all(self) -> tuple[Responsibility, ...]:
        return self._all(f"{_CURRENT} {_OFFERED} UNION ALL {_MAIN_CONTACTS} AND t.active")

    def in_place(self, municipality: MunicipalityId | None, *topics: Topic) -> tuple[Responsibility, ...]:
        here = "AND (r.municipality = ? OR r.municipality IS NULL)"
        such = f"AND (r.topic IS NULL OR r.topic IN ({', '.join('?' * len(topics))}))"
        values = (municipality, *(one.value for one in topics))
        offered = f"{_CURRENT} {here} {such} {_OFFERED}"
        return self._all(f"{offered} UNION ALL {_MAIN_CONTACTS} AND t.active", *values)

    def areas(self, kind: PartnerKind) -> Mapping[PartnerId, frozenset[MunicipalityId | None]]:
        return self.kept.once((_AREAS, kind), lambda: self._areas(kind))

    def _areas(self, kind: PartnerKind) -> Mapping[PartnerId, frozenset[MunicipalityId | None]]:
        found: dict[PartnerId, set[MunicipalityId | None]] = {}
        for partner, municipality in self.connection.execute(_AREAS, (kind.value,)):
            found.setdefault(PartnerId(partner), set()).add(municipality)
        return {partner: frozenset(areas) for partner, areas in found.items()}

    def of_partner(self, partner: PartnerId) -> tuple[Responsibility, ...]:
        return self._all(
            f"{_CURRENT} AND r.partner = ? UNION ALL {_MAIN_CONTACTS} AND t.id = ?", partner, partner
        )

    def of_person(self, person: PersonId) -> tuple[Responsibility, ...]:
        return self._all(f"{_CURRENT} AND ? IN (r.holder, r.deputy)", person)

    @staticmethod
    def _values(thing: Responsibility) -> tuple[Any, ...]:
        return tuple(
            encode(one)
            for one in (
                thing.partner_id,
                thing.area,
                thing.topic,
                thing.holder,
                thing.deputy,
                thing.confirmed_on,
            )
        )


class Absences:
    def __init__(self, connection: sqlite3.Connection, kept: Kept) -> None:
        self.connection = connection
        self.reads = Reads("absences", kept)

    def _all(self, condition: str, *values: Any) -> tuple[Absence, ...]:
        return self.reads.once((condition, values), lambda: self._where(condition, values))

    def _where(self, condition: str, values: tuple[Any, ...]) -> tuple[Absence, ...]:
        rows = self.connection.execute(
            f"SELECT person, deputy, first_on, last_on FROM absences WHERE {condition} ORDER BY first_on, id",
            values,
        )
        return tuple(
            Absence(
                person=PersonId(person),
                deputy=None if deputy is None else PersonId(deputy),
                first_on=date.fromisoformat(first),
                last_on=date.fromisoformat(last),
            )
            for person, deputy, first, last in rows
        )

    def get(self, identity: int) -> Absence | None:
        return next(iter(self._all("id = ?", identity)), None)

    def enter(self, absence: Absence, by: PersonId) -> int:
        cursor = self.connection.execute(
            "INSERT INTO absences (person, deputy, first_on, last_on, entered_by) VALUES (?, ?, ?, ?, ?)",
            (
                absence.person,
                absence.deputy,
                absence.first_on.isoformat(),
                absence.last_on.isoformat(),
                by,
            ),
        )
        return cursor.lastrowid or 0

    def end(self, person: PersonId, on: date) -> int:
        """End or drop what this person has entered from `on` on; gives how many."""
        today = on.isoformat()
        dropped = self.connection.execute(
            "DELETE FROM absences WHERE person = ? AND first_on >= ?", (person, today)
        ).rowcount
        shortened = self.connection.execute(
            "UPDATE absences SET last_on = date(?, '-1 day') WHERE person = ? AND last_on >= ?",
            (today, person, today),
        ).rowcount
        return dropped + shortened

    def forget_deputy(self, deputy: PersonId) -> None:
        self.connection.execute("UPDATE absences SET deputy = NULL WHERE deputy = ?", (deputy,))

    def since(self, day: date) -> tuple[Absence, ...]:
        """Absences that have not ended before `day`."""
        return self._all("last_on >= ?", day.isoformat())
