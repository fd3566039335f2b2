"""Failure runs with their steps and guarantees, and what is learned from them: views and changes."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from domain.model.failure import FailureRun, FailureStep, Guarantee, RunTally
from domain.model.failure_review import Cause, FailureChange, FailureReview, FailureView
from domain.model.failure_rule import FailureRole
from domain.model.ids import AgreementId, CaseId
from storage.failure_tally import tally
from storage.table import Table, member_of, read_moment

_role = member_of(FailureRole)

_NEXT: Final = """
SELECT case_id, role, min(due_at) AS due FROM failure_steps
WHERE case_id IN (SELECT value FROM json_each(?)) AND state = 'open'
GROUP BY case_id, role ORDER BY case_id, due, min(number)"""


class FailureRuns(Table[FailureRun]):
    def of_case(self, case: CaseId) -> tuple[FailureRun, ...]:
        return self.where("case_id = ?", case)

    def of_agreement(self, agreement: AgreementId) -> tuple[FailureRun, ...]:
        return self.where("agreement = ?", agreement)

    def running(self, limit: int) -> tuple[FailureRun, ...]:
        return self.where("state = 'running'", order=f"started_at LIMIT {limit:d}")

    def tally(self, since: datetime, now: datetime) -> RunTally:
        return tally(self.connection, since, now)


class FailureSteps(Table[FailureStep]):
    def next_of_case(self, case: CaseId) -> Mapping[FailureRole, datetime]:
        return self.reads.once((_NEXT, case), lambda: self._next((case,))[case])

    def gather_next(self, cases: Iterable[CaseId]) -> None:
        """Read ahead, with one query, what `next_of_case` asks of each."""
        self.reads.learn({(_NEXT, case): found for case, found in self._next(tuple(cases)).items()})

    def _next(self, cases: tuple[CaseId, ...]) -> dict[CaseId, dict[FailureRole, datetime]]:
        wanted: dict[CaseId, dict[FailureRole, datetime]] = {case: {} for case in cases}
        for case, role, due_at in self.connection.execute(_NEXT, (json.dumps(cases),)):
            wanted[case][_role(role)] = read_moment(due_at)
        return wanted

    def of_run(self, run: int) -> tuple[FailureStep, ...]:
        return self.where("run = ?", run, order="number")

    def due_before(self, at: datetime) -> tuple[FailureStep, ...]:
        return self.where("state = 'open' AND due_at < ?", at, order="due_at, id")


class Guarantees(Table[Guarantee]):
    def of_run(self, run: int) -> tuple[Guarantee, ...]:
        return self.where("run = ?", run)


class FailureReviews(Table[FailureReview]):
    def of_run(self, run: int) -> FailureReview | None:
        return self.first("run = ?", run)

    def open(self) -> tuple[FailureReview, ...]:
        return self.where("state = 'open'")


class FailureViews(Table[FailureView]):
    def of_review(self, review: int) -> tuple[FailureView, ...]:
        return self.where("review = ?", review)


class FailureChanges(Table[FailureChange]):
    def of_review(self, review: int) -> tuple[FailureChange, ...]:
        return self.where("review = ?", review)

    def due_by(self, day: date) -> tuple[FailureChange, ...]:
        published = "review IN (SELECT id FROM failure_reviews WHERE state = 'published')"
        return self.where(f"state = 'open' AND due_on <= ? AND {published}", day, order="due_on, id")

    def unasked(self, cause: Cause) -> tuple[FailureChange, ...]:
        published = "review IN (SELECT id FROM failure_reviews WHERE state = 'published')"
        return self.where(f"cause = ? AND asked_at IS NULL AND state != 'dropped' AND {published}", cause)
