"""Agreements, their parties, versions and signatures, the cases under them, and what is handed over."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from domain.model.agreement import (
    Agreement,
    AgreementState,
    CaseAgreement,
    Party,
    Purpose,
    Signature,
    Version,
)
from domain.model.agreement_terms import Terms
from domain.model.handover import Handover, HandoverState
from domain.model.ids import AgreementId, AgreementVersionId, CaseId, PartnerId
from storage.table import Table, encode

_OF_AGREEMENT: Final = "version IN (SELECT id FROM agreement_versions WHERE agreement = ?)"
_LIVE: Final = (
    "(EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.state != 'closed') OR EXISTS "
    "(SELECT 1 FROM aftercare_plans p WHERE p.case_id = case_agreements.case_id AND p.state = 'running'))"
)

_TERMS: Final = TypeAdapter(Terms)


class Agreements(Table[Agreement]):
    def of_partner(self, partner: PartnerId) -> tuple[Agreement, ...]:
        return self.where(
            "id IN (SELECT agreement FROM agreement_parties WHERE partner = ?)", partner, order="id DESC"
        )

    def all(self) -> tuple[Agreement, ...]:
        return self.where("TRUE", order="id DESC")


class Parties(Table[Party]):
    def of(self, agreement: AgreementId) -> tuple[PartnerId, ...]:
        return tuple(one.partner for one in self.where("agreement = ?", agreement))


class Versions(Table[Version]):
    """The terms are one JSON column, checked on the way in."""

    def of_agreement(self, agreement: AgreementId) -> tuple[Version, ...]:
        return self.where("agreement = ?", agreement, order="number")

    def in_force(self, agreement: AgreementId) -> Version | None:
        return self.first("agreement = ? AND state = ?", agreement, AgreementState.IN_FORCE)

    def in_the_making(self, agreement: AgreementId) -> Version | None:
        return self.first(
            "agreement = ? AND state IN (?, ?)", agreement, AgreementState.DRAFT, AgreementState.PROPOSED
        )

    def in_force_of(self, partner: PartnerId) -> tuple[Version, ...]:
        return self.where(
            "state = ? AND agreement IN (SELECT agreement FROM agreement_parties WHERE partner = ?)",
            AgreementState.IN_FORCE,
            partner,
        )

    def of_case(self, case: CaseId) -> Version | None:
        return self.first("id = (SELECT version FROM case_agreements WHERE case_id = ?)", case)

    def _values(self, thing: Version) -> tuple[Any, ...]:
        values = (getattr(thing, column) for column in self.columns[1:])
        return tuple(_dumped(one) if isinstance(one, Terms) else encode(one) for one in values)

    def _read(self, row: tuple[Any, ...]) -> Version:
        """Raises pydantic.ValidationError, a ValueError, for terms that are damaged."""
        raw = super()._read(row)
        return replace(raw, terms=_TERMS.validate_json(str(raw.terms)))


def _dumped(terms: Terms) -> str:
    return _TERMS.dump_json(terms).decode()


class Signatures(Table[Signature]):
    def of_version(
        self, version: AgreementVersionId, purpose: Purpose = Purpose.VERSION
    ) -> tuple[Signature, ...]:
        return self.where("version = ? AND purpose = ?", version, purpose)

    def of_partner(self, agreement: AgreementId, partner: PartnerId) -> tuple[Signature, ...]:
        return self.where(
            f"partner = ? AND purpose = ? AND {_OF_AGREEMENT}",
            partner,
            Purpose.VERSION,
            agreement,
        )


class CaseAgreements(Table[CaseAgreement]):
    def of_case(self, case: CaseId) -> CaseAgreement | None:
        return self.first("case_id = ?", case)

    def live(self, agreement: AgreementId) -> tuple[CaseId, ...]:
        query = f"SELECT case_id FROM {self.name} WHERE {_OF_AGREEMENT} AND {_LIVE} ORDER BY case_id"
        return tuple(CaseId(case) for (case,) in self.connection.execute(query, (agreement,)))

    def live_under_others(
        self, agreement: AgreementId, version: AgreementVersionId
    ) -> tuple[CaseAgreement, ...]:
        return self.where(
            f"{_OF_AGREEMENT} AND version != ? AND {_LIVE}", agreement, version, order="case_id"
        )

    def bound_since(self, agreement: AgreementId, since: datetime) -> int:
        query = f"SELECT count(*) FROM {self.name} WHERE {_OF_AGREEMENT} AND bound_at >= ?"
        row = self.connection.execute(query, (agreement, encode(since))).fetchone()
        return int(row[0])


class Handovers(Table[Handover]):
    def of_agreement(self, agreement: AgreementId) -> tuple[Handover, ...]:
        return self.where("agreement = ?", agreement)

    def of_leaver(self, giver: PartnerId) -> tuple[Handover, ...]:
        return self.where("agreement IS NULL AND giver = ?", giver)

    def open_of(self, agreement: AgreementId | None, giver: PartnerId) -> Handover | None:
        return self.first(
            "agreement IS ? AND giver = ? AND state = ?", agreement, giver, HandoverState.OFFERED
        )
