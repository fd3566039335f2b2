"""The urgency of a case as its facts stand now, or as somebody has set it by hand, with a coded reason."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from domain.model.case import Case, EventKind
from domain.model.errors import AlreadyDone, Expired
from domain.model.ids import CaseId
from domain.model.months import add_months
from domain.model.reported import GRACE_MONTHS, grace_days_left
from domain.model.rights import Deed
from domain.model.stage import Stage
from domain.model.timers import Timer, TimerKind
from domain.model.urgency import GRACE_DAYS_RED, Facts, OverrideReason, Urgency, assess
from domain.ports import Turn, Work
from domain.services import access, history, ladder, standing, telling
from domain.services.due import answers

_ORDER: Final = tuple(Urgency)


def recompute(work: Work, case: Case) -> Case:
    """The case with the urgency that its facts have today; not saved. Rules and reasons: `assess`.

    What somebody set by hand gives way as soon as the facts are more urgent than that.
    """
    judged = assess(
        Facts(
            stage=case.stage,
            protected=case.protected,
            grace_days_left=grace_days_left(case.stage, case.stage_on, standing.today(work)),
            rents_open=case.rents_open,
            child_under_six=case.child_under_6,
            reported_again=case.reported_again,
        )
    )
    newer = replace(case, urgency=judged.urgency, urgency_reason=judged.reason)
    by_hand = case.urgency_override
    outdated = by_hand is not None and _ORDER.index(judged.urgency) < _ORDER.index(by_hand)
    return replace(newer, urgency_override=None, urgency_override_reason=None) if outdated else newer


def override(work: Work, turn: Turn, identity: CaseId, urgency: Urgency, reason: OverrideReason) -> Case:
    """Set another urgency by hand. Raises NotFound, NotAllowed, Expired, AlreadyDone."""
    case = _changeable(work, turn, identity)
    if case.present_urgency is urgency:
        raise AlreadyDone
    by_hand = replace(case, urgency_override=urgency, urgency_override_reason=reason.value)
    return _settle(work, turn, by_hand, reason.value)


def restore(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Back to what the facts say. Raises NotFound, NotAllowed, Expired, AlreadyDone."""
    case = _changeable(work, turn, identity)
    if case.urgency_override is None:
        raise AlreadyDone
    computed = replace(recompute(work, case), urgency_override=None, urgency_override_reason=None)
    return _settle(work, turn, computed, None)


def _changeable(work: Work, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.OVERRIDE_URGENCY)
    if not case.is_open:
        raise Expired("case_closed")
    return case


def _settle(work: Work, turn: Turn, case: Case, reason: str | None) -> Case:
    person = access.member(turn)
    history.record(
        work,
        case,
        EventKind.URGENCY_OVERRIDDEN,
        person.id,
        urgency=case.present_urgency.value,
        reason=reason,
    )
    newer = telling.changed(work, case)
    ladder.urgency_changed(work, newer)
    return newer


# The Schonfrist runs without anybody doing anything


def watch(work: Work, case: Case) -> None:
    """Have the urgency judged again when the Schonfrist nears its end; whoever sets the stage calls this."""
    key = f"{TimerKind.GRACE_ENDING}:{case.id}"
    if case.stage is not Stage.SUIT or case.stage_on is None:
        work.timers.cancel(key)
        return
    day = add_months(case.stage_on, GRACE_MONTHS) - timedelta(days=GRACE_DAYS_RED)
    due_at = work.network.calendar.moment(day, time(0))
    if due_at <= work.now:
        work.timers.cancel(key)
        return
    kind = TimerKind.GRACE_ENDING
    work.timers.set(Timer(kind=kind, subject=case.id, due_at=due_at, case_id=case.id, dedupe=key))


@answers(TimerKind.GRACE_ENDING)
def grace_ends(work: Work, timer: Timer) -> None:
    """Fourteen days are left: the case is red from today."""
    case = work.cases.get(CaseId(timer.subject))
    if case is None or not case.is_open:
        return
    judged = recompute(work, case)
    if judged == case:
        return
    ladder.urgency_changed(work, telling.changed(work, judged))
