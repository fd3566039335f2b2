"""A failure run that is proposed: by a trigger of the rule, until somebody confirms it or turns it down."""

from datetime import datetime

from domain.model.case import Case, EventKind
from domain.model.failure import FailureRun, RunState
from domain.model.failure_rule import Trigger
from domain.model.failure_subject import case_id
from domain.model.notices import FailureProposed, Priority
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import failures, history, standing, telling
from domain.services.due import answers
from domain.services.failure_subjects import rule_for

PROPOSAL_WORKING_DAYS = 1
"""A proposal that nobody answers reaches the coordinators after so many working days, every time anew."""

QUIET_WORKING_DAYS = 5
"""For so long a proposal that was turned down is not made again for the same reason."""


def propose(
    work: Work, case: Case, trigger: Trigger, *, lead_leaves: bool = False, anew: bool = False
) -> FailureRun | None:
    """A trigger of the rule has come true: whoever leads the case confirms with one tap, or turns it down.

    The coordinators are asked at once where it is the lead that leaves, or the lead cannot be told here.

    `anew`: also if it was turned down lately, because the reason is another one.

    None: the rule does not know it, one is open, it was turned down lately, or nobody works on the case yet.
    """
    known = trigger in rule_for(work, case).triggers
    helped = Seat.HELP in work.seats.of_case(case.id)
    if not (known and helped and case.is_open) or case.practice or failures.present(work, case) is not None:
        return None
    if not anew and _turned_down_lately(work, case, trigger):
        return None
    run = work.failure_runs.add(
        FailureRun(case_id=case.id, trigger=trigger, state=RunState.PROPOSED, begun_at=work.now)
    )
    history.record(work, case, EventKind.FAILURE_PROPOSED, None, trigger=trigger.value)
    _wind_proposal(work, run)
    told = FailureProposed(case=case.id, run=run.id)
    lead = None if lead_leaves else standing.at_seat(work, case, Seat.HELP)
    key = f"failure:{run.id}:new"
    if lead is None or not telling.tell(work, lead.id, told, dedupe=key):
        telling.tell_coordinators(work, told, dedupe=key)
    work.cards.touch(case.id)
    return run


def retract(work: Work, case: Case, trigger: Trigger, begun_at: datetime | None = None) -> None:
    """What has proposed it, at that moment, is no more; nobody has turned it down."""
    run = failures.present(work, case)
    if run is None or run.state is not RunState.PROPOSED or run.trigger is not trigger:
        return
    if begun_at is None or run.begun_at == begun_at:
        failures.fall_away(work, case, run, None)


def _turned_down_lately(work: Work, case: Case, trigger: Trigger) -> bool:
    calendar = work.network.calendar
    return any(
        one.state is RunState.DISMISSED
        and one.trigger is trigger
        and one.ended_by is not None
        and one.ended_at is not None
        and calendar.add_working_days(one.ended_at, QUIET_WORKING_DAYS) > work.now
        for one in work.failure_runs.of_case(case.id)
    )


def _wind_proposal(work: Work, run: FailureRun) -> None:
    kind = TimerKind.FAILURE_PROPOSED
    at = work.network.calendar.add_working_days(work.now, PROPOSAL_WORKING_DAYS)
    work.timers.set(
        Timer(kind=kind, subject=run.id, due_at=at, case_id=run.case_id, dedupe=f"{kind}:{run.id}")
    )


@answers(TimerKind.FAILURE_PROPOSED)
def proposal_waits(work: Work, timer: Timer) -> None:
    """Nobody has answered: the coordinators hear it, every working day."""
    run, subject = failures.of_id(work, timer.subject)
    if run.state is not RunState.PROPOSED:
        return
    told = FailureProposed(case=case_id(subject), run=run.id)
    day = standing.today(work)
    telling.tell_coordinators(work, told, priority=Priority.REMINDER, dedupe=f"failure:{run.id}:{day}")
    _wind_proposal(work, run)
