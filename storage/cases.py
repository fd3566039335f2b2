"""Cases with their seats, referrals, call tasks, notes, history and duplicates in SQLite."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from domain.model.case import (
    CallState,
    CallTask,
    Case,
    CaseOutline,
    CaseState,
    Event,
    EventKind,
    Note,
    NoteState,
    Referral,
    ReferralState,
    SeatHolder,
    Step,
)
from domain.model.duplicate import Duplicate, Traits, alike
from domain.model.ids import AgreementId, CaseId, PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.stage import Reason, Seat
from storage.kept import Rows
from storage.table import Table, encode

_OF_PERSON: Final = (
    "SELECT id FROM cases WHERE reporter = ? UNION SELECT id FROM cases WHERE owner = ? "
    "UNION SELECT case_id FROM seats WHERE holder = ?"
)


class Cases(Table[Case]):
    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, "cases", Case)
        self._outlines = Table(connection, "cases", CaseOutline)

    def outlines(self, ids: Iterable[CaseId]) -> tuple[CaseOutline, ...]:
        return self._outlines.where("id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))

    def ids_of_person(self, person: PersonId) -> frozenset[CaseId]:
        rows = self.connection.execute(_OF_PERSON, (person, person, person))
        return frozenset(CaseId(case) for (case,) in rows)

    def by_code(self, code: str) -> Case | None:
        return self.first("code = ?", code)

    def with_ids(self, ids: Iterable[CaseId]) -> tuple[Case, ...]:
        return self.where("id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))

    def with_codes(self, codes: Iterable[str]) -> tuple[Case, ...]:
        wanted = tuple(codes)
        return self.where(f"code IN ({', '.join('?' * len(wanted))})", *wanted) if wanted else ()

    def of_person(self, person: PersonId) -> tuple[Case, ...]:
        return self.where(
            f"id IN ({_OF_PERSON}) AND NOT practice",
            person,
            person,
            person,
            order="reported_at DESC, id DESC",
        )

    def of_partner(self, partner: PartnerId) -> tuple[Case, ...]:
        return self.where(
            "id IN (SELECT id FROM cases WHERE reporter_partner = ? "
            "UNION SELECT case_id FROM seats WHERE partner = ?) AND NOT practice",
            partner,
            partner,
            order="reported_at DESC, id DESC",
        )

    def practised_by(self, person: PersonId) -> tuple[Case, ...]:
        return self.where("reporter = ? AND practice", person)

    def open(self) -> tuple[Case, ...]:
        return self.where("state = ? AND NOT practice", CaseState.OPEN)

    def closed_between(self, first: datetime, last: datetime) -> tuple[Case, ...]:
        return self.where("closed_at >= ? AND closed_at < ? AND NOT practice", first, last)

    def reported_between(self, first: datetime, last: datetime) -> tuple[Case, ...]:
        return self.where("reported_at >= ? AND reported_at < ? AND NOT practice", first, last)

    def under_agreement(self, agreement: AgreementId, first: datetime, last: datetime) -> tuple[Case, ...]:
        bound = (
            "SELECT case_id FROM case_agreements WHERE version IN "
            "(SELECT id FROM agreement_versions WHERE agreement = ?)"
        )
        return self.where(f"id IN ({bound}) AND reported_at >= ? AND reported_at < ?", agreement, first, last)

    def similar(self, traits: Traits, partner: PartnerId, *, own: bool, limit: int) -> tuple[Case, ...]:
        """Read one after the other until there are enough: a town may have thousands."""
        if traits.municipality is None:
            return ()
        sits = "EXISTS (SELECT 1 FROM seats WHERE case_id = cases.id AND partner = ?)"
        theirs = f"reporter_partner = ? OR {sits}"
        rest = (
            f"NOT practice AND (reason = ? OR ? IN ('unknown', reason)) AND {'' if own else 'NOT '}({theirs})"
        )
        values = (Reason.UNKNOWN, traits.reason, partner, partner)
        places = "state = 'open' AND municipality = ?"
        ranges: list[tuple[str, Rows]] = [(places, (traits.municipality,))]
        if traits.landlord is not None:
            of_landlord = (f"{places} AND landlord_partner = ?", (traits.municipality, traits.landlord))
            ranges = [of_landlord, (f"{places} AND landlord_partner IS NULL", (traits.municipality,))]
        rows = self.connection.execute(
            " UNION ALL ".join(f"{self._select} WHERE {place} AND {rest}" for place, _ in ranges)
            + " ORDER BY id DESC",
            tuple(encode(one) for _, found in ranges for one in (*found, *values)),
        )
        cases = (self._read(row) for row in rows)
        return tuple(islice((case for case in cases if alike(Traits.of(case), traits)), limit))

    def without_timer(self) -> tuple[Case, ...]:
        """Open cases that nothing would ever ask about again: the auditor's finding."""
        return self.where(
            "state = ? AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.case_id = cases.id)", CaseState.OPEN
        )


