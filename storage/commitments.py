"""Commitments between the sides of a case, and every day on which one falls due."""

import json
from collections.abc import Iterable
from typing import Final

from domain.model.agreement_balance import Tally
from domain.model.commitment import Commitment, Due, DueState
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId, CommitmentId, PartnerId
from storage.table import Table

_TALLY: Final = """
SELECT s.partner, c.help, d.state, count(*)
FROM commitment_dues d
JOIN commitments c ON c.id = d.commitment
JOIN seats s ON s.case_id = c.case_id AND s.seat = c.giver
WHERE d.case_id IN (SELECT value FROM json_each(?))
GROUP BY s.partner, c.help, d.state
"""


class Commitments(Table[Commitment]):
    def of_case(self, case: CaseId) -> tuple[Commitment, ...]:
        return self.where("case_id = ?", case)

    def offered(self) -> tuple[Commitment, ...]:
        return self.where("state = 'offered'")


class CommitmentDues(Table[Due]):
    def tally(self, cases: Iterable[CaseId]) -> tuple[Tally, ...]:
        rows = self.connection.execute(_TALLY, (json.dumps(list(cases)),))
        return tuple(
            Tally(PartnerId(partner), Help(help_), DueState(state), number)
            for partner, help_, state, number in rows
        )

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
