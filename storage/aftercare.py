"""Aftercare plans and check-ins in SQLite."""

from datetime import datetime

from domain.model.check_in import CheckIn, CheckInState, Plan, PlanState
from domain.model.ids import CaseId, PersonId
from storage.table import Table


class Plans(Table[Plan]):
    def running(self, case: CaseId) -> Plan | None:
        return self.first("case_id = ? AND state = ?", case, PlanState.RUNNING)

    def of_case(self, case: CaseId) -> tuple[Plan, ...]:
        return self.where("case_id = ?", case)


class CheckIns(Table[CheckIn]):
    def of_plan(self, plan: int) -> tuple[CheckIn, ...]:
        return self.where("plan = ?", plan, order="target_on, id")

    def of_case(self, case: CaseId) -> tuple[CheckIn, ...]:
        return self.where("case_id = ?", case, order="target_on, id")

    def asked_of(self, person: PersonId) -> tuple[CheckIn, ...]:
        return self.where("state = ? AND asked = ?", CheckInState.ASKED, person, order="closes_on, id")

    def answered_since(self, since: datetime) -> tuple[CheckIn, ...]:
        return self.where("answered_at >= ?", since, order="answered_at, id")

    def silent_since(self, since: datetime) -> tuple[CheckIn, ...]:
        return self.where("state = ? AND silent_at >= ?", CheckInState.SILENT, since, order="silent_at, id")

    def unanswered(self) -> tuple[CheckIn, ...]:
        return self.where("state IN (?, ?)", CheckInState.ASKED, CheckInState.SILENT, order="closes_on, id")
