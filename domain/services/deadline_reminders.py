"""Reminders hang on the safe day, for who must act and who can; the coordinator hears of unheard ones."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.model.case import Case
from domain.model.case_deadline import HEARD_BY_DAYS, CaseDeadline, next_reminder, reminder_days
from domain.model.deadlines.rules import table
from domain.model.ids import CaseId
from domain.model.notices import DeadlineNear, DeadlinesMoved, DeadlineUnheard, EnvelopeWanted, Priority
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.model.stage import Seat, Stage
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import access, standing, telling
from domain.services.due import answers

AT: Final = time(7)
"""Before the digests of the morning, so that they can take along what need not be a message of its own."""

FARTHEST: Final = timedelta(days=40)
"""No first reminder lies farther before the safe day, whatever holidays there are."""

ENVELOPE_DAYS: Final = 2
"""Working days after which the day of service is asked for again."""

ENVELOPE_TIMES: Final = 3
"""How often before the coordinators hear of it."""


def wind(work: Work, deadline: CaseDeadline) -> None:
    """Set the next reminder of a deadline that somebody has to keep; after its safe day there is none."""
    seats = _seats(deadline.kind)
    day = next_reminder(deadline.safe_on, _reminded_until(work), work.network.calendar) if seats else None
    if day is None:
        stop(work, deadline)
        return
    work.timers.set(
        Timer(
            kind=TimerKind.DEADLINE_REMINDER,
            subject=deadline.id,
            due_at=work.network.calendar.moment(day, AT),
            state=deadline.safe_on.isoformat(),
            case_id=deadline.case_id,
            dedupe=_key(deadline),
        )
    )


def _reminded_until(work: Work) -> date:
    """The last day whose morning has passed."""
    local = work.network.calendar.local(work.now)
    return local.date() if local.time() >= AT else local.date() - timedelta(days=1)


def stop(work: Work, deadline: CaseDeadline) -> None:
    """Nobody is reminded any more."""
    work.timers.cancel(_key(deadline))


def _key(deadline: CaseDeadline) -> str:
    return f"{TimerKind.DEADLINE_REMINDER}:{deadline.id}"


def _seats(kind: str) -> tuple[Seat, ...]:
    return next((rule.seats for rule in reversed(table().rules) if rule.kind == kind), ())


def reminded(work: Work, case: Case, deadline: CaseDeadline) -> tuple[Person, ...]:
    """Who must act and who can: those who sit on the case today, else the coordinators."""
    seats = _seats(deadline.kind)
    sitting = [standing.at_seat(work, case, seat) for seat in seats]
    found = [one for one in sitting if one is not None and one.reachable]
    if seats and standing.at_seat(work, case, Seat.HELP) not in found and not case.protected:
        found += work.people.coordinators()
    return tuple({one.id: one for one in found}.values())


def is_heard(work: Work, case: Case, deadline: CaseDeadline) -> bool:
    """Whether somebody sees to it who still can: whoever has passed the case on sees to nothing any more."""
    person = None if deadline.heard_by is None else work.people.get(deadline.heard_by)
    return person is not None and may(access.relations(work, case, person), Deed.MEET_DEADLINE)


def tell_moved(work: Work, case: Case, actor: Person, moved: Iterable[CaseDeadline]) -> None:
    """Whoever would have been reminded of the old days hears once that others hold."""
    hearing = {one.id for deadline in moved for one in reminded(work, case, deadline)}
    for person in sorted(hearing - {actor.id}):
        telling.tell(work, person, DeadlinesMoved(case=case.id, actor=actor.id))


@answers(TimerKind.DEADLINE_REMINDER)
def remind(work: Work, timer: Timer) -> None:
    """The deadline is near. After an outage one reminder comes, with what is left by now."""
    deadline = work.deadlines.get(timer.subject)
    if deadline is None or not deadline.is_open or deadline.safe_on.isoformat() != timer.state:
        return
    case = work.cases.get(deadline.case_id)
    if case is None or not case.is_open:
        return
    today = standing.today(work)
    left = work.network.calendar.working_days_between(today, deadline.safe_on)
    hearing = reminded(work, case, deadline)
    for person in hearing:
        _tell(work, case, deadline, person, left)
    if left <= HEARD_BY_DAYS and not is_heard(work, case, deadline):
        _break_through(work, case, deadline, hearing)
    wind(work, deadline)


def _tell(work: Work, case: Case, deadline: CaseDeadline, person: Person, left: int) -> None:
    """Far from the day a line of the digest will do; near it, a message, in free time too if need be."""
    notice = DeadlineNear(case=case.id, deadline=deadline.id, left=left)
    key = f"deadline:{deadline.id}:{deadline.safe_on}:{left}:{person.id}"
    if left > HEARD_BY_DAYS:
        telling.remind(work, person.id, notice, dedupe=key)
        return
    window = telling.window(work, person)
    too_late = work.network.calendar.local(window).date() > deadline.safe_on
    telling.tell(
        work,
        person.id,
        notice,
        priority=Priority.ESCALATION,
        interrupting=too_late,
        not_before=_morning(work),
        dedupe=key,
    )


def _break_through(work: Work, case: Case, deadline: CaseDeadline, hearing: tuple[Person, ...]) -> None:
    """Once a deadline: nobody has reacted, and somebody must."""
    notice = DeadlineUnheard(case=case.id, deadline=deadline.id)
    for one in work.people.coordinators():
        if one not in hearing:
            telling.tell(
                work,
                one.id,
                notice,
                priority=Priority.ESCALATION,
                dedupe=f"unheard:{deadline.id}:{deadline.safe_on}:{one.id}",
            )


def _morning(work: Work) -> datetime:
    calendar = work.network.calendar
    return calendar.moment(standing.today(work), calendar.quiet_until)


def fell_due(work: Work, since_at: datetime) -> Iterator[CaseDeadline]:
    """What a digest carries: a day of reminding has come since the last one, and it is not yet near."""
    calendar, today = work.network.calendar, standing.today(work)
    since = calendar.local(since_at).date()
    for one in work.deadlines.near(today, today + FARTHEST):
        days = reminder_days(one.safe_on, calendar)
        if any(since < day <= today and left > HEARD_BY_DAYS for day, left in days.items()):
            yield one


# The day of service


def is_envelope_wanted(case: Case) -> bool:
    """Whether a suit runs whose day of service nobody knows; that it was filed starts no deadline."""
    return case.is_open and case.stage is Stage.SUIT and case.stage_on is None


def want_envelope(work: Work, case: Case) -> None:
    """Have the day asked for until it is known."""
    if is_envelope_wanted(case):
        _ask_again(work, case, times=0, days=1)
    else:
        work.timers.cancel(_envelope_key(case))


def _ask_again(work: Work, case: Case, *, times: int, days: int) -> None:
    work.timers.set(
        Timer(
            kind=TimerKind.ENVELOPE,
            subject=case.id,
            due_at=work.network.calendar.add_working_days(work.now, days),
            state=str(times),
            case_id=case.id,
            dedupe=_envelope_key(case),
        )
    )


def _envelope_key(case: Case) -> str:
    return f"{TimerKind.ENVELOPE}:{case.id}"


@answers(TimerKind.ENVELOPE)
def ask_for_envelope(work: Work, timer: Timer) -> None:
    """The help side is asked what the yellow envelope says; from the third time on a coordinator hears it."""
    case = work.cases.get(CaseId(timer.subject))
    if case is None or not is_envelope_wanted(case):
        return
    help_side = standing.at_seat(work, case, Seat.HELP)
    if help_side is None:
        _ask_again(work, case, times=int(timer.state), days=1)
        return
    times = int(timer.state) + 1
    notice = EnvelopeWanted(case=case.id, times=times)
    telling.tell(work, help_side.id, notice, priority=Priority.REMINDER)
    if times >= ENVELOPE_TIMES:
        telling.tell_coordinators(work, notice, priority=Priority.REMINDER, without=help_side.id)
    _ask_again(work, case, times=times, days=ENVELOPE_DAYS)
