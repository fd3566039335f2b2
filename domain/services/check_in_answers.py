"""Answering a check-in: one tap, a second one only where it is needed."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.model import aftercare as rules
from domain.model import relapse
from domain.model.aftercare import FollowUp, HelpAnswer, HelpNeed, LandlordAnswer, Meaning, Result
from domain.model.case import Case, Referral
from domain.model.check_in import CheckIn, CheckInState, Need, PlanState, Question
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotFound, NotUnderstood, TooMany
from domain.model.ids import CaseId
from domain.model.people import Person
from domain.model.rights import Deed, Relation, may
from domain.model.stage import Seat, Stage
from domain.model.timers import TimerKind
from domain.ports import Turn, Work
from domain.services import acceptance, access, check_ins, closing
from domain.services import aftercare_windows as windows
from domain.services import check_in_effects as effects
from domain.services.check_in_effects import Asked
from domain.services.parties import own_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a tap. `follow_up` asks for a second one; `again_at` says when it is asked again.

    `referral` is the request that a relapse has opened.
    """

    check_in: CheckIn
    case: Case
    follow_up: FollowUp | None = None
    again_at: datetime | None = None
    referral: Referral | None = None


# Reading


def open_to(work: Work, turn: Turn, identity: int) -> Asked:
    """A check-in that the speaker may answer now, be it late.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone when it is answered, Expired when aftercare has ended.
    """
    asked = of(work, turn, identity)
    plan = work.plans.get(asked.check_in.plan)
    if asked.check_in.state is CheckInState.ANSWERED:
        raise AlreadyDone("check_in")
    if asked.case.is_open or plan is None or plan.state is not PlanState.RUNNING:
        raise Expired("aftercare_ended")
    if asked.check_in.state not in (CheckInState.ASKED, CheckInState.SILENT):
        raise AlreadyDone("check_in")
    return asked


def of(work: Work, turn: Turn, identity: int) -> Asked:
    """A check-in of a side for which the speaker answers. Raises NotFound, Stranger, NotAllowed."""
    check_in = work.check_ins.get(identity)
    if check_in is None:
        raise NotFound("check_in")
    case = access.case_of(work, check_in.case_id)
    person = access.member(turn)
    by_proxy = is_proxy(work, case, check_in, person)
    if not by_proxy and not answers_for(work, case, check_in, person):
        raise NotAllowed(Deed.ANSWER_CHECK_IN.value)
    return Asked(check_in=check_in, case=case, person=person, by_proxy=by_proxy)


def answers_for(work: Work, case: Case, check_in: CheckIn, person: Person) -> bool:
    """Whether this person answers for the side that the check-in asks."""
    relations = access.relations(work, case, person)
    return may(relations, Deed.ANSWER_CHECK_IN) and check_in.seat in own_seats(relations)


def is_proxy(work: Work, case: Case, check_in: CheckIn, person: Person) -> bool:
    """Whether a coordinator enters what a side says on the telephone: nobody of it is in the chat (R10)."""
    found = access.relations(work, case, person) & {Relation.COORDINATOR}
    return may(found, Deed.RECORD_CALL) and windows.whom(work, case, check_in.seat) is None


# One tap


def answer(work: Work, turn: Turn, identity: int, code: str, stage: Stage | None = None) -> Answered:
    """Take an answer by its code. "Rückfall" needs the `stage` as a second tap, a new arrears its size.

    Raises as `open_to` does, NotUnderstood for a code of the other side, TooMany for a third "später".
    """
    asked = open_to(work, turn, identity)
    try:
        if asked.check_in.question is Question.NEED:
            return _need(work, asked, Need(code))
        if asked.check_in.seat is Seat.LANDLORD:
            return _landlord(work, asked, LandlordAnswer(code))
        return _help(work, turn, asked, HelpAnswer(code), stage)
    except ValueError as error:
        raise NotUnderstood("check_in") from error


def _need(work: Work, asked: Asked, need: Need) -> Answered:
    """M8c: nothing is asked or told about the household."""
    if need is Need.LATER:
        return _later(work, asked)
    answered = effects.settle(work, asked, need.value, Meaning())
    if need is Need.PLEASE_CALL:
        effects.want_help(work, asked)
    return Answered(check_in=answered, case=asked.case)


def _landlord(work: Work, asked: Asked, code: LandlordAnswer) -> Answered:
    meaning = rules.landlord_meaning(code)
    if code is LandlordAnswer.LATER:
        return _later(work, asked)
    if code is LandlordAnswer.PLEASE_CALL:
        effects.want_help(work, asked)
        return _after_the_call(work, asked)
    if meaning.follow_up is not None:
        return Answered(check_in=asked.check_in, case=asked.case, follow_up=meaning.follow_up)
    answered = effects.settle(work, asked, code.value, meaning)
    if meaning.reopens:
        case = effects.reopen(work, asked, code.value, *relapse.STAGES[code])
        return Answered(check_in=answered, case=case, referral=effects.sought(work, case.id))
    effects.compare(work, answered)
    return Answered(check_in=answered, case=asked.case)


