"""The figures of the coordinators' Monday (M11): offices, never persons."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.model.case import ReferralKind
from domain.model.check_in import CheckIn, CheckInState, PlanState
from domain.ports import Work
from domain.services import digest_lines, gaps, promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The week before `day`; `number` is its number by ISO 8601. What is open is open now."""

    number: int
    reported: int
    accepted: int
    closed: int
    untaken: int
    overdue: tuple[str, ...]
    silent: tuple[CheckIn, ...]
    gaps: tuple[gaps.Gap, ...]


def of(work: Work, day: date) -> Week:
    """The seven days before the Monday of `day`'s week."""
    first, last = _bounds(work, day)
    stuck = digest_lines.stuck(work)
    accepted = work.referrals.accepted_between(first, last)
    return Week(
        number=work.network.calendar.local(first).date().isocalendar().week,
        reported=len(work.cases.reported_between(first, last)),
        accepted=sum(one.kind is ReferralKind.TAKEOVER for one in accepted),
        closed=len(work.cases.closed_between(first, last)),
        untaken=sum(one.why != promises.PASSED for one in stuck),
        overdue=overdue_offices(work),
        silent=silent(work),
        gaps=tuple(gaps.find(work)),
    )


def _bounds(work: Work, day: date) -> tuple[datetime, datetime]:
    monday = day - timedelta(days=day.weekday())
    moment = work.network.calendar.moment
    return moment(monday - timedelta(days=7), time(0)), moment(monday, time(0))


def overdue_offices(work: Work) -> tuple[str, ...]:
    """Each office as often as its promised word is overdue."""
    passed = (one for one in work.referrals.open() if one.why == promises.PASSED)
    partners = (None if one.partner is None else work.partners.get(one.partner) for one in passed)
    return tuple(sorted(one.name for one in partners if one is not None))


def silent(work: Work) -> tuple[CheckIn, ...]:
    """Windows that are over without an answer, of aftercare that still runs."""
    return tuple(
        one
        for one in work.check_ins.unanswered()
        if one.state is CheckInState.SILENT
        and (plan := work.plans.get(one.plan)) is not None
        and plan.state is PlanState.RUNNING
    )
