"""The aftercare of a closed case: a plan of windows for years, owned by responsibilities, not by people."""

from dataclasses import replace
from typing import Final

from domain.model.aftercare import CONSENT_ASKED_AGAIN_WORKING_DAYS, Horizon
from domain.model.case import Answer, Case, EventKind
from domain.model.check_in import (
    CheckInState,
    EndReason,
    Plan,
    PlanState,
    help_side_is_asked,
    landlord_question,
)
from domain.model.errors import AlreadyDone
from domain.model.ids import CaseId
from domain.model.notices import AftercareConsentDue, Priority
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import access, agreement_rules, history, standing, telling
from domain.services import aftercare_windows as windows
from domain.services.due import answers

CONSENT_ASKED_AT_MOST: Final = 3
"""How often [Noch fragen] is asked again; until it is answered the landlord's side gets M8c."""

_WAITING: Final = (CheckInState.PLANNED, CheckInState.ASKED)


# The plan


def start(work: Work, case: Case) -> Plan:
    """Plan the windows of a case that has just been closed, counted from the day on which it ended.

    Windows that are over already are left out: a case may be closed long after its end. An agreement of
    the partners says which windows there are, and who is asked.
    """
    stop(work, case, "replaced")
    plan = work.plans.add(Plan(case_id=case.id, started_on=standing.today(work)))
    for seat in _sides(work, case):
        for window in windows.of(work, case):
            if window.closes_on >= standing.today(work):
                windows.add(work, case, plan, seat, window)
    windows.wind_yearly(work, case)
    _wind_consent(work, case, asked=0)
    work.cards.touch(case.id)
    return plan


def _sides(work: Work, case: Case) -> list[Seat]:
    seats = work.seats.of_case(case.id)
    rule = agreement_rules.aftercare_rule(work, case.id)
    asked = (Seat.LANDLORD, Seat.HELP) if rule is None else rule.asked
    wanted = [one for one in asked if one is not Seat.HELP or help_side_is_asked(case.aftercare_consent)]
    return [seat for seat in wanted if seat in seats and windows.may_be_asked(case, seat)]


# The end


def stop(work: Work, case: Case, reason: str) -> None:
    """The plan ends; `reason` is a code. Without a running plan nothing happens."""
    plan = work.plans.running(case.id)
    if plan is None:
        return
    work.plans.save(replace(plan, state=PlanState.ENDED, ended_reason=reason, ended_at=work.now))
    for check_in in work.check_ins.of_plan(plan.id):
        if check_in.state in _WAITING:
            work.check_ins.save(replace(check_in, state=CheckInState.DROPPED))
    work.timers.cancel_case(case.id, *windows.TIMERS, TimerKind.AFTERCARE_CONSENT, TimerKind.YEARLY_SIGN)
    work.cards.touch(case.id)


def follow(work: Work, case: Case) -> None:
    """Another rule holds for a case that is asked after: windows that it lacks are planned, others dropped.

    What has been asked already stays as it is.
    """
    plan = work.plans.running(case.id)
    if plan is None:
        return
    wanted = {
        (seat, window.horizon.value): window
        for seat in _sides(work, case)
        for window in windows.of(work, case)
    }
    for check_in in work.check_ins.of_plan(plan.id):
        if check_in.state is CheckInState.DROPPED:
            continue
        known = wanted.pop((check_in.seat, check_in.label), None)
        if known is None and check_in.state is CheckInState.PLANNED and check_in.label != Horizon.YEARLY:
            windows.drop(work, check_in)
    for (seat, _), window in wanted.items():
        if window.opens_on > standing.today(work):
            windows.add(work, case, plan, seat, window)
    work.timers.cancel(f"{TimerKind.YEARLY_SIGN}:{case.id}")
    windows.wind_yearly(work, case)


