"""The windows of an aftercare plan: who is asked in each today, when it opens, how it moves."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from domain.model import aftercare as rules
from domain.model.aftercare import Horizon, Window
from domain.model.case import Case
from domain.model.check_in import CheckIn, CheckInState, Plan, Question, landlord_question
from domain.model.ids import CaseId, PersonId
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import access, agreement_rules, standing
from domain.services.due import answers

ASKS_AT: Final = time(6)
"""Local time at which a check-in opens: before anybody's digest, which carries it."""

FIRST_YEARLY_SIGN: Final = 3
"""Years after the end of the case; the plan itself reaches two years."""

TIMERS: Final = (
    TimerKind.CHECK_IN_OPENS,
    TimerKind.CHECK_IN_REMINDER,
    TimerKind.CHECK_IN_DEPUTY,
    TimerKind.CHECK_IN_CLOSES,
    TimerKind.CHECK_IN_AGAIN,
    TimerKind.CHECK_IN_LATE,
)
"""What may fall due about one check-in."""


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


def contact(work: Work, case: Case, seat: Seat) -> Person | None:
    """Who is to be rung on this side today, in the chat or not."""
    holder = work.seats.of_case(case.id).get(seat)
    if holder is None:
        return None
    entry = standing.in_aftercare(work, case, holder)
    person = standing.acting(work, entry.holder, entry.id) if entry else None
    return work.people.get(person or standing.present_holder(work, holder))


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


# When


def end_of(case: Case) -> date:
    """The day from which the windows are counted."""
    assert case.ended_on is not None, "only a case that has ended has aftercare"
    return case.ended_on


def of(work: Work, case: Case) -> tuple[Window, ...]:
    """The windows of a case that has ended: the usual ones, or those that the partners have agreed on."""
    rule = agreement_rules.aftercare_rule(work, case.id)
    usual = rules.plan(end_of(case))
    return usual if rule is None else tuple(one for one in usual if one.horizon in rule.horizons)


def add(work: Work, case: Case, plan: Plan, seat: Seat, window: Window) -> CheckIn:
    """Plan one window of one side."""
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
        work,
        TimerKind.CHECK_IN_OPENS,
        check_in,
        calendar.moment(day, ASKS_AT),
        check_in.target_on.isoformat(),
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
    return replace(check_in, target_on=window.target_on, opens_on=window.opens_on, closes_on=window.closes_on)


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
        work.timers.cancel(f"{kind}:{check_in.id}")


def move_to(work: Work, case: Case, check_in: CheckIn, window: Window) -> None:
    """Plan the check-in in another window; one that is over is dropped."""
    if window.closes_on < standing.today(work):
        drop(work, check_in)
        return
    moved = moved_to(check_in, window)
    work.check_ins.save(moved)
    wind(work, case, moved)


def bring_forward(work: Work, case: Case, after: CheckIn, months: int) -> tuple[CheckIn, ...]:
    """After a trouble the next window of both sides lies so many months ahead; gives them as they were."""
    planned = [one for one in work.check_ins.of_plan(after.plan) if one.state is CheckInState.PLANNED]
    later = [one for one in planned if one.target_on > after.target_on]
    label = min(later, key=lambda one: one.target_on).label if later else ""
    before = []
    for check_in in later:
        window = rules.bring_forward(window_of(check_in), standing.today(work), months)
        if check_in.label == label and window != window_of(check_in):
            before.append(check_in)
            move_to(work, case, check_in, window)
    return tuple(before)


def drop(work: Work, check_in: CheckIn) -> None:
    """This check-in will not be asked, or not any more."""
    work.check_ins.save(replace(check_in, state=CheckInState.DROPPED))
    quieten(work, check_in)


# The yearly sign


def wind_yearly(work: Work, case: Case, *, years: int = FIRST_YEARLY_SIGN) -> None:
    """Have the landlord's side asked once a year from the third year on."""
    rule = agreement_rules.aftercare_rule(work, case.id)
    if Seat.LANDLORD not in work.seats.of_case(case.id) or (rule is not None and not rule.yearly):
        return
    calendar = work.network.calendar
    window = rules.yearly(end_of(case), years)
    while window.closes_on < standing.today(work):
        years += 1
        window = rules.yearly(end_of(case), years)
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
    window = rules.yearly(end_of(case), years)
    if whom(work, case, Seat.LANDLORD) is not None and window.closes_on >= standing.today(work):
        check_in = add(work, case, plan, Seat.LANDLORD, window)
        work.check_ins.save(replace(check_in, question=Question.NEED))
    wind_yearly(work, case, years=years + 1)
