"""A promise is chosen or moved: openly, with a reason the second time, with the coordinator the third."""

from dataclasses import replace
from datetime import date, datetime

from domain.model import promise
from domain.model.case import Case, EventKind, Referral
from domain.model.errors import Incomplete, NotUnderstood
from domain.model.ids import PersonId, ReferralId
from domain.model.notices import PromiseMoved
from domain.model.promise import MoveReason, MoveRule
from domain.model.referral import Motion, moved
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, history, promises, referrals, standing, telling


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
    promises.wind(work, promised)
    work.cards.touch(case.id)
    return promised


def postpone(work: Work, case: Case, actor: PersonId, day: date) -> None:
    """A note asks for patience until `day`: that settles nothing, it moves what the author has promised.

    Raises NotUnderstood for a day on which no promise is offered.
    """
    calendar = work.network.calendar
    for referral in promises.owed_by(work, case, actor):
        days = promise.days_offered(case.present_urgency, work.now, calendar)
        tomorrow = calendar.next_working_day(standing.today(work))
        if day not in (*days, tomorrow):
            raise NotUnderstood("promise_day")
        _promise(work, referral, actor, promise.on_day(day, calendar), "patience")
