"""Cases with their seats, referrals, call tasks, notes, history and duplicates in SQLite."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from domain.model.case import (
    CallState,
    CallTask,
    Case,
    CaseState,
    Event,
    EventKind,
    Note,
    NoteState,
    Referral,
    ReferralState,
    SeatHolder,
)
from domain.model.duplicate import Duplicate, Traits
from domain.model.ids import CaseId, MunicipalityId, PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.stage import Household, Reason, Seat
from storage.table import Table

_TAKES_PART = (
    "SELECT id FROM cases WHERE reporter_partner = ? UNION SELECT case_id FROM seats WHERE partner = ?"
)


class Cases(Table[Case]):
    def by_code(self, code: str) -> Case | None:
        return self.first("code = ?", code)

    def with_codes(self, codes: Iterable[str]) -> tuple[Case, ...]:
        wanted = tuple(codes)
        return self.where(f"code IN ({', '.join('?' * len(wanted))})", *wanted) if wanted else ()

    def of_person(self, person: PersonId) -> tuple[Case, ...]:
        return self.where(
            "id IN (SELECT id FROM cases WHERE ? IN (reporter, owner) "
            "UNION SELECT case_id FROM seats WHERE holder = ?) AND NOT practice",
            person,
            person,
            order="reported_at DESC, id DESC",
        )

    def of_partner(self, partner: PartnerId) -> tuple[Case, ...]:
        return self.where(
            f"id IN ({_TAKES_PART}) AND NOT practice",
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

    def open_of_partner_in(self, partner: PartnerId, municipality: MunicipalityId) -> tuple[Case, ...]:
        return self.where(
            f"state = ? AND municipality = ? AND id IN ({_TAKES_PART}) AND NOT practice",
            CaseState.OPEN,
            municipality,
            partner,
            partner,
            order="reported_at DESC, id DESC",
        )

    def open_elsewhere_in(
        self, partner: PartnerId, municipality: MunicipalityId
    ) -> Iterator[tuple[CaseId, Traits]]:
        rows = self.connection.execute(
            "SELECT id, landlord_partner, household, children, reason FROM cases WHERE state = ? AND "
            f"municipality = ? AND NOT practice AND id NOT IN ({_TAKES_PART}) "
            "ORDER BY reported_at DESC, id DESC",
            (CaseState.OPEN.value, municipality, partner, partner),
        )
        for identity, landlord, household, children, reason in rows:
            traits = Traits(
                municipality=municipality,
                landlord=landlord,
                household=Household(household),
                children=children,
                reason=Reason(reason),
            )
            yield CaseId(identity), traits

    def without_timer(self) -> tuple[Case, ...]:
        """Open cases that nothing would ever ask about again: the auditor's finding."""
        return self.where(
            "state = ? AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.case_id = cases.id)", CaseState.OPEN
        )


class Seats(Table[SeatHolder]):
    def of_case(self, case: CaseId) -> Mapping[Seat, SeatHolder]:
        return {one.seat: one for one in self.where("case_id = ?", case)}

    def of_responsibility(self, responsibility: ResponsibilityId) -> tuple[SeatHolder, ...]:
        return self.where("responsibility = ?", responsibility)

    def of_person(self, person: PersonId) -> tuple[SeatHolder, ...]:
        return self.where("holder = ?", person)


class Referrals(Table[Referral]):
    def of_case(self, case: CaseId) -> tuple[Referral, ...]:
        return self.where("case_id = ?", case)

    def open(self) -> tuple[Referral, ...]:
        return self.where("state = ?", ReferralState.OPEN)

    def asked_of(self, person: PersonId) -> tuple[Referral, ...]:
        return self.where("state = ? AND asked = ?", ReferralState.OPEN, person)

    def promised_by(self, person: PersonId) -> tuple[Referral, ...]:
        return self._promises("accepted_by = ?", person)

    def accepted_between(self, first: datetime, last: datetime) -> tuple[Referral, ...]:
        return self.where("accepted_at >= ? AND accepted_at < ?", first, last)

    def promises(self) -> tuple[Referral, ...]:
        return self._promises("1")

    def _promises(self, condition: str, *values: int) -> tuple[Referral, ...]:
        return self.where(
            f"state = ? AND promised_at IS NOT NULL AND promise_settled_at IS NULL AND {condition}",
            ReferralState.ACCEPTED,
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
        return self.where("? IN (case_id, other)", case)
