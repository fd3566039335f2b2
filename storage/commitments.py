"""Commitments between the sides of a case, and every day on which one falls due."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from domain.model.agreement_balance import Tally
from domain.model.commitment import Commitment, Due, DueState
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId, CommitmentId, PartnerId
from domain.model.stage import Seat
from storage.table import Table

_TALLY: Final = """
SELECT s.partner, c.help, d.state, count(*)
FROM commitment_dues d
JOIN commitments c ON c.id = d.commitment
JOIN seats s ON s.case_id = c.case_id AND s.seat = c.giver
WHERE d.case_id IN (SELECT value FROM json_each(?))
GROUP BY s.partner, c.help, d.state
"""


_OFFERED: Final = " AND state = 'offered'"
_WAITING: Final = " AND state IN ('asked', 'said')"
_OPEN_GIVEN: Final = """
SELECT case_id, giver, count(*) FROM commitments
WHERE case_id IN (SELECT value FROM json_each(?)) AND state IN ('offered', 'running', 'suspended')
GROUP BY case_id, giver
"""


class Commitments(Table[Commitment]):
    def of_case(self, case: CaseId) -> tuple[Commitment, ...]:
        return self.where("case_id = ?", case)

    def offered(self) -> tuple[Commitment, ...]:
        return self.where("state = 'offered'")

    def offered_of_case(self, case: CaseId) -> tuple[Commitment, ...]:
        return self.where(f"case_id = ?{_OFFERED}", case)

    def gather_moving(self, cases: Iterable[CaseId]) -> None:
        """Read ahead, with one query, what `offered_of_case` asks of each."""
        self.gather("case_id", cases, also=_OFFERED)

    def open_given(self, cases: Iterable[CaseId]) -> Mapping[tuple[CaseId, Seat], int]:
        rows = self.connection.execute(_OPEN_GIVEN, (json.dumps(list(cases)),))
        return {(CaseId(case), Seat(giver)): number for case, giver, number in rows}


class CommitmentDues(Table[Due]):
    def tally(self, cases: Iterable[CaseId]) -> tuple[Tally, ...]:
        rows = self.connection.execute(_TALLY, (json.dumps(list(cases)),))
        return tuple(
            Tally(PartnerId(partner), Help(help_), DueState(state), number)
            for partner, help_, state, number in rows
        )

    def of_commitment(self, commitment: CommitmentId) -> tuple[Due, ...]:
        return self.where("commitment = ?", commitment)

    def waiting_of_case(self, case: CaseId) -> tuple[Due, ...]:
        return self.where(f"case_id = ?{_WAITING}", case)

    def gather_moving(self, cases: Iterable[CaseId]) -> None:
        """Read ahead, with one query, what `waiting_of_case` asks of each."""
        self.gather("case_id", cases, also=_WAITING)

    def waiting(self) -> tuple[Due, ...]:
        return self.where("state IN ('asked', 'said')", order="due_on, id")
