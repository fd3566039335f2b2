"""The steps of a failure run: done with a record, tried in vain, left out with a reason, called to mind."""

from dataclasses import dataclass
from datetime import date

from domain.model import failure as model
from domain.model.case import EventKind
from domain.model.closing import UNDO_WITHIN
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotFound, NotUnderstood
from domain.model.failure import FailureRun, FailureStep, Rung, RunState, SkipWhy
from domain.model.failure_rule import LONGEST_WORKING_DAYS, FailureRole, Record
from domain.model.failure_subject import Project, Subject, case_id
from domain.model.notices import FailureStepDone, FailureStepDue, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import (
    failure_guarantees,
    failure_people,
    failure_subjects,
    failure_timers,
    failure_view,
    failures,
    standing,
    telling,
)
from domain.services.due import answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A step, everything around it, and who wants to settle it."""

    step: FailureStep
    run: FailureRun
    case: Subject
    person: Person
    steps: tuple[FailureStep, ...]


def of_id(work: Work, identity: int) -> FailureStep:
    """Raises NotFound."""
    step = work.failure_steps.get(identity)
    if step is None:
        raise NotFound("failure")
    return step


def doing(work: Work, turn: Turn, identity: int) -> Doing:
    """The step for whoever may settle it. Raises NotFound, NotAllowed for another role's step."""
    step = of_id(work, identity)
    run, case = failures.of_id(work, step.run)
    person = failure_subjects.require(work, turn, case, Deed.DO_STEP)
    failure_people.may_act(work, case, person)
    if not model.may_settle(step, failure_people.roles(work, case, person)):
        raise NotAllowed("failure_role")
    return Doing(step=step, run=run, case=case, person=person, steps=work.failure_steps.of_run(run.id))


def _running(work: Work, turn: Turn, identity: int) -> Doing:
    found = doing(work, turn, identity)
    if found.run.state is not RunState.RUNNING:
        raise AlreadyDone("failure_step")
    return found


def do(work: Work, turn: Turn, identity: int, result: str) -> FailureStep:
    """Done, with what must be recorded.

    Raises NotFound, NotAllowed, AlreadyDone, Incomplete out of order, NotUnderstood.
    """
    now = _running(work, turn, identity)
    settled = model.done(now.step, now.steps, result, now.person.id, work.now)
    if settled.record is Record.DAY:
        _check_day(work, now.run, date.fromisoformat(result))
    _settle(work, now, settled, EventKind.FAILURE_STEP)
    if settled.calls is FailureRole.LANDLORD:
        failure_guarantees.reached(work, now.case, now.run, now.person)
    if settled.task in failure_view.FOR_ALL or isinstance(now.case, Project):
        told = FailureStepDone(case=case_id(now.case), step=settled.id)
        key = f"failure_step:{settled.id}:{work.now}"
        failure_people.tell_everybody(work, now.case, told, key, without=now.person.id)
    _end_if_over(work, now)
    return settled


def _check_day(work: Work, run: FailureRun, day: date) -> None:
    """Not before the run began, and no further away than any step may be."""
    calendar = work.network.calendar
    assert run.started_at is not None
    if day < calendar.local(run.started_at).date():
        raise NotUnderstood("day_behind")
    if day > calendar.local(calendar.add_working_days(work.now, LONGEST_WORKING_DAYS)).date():
        raise NotUnderstood("failure_day")


def skip(work: Work, turn: Turn, identity: int, why: SkipWhy) -> FailureStep:
    """Left out, with a reason. Raises NotFound, NotAllowed, AlreadyDone."""
    now = _running(work, turn, identity)
    skipped = model.skipped(now.step, why, now.person.id, work.now)
    _settle(work, now, skipped, EventKind.FAILURE_SKIPPED)
    _end_if_over(work, now)
    return skipped


