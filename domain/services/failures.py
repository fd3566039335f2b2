"""A failure run on a case: proposed or started, returned from, ended (issue 6, section 3)."""

from dataclasses import replace
from datetime import datetime

from domain.model import failure as model
from domain.model import failure_copy
from domain.model.case import Case, EventKind
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.failure import FailureRun, FailureStep, ReturnWhy, RunMotion, RunState
from domain.model.failure_rule import FailureRule, Trigger
from domain.model.failure_subject import PROJECT_TRIGGERS, Project, Subject, case_id
from domain.model.ids import AgreementId, CaseId, PersonId
from domain.model.notices import FailureBegun, FailureEnded, Priority
from domain.model.people import Person
from domain.model.rights import Deed, Relation
from domain.model.stage import Seat
from domain.model.timers import TimerKind
from domain.ports import Turn, Work
from domain.services import (
    access,
    failure_guarantees,
    failure_people,
    failure_reviews,
    failure_subjects,
    failure_timers,
    not_working,
    telling,
)

_AFTER_WITHDRAWAL = frozenset({Relation.HELP, Relation.ASKED, Relation.COORDINATOR})


# Reading


def present(work: Work, case: Subject) -> FailureRun | None:
    """The run that is proposed or running; there is one at most."""
    return next((one for one in failure_subjects.runs(work, case) if one.is_open), None)


def of_id(work: Work, identity: int) -> tuple[FailureRun, Subject]:
    """Raises NotFound."""
    run = work.failure_runs.get(identity)
    if run is None:
        raise NotFound("failure")
    return run, failure_subjects.of_run(work, run)


def rule_of(run: FailureRun) -> FailureRule:
    """The rule as it stood when the run began."""
    return failure_copy.read(run.rule)


def startable(work: Work, turn: Turn, identity: CaseId) -> tuple[Case, FailureRun | None]:
    """A case on which a run may begin, and the one that is open already. Raises NotAllowed, Expired."""
    case = access.case_of(work, identity)
    person = failure_subjects.require(work, turn, case, Deed.SAY_NOT_WORKING)
    if (
        case.withdrawn_at is not None
        and not failure_subjects.relations(work, case, person) & _AFTER_WITHDRAWAL
    ):
        raise NotAllowed("exchange_ended")
    if not case.is_open:
        raise Expired("case_closed")
    return case, present(work, case)


def startable_project(work: Work, turn: Turn, identity: AgreementId) -> tuple[Project, FailureRun | None]:
    """An agreement in force for whoever signs for one of its partners, and the run that is open already.

    Raises Stranger, NotFound, NotAllowed, Expired once it is in force no more.
    """
    project = failure_subjects.project(work, identity)
    person = failure_subjects.require(work, turn, project, Deed.SAY_NOT_WORKING)
    if failure_people.seat_of(work, project, person) is None:
        raise NotAllowed("failure_project")
    if not project.is_open:
        raise Expired("agreement_over")
    return project, present(work, project)


def mandatory_open(work: Work, case: Subject) -> tuple[FailureStep, ...]:
    """The steps without which the case cannot be closed."""
    run = present(work, case)
    if run is None or run.state is not RunState.RUNNING:
        return ()
    return model.mandatory_open(work.failure_steps.of_run(run.id))


# Beginning


def start(work: Work, turn: Turn, identity: CaseId, trigger: Trigger | None) -> FailureRun:
    """Somebody on the case starts it; one that is proposed is confirmed by it.

    Raises NotAllowed, Expired for a closed case, AlreadyDone while one is running.
    """
    case, open_run = startable(work, turn, identity)
    person = access.member(turn)
    if open_run is not None:
        confirmed = replace(model.moved(open_run, RunMotion.CONFIRM), trigger=trigger or open_run.trigger)
        return _begin(work, case, confirmed, person)
    run = work.failure_runs.add(
        FailureRun(case_id=case_id(case), trigger=trigger, state=RunState.RUNNING, begun_at=work.now)
    )
    return _begin(work, case, run, person)


def start_project(work: Work, turn: Turn, identity: AgreementId, trigger: Trigger | None) -> FailureRun:
    """A signatory starts it on an agreement.

    Raises NotFound, NotAllowed, Expired, AlreadyDone while one is running, NotUnderstood for a household's.
    """
    project, open_run = startable_project(work, turn, identity)
    if open_run is not None:
        raise AlreadyDone("failure")
    if trigger is not None and trigger not in PROJECT_TRIGGERS:
        raise NotUnderstood("tap")
    run = work.failure_runs.add(
        FailureRun(agreement=project.agreement, trigger=trigger, state=RunState.RUNNING, begun_at=work.now)
    )
    return _begin(work, project, run, access.member(turn))


