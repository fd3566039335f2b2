"""Promises ("meldet sich bis"): called to mind on their day, settled by progress alone, or passed (R9)."""

from dataclasses import replace
from datetime import datetime

from domain.model import promise
from domain.model.case import Case, EventKind, Referral, ReferralKind, ReferralState
from domain.model.ids import CaseId, PersonId, ReferralId
from domain.model.notices import PromiseDue, PromisePassed, StillWorking
from domain.model.referral import Motion, moved
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import access, history, referrals, rungs, standing, telling
from domain.services.due import answers

PASSED = "promise_passed"
"""Why a referral was opened: the promise before it was not kept."""


# Time


def wind(work: Work, referral: Referral) -> None:
    """Set the timers of the promise, and of the silence after it."""
    if referral.promised_at is None or referral.promise_settled_at is not None:
        return
    _set(work, referral, TimerKind.PROMISE_PASSES, referral.promised_at)
    reminder_at = promise.reminder_at(referral.promised_at, work.now)
    if reminder_at is None:
        work.timers.cancel(_key(TimerKind.PROMISE_DAY, referral))
    else:
        _set(work, referral, TimerKind.PROMISE_DAY, reminder_at)
    _wind_silence(work, referral.case_id)


def stop(work: Work, referral: Referral) -> None:
    """Nothing is owed any more."""
    for kind in (TimerKind.PROMISE_DAY, TimerKind.PROMISE_PASSES):
        work.timers.cancel(_key(kind, referral))


def _set(work: Work, referral: Referral, kind: TimerKind, at: datetime) -> None:
    timer = Timer(
        kind=kind,
        subject=referral.id,
        due_at=at,
        state=_mark(referral),
        case_id=referral.case_id,
        dedupe=_key(kind, referral),
    )
    work.timers.set(timer)


def _key(kind: TimerKind, referral: Referral) -> str:
    return f"{kind}:{referral.id}"


def _mark(referral: Referral) -> str:
    return "" if referral.promised_at is None else referral.promised_at.isoformat()


def _wind_silence(work: Work, case: CaseId) -> None:
    at = work.network.calendar.add_working_days(work.now, promise.SILENT_WORKING_DAYS)
    kind = TimerKind.STILL_WORKING
    work.timers.set(Timer(kind=kind, subject=case, due_at=at, case_id=case, dedupe=f"{kind}:{case}"))


# Progress


def settle(work: Work, case: Case, actor: PersonId) -> tuple[Referral, ...]:
    """Progress by whoever owes it. Late progress ends the ladder that had begun again.

    Whoever notes the progress records it in the history. Gives what is settled by it.
    """
    owed = [*owed_by(work, case, actor), *_passed_by(work, case, actor)]
    for referral in owed:
        settled = replace(moved(referral, Motion.SETTLE), promise_settled_at=work.now)
        work.referrals.save(settled)
        stop(work, settled)
        for restarted in _restarted(work, referral):
            referrals.withdraw(work, restarted)
    if owed or _answers_for_help(work, case, actor):
        _wind_silence(work, case.id)
    if owed:
        work.cards.touch(case.id)
    return tuple(owed)


def _answers_for_help(work: Work, case: Case, actor: PersonId) -> bool:
    lead = work.seats.of_case(case.id).get(Seat.HELP)
    return lead is not None and actor in standing.all_of(work, lead.holder, lead.responsibility)


def owed_by(work: Work, case: Case, actor: PersonId) -> list[Referral]:
    """What this person has promised on the case, or stands in for, and not settled."""
    return [
        one
        for one in work.referrals.of_case(case.id)
        if one.state is ReferralState.ACCEPTED
        and one.promised_at is not None
        and one.promise_settled_at is None
        and referrals.answers_for(work, one, actor)
    ]


def _passed_by(work: Work, case: Case, actor: PersonId) -> list[Referral]:
    """What this person let pass, while nobody else has taken it."""
    return [
        one
        for one in work.referrals.of_case(case.id)
        if one.state is ReferralState.EXPIRED
        and referrals.answers_for(work, one, actor)
        and _restarted(work, one)
    ]


