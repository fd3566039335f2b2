"""Failure runs with their steps and guarantees, and what is learned from them: views and changes."""

from datetime import date, datetime

from domain.model.failure import FailureRun, FailureStep, Guarantee, RunTally
from domain.model.failure_review import Cause, FailureChange, FailureReview, FailureView
from domain.model.ids import AgreementId, CaseId
from storage.failure_tally import tally
from storage.table import Table


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
    def of_case(self, case: CaseId) -> tuple[FailureStep, ...]:
        return self.where("case_id = ?", case)

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
