"""One digest a person and day, the coordinators' weekly report, the groups' morning list: when they come."""

from datetime import datetime

from domain.model.case import Referral, Step
from domain.model.check_in import CheckInState
from domain.model.digest import (
    About,
    Line,
    digest_key,
    digest_of_day_key,
    next_digest,
    next_morning,
    next_report,
)
from domain.model.ids import CaseId, PartnerId, PersonId
from domain.model.notices import Digest, GroupNews, Priority, WeeklyReport
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import check_ins, digest_lines, standing, telling
from domain.services.due import answers


def wind(work: Work) -> None:
    """Make sure that everybody's digest and the groups' list run; running ones stay as they are."""
    for person in work.people.all():
        if person.is_member and work.timers.running(digest_key(person.id)) is None:
            arm(work, person)
    work.timers.keep(morning(work))


def arm(work: Work, person: Person) -> None:
    """Set the digest of a member anew: after joining, and after another hour, other days or another role."""
    report = _report_key(person.id)
    if not person.is_member:
        work.timers.cancel(digest_key(person.id))
        work.timers.cancel(report)
        return
    _set_digest(work, person)
    if person.is_coordinator:
        _set_report(work, person)
    else:
        work.timers.cancel(report)


def _set_digest(work: Work, person: Person) -> None:
    """The state of the timer says since when there are news to tell."""
    calendar = work.network.calendar.of_person(person.working_days)
    work.timers.set(
        Timer(
            kind=TimerKind.DIGEST,
            subject=person.id,
            due_at=next_digest(work.now, person.digest_hour, calendar),
            state=work.now.isoformat(),
            dedupe=digest_key(person.id),
        )
    )


def _set_report(work: Work, person: Person) -> None:
    calendar = work.network.calendar.of_person(person.working_days)
    work.timers.set(
        Timer(
            kind=TimerKind.WEEKLY_REPORT,
            subject=person.id,
            due_at=next_report(work.now, person.digest_hour, calendar),
            dedupe=_report_key(person.id),
        )
    )


def _report_key(person: PersonId) -> str:
    return f"{TimerKind.WEEKLY_REPORT}:{person}"


def _member(work: Work, timer: Timer) -> Person | None:
    person = work.people.get(PersonId(timer.subject))
    return person if person is not None and person.is_member else None


@answers(TimerKind.DIGEST)
def digest(work: Work, timer: Timer) -> None:
    """Heute für Sie (M10), if there is anything; after an outage one digest, not one for each missed day."""
    person = _member(work, timer)
    if person is None:
        return
    _set_digest(work, person)
    since_at = datetime.fromisoformat(timer.state)
    today = standing.today(work)
    if any(_is_reason(work, one, since_at) for one in digest_lines.of(work, person, since_at)):
        telling.tell(
            work,
            person.id,
            Digest(day=today, since_at=since_at),
            priority=Priority.DIGEST,
            dedupe=digest_of_day_key(person.id, today),
            repeatable=False,
        )


def _is_reason(work: Work, line: Line, since_at: datetime) -> bool:
    """Whether a digest comes for this line; a window of weeks and a form are no matter of every morning."""
    if line.about in (About.PROOF, About.REVIEW):
        return False
    check_in = work.check_ins.get(line.subject) if line.about is About.CHECK_IN else None
    return check_in is None or check_ins.is_called_to_mind(work, check_in, since_at)


@answers(TimerKind.WEEKLY_REPORT)
def weekly_report(work: Work, timer: Timer) -> None:
    """M11, also when all is well: a weekly sign of life."""
    person = _member(work, timer)
    if person is None or not person.is_coordinator:
        return
    _set_report(work, person)
    today = standing.today(work)
    telling.tell(
        work,
        person.id,
        WeeklyReport(day=today),
        priority=Priority.DIGEST,
        dedupe=f"weekly:{person.id}:{today}",
        repeatable=False,
    )


# Groups


def morning(work: Work) -> Timer:
    """The next morning list, one timer for all groups."""
    return Timer(
        kind=TimerKind.GROUP_LIST,
        subject=0,
        due_at=next_morning(work.now, work.network.calendar),
        dedupe=f"network:{TimerKind.GROUP_LIST}",
    )


@answers(TimerKind.GROUP_LIST)
def group_list(work: Work, timer: Timer) -> None:
    """The morning list of each group in which something is open."""
    work.timers.set(morning(work))
    for group in work.groups.all():
        if group.partner is not None and (open_in(work, group.partner) or waiting_in(work, group.partner)):
            telling.tell_group(
                work, group.chat, GroupNews(day=standing.today(work)), priority=Priority.DIGEST
            )


def open_in(work: Work, partner: PartnerId) -> tuple[Referral, ...]:
    """Requests that this partner's group has been asked and that nobody has taken; no protected case."""
    asked = work.referrals.open_of(partner)
    reached = (one for one in asked if one.step in (Step.GROUP, Step.COORDINATOR))
    return tuple(one for one in reached if (case := work.cases.get(one.case_id)) and not case.protected)


def waiting_in(work: Work, partner: PartnerId) -> int:
    """How many check-ins of this partner's landlord side wait although its deputy was asked, too."""
    return sum(
        one.state is CheckInState.ASKED and one.reminders >= 2 and _is_of(work, one.case_id, partner)
        for one in work.check_ins.unanswered()
        if one.seat is Seat.LANDLORD
    )


def _is_of(work: Work, case: CaseId, partner: PartnerId) -> bool:
    stored = work.cases.get(case)
    seat = None if stored is None else work.seats.of_case(stored.id).get(Seat.LANDLORD)
    return seat is not None and seat.partner == partner and stored is not None and not stored.protected