def _settle(work: Work, now: Doing, settled: FailureStep, kind: EventKind) -> None:
    work.failure_steps.save(settled)
    failure_timers.unwind(work, settled)
    failure_subjects.record(
        work,
        now.case,
        kind,
        now.person.id,
        step=settled.id,
        task=settled.task.value,
        result=settled.result,
        why=settled.why.value if settled.why else None,
    )
    failure_subjects.touch(work, now.case)


def _end_if_over(work: Work, now: Doing) -> None:
    if not model.mandatory_open(work.failure_steps.of_run(now.run.id)):
        failures.end(work, now.case, now.run, now.person.id)


def try_in_vain(work: Work, turn: Turn, identity: int) -> FailureStep:
    """[Nicht erreicht]: counted, and still to be done.

    Raises NotFound, NotAllowed, AlreadyDone also for a second tap, NotUnderstood.
    """
    now = _running(work, turn, identity)
    tried = model.tried(now.step, work.now)
    work.failure_steps.save(tried)
    failure_subjects.record(work, now.case, EventKind.FAILURE_TRIED, now.person.id, step=str(identity))
    failure_subjects.touch(work, now.case)
    return tried


def take_back(work: Work, turn: Turn, identity: int) -> FailureStep:
    """A wrong tap, within five minutes.

    Raises NotFound, NotAllowed for somebody else, Expired, AlreadyDone.
    """
    now = doing(work, turn, identity)
    if now.step.settled_by != now.person.id:
        raise NotAllowed("undo")
    if now.step.settled_at is None or work.now > now.step.settled_at + UNDO_WITHIN:
        raise Expired("undo")
    again = model.taken_back(now.step)
    if now.run.state is not RunState.RUNNING:
        failures.run_again(work, now.case, now.run)
    work.failure_steps.save(again)
    failure_timers.wind(work, again)
    failure_subjects.record(work, now.case, EventKind.UNDONE, now.person.id, what="failure_step")
    if again.task in failure_view.FOR_ALL or now.run.state is not RunState.RUNNING:
        told = FailureStepDone(case=case_id(now.case), step=again.id, undone=True)
        key = f"failure_step:{again.id}:undone:{work.now}"
        failure_people.tell_everybody(work, now.case, told, key, without=now.person.id)
    failure_subjects.touch(work, now.case)
    return again


# Falling due


@answers(TimerKind.FAILURE_STEP)
def climbs(work: Work, timer: Timer) -> None:
    """The next rung of a step's ladder, while it is open."""
    step = of_id(work, timer.subject)
    run, case = failures.of_id(work, step.run)
    if not step.is_open or run.state is not RunState.RUNNING:
        return
    rung = Rung(timer.state)
    failure_subjects.touch(work, case)  # from its time on the card calls it overdue
    if model.waits_for(step, work.failure_steps.of_run(run.id)) is not None:
        # Whoever cannot do it yet is not reminded: the step before it has a ladder of its own.
        failure_timers.climb(work, step, rung, work.network.calendar.add_working_days(work.now, 1))
        return
    _remind(work, case, step, rung)
    failure_timers.wind_next(work, step, rung)


def _remind(work: Work, case: Subject, step: FailureStep, rung: Rung) -> None:
    told = FailureStepDue(case=case_id(case), step=step.id, rung=rung.value)
    key = f"failure_step:{step.id}:{rung}:{standing.today(work)}"
    if rung is Rung.COORDINATOR:
        telling.tell_coordinators(work, told, priority=Priority.ESCALATION, dedupe=key)
        return
    if rung is Rung.DEPUTY:
        stand_in = failure_people.deputy(work, case, step.role)
        if stand_in is not None:
            telling.tell(work, stand_in.id, told, priority=Priority.ESCALATION, dedupe=key)
        return
    until = step.due_at if rung is Rung.AHEAD else None
    for one in failure_people.filled(work, case, step.role):
        telling.remind(work, one.id, told, until=until, dedupe=f"{key}:{one.id}")
