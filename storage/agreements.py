"""Agreements, their parties, versions and signatures, the cases under them, and what is handed over."""

from dataclasses import replace
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
        of_agreement = "version IN (SELECT id FROM agreement_versions WHERE agreement = ?)"
        return self.where(
            f"partner = ? AND purpose = ? AND {of_agreement}",
            partner,
            Purpose.VERSION,
            agreement,
        )


class CaseAgreements(Table[CaseAgreement]):
    def of_case(self, case: CaseId) -> CaseAgreement | None:
        return self.first("case_id = ?", case)

    def of_agreement(self, agreement: AgreementId) -> tuple[CaseAgreement, ...]:
        return self.where(
            "version IN (SELECT id FROM agreement_versions WHERE agreement = ?)", agreement, order="case_id"
        )


class Handovers(Table[Handover]):
    def of_agreement(self, agreement: AgreementId) -> tuple[Handover, ...]:
        return self.where("agreement = ?", agreement)

    def open_of(self, agreement: AgreementId, giver: PartnerId) -> Handover | None:
        return self.first(
            "agreement = ? AND giver = ? AND state = ?", agreement, giver, HandoverState.OFFERED
        )
