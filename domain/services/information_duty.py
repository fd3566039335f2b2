"""That the household knows where its data went (Art. 13 and 14 GDPR): noted with the day, by a tap."""

from dataclasses import replace
from datetime import date

from domain.model.case import Case, EventKind
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.model.timers import TimerKind
from domain.ports import Turn, Work
from domain.services import access, history, standing, telling


def open_for(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotFound, NotAllowed, AlreadyDone when it was noted before."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.MARK_INFORMED)
    if case.household_informed_on is not None:
        raise AlreadyDone("informed")
    return case


def mark(work: Work, turn: Turn, identity: CaseId, on: date) -> Case:
    """Note the day; the reminder is dropped. Raises as `open_for` does, and NotUnderstood for a day ahead."""
    case = open_for(work, turn, identity)
    if on > standing.today(work):
        raise NotUnderstood("day_ahead")
    history.record(work, case, EventKind.HOUSEHOLD_INFORMED, access.member(turn).id, on=on.isoformat())
    work.timers.cancel_case(case.id, TimerKind.HOUSEHOLD_INFORMED)
    return telling.changed(work, replace(case, household_informed_on=on))
