"""Commitments between the sides of a case, and every day on which one falls due."""

import json
from collections.abc import Iterable, Mapping

from domain.model.commitment import Commitment, Due, DueState
from domain.model.ids import CaseId, CommitmentId
from storage.table import Table


class Commitments(Table[Commitment]):
    def of_case(self, case: CaseId) -> tuple[Commitment, ...]:
        return self.where("case_id = ?", case)

    def offered(self) -> tuple[Commitment, ...]:
        return self.where("state = 'offered'")


class CommitmentDues(Table[Due]):
    def of_cases(self, cases: Iterable[CaseId]) -> Mapping[CommitmentId, tuple[Due, ...]]:
        found: dict[CommitmentId, tuple[Due, ...]] = {}
        for one in self.where("case_id IN (SELECT value FROM json_each(?))", json.dumps(list(cases))):
            found[one.commitment] = (*found.get(one.commitment, ()), one)
        return found

    def of_commitment(self, commitment: CommitmentId) -> tuple[Due, ...]:
        return self.where("commitment = ?", commitment)

    def open_of_case(self, case: CaseId) -> tuple[Due, ...]:
        return self.where(
            "case_id = ? AND state IN (?, ?, ?)",
            case,
            DueState.PLANNED,
            DueState.ASKED,
            DueState.SAID,
            order="due_on, id",
        )

    def waiting(self) -> tuple[Due, ...]:
        return self.where("state IN ('asked', 'said')", order="due_on, id")
