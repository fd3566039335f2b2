"""The deadlines of cases in SQLite."""

from datetime import date

from domain.model.case_deadline import CaseDeadline, DeadlineState
from domain.model.ids import CaseId
from storage.table import Table


class CaseDeadlines(Table[CaseDeadline]):
    def of_case(self, case: CaseId) -> tuple[CaseDeadline, ...]:
        return self.where("case_id = ?", case, order="safe_on, ends_on, id")

    def open_of(self, case: CaseId) -> tuple[CaseDeadline, ...]:
        condition = "case_id = ? AND state = ?"
        return self.where(condition, case, DeadlineState.OPEN, order="safe_on, ends_on, id")

    def near(self, first: date, last: date) -> tuple[CaseDeadline, ...]:
        condition = "state = ? AND safe_on BETWEEN ? AND ?"
        return self.where(condition, DeadlineState.OPEN, first, last, order="safe_on, ends_on, id")
