"""Asking: a check-in opens in its window, is called to mind, goes to the deputy, and closes unanswered."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.model import aftercare as rules
from domain.model.case import Case, EventKind
from domain.model.check_in import CheckIn, CheckInState, PlanState, Question
from domain.model.notices import CheckInAsked, CheckInReminded, CheckInSilent, Priority
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import access, history, standing, telling
from domain.services import aftercare_windows as windows
from domain.services.due import answers

KEPT_OPEN_WORKING_DAYS: Final = 2
"""For an answer that was put off beyond the window: "nicht erreicht" is asked again all the same."""


CHECKED: Final = "checked"
"""Detail of a check-in that the help side has been asked to look at again."""


def closes_at(work: Work, check_in: CheckIn) -> datetime:
    """When the window is over: on the morning after its last day, before the coordinators' digest."""
    morning = check_in.closes_on + timedelta(days=1)
    return work.network.calendar.moment(morning, windows.ASKS_AT)


def is_asked(work: Work, check_in: CheckIn) -> bool:
    """Whether it waits for an answer now, and has not been put off."""
    asked = check_in.state is CheckInState.ASKED
    return asked and check_in.asked_at is not None and check_in.asked_at <= work.now


def is_called_to_mind(work: Work, check_in: CheckIn, since_at: datetime) -> bool:
    """Whether it is to be seen now: asked or reminded since then, to be looked at again, or the last day."""
    if check_in.asked_at is None or check_in.detail == CHECKED:
        return True
    moments = rules.reminders_at(check_in.asked_at, check_in.closes_on, work.network.calendar)
    due = (check_in.asked_at, *moments[:1])
    return check_in.closes_on == standing.today(work) or any(since_at < one <= work.now for one in due)


def ask(work: Work, case: Case, check_in: CheckIn) -> CheckIn:
    """Ask whoever is responsible today; where nobody can be written to, the coordinator hears it."""
    person = windows.whom(work, case, check_in.seat)
    asked = replace(
        check_in, state=CheckInState.ASKED, asked=person.id if person else None, asked_at=work.now
    )
    work.check_ins.save(asked)
    history.record(
        work, case, EventKind.CHECK_IN_ASKED, None, check_in=asked.id, seat=asked.seat, label=asked.label
    )
    work.cards.touch(case.id)
    remind_later(work, asked)
    if person is None:
        telling.tell_coordinators(
            work,
            CheckInSilent(case=case.id, check_in=asked.id),
            dedupe=f"unasked:{asked.id}:{asked.asked_at}",
        )
    else:
        _tell(work, asked)
    return asked


def _tell(work: Work, check_in: CheckIn) -> None:
    assert check_in.asked is not None
    telling.remind(
        work,
        check_in.asked,
        CheckInAsked(case=check_in.case_id, check_in=check_in.id),
        until=closes_at(work, check_in),
        dedupe=f"check_in:{check_in.id}:{check_in.asked}:{check_in.asked_at}",
    )


def remind_later(work: Work, check_in: CheckIn) -> None:
    """Set what follows while nobody answers: a reminder, the deputy, the end of the window."""
    assert check_in.asked_at is not None
    calendar = work.network.calendar
    moments = rules.reminders_at(check_in.asked_at, check_in.closes_on, calendar)
    if check_in.question is Question.NEED:
        moments = moments[:1]
    for kind, at in zip((TimerKind.CHECK_IN_REMINDER, TimerKind.CHECK_IN_DEPUTY), moments, strict=False):
        windows.set_timer(work, kind, check_in, at, _mark(check_in))
    late = calendar.add_working_days(check_in.asked_at, KEPT_OPEN_WORKING_DAYS)
    ends_at = max(closes_at(work, check_in), late)
    windows.set_timer(work, TimerKind.CHECK_IN_CLOSES, check_in, ends_at, _mark(check_in))


def look_again(work: Work, check_in: CheckIn) -> None:
    """The help side has two working days to look at a contradiction; then it is called to mind."""
    assert check_in.asked_at is not None
    calendar = work.network.calendar
    due_at = calendar.add_working_days(check_in.asked_at, rules.CONTRADICTION_WORKING_DAYS)
    ends_at = max(closes_at(work, check_in), calendar.add_working_days(due_at, KEPT_OPEN_WORKING_DAYS))
    for kind, at in ((TimerKind.CHECK_IN_REMINDER, due_at), (TimerKind.CHECK_IN_CLOSES, ends_at)):
        windows.set_timer(work, kind, check_in, at, _mark(check_in))


