"""The guarantee to the landlord: a fixed contact gets in touch in time, watched like a deadline."""

from dataclasses import replace

from domain.model.case import EventKind
from domain.model.errors import AlreadyDone, NotFound
from domain.model.failure import FailureRun, Guarantee, RunState
from domain.model.failure_copy import read
from domain.model.failure_rule import FailureRole, FailureRule
from domain.model.failure_subject import Subject, case_id
from domain.model.notices import GuaranteeAsked, GuaranteeBroken, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import failure_people, failure_subjects, standing, telling
from domain.services.due import answers


def waiting(work: Work, run: FailureRun) -> Guarantee | None:
    """The one that the landlord waits for, in time or not."""
    return next((one for one in work.guarantees.of_run(run.id) if one.is_open), None)


def promise(work: Work, case: Subject, run: FailureRun, rule: FailureRule) -> Guarantee | None:
    """The clock begins to run, if there is a landlord to hear and somebody to get in touch."""
    if not {Seat.LANDLORD, Seat.HELP} <= set(failure_people.sides(work, case)):
        return None
    due_at = work.network.calendar.add_working_time(work.now, rule.guarantee_hours)
    given = work.guarantees.add(
        Guarantee(run=run.id, case_id=case_id(case), asked_at=work.now, due_at=due_at)
    )
    _wind(work, given)
    return given


def ask(work: Work, turn: Turn, identity: int) -> Guarantee:
    """[Bitte melden Sie sich]: the landlord calls upon it. Raises NotFound, NotAllowed, AlreadyDone."""
    run, case = _run(work, identity)
    person = failure_subjects.require(work, turn, case, Deed.ASK_GUARANTEE)
    failure_people.may_act(work, case, person)
    if run.state is not RunState.RUNNING or waiting(work, run) is not None:
        raise AlreadyDone("guarantee")
    given = promise(work, case, run, read(run.rule))
    if given is None:
        raise NotFound("no_other_side")
    failure_subjects.record(work, case, EventKind.GUARANTEE_ASKED, person.id)
    told = GuaranteeAsked(case=case_id(case), guarantee=given.id)
    for one in failure_people.filled(work, case, FailureRole.HELP):
        telling.tell(
            work, one.id, told, priority=Priority.ESCALATION, dedupe=f"guarantee:{given.id}:{one.id}"
        )
    failure_subjects.touch(work, case)
    return given


def _run(work: Work, identity: int) -> tuple[FailureRun, Subject]:
    run = work.failure_runs.get(identity)
    if run is None:
        raise NotFound("failure")
    return run, failure_subjects.of_run(work, run)


def keep(work: Work, turn: Turn, identity: int) -> Guarantee:
    """[Vermieter erreicht]. Raises NotFound, NotAllowed, AlreadyDone."""
    given = work.guarantees.get(identity)
    if given is None:
        raise NotFound("failure")
    case = failure_subjects.of_run_id(work, given.run)
    person = failure_subjects.require(work, turn, case, Deed.KEEP_GUARANTEE)
    if not given.is_open:
        raise AlreadyDone("guarantee")
    return _keep(work, case, given, person)


def reached(work: Work, case: Subject, run: FailureRun, by: Person) -> None:
    """The first call has reached the landlord, which is what the guarantee promised."""
    given = waiting(work, run)
    if given is not None:
        _keep(work, case, given, by)


def _keep(work: Work, case: Subject, given: Guarantee, by: Person) -> Guarantee:
    kept = replace(given, kept_at=work.now)
    work.guarantees.save(kept)
    work.timers.cancel(_key(given))
    failure_subjects.record(work, case, EventKind.GUARANTEE_KEPT, by.id, in_time=int(kept.in_time))
    failure_subjects.touch(work, case)
    return kept


def drop(work: Work, run: FailureRun) -> None:
    """Nobody waits any more: the run is over, or the landlord hears nothing of the case."""
    for one in work.guarantees.of_run(run.id):
        if one.is_open:
            work.guarantees.save(replace(one, dropped=True))
            work.timers.cancel(_key(one))


def resume(work: Work, case: Subject, run: FailureRun) -> None:
    """The run goes on after all: what its end has dropped is waited for again."""
    given = max(work.guarantees.of_run(run.id), key=lambda one: one.id, default=None)
    if given is None or not given.dropped or not failure_people.hears(case, Seat.LANDLORD):
        return
    again = replace(given, dropped=False)
    work.guarantees.save(again)
    _wind(work, again)


@answers(TimerKind.FAILURE_GUARANTEE)
def is_broken(work: Work, timer: Timer) -> None:
    """Not in time: told upwards, and to the landlord that it was; again every working day until kept."""
    given = work.guarantees.get(timer.subject)
    if given is None or not given.is_open:
        return
    case = failure_subjects.of_run_id(work, given.run)
    told = GuaranteeBroken(case=case_id(case), guarantee=given.id)
    key = f"guarantee_broken:{given.id}"
    if given.broken_at is None:
        work.guarantees.save(replace(given, broken_at=work.now))
        failure_subjects.record(work, case, EventKind.GUARANTEE_BROKEN, None)
        landlord = failure_people.there(work, case, FailureRole.LANDLORD)
        if landlord is not None:
            telling.tell(work, landlord.id, told, dedupe=f"{key}:{landlord.id}")
        _urge(work, case, given)
    day = standing.today(work)
    telling.tell_coordinators(work, told, priority=Priority.ESCALATION, dedupe=f"{key}:{day}")
    later = work.network.calendar.add_working_days(work.now, 1)
    work.timers.set(replace(timer, due_at=later))
    failure_subjects.touch(work, case)


def _urge(work: Work, case: Subject, given: Guarantee) -> None:
    told = GuaranteeAsked(case=case_id(case), guarantee=given.id)
    for one in failure_people.filled(work, case, FailureRole.HELP):
        telling.tell(
            work, one.id, told, priority=Priority.ESCALATION, dedupe=f"guarantee_late:{given.id}:{one.id}"
        )


def contact(work: Work, case: Subject) -> Person | None:
    """The landlord's fixed contact today."""
    return failure_people.there(work, case, FailureRole.HELP)


def _wind(work: Work, given: Guarantee) -> None:
    work.timers.set(
        Timer(
            kind=TimerKind.FAILURE_GUARANTEE,
            subject=given.id,
            due_at=max(given.due_at, work.now),
            case_id=given.case_id,
            dedupe=_key(given),
        )
    )


def _key(given: Guarantee) -> str:
    return f"{TimerKind.FAILURE_GUARANTEE}:{given.id}"
