"""The aftercare of a closed case: a plan of windows for years, owned by responsibilities, not by people."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from domain.model import aftercare as rules
from domain.model.aftercare import CONSENT_ASKED_AGAIN_WORKING_DAYS, Horizon, Window
from domain.model.case import Answer, Case, EventKind
from domain.model.check_in import (
    CheckIn,
    CheckInState,
    EndReason,
    Plan,
    PlanState,
    Question,
    help_side_is_asked,
    landlord_question,
)
from domain.model.errors import AlreadyDone
from domain.model.ids import CaseId, PersonId
from domain.model.notices import AftercareConsentDue, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import access, history, standing, telling
from domain.services.due import answers

ASKS_AT: Final = time(6)
"""Local time at which a check-in opens: before anybody's digest, which carries it."""

BROUGHT_FORWARD: Final = "brought_forward"
"""Detail of a planned check-in that a minor trouble has moved to an earlier day."""

CONSENT_ASKED_AT_MOST: Final = 3
FIRST_YEARLY_SIGN: Final = 3

TIMERS: Final = (
    TimerKind.CHECK_IN_OPENS,
    TimerKind.CHECK_IN_REMINDER,
    TimerKind.CHECK_IN_DEPUTY,
    TimerKind.CHECK_IN_CLOSES,
    TimerKind.CHECK_IN_AGAIN,
    TimerKind.CHECK_IN_LATE,
    TimerKind.AFTERCARE_CONSENT,
    TimerKind.YEARLY_SIGN,
)
_WAITING: Final = (CheckInState.PLANNED, CheckInState.ASKED)


# Who


def asked_in_turn(work: Work, case: Case, seat: Seat) -> tuple[Person, ...]:
    """Who may be asked on this side today, in this order: holder or stand-in, deputy, whoever sits there."""
    holder = work.seats.of_case(case.id).get(seat)
    if holder is None:
        return ()
    entry = standing.in_aftercare(work, case, holder)
    found: list[PersonId | None] = []
    if entry is not None:
        found += [standing.acting(work, entry.holder, entry.id), entry.deputy]
    found.append(standing.acting(work, holder.holder, holder.responsibility))
    people = (work.people.get(one) for one in dict.fromkeys(found) if one is not None)
    return tuple(one for one in people if one is not None and one.reachable)


def whom(work: Work, case: Case, seat: Seat) -> Person | None:
    """Who answers for this side's aftercare today; None when nobody of it can be written to."""
    return next(iter(asked_in_turn(work, case, seat)), None)


def office(work: Work, case: Case, seat: Seat) -> str:
    """The partner that answers for this side; empty for an empty seat."""
    holder = work.seats.of_case(case.id).get(seat)
    partner = None if holder is None else work.partners.get(holder.partner)
    return "" if partner is None else partner.name


def may_be_asked(case: Case, seat: Seat) -> bool:
    """The landlord's side is asked nothing once the household has ended the exchange (2.5)."""
    if seat is not Seat.LANDLORD:
        return True
    return case.withdrawn_at is None and (case.side is Seat.LANDLORD or case.landlord_may_know)


# The plan


def start(work: Work, case: Case) -> Plan:
    """Plan the windows of a case that has just been closed, counted from the day on which it ended.

    Windows that are over already are left out: a case may be closed long after its end.
    """
    stop(work, case, "replaced")
    plan = work.plans.add(Plan(case_id=case.id, started_on=standing.today(work)))
    for seat in _sides(work, case):
        for window in rules.plan(_end_of(case)):
            if window.closes_on >= standing.today(work):
                _add(work, case, plan, seat, window)
    _wind_yearly(work, case)
    _wind_consent(work, case, asked=0)
    work.cards.touch(case.id)
    return plan


def _sides(work: Work, case: Case) -> list[Seat]:
    seats = work.seats.of_case(case.id)
    wanted = [Seat.HELP] if help_side_is_asked(case.aftercare_consent) else []
    return [seat for seat in (Seat.LANDLORD, *wanted) if seat in seats and may_be_asked(case, seat)]


def _end_of(case: Case) -> date:
    assert case.ended_on is not None, "only a case that has ended has aftercare"
    return case.ended_on


def _add(work: Work, case: Case, plan: Plan, seat: Seat, window: Window) -> CheckIn:
    asked = landlord_question(case.aftercare_consent, case.landlord_asked_consent)
    check_in = work.check_ins.add(
        CheckIn(
            plan=plan.id,
            case_id=case.id,
            seat=seat,
            question=asked if seat is Seat.LANDLORD else Question.SITUATION,
            label=window.horizon.value,
            target_on=window.target_on,
            opens_on=window.opens_on,
            closes_on=window.closes_on,
        )
    )
    wind(work, case, check_in)
    return check_in


def wind(work: Work, case: Case, check_in: CheckIn) -> None:
    """Have a planned check-in asked on its day; a day that has passed is today."""
    person = whom(work, case, check_in.seat)
    calendar = work.network.calendar.of_person(person.working_days if person else frozenset())
    day = rules.ask_on(window_of(check_in), calendar)
    set_timer(
        work, TimerKind.CHECK_IN_OPENS, check_in, calendar.moment(day, ASKS_AT), check_in.target_on.isoformat()
    )


def window_of(check_in: CheckIn) -> Window:
    """The window as it is planned now."""
    return Window(
        horizon=Horizon(check_in.label),
        target_on=check_in.target_on,
        opens_on=check_in.opens_on,
        closes_on=check_in.closes_on,
    )