def put_off(work: Work, check_in: CheckIn, kind: TimerKind, at: datetime) -> CheckIn:
    """Ask again at `at` and not before; replaces the reminders of this check-in."""
    windows.quieten(work, check_in)
    later = replace(check_in, asked_at=at)
    work.check_ins.save(later)
    windows.set_timer(work, kind, later, at, _mark(later))
    work.cards.touch(check_in.case_id)
    return later


def _mark(check_in: CheckIn) -> str:
    return f"{check_in.state}:{check_in.asked_at}"


def _due(work: Work, timer: Timer, *, state: CheckInState) -> tuple[CheckIn, Case] | None:
    """The check-in of a timer, if its plan runs and it still stands as the timer takes it to stand."""
    check_in = work.check_ins.get(timer.subject)
    plan = None if check_in is None else work.plans.get(check_in.plan)
    if check_in is None or plan is None or plan.state is not PlanState.RUNNING or check_in.state is not state:
        return None
    case = access.case_of(work, check_in.case_id)
    return None if case.is_open else (check_in, case)


@answers(TimerKind.CHECK_IN_OPENS)
def opens(work: Work, timer: Timer) -> None:
    """The day has come. After an outage that was longer than the window nobody is asked in vain."""
    due = _due(work, timer, state=CheckInState.PLANNED)
    if due is None or due[0].target_on.isoformat() != timer.state:
        return
    check_in, case = due
    if not windows.may_be_asked(case, check_in.seat):
        windows.drop(work, check_in)
    elif check_in.closes_on < standing.today(work):
        _fall_silent(work, case, check_in)
    else:
        ask(work, case, check_in)


@answers(TimerKind.CHECK_IN_AGAIN)
@answers(TimerKind.CHECK_IN_LATE)
def again(work: Work, timer: Timer) -> None:
    """What was put off is asked again, of whoever is responsible by now."""
    due = _due(work, timer, state=CheckInState.ASKED)
    if due is not None and _mark(due[0]) == timer.state:
        ask(work, due[1], due[0])


@answers(TimerKind.CHECK_IN_REMINDER)
def reminder(work: Work, timer: Timer) -> None:
    """Five working days without an answer. Whoever has become responsible meanwhile is asked afresh."""
    due = _due(work, timer, state=CheckInState.ASKED)
    if due is None or _mark(due[0]) != timer.state:
        return
    check_in, case = due
    person = windows.whom(work, case, check_in.seat)
    if person is None:
        return
    reminded = replace(check_in, asked=person.id, reminders=check_in.reminders + 1)
    work.check_ins.save(reminded)
    if person.id != check_in.asked:
        _tell(work, reminded)
        return
    telling.remind(
        work,
        person.id,
        CheckInReminded(case=case.id, check_in=check_in.id),
        until=closes_at(work, check_in),
        dedupe=f"check_in_reminded:{check_in.id}:{timer.state}",
    )


@answers(TimerKind.CHECK_IN_DEPUTY)
def deputy(work: Work, timer: Timer) -> None:
    """Ten working days, or the window's last one: the deputy may be able to say something."""
    due = _due(work, timer, state=CheckInState.ASKED)
    if due is None or _mark(due[0]) != timer.state:
        return
    check_in, case = due
    others = (one for one in windows.asked_in_turn(work, case, check_in.seat) if one.id != check_in.asked)
    person = next(others, None)
    if person is None:
        return
    work.check_ins.save(replace(check_in, reminders=check_in.reminders + 1))
    notice = CheckInReminded(case=case.id, check_in=check_in.id, in_place_of=check_in.asked)
    key = f"check_in_deputy:{check_in.id}:{timer.state}"
    telling.tell(work, person.id, notice, priority=Priority.REMINDER, dedupe=key)


@answers(TimerKind.CHECK_IN_CLOSES)
def closes(work: Work, timer: Timer) -> None:
    """The window is over: no answer is not "stable". It may still be entered late."""
    due = _due(work, timer, state=CheckInState.ASKED)
    if due is not None and _mark(due[0]) == timer.state:
        _fall_silent(work, due[1], due[0])


def _fall_silent(work: Work, case: Case, check_in: CheckIn) -> None:
    silent = replace(
        check_in,
        state=CheckInState.SILENT,
        result=rules.Result.NO_ANSWER.value,
        silent_at=work.now,
    )
    work.check_ins.save(silent)
    windows.quieten(work, check_in)
    work.cards.touch(case.id)
    if check_in.question is Question.NEED:
        return
    history.record(
        work,
        case,
        EventKind.CHECK_IN_SILENT,
        None,
        check_in=silent.id,
        seat=silent.seat,
        label=silent.label,
    )
    for one in work.people.coordinators():
        notice = CheckInSilent(case=case.id, check_in=silent.id)
        telling.remind(work, one.id, notice, dedupe=f"silent:{silent.id}:{one.id}")
