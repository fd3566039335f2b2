"""When a step of a failure run is called to mind: its morning, its time, its deputy, the coordinator."""

from datetime import datetime, timedelta

from domain.model.failure import FailureStep, Rung, next_rung
from domain.model.timers import Timer, TimerKind
from domain.ports import Work

EARLY = timedelta(hours=2)
"""What is due so soon after the network opens is called to mind the working day before."""

DEPUTY_WORKING_DAYS = 1
COORDINATOR_WORKING_DAYS = 2
"""Working days after the time of a step; then again after so many, until it is settled."""


def wind(work: Work, step: FailureStep) -> None:
    """Called to mind on its morning, or on the one before where it is due early; then at its time."""
    calendar = work.network.calendar
    day = calendar.local(step.due_at).date()
    morning = calendar.moment(day, calendar.opens)
    if step.due_at - morning < EARLY:
        morning = calendar.moment(calendar.previous_working_day(day), calendar.opens)
    if work.now < morning:
        climb(work, step, Rung.AHEAD, morning)
    else:
        climb(work, step, Rung.DUE, max(step.due_at, work.now))


def wind_next(work: Work, step: FailureStep, rung: Rung) -> None:
    """The rung after this one."""
    following, calendar = next_rung(rung, step.role), work.network.calendar
    match following:
        case Rung.DUE:
            at = max(step.due_at, work.now)
        case Rung.DEPUTY:
            at = calendar.add_working_days(work.now, DEPUTY_WORKING_DAYS)
        case _ if rung is Rung.DEPUTY:
            at = calendar.add_working_days(work.now, COORDINATOR_WORKING_DAYS - DEPUTY_WORKING_DAYS)
        case _:
            at = calendar.add_working_days(work.now, COORDINATOR_WORKING_DAYS)
    climb(work, step, following, at)


def climb(work: Work, step: FailureStep, rung: Rung, at: datetime) -> None:
    """Have this rung answered at that moment, in place of any other."""
    kind = TimerKind.FAILURE_STEP
    work.timers.set(
        Timer(
            kind=kind, subject=step.id, due_at=at, state=rung.value, case_id=step.case_id, dedupe=_key(step)
        )
    )


def unwind(work: Work, step: FailureStep) -> None:
    work.timers.cancel(_key(step))


def _key(step: FailureStep) -> str:
    return f"{TimerKind.FAILURE_STEP}:{step.id}"