def restore(work: Work, case: Case, identity: int) -> None:
    """The plan goes on as it was: what ended it was a wrong tap."""
    plan = work.plans.get(identity)
    assert plan is not None
    work.plans.save(replace(plan, state=PlanState.RUNNING, ended_reason=None, ended_at=None))
    for check_in in work.check_ins.of_plan(plan.id):
        if check_in.state is CheckInState.DROPPED and check_in.closes_on >= standing.today(work):
            planned = replace(check_in, state=CheckInState.PLANNED)
            work.check_ins.save(planned)
            windows.wind(work, case, planned)
    windows.wind_yearly(work, case)
    work.cards.touch(case.id)


def end(work: Work, turn: Turn, identity: CaseId, reason: EndReason) -> Case:
    """[Nachsorge beenden]: the household wants no more, has moved or has died.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone when no plan runs.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.END_AFTERCARE)
    if work.plans.running(case.id) is None:
        raise AlreadyDone("aftercare")
    stop(work, case, reason.value)
    history.record(work, case, EventKind.AFTERCARE_ENDED, person.id, why=reason.value)
    return case


# Consent


def answer_household(work: Work, turn: Turn, identity: CaseId, answer: Answer) -> Case:
    """Whether the household agrees to aftercare. No ends the questions to the help side.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone when no plan runs.
    """
    case = _of_running(work, turn, identity)
    return _agreed(work, replace(case, aftercare_consent=answer))


def answer_landlord(work: Work, turn: Turn, identity: CaseId, answer: Answer) -> Case:
    """Whether the landlord may be asked how things are, too. Raises as `answer_household` does."""
    case = _of_running(work, turn, identity)
    return _agreed(work, replace(case, landlord_asked_consent=answer))


def _of_running(work: Work, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.END_AFTERCARE)
    if work.plans.running(case.id) is None:
        raise AlreadyDone("aftercare")
    return case


def _agreed(work: Work, case: Case) -> Case:
    changed = telling.changed(work, case)
    plan = work.plans.running(case.id)
    assert plan is not None
    question = landlord_question(case.aftercare_consent, case.landlord_asked_consent)
    for check_in in work.check_ins.of_plan(plan.id):
        if check_in.seat is Seat.HELP and check_in.state in _WAITING:
            if not help_side_is_asked(case.aftercare_consent):
                windows.drop(work, check_in)
        elif check_in.state is CheckInState.PLANNED and check_in.label != Horizon.YEARLY:
            work.check_ins.save(replace(check_in, question=question))
    if not is_consent_open(changed):
        work.timers.cancel(_consent_key(changed.id))
    return changed


def is_consent_open(case: Case) -> bool:
    """Whether one of the two questions was answered [Noch fragen]."""
    return case.aftercare_consent is not Answer.NO and Answer.LATER in (
        case.aftercare_consent,
        case.landlord_asked_consent,
    )


def _consent_key(case: CaseId) -> str:
    return f"{TimerKind.AFTERCARE_CONSENT}:{case}"


def _wind_consent(work: Work, case: Case, *, asked: int) -> None:
    if not is_consent_open(case) or asked >= CONSENT_ASKED_AT_MOST:
        return
    at = work.network.calendar.add_working_days(work.now, CONSENT_ASKED_AGAIN_WORKING_DAYS)
    kind = TimerKind.AFTERCARE_CONSENT
    timer = Timer(
        kind=kind, subject=case.id, case_id=case.id, due_at=at, state=str(asked), dedupe=_consent_key(case.id)
    )
    work.timers.set(timer)


@answers(TimerKind.AFTERCARE_CONSENT)
def ask_consent(work: Work, timer: Timer) -> None:
    """[Noch fragen] is asked again; three times at most, until then the landlord's side gets M8c."""
    case = access.case_of(work, CaseId(timer.subject))
    if case.is_open or work.plans.running(case.id) is None or not is_consent_open(case):
        return
    person = windows.whom(work, case, Seat.HELP)
    if person is not None:
        notice = AftercareConsentDue(case=case.id)
        telling.tell(work, person.id, notice, priority=Priority.REMINDER)
    _wind_consent(work, case, asked=int(timer.state) + 1)
