"""A case that has gone quiet is asked about: the timer that every open case keeps in the future."""

from typing import Final

from domain.model.case import Case
from domain.model.ids import CaseId
from domain.model.notices import CaseQuiet, Priority
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import standing
from domain.services.due import answers
from domain.services.telling import tell, tell_coordinators

QUIET_WORKING_DAYS: Final = 10
"""Working days without an event after which the owner is asked, again and again while the case is open."""


def arm(work: Work, case: Case) -> None:
    """Look at the case again later; whoever opens or reopens a case calls this."""
    work.timers.set(
        Timer(
            kind=TimerKind.CASE_REVIEW,
            subject=case.id,
            due_at=work.network.calendar.add_working_days(work.now, QUIET_WORKING_DAYS),
            case_id=case.id,
            dedupe=f"review:{case.id}",
        )
    )


@answers(TimerKind.CASE_REVIEW)
def review(work: Work, timer: Timer) -> None:
    """Ask the owner of a quiet case; where the owner is not in the chat, the coordinators."""
    case = work.cases.get(CaseId(timer.subject))
    if case is None or not case.is_open:
        return
    arm(work, case)
    if not _is_quiet(work, case):
        return
    notice = CaseQuiet(case=case.id, day=standing.today(work))
    owner = standing.acting(work, case.owner) or case.owner
    if not tell(work, owner, notice, priority=Priority.REMINDER):
        tell_coordinators(work, notice, priority=Priority.REMINDER)


def _is_quiet(work: Work, case: Case) -> bool:
    event = work.events.last(case.id)
    calendar = work.network.calendar
    since = calendar.local(case.reported_at if event is None else event.happened_at).date()
    return calendar.working_days_between(since, standing.today(work)) >= QUIET_WORKING_DAYS