def _help(work: Work, turn: Turn, asked: Asked, code: HelpAnswer, stage: Stage | None) -> Answered:
    meaning = rules.help_meaning(code, attempts=asked.check_in.attempts)
    if code is HelpAnswer.LATER:
        return _later(work, asked)
    if meaning.asked_again:
        return _not_reached(work, asked)
    if meaning.reopens and stage is None:
        return Answered(check_in=asked.check_in, case=asked.case, follow_up=FollowUp.STAGE)
    answered = effects.settle(work, asked, code.value, meaning)
    effects.tell_landlord(work, answered)
    if meaning.reopens and stage is not None:
        return _relapse(work, turn, asked, answered, stage)
    effects.compare(work, answered)
    return Answered(check_in=answered, case=asked.case, follow_up=meaning.follow_up)


def _relapse(work: Work, turn: Turn, asked: Asked, answered: CheckIn, stage: Stage) -> Answered:
    """The help side's own finding: whoever is asked by it and has said so has it already."""
    case = effects.reopen(work, asked, HelpAnswer.RELAPSE.value, stage)
    referral = effects.sought(work, case.id)
    if referral is not None and referral.asked == asked.person.id and not asked.by_proxy:
        referral = acceptance.accept(work, turn, referral.id)
    return Answered(check_in=answered, case=access.case_of(work, case.id), referral=referral)


def add_need(work: Work, turn: Turn, identity: int, need: HelpNeed) -> Answered:
    """What is needed after a minor trouble. Raises NotFound, NotAllowed, AlreadyDone for another answer."""
    asked = of(work, turn, identity)
    if asked.check_in.result != Result.MINOR or asked.check_in.seat is not Seat.HELP:
        raise AlreadyDone("check_in")
    detailed = replace(asked.check_in, detail=need.value)
    work.check_ins.save(detailed)
    return Answered(check_in=detailed, case=asked.case)


# Asked again


def later_at(work: Work, check_in: CheckIn) -> datetime | None:
    """When [Später fragen] would ask again; None when it is not offered any more."""
    return rules.later_at(check_in.postponed, work.now, check_in.closes_on, work.network.calendar)


def _later(work: Work, asked: Asked) -> Answered:
    again_at = later_at(work, asked.check_in)
    if again_at is None or asked.check_in.state is not CheckInState.ASKED:
        raise TooMany("later", limit=2)
    postponed = replace(asked.check_in, postponed=asked.check_in.postponed + 1)
    later = check_ins.put_off(work, postponed, TimerKind.CHECK_IN_LATE, again_at)
    return Answered(check_in=later, case=asked.case, again_at=again_at)


def _after_the_call(work: Work, asked: Asked) -> Answered:
    """Asked again as after [Später fragen], without using one of those up."""
    check_in = asked.check_in
    again_at = rules.later_at(0, work.now, check_in.closes_on, work.network.calendar)
    if again_at is None or check_in.state is not CheckInState.ASKED:
        return Answered(check_in=check_in, case=asked.case)
    later = check_ins.put_off(work, check_in, TimerKind.CHECK_IN_LATE, again_at)
    return Answered(check_in=later, case=asked.case, again_at=again_at)


def _not_reached(work: Work, asked: Asked) -> Answered:
    attempts = asked.check_in.attempts + 1
    again_at = rules.not_reached_again_at(attempts, work.now, work.network.calendar)
    assert again_at is not None, "the last attempt is a result"
    tried = replace(asked.check_in, attempts=attempts, state=CheckInState.ASKED, result=None)
    later = check_ins.put_off(work, tried, TimerKind.CHECK_IN_AGAIN, again_at)
    return Answered(check_in=later, case=asked.case, again_at=again_at)


# Several at once


def due_to(work: Work, turn: Turn) -> tuple[CheckIn, ...]:
    """What [Alle in Ordnung] would answer: the landlord's side, how things are, asked of the speaker now."""
    person = access.member(turn)
    return tuple(
        one
        for one in work.check_ins.asked_of(person.id)
        if one.seat is Seat.LANDLORD and one.question is Question.SITUATION and check_ins.is_asked(work, one)
    )


def all_well(work: Work, turn: Turn, number: int, last: int) -> tuple[Answered, ...]:
    """Answer all of them. Raises AlreadyDone when they are not those that were confirmed any more."""
    due = due_to(work, turn)
    if not due or len(due) != number or max(one.id for one in due) != last:
        raise AlreadyDone("all_well")
    return tuple(answer(work, turn, one.id, LandlordAnswer.ALL_WELL.value) for one in due)


# Without being asked


def request_help(work: Work, turn: Turn, identity: CaseId) -> tuple[Case, Referral | None]:
    """[Hilfe anfordern] on a closed case, however old: whoever is responsible for help today is asked.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone when it is open.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.REQUEST_HELP)
    if case.is_open:
        raise AlreadyDone("reopened")
    opened = closing.reopen(work, case, person.id, "help_requested")
    return opened, effects.sought(work, opened.id)