def _restarted(work: Work, referral: Referral) -> list[Referral]:
    """What is open because this one's promise passed, however far it has been passed on meanwhile."""
    successor = referrals.successor_of(work, referral)
    if successor is None or successor.why != PASSED:
        return []
    return [one for one in _open_at(work, referral) if one.id >= successor.id]


def _open_at(work: Work, referral: Referral) -> list[Referral]:
    """The open requests for the same seat."""
    found = work.referrals.of_case(referral.case_id)
    return [one for one in found if one.is_open and one.seat is referral.seat]


# What falls due


def _due(work: Work, timer: Timer) -> tuple[Referral, Case] | None:
    """The promise that a timer is about, if it still stands as it did."""
    referral = work.referrals.get(ReferralId(timer.subject))
    if referral is None or referral.state is not ReferralState.ACCEPTED:
        return None
    if _mark(referral) != timer.state or referral.promise_settled_at is not None:
        return None
    case = access.case_of(work, referral.case_id)
    return (referral, case) if case.is_open else None


@answers(TimerKind.PROMISE_DAY)
def promise_day(work: Work, timer: Timer) -> None:
    """M4, to whoever promised; for somebody without Telegram to whoever noted the promise."""
    due = _due(work, timer)
    if due is not None:
        _call_to_mind(work, *due)


def _call_to_mind(work: Work, referral: Referral, case: Case) -> None:
    """Once a promise; the message says what is true when it leaves."""
    telling.remind(
        work,
        whom_to_remind(work, referral),
        PromiseDue(case=case.id, referral=referral.id),
        until=referral.promised_at,
        interrupting=telling.interrupts(case),
        dedupe=f"promise:{referral.id}:{_mark(referral)}",
    )


def whom_to_remind(work: Work, referral: Referral) -> PersonId:
    """Whoever answers for the referral today and can be written to."""
    assert referral.accepted_by is not None
    present = standing.acting(work, referral.accepted_by, referral.responsibility) or referral.accepted_by
    person = work.people.get(present)
    return present if referral.proxy is None or (person and person.reachable) else referral.proxy


@answers(TimerKind.PROMISE_PASSES)
def promise_passes(work: Work, timer: Timer) -> None:
    """No word came: both sides hear it, and the ladder begins again above whoever promised.

    After an outage of the bot's own, the promise is called to mind first. Where it was being handed over
    already, the request that is open goes on.
    """
    due = _due(work, timer)
    if due is None:
        return
    referral, case = due
    if work.now - timer.due_at > promise.LATE:
        _call_to_mind(work, referral, case)
        _set(work, referral, TimerKind.PROMISE_PASSES, work.now + promise.REMINDER_AHEAD)
        return
    passed = moved(referral, Motion.EXPIRE)
    work.referrals.save(passed)
    history.record(work, case, EventKind.PROMISE_PASSED, None, referral=referral.id, partner=referral.partner)
    hearing = referrals.listeners(work, case, passed, without=referral.accepted_by)
    for one in dict.fromkeys((*hearing, whom_to_remind(work, referral))):
        telling.tell(work, one, PromisePassed(case=case.id, referral=referral.id))
    if not _open_at(work, referral):
        _ask_above(work, case, passed)


def _ask_above(work: Work, case: Case, passed: Referral) -> None:
    """Ask the steps above whoever promised."""
    assert passed.accepted_by is not None
    after = rungs.step_of(work, passed, passed.accepted_by)
    to = referrals.Destination(
        partner=passed.partner, responsibility=passed.responsibility, addressee=passed.addressee
    )
    referrals.follow(work, case, passed, to, why=PASSED, after=after)


@answers(TimerKind.STILL_WORKING)
def still_working(work: Work, timer: Timer) -> None:
    """Nothing was heard for five working days: the landlord's side hears that work goes on (R11)."""
    case = work.cases.get(CaseId(timer.subject))
    if case is None or not case.is_open or Seat.HELP not in work.seats.of_case(case.id):
        return
    landlord = standing.at_seat(work, case, Seat.LANDLORD)
    if landlord is not None and not any(_is_sought(one) for one in work.referrals.of_case(case.id)):
        telling.tell(work, landlord.id, StillWorking(case=case.id))
    _wind_silence(work, case.id)


def _is_sought(referral: Referral) -> bool:
    return referral.is_open and referral.kind is ReferralKind.TAKEOVER
