"""The urgency of a case as its facts stand now, or as somebody has set it by hand, with a coded reason."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from domain.model.case import Case, EventKind
from domain.model.case_deadline import SCHONFRIST, grace_left
from domain.model.errors import AlreadyDone, Expired
from domain.model.ids import CaseId
from domain.model.notices import UrgencyRose
from domain.model.rights import Deed
from domain.model.timers import Timer, TimerKind
from domain.model.urgency import GRACE_DAYS_RED, Facts, OverrideReason, Urgency, UrgencyReason, assess
from domain.ports import Turn, Work
from domain.services import access, history, ladder, retention, standing, telling
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
            grace_days_left=grace_left(work.deadlines.open_of(case.id), standing.today(work)),
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


# Time passes without anybody doing anything


def judge_again(work: Work, case: Case) -> Case:
    """Save the case with the urgency that its facts have now, and tell of it if that is higher (falls are not
    told)."""
    judged = telling.changed(work, recompute(work, case))
    if judged.present_urgency is not case.present_urgency:
        ladder.urgency_changed(work, judged)
    if _ORDER.index(judged.present_urgency) < _ORDER.index(case.present_urgency):
        _tell_of_rise(work, judged)
    watch(work, judged)
    return judged


def _tell_of_rise(work: Work, case: Case) -> None:
    """Whoever sits on the case, in their next window: first notices and ladders alone interrupt."""
    urgency = case.present_urgency.value
    for seat in work.seats.of_case(case.id):
        sitting = standing.at_seat(work, case, seat)
        if sitting is not None:
            key = f"urgency:{case.id}:{case.version}:{sitting.id}"
            telling.tell(work, sitting.id, UrgencyRose(case=case.id, urgency=urgency), dedupe=key)


def watch(work: Work, case: Case) -> None:
    """Have the urgency judged again on the very day on which a Schonfrist comes near its end."""
    key = f"{TimerKind.GRACE_ENDING}:{case.id}"
    running = [one.safe_on for one in work.deadlines.open_of(case.id) if one.kind == SCHONFRIST]
    if not running:
        work.timers.cancel(key)
        return
    day = min(running) - timedelta(days=GRACE_DAYS_RED)
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
    if case is not None and case.is_open and recompute(work, case) != case:
        judge_again(work, case)


@answers(TimerKind.JUDGE_URGENCY)
def judge_all(work: Work, timer: Timer) -> None:
    """Every night: the urgency of every open case as its facts and the day have it.

    Time alone lowers nothing but what a Schonfrist had raised.
    """
    work.timers.set(retention.nightly(work, TimerKind.JUDGE_URGENCY))
    for case in work.cases.open():
        judged = recompute(work, case)
        rises = _ORDER.index(judged.urgency) < _ORDER.index(case.urgency)
        if rises or (judged != case and case.urgency_reason is UrgencyReason.GRACE_ENDING):
            judge_again(work, case)