def moved_to(check_in: CheckIn, window: Window) -> CheckIn:
    """The check-in in another window."""
    return replace(
        check_in, target_on=window.target_on, opens_on=window.opens_on, closes_on=window.closes_on
    )


def set_timer(work: Work, kind: TimerKind, check_in: CheckIn, due_at: datetime, state: str) -> None:
    """Set or move one of a check-in's timers."""
    timer = Timer(
        kind=kind,
        subject=check_in.id,
        due_at=due_at,
        state=state,
        case_id=check_in.case_id,
        dedupe=f"{kind}:{check_in.id}",
    )
    work.timers.set(timer)


def quieten(work: Work, check_in: CheckIn) -> None:
    """Nothing of this check-in falls due any more."""
    for kind in TIMERS:
        if kind not in (TimerKind.AFTERCARE_CONSENT, TimerKind.YEARLY_SIGN):
            work.timers.cancel(f"{kind}:{check_in.id}")


def replan(work: Work, case: Case) -> None:
    """The day on which the case ended was corrected: planned windows move with it, asked ones stay."""
    plan = work.plans.running(case.id)
    if plan is None:
        return
    windows = {one.horizon.value: one for one in rules.plan(_end_of(case))}
    for check_in in work.check_ins.of_plan(plan.id):
        window = windows.get(check_in.label)
        if check_in.state is not CheckInState.PLANNED or window is None:
            continue
        if check_in.detail == BROUGHT_FORWARD and check_in.target_on <= window.target_on:
            continue
        _move(work, case, replace(check_in, detail=None), window)
    _wind_yearly(work, case)
    work.cards.touch(case.id)


def _move(work: Work, case: Case, check_in: CheckIn, window: Window) -> None:
    if window.closes_on < standing.today(work):
        drop(work, check_in)
        return
    moved = moved_to(check_in, window)
    work.check_ins.save(moved)
    wind(work, case, moved)


def bring_forward(work: Work, case: Case, after: CheckIn) -> tuple[CheckIn, ...]:
    """After a minor trouble the next window of both sides lies one month ahead; gives them as they were."""
    planned = [one for one in work.check_ins.of_plan(after.plan) if one.state is CheckInState.PLANNED]
    later = [one for one in planned if one.target_on > after.target_on]
    label = min(later, key=lambda one: one.target_on).label if later else ""
    before = []
    for check_in in later:
        window = rules.bring_forward(window_of(check_in), standing.today(work))
        if check_in.label == label and window != window_of(check_in):
            before.append(check_in)
            _move(work, case, replace(check_in, detail=BROUGHT_FORWARD), window)
    return tuple(before)


def drop(work: Work, check_in: CheckIn) -> None:
    """This check-in will not be asked, or not any more."""
    work.check_ins.save(replace(check_in, state=CheckInState.DROPPED))
    quieten(work, check_in)


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
    work.timers.cancel_case(case.id, *TIMERS)
    work.cards.touch(case.id)


def restore(work: Work, case: Case, identity: int) -> None:
    """The plan goes on as it was: what ended it was a wrong tap."""
    plan = work.plans.get(identity)
    assert plan is not None
    work.plans.save(replace(plan, state=PlanState.RUNNING, ended_reason=None, ended_at=None))
    for check_in in work.check_ins.of_plan(plan.id):
        if check_in.state is CheckInState.DROPPED and check_in.closes_on >= standing.today(work):
            planned = replace(check_in, state=CheckInState.PLANNED)
            work.check_ins.save(planned)
            wind(work, case, planned)
    _wind_yearly(work, case)
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
                drop(work, check_in)
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
    person = whom(work, case, Seat.HELP)
    if person is not None:
        notice = AftercareConsentDue(case=case.id)
        telling.tell(work, person.id, notice, priority=Priority.REMINDER)
    _wind_consent(work, case, asked=int(timer.state) + 1)


# The yearly sign


def _wind_yearly(work: Work, case: Case, *, years: int = FIRST_YEARLY_SIGN) -> None:
    if Seat.LANDLORD not in work.seats.of_case(case.id):
        return
    calendar = work.network.calendar
    window = rules.yearly(_end_of(case), years)
    while window.closes_on < standing.today(work):
        years += 1
        window = rules.yearly(_end_of(case), years)
    kind = TimerKind.YEARLY_SIGN
    work.timers.set(
        Timer(
            kind=kind,
            subject=case.id,
            case_id=case.id,
            due_at=calendar.moment(rules.ask_on(window, calendar), ASKS_AT),
            state=str(years),
            dedupe=f"{kind}:{case.id}",
        )
    )


@answers(TimerKind.YEARLY_SIGN)
def yearly_sign(work: Work, timer: Timer) -> None:
    """After the plan the landlord's side is asked once a year whether it needs something, for ever."""
    case = access.case_of(work, CaseId(timer.subject))
    plan = work.plans.running(case.id)
    if case.is_open or plan is None or not may_be_asked(case, Seat.LANDLORD):
        return
    years = int(timer.state)
    window = rules.yearly(_end_of(case), years)
    if whom(work, case, Seat.LANDLORD) is not None and window.closes_on >= standing.today(work):
        check_in = _add(work, case, plan, Seat.LANDLORD, window)
        work.check_ins.save(replace(check_in, question=Question.NEED))
    _wind_yearly(work, case, years=years + 1)