def confirm(work: Work, turn: Turn, identity: int) -> FailureRun:
    """[Verfahren starten] under a proposal. Raises NotFound, NotAllowed, Expired, AlreadyDone."""
    run, subject = of_id(work, identity)
    if isinstance(subject, Project):
        raise AlreadyDone("failure")
    case, _ = startable(work, turn, subject.id)
    return _begin(work, case, model.moved(run, RunMotion.CONFIRM), access.member(turn))


def _begin(work: Work, case: Subject, confirmed: FailureRun, person: Person) -> FailureRun:
    """The rule is copied now: changing an agreement later does not change a run."""
    rule = failure_subjects.rule_for(work, case)
    run = replace(confirmed, started_at=work.now, started_by=person.id, rule=failure_copy.kept(rule))
    work.failure_runs.save(run)
    work.timers.cancel(f"{TimerKind.FAILURE_PROPOSED}:{run.id}")
    for one in model.plan(run, rule, work.network.calendar):
        failure_timers.wind(work, work.failure_steps.add(one))
    trigger = run.trigger.value if run.trigger else None
    failure_subjects.record(work, case, EventKind.NOT_WORKING, person.id, trigger=trigger)
    failure_guarantees.promise(work, case, run, rule)
    _tell_start(work, case, run, person)
    return run


def contacts(work: Work, case: Subject) -> tuple[Person, ...]:
    """Who speaks: the contacts for `scheitern`; of a project whoever signs, and the coordinators."""
    if isinstance(case, Project):
        return failure_people.everybody(work, case)
    return not_working.contacts(work, case)


def speak_by(work: Work, case: Subject, run: FailureRun) -> datetime:
    """By when they should have spoken."""
    if isinstance(case, Project):
        since = run.started_at or run.begun_at
        return work.network.calendar.add_working_days(since, not_working.WITHIN_WORKING_DAYS)
    return not_working.due_at(work, case)


def concerned(work: Work, case: Subject) -> tuple[Person, ...]:
    """Each partner's contact for `scheitern`, the coordinators, and whoever sits there; each once."""
    found = (*contacts(work, case), *failure_people.everybody(work, case))
    return tuple({one.id: one for one in found}.values())


def _tell_start(work: Work, case: Subject, run: FailureRun, person: Person) -> None:
    """Everybody speaks within a working day; the checklist stands on the case's card in every chat."""
    notice = FailureBegun(case=case_id(case), run=run.id, actor=person.id)
    for one in concerned(work, case):
        if one.id != person.id:
            telling.tell(
                work, one.id, notice, priority=Priority.ESCALATION, dedupe=f"failure:{run.id}:begun:{one.id}"
            )
    if isinstance(case, Project):
        _show_run_cards(work, case, run)
        return
    for one in work.people.coordinators():
        telling.show_card(work, case, one.id)
    _show_group_card(work, case)
    failure_subjects.touch(work, case)


def _show_run_cards(work: Work, project: Project, run: FailureRun) -> None:
    """One live checklist a chat: to whoever signs and the coordinators, a harmless one in each group."""
    for one in failure_people.everybody(work, project):
        if one.reachable and one.telegram is not None:
            opens = telling.window(work, one)
            work.cards.place_run(run.id, chat=one.telegram, person=one.id, not_before=opens)
    for partner in project.parties:
        group = work.groups.of_partner(partner.id)
        if group is not None:
            opens = work.network.calendar.next_window(work.now)
            work.cards.place_run(run.id, chat=group.chat, person=None, not_before=opens, silent=True)


def _show_group_card(work: Work, case: Case) -> None:
    holder = work.seats.of_case(case.id).get(Seat.LANDLORD)
    group = None if holder is None else work.groups.of_partner(holder.partner)
    if group is not None and not case.protected and failure_people.hears(case, Seat.LANDLORD):
        telling.show_group_card(work, case, group.chat)


# Ending


def _endable(work: Work, turn: Turn, identity: int) -> tuple[FailureRun, Subject, Person]:
    run, case = of_id(work, identity)
    return run, case, failure_subjects.require(work, turn, case, Deed.END_FAILURE)