_LIVE = (
    "(EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.state = 'open' AND NOT c.practice) OR EXISTS "
    "(SELECT 1 FROM aftercare_plans p WHERE p.case_id = seats.case_id AND p.state = 'running'))"
)
_HELD: Final = """
SELECT case_id FROM seats WHERE responsibility IN (SELECT value FROM json_each(?))
UNION SELECT case_id FROM seats WHERE holder IN (SELECT value FROM json_each(?))
"""


class Seats(Table[SeatHolder]):
    def of_case(self, case: CaseId) -> Mapping[Seat, SeatHolder]:
        return self.reads.once(("of_case", case), lambda: self._of_case(case))

    def _of_case(self, case: CaseId) -> Mapping[Seat, SeatHolder]:
        return {one.seat: one for one in self.where("case_id = ?", case)}

    def of_responsibility(self, responsibility: ResponsibilityId) -> tuple[SeatHolder, ...]:
        return self.where("responsibility = ?", responsibility)

    def of_person(self, person: PersonId) -> tuple[SeatHolder, ...]:
        return self.where("holder = ?", person)

    def live_of_partner(self, partner: PartnerId) -> tuple[SeatHolder, ...]:
        return self.where(f"partner = ? AND {_LIVE}", partner, order="case_id")

    def cases_held(
        self, responsibilities: Iterable[ResponsibilityId], people: Iterable[PersonId]
    ) -> frozenset[CaseId]:
        rows = self.connection.execute(_HELD, (json.dumps(list(responsibilities)), json.dumps(list(people))))
        return frozenset(CaseId(case) for (case,) in rows)


class Referrals(Table[Referral]):
    def of_case(self, case: CaseId) -> tuple[Referral, ...]:
        return self.where("case_id = ?", case)

    def get_open(self, identity: ReferralId) -> Referral | None:
        row = self.connection.execute(
            f"{self._select} WHERE id = ? AND state = 'open'", (identity,)
        ).fetchone()
        return None if row is None else self._read(row)

    def open(self) -> tuple[Referral, ...]:
        return self.where("state = ?", ReferralState.OPEN)

    def open_at(self, step: Step) -> tuple[Referral, ...]:
        return self.where("state = 'open' AND step = ?", step)

    def open_of(self, partner: PartnerId) -> tuple[Referral, ...]:
        return self.where("state = 'open' AND partner = ?", partner)

    def asked_of(self, person: PersonId) -> tuple[Referral, ...]:
        return self.where("state = ? AND asked = ?", ReferralState.OPEN, person)

    def promised_by(self, person: PersonId) -> tuple[Referral, ...]:
        return self._promises("accepted_by = ?", person)

    def accepted_between(self, first: datetime, last: datetime) -> tuple[Referral, ...]:
        return self.where("accepted_at >= ? AND accepted_at < ?", first, last)

    def promises(self) -> tuple[Referral, ...]:
        return self._promises("promised_at IS NOT NULL")

    def promises_before(self, at: datetime) -> tuple[Referral, ...]:
        return self._promises("promised_at < ?", at)

    def _promises(self, condition: str, *values: int | datetime) -> tuple[Referral, ...]:
        return self.where(
            f"state = 'accepted' AND promise_settled_at IS NULL AND promised_at IS NOT NULL AND {condition}",
            *values,
            order="promised_at",
        )


class CallTasks(Table[CallTask]):
    def of_referral(self, referral: ReferralId) -> tuple[CallTask, ...]:
        return self.where("referral = ?", referral)

    def open_of(self, caller: PersonId) -> tuple[CallTask, ...]:
        return self.where("caller = ? AND state = ?", caller, CallState.OPEN)


class Notes(Table[Note]):
    def of_case(self, case: CaseId) -> tuple[Note, ...]:
        return self.where("case_id = ?", case)

    def undelivered(self) -> tuple[Note, ...]:
        return self.where("state = ? AND delivered_at IS NULL", NoteState.SENT)

    def drop_texts(self, case: CaseId) -> int:
        """Forget what was written, keep that it was (the practice paper, P10)."""
        return self.connection.execute(
            "UPDATE notes SET text = NULL, state = ? WHERE case_id = ? AND text IS NOT NULL",
            (NoteState.REMOVED.value, case),
        ).rowcount


class Events(Table[Event]):
    def of_case(self, case: CaseId) -> tuple[Event, ...]:
        return self.where("case_id = ?", case)

    def last(self, case: CaseId, *kinds: EventKind) -> Event | None:
        if not kinds:
            return self.first("case_id = ?", case, order="id DESC")
        marks = ", ".join("?" * len(kinds))
        return self.first(f"case_id = ? AND kind IN ({marks})", case, *kinds, order="id DESC")


class Duplicates(Table[Duplicate]):
    def of_case(self, case: CaseId) -> tuple[Duplicate, ...]:
        return self.where("case_id = ? OR other = ?", case, case)
