"""Promises ("meldet sich bis"): kept in mind, settled by progress alone, moved openly, or passed (R9)."""

from dataclasses import replace
from datetime import date, datetime

from domain.model import promise
from domain.model.case import Case, EventKind, Referral, ReferralKind, ReferralState
from domain.model.errors import Incomplete, NotUnderstood
from domain.model.ids import CaseId, PersonId, ReferralId
from domain.model.notices import PromiseDue, PromiseMoved, PromisePassed, StillWorking
from domain.model.promise import MoveReason, MoveRule
from domain.model.referral import Motion, moved
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
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


# Choosing and moving


def choose(
    work: Work, turn: Turn, identity: ReferralId, at: datetime, reason: MoveReason | None = None
) -> Referral:
    """Promise, or put off, the next word. The other side hears the new date.

    Raises NotFound, NotAllowed, AlreadyDone, NotUnderstood for a moment that is not offered, and
    Incomplete("promise_reason") where another move needs a reason.
    """
    referral, case, person = referrals.held_by(work, turn, identity, Deed.PROMISE)
    calendar = work.network.calendar
    choices = promise.offered(case.present_urgency, work.now, calendar)
    days = promise.days_offered(case.present_urgency, work.now, calendar)
    possible = {promise.moment_of(one, work.now, calendar) for one in choices}
    if at not in possible | {promise.on_day(day, calendar) for day in days}:
        raise NotUnderstood("promise_day")
    if at == referral.promised_at and referral.promise_settled_at is None:
        return referral
    if is_move(work, referral) and reason is None and next_rule(work, referral) is not MoveRule.FREE:
        raise Incomplete("promise_reason")
    return _promise(work, referral, person.id, at, None if reason is None else reason.value)


def is_move(work: Work, referral: Referral) -> bool:
    """Whether another date puts off a promise: not a first choice, not a new one after progress."""
    if referral.promise_settled_at is not None or referral.promised_at is None:
        return False
    return referral.accepted_at is None or work.now > referral.accepted_at + promise.CORRECT_WITHIN


def moves(work: Work, referral: Referral) -> int:
    """How often the present promise has been put off since the last progress."""
    count = 0
    for event in work.events.of_case(referral.case_id):
        if event.facts.get("referral") != referral.id:
            continue
        if event.kind is EventKind.PROMISE_MOVED:
            count = count + 1 if event.facts.get("off") else 0
    return count


def next_rule(work: Work, referral: Referral) -> MoveRule:
    """What the next move needs."""
    return promise.rule_for(moves(work, referral))


def _promise(work: Work, referral: Referral, actor: PersonId, at: datetime, reason: str | None) -> Referral:
    case = access.case_of(work, referral.case_id)
    puts_off = is_move(work, referral)
    rule = next_rule(work, referral)
    promised = replace(moved(referral, Motion.PROMISE), promised_at=at, promise_settled_at=None)
    work.referrals.save(promised)
    facts: dict[str, str | int | None] = {"referral": referral.id, "until": at.isoformat(), "reason": reason}
    facts["off"] = int(puts_off)
    history.record(work, case, EventKind.PROMISE_MOVED, actor, **facts)
    notice = PromiseMoved(case=case.id, referral=referral.id, moves=moves(work, promised))
    referrals.tell_all(work, case, promised, notice, without=actor)
    if puts_off and rule is MoveRule.COORDINATOR_HEARS:
        telling.tell_coordinators(work, notice, without=actor)
    wind(work, promised)
    work.cards.touch(case.id)
    return promised


def postpone(work: Work, case: Case, actor: PersonId, day: date) -> None:
    """A note asks for patience until `day`: that settles nothing, it moves what the author has promised.

    Raises NotUnderstood for a day on which no promise is offered.
    """
    calendar = work.network.calendar
    for referral in _owed_by(work, case, actor):
        days = promise.days_offered(case.present_urgency, work.now, calendar)
        tomorrow = calendar.next_working_day(standing.today(work))
        if day not in (*days, tomorrow):
            raise NotUnderstood("promise_day")
        _promise(work, referral, actor, promise.on_day(day, calendar), "patience")


# Progress


def settle(work: Work, case: Case, actor: PersonId, kind: str) -> bool:
    """Progress by whoever owes it: `kind` is what it was. Late progress ends the ladder that had begun again.

    Whoever notes the progress records it in the history. False: this person owed nothing.
    """
    owed = [*_owed_by(work, case, actor), *_passed_by(work, case, actor)]
    for referral in owed:
        settled = replace(moved(referral, Motion.SETTLE), promise_settled_at=work.now)
        work.referrals.save(settled)
        stop(work, settled)
        for restarted in _restarted(work, referral):
            referrals.withdraw(work, restarted)
    if owed or answers_for_help(work, case, actor):
        _wind_silence(work, case.id)
    if owed:
        work.cards.touch(case.id)
    return bool(owed)


def answers_for_help(work: Work, case: Case, actor: PersonId) -> bool:
    lead = work.seats.of_case(case.id).get(Seat.HELP)
    return lead is not None and actor in standing.all_of(work, lead.holder, lead.responsibility)


def _owed_by(work: Work, case: Case, actor: PersonId) -> list[Referral]:
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
    """The open referral that was begun because this one's promise passed."""
    successor = referrals.successor_of(work, referral)
    opened = [] if successor is None or successor.why != PASSED else [successor]
    return [one for one in opened if one.is_open]


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
    if due is None:
        return
    referral, case = due
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
    """No word came: both sides hear it, and the ladder begins again above whoever promised."""
    due = _due(work, timer)
    if due is None:
        return
    referral, case = due
    assert referral.accepted_by is not None
    passed = moved(referral, Motion.EXPIRE)
    work.referrals.save(passed)
    history.record(work, case, EventKind.PROMISE_PASSED, None, referral=referral.id, partner=referral.partner)
    notice = PromisePassed(case=case.id, referral=referral.id)
    referrals.tell_all(work, case, passed, notice, without=referral.accepted_by)
    telling.tell(work, whom_to_remind(work, referral), notice)
    after = rungs.step_of(work, referral, referral.accepted_by)
    to = referrals.Destination(
        partner=referral.partner, responsibility=referral.responsibility, addressee=referral.addressee
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