def endable(work: Work, turn: Turn, identity: int) -> tuple[FailureRun, Subject]:
    """A running run for whoever may end it. Raises NotFound, NotAllowed, AlreadyDone."""
    run, case, _ = _endable(work, turn, identity)
    model.moved(run, RunMotion.RETURN)
    return run, case


def dismiss(work: Work, turn: Turn, identity: int) -> FailureRun:
    """[Nicht nötig] under a proposal. Raises NotFound, NotAllowed, AlreadyDone."""
    run, case, person = _endable(work, turn, identity)
    return fall_away(work, case, run, person.id)


def fall_away(work: Work, case: Subject, run: FailureRun, by: PersonId | None) -> FailureRun:
    """A proposal falls away; `by` None: what had proposed it is no more. Raises AlreadyDone."""
    over = replace(model.moved(run, RunMotion.DISMISS), ended_at=work.now, ended_by=by)
    work.failure_runs.save(over)
    work.timers.cancel(f"{TimerKind.FAILURE_PROPOSED}:{run.id}")
    failure_subjects.record(work, case, EventKind.FAILURE_DISMISSED, by)
    failure_subjects.touch(work, case)
    return over


def give_back(work: Work, turn: Turn, identity: int, why: ReturnWhy) -> FailureRun:
    """Back to normal work, at any time and with a reason; the review comes all the same.

    Only a run that was a mistake has none. Raises NotFound, NotAllowed, AlreadyDone.
    """
    run, case, person = _endable(work, turn, identity)
    returned = replace(model.moved(run, RunMotion.RETURN), why=why)
    return _over(work, case, returned, person.id)


def end(work: Work, case: Subject, run: FailureRun, by: PersonId | None) -> FailureRun:
    """Everything mandatory is settled."""
    return _over(work, case, model.moved(run, RunMotion.END), by)


def _over(work: Work, case: Subject, run: FailureRun, by: PersonId | None) -> FailureRun:
    over = replace(run, ended_at=work.now, ended_by=by)
    work.failure_runs.save(over)
    for one in work.failure_steps.of_run(run.id):
        failure_timers.unwind(work, one)
        work.failure_steps.save(model.lapsed(one))
    failure_guarantees.drop(work, run)
    returned = over.state is RunState.RETURNED
    kind = EventKind.FAILURE_RETURNED if returned else EventKind.FAILURE_ENDED
    failure_subjects.record(work, case, kind, by, why=over.why.value if over.why else None)
    told = FailureEnded(case=case_id(case), run=run.id)
    failure_people.tell_everybody(work, case, told, f"failure:{run.id}:over:{work.now}", without=by)
    if over.why is not ReturnWhy.MISTAKE:
        failure_reviews.begin(work, case, over, rule_of(over))
    failure_subjects.touch(work, case)
    return over


def run_again(work: Work, case: Subject, run: FailureRun) -> FailureRun:
    """The step that ended it was a wrong tap.

    Raises Expired once the case is closed, AlreadyDone once a side has answered or another run is on. A
    project's run goes on after its agreement has ended, so it can be taken up again then, too.
    """
    again = replace(model.moved(run, RunMotion.TAKE_BACK), ended_at=None, ended_by=None)
    if isinstance(case, Case) and not case.is_open:
        raise Expired("case_closed")
    if present(work, case) is not None:
        raise AlreadyDone("failure")
    failure_reviews.forget(work, run)
    work.failure_runs.save(again)
    failure_guarantees.resume(work, case, again)
    for one in work.failure_steps.of_run(run.id):
        if one.state is model.StepState.LAPSED:
            back = replace(one, state=model.StepState.OPEN)
            work.failure_steps.save(back)
            failure_timers.wind(work, back)
    return again


# The case


def require_closable(work: Work, case: Subject) -> None:
    """Raises Incomplete with the numbers of the steps that are mandatory and open."""
    missing = mandatory_open(work, case)
    if missing:
        raise Incomplete("failure_steps", points=tuple(str(one.number) for one in missing))


def at_closing(work: Work, case: Case, by: PersonId) -> None:
    """A proposal falls away; a run in which nothing mandatory is open is over. Raises Incomplete."""
    require_closable(work, case)
    run = present(work, case)
    if run is None:
        return
    if run.state is RunState.PROPOSED:
        fall_away(work, case, run, by)
    else:
        end(work, case, run, by)


def at_withdrawal(work: Work, case: Case) -> None:
    """The household has withdrawn: the landlord's fixed contact owes no word, nor the others their view."""
    for run in failure_subjects.runs(work, case):
        failure_guarantees.drop(work, run)
        failure_reviews.without_others(work, run)
