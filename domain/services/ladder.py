"""The ladder at work: who is asked today, until when, and who is asked when nobody has answered."""

from dataclasses import replace

from domain.model.case import CallState, Case, EventKind, Referral, Step
from domain.model.ids import CaseId, ChatId, PersonId, ReferralId
from domain.model.ladder import Decision, due_at, next_step
from domain.model.timers import Timer, TimerKind
from domain.ports import Card, Work
from domain.services import access, asking, history, rungs
from domain.services.due import answers

LATE_DELIVERY_S = 600
"""A notice that arrives later than this after it could have been delivered moves its step's clock."""


def start(work: Work, referral: Referral, *, after: Step | None = None) -> Referral:
    """Ask the first person who can answer in time; `after` leaves out the steps up to that one.

    A referral that nobody is responsible for is the coordinator's at once.
    """
    return _climb(work, referral, Step.GROUP if referral.partner is None else after)


def move_on(work: Work, referral: Referral) -> Referral:
    """Climb now: the step has ended, or its person cannot be reached. An answered referral stays as it is."""
    return _climb(work, referral, referral.step) if referral.is_open else referral


def ask_anew(work: Work, referral: Referral) -> Referral:
    """Whoever was asked is not there any more: their stand-in at the same step, else the next one."""
    if not referral.is_open or referral.step is Step.COORDINATOR or _still_stands(work, referral):
        return referral
    steps = tuple(Step)
    below = steps.index(referral.step) - 1
    return _climb(work, referral, steps[below] if below >= 0 else None)


def _still_stands(work: Work, referral: Referral) -> bool:
    targets = (one for one in rungs.targets(work, referral) if one.step is referral.step)
    return any(one.skip is None and one.person == referral.asked for one in targets)


def _climb(work: Work, referral: Referral, after: Step | None) -> Referral:
    again = referral.step_at is not None
    case = access.case_of(work, referral.case_id)
    decision = next_step(
        after, rungs.targets(work, referral), work.now, rungs.pace(case, referral), work.network.calendar
    )
    for step, reason in decision.skipped:
        history.record(
            work, case, EventKind.STEP_SKIPPED, None, referral=referral.id, step=step, reason=reason
        )
    climbed = replace(
        referral,
        step=decision.step,
        asked=_asked(work, referral, decision),
        round=referral.round + again,
        step_at=decision.begins_at,
        due_at=decision.due_at,
    )
    if again:
        facts: dict[str, str | int | None] = {"referral": referral.id, "step": climbed.step}
        history.record(work, case, EventKind.STEP_CLIMBED, None, person=climbed.asked, **facts)
    work.referrals.save(climbed)
    asking.drop_calls(work, climbed)
    wind(work, climbed)
    asking.ask(work, case, climbed, decision, again=after is Step.COORDINATOR)
    work.cards.touch(case.id)
    return climbed


def _asked(work: Work, referral: Referral, decision: Decision) -> PersonId | None:
    """The step's one person. A coordinator who has said "Ich kläre das" stays the one."""
    if decision.step is Step.COORDINATOR and referral.step is Step.COORDINATOR and referral.asked is not None:
        clearing = work.people.get(referral.asked)
        if clearing is not None and clearing.is_coordinator and clearing.reachable:
            return clearing.id
    return None if decision.target is None else decision.target.person


# Time


def wind(work: Work, referral: Referral, *, late: bool = False) -> None:
    """Set the timer of the present step; `late` once its notice had not been delivered in time."""
    last = referral.step is Step.COORDINATOR
    assert referral.due_at is not None
    work.timers.set(
        Timer(
            kind=TimerKind.LAST_STEP_AGAIN if last else TimerKind.STEP_ENDS,
            subject=referral.id,
            due_at=referral.due_at,
            state=_mark(referral) + (" late" if late else ""),
            case_id=referral.case_id,
            dedupe=f"step:{referral.id}",
        )
    )


def resume(work: Work, referral: Referral) -> None:
    """An answer was taken back: the step goes on, or ends now if its time has passed meanwhile."""
    wind(work, referral)
    task = next((one for one in reversed(work.call_tasks.of_referral(referral.id))), None)
    waits = (CallState.OPEN, CallState.MISSED)
    if task is not None and task.callee == referral.asked and task.state not in waits:
        again = replace(task, state=CallState.OPEN, closed_at=None)
        work.call_tasks.save(again)
        asking.tell_caller(work, again)


def stop(work: Work, referral: Referral) -> None:
    """The referral waits for nobody any more."""
    work.timers.cancel(f"step:{referral.id}")
    asking.drop_calls(work, referral)


def _mark(referral: Referral) -> str:
    return f"{referral.state}:{referral.step}:{referral.round}"


@answers(TimerKind.STEP_ENDS)
def step_ends(work: Work, timer: Timer) -> None:
    """Nobody has answered: the next step. A notice that has not even arrived gets its time once more."""
    referral = work.referrals.get_open(ReferralId(timer.subject))
    if referral is None or not timer.state.startswith(_mark(referral)):
        return
    if timer.state == _mark(referral) and not _is_delivered(work, referral):
        begin(work, referral, late=True)
        return
    move_on(work, referral)


@answers(TimerKind.LAST_STEP_AGAIN)
def last_step_again(work: Work, timer: Timer) -> None:
    """Nobody has taken it yet: the coordinator is told again, every working day."""
    referral = work.referrals.get_open(ReferralId(timer.subject))
    if referral is not None and timer.state == _mark(referral):
        move_on(work, referral)


def begin(work: Work, referral: Referral, *, late: bool = False) -> Referral:
    """Let the present step's clock run from now."""
    case = access.case_of(work, referral.case_id)
    ends_at = due_at(referral.step, work.now, rungs.pace(case, referral), work.network.calendar)
    begun = replace(referral, step_at=work.now, due_at=ends_at)
    work.referrals.save(begun)
    wind(work, begun, late=late)
    work.cards.touch(case.id)
    return begun


def _is_delivered(work: Work, referral: Referral) -> bool:
    cards = [card for card in work.cards.of_case(referral.case_id) if _is_for(card, referral)]
    return not cards or any(card.message is not None for card in cards)


def _is_for(card: Card, referral: Referral) -> bool:
    return card.person == referral.asked and (card.person is not None or referral.step is Step.GROUP)


def step_delivered(work: Work, card: Card, case: CaseId) -> None:
    """A card has reached a chat: if that took long, the step's clock starts only now."""
    for referral in work.referrals.of_case(case):
        if not referral.is_open or referral.step_at is None or not _is_for(card, referral):
            continue
        if (work.now - referral.step_at).total_seconds() > LATE_DELIVERY_S:
            begin(work, referral)


def urgency_changed(work: Work, case: Case) -> None:
    """A step that is running ends when it would have ended under the present urgency."""
    for referral in work.referrals.of_case(case.id):
        if not referral.is_open or referral.step_at is None:
            continue
        ends_at = due_at(referral.step, referral.step_at, rungs.pace(case, referral), work.network.calendar)
        moved = replace(referral, due_at=ends_at)
        work.referrals.save(moved)
        wind(work, moved)


def person_lost(work: Work, person: PersonId) -> None:
    """Somebody cannot be reached any more, or is away: what waits for them goes to others at once."""
    for referral in work.referrals.asked_of(person):
        ask_anew(work, referral)


def group_lost(work: Work, chat: ChatId) -> None:
    """A group is gone: what waits there moves on at once."""
    for referral in work.referrals.open_at(Step.GROUP):
        if any(card.chat == chat for card in work.cards.of_case(referral.case_id)):
            ask_anew(work, referral)
