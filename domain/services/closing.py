"""How a case ends: an outcome and its date, nothing left open unnamed; and how it begins again."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from domain.model.case import Answer, CallState, Case, CaseState, EventKind, ReferralState
from domain.model.closing import UNDO_WITHIN, Before, Ending, Point
from domain.model.duplicate import DuplicateAnswer
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotUnderstood
from domain.model.failure import FailureStep
from domain.model.ids import CaseId, PersonId
from domain.model.notices import CaseClosed, CaseReopened
from domain.model.people import Person
from domain.model.rights import Deed, Relation
from domain.model.stage import Outcome, Seat
from domain.model.timers import TimerKind
from domain.ports import Turn, Work
from domain.services import (
    access,
    aftercare,
    case_reviews,
    commitment_ends,
    consent,
    deadline_reminders,
    deadlines,
    failures,
    history,
    ladder,
    moves,
    promises,
    referrals,
    retention,
    standing,
    telling,
)


def open_points(work: Work, case: Case, outcome: Outcome) -> tuple[Point, ...]:
    """What closing with this outcome would end, or must have answered first."""
    all_of_case = work.referrals.of_case(case.id)
    calls = (task for one in all_of_case for task in work.call_tasks.of_referral(one.id))
    found = {
        Point.PROMISE: any(moves.is_promised(one) for one in all_of_case),
        Point.REFERRAL: any(one.is_open for one in all_of_case),
        Point.CALL: any(task.state is CallState.OPEN for task in calls),
        Point.DUPLICATE: any(one.answer is None for one in work.duplicates.of_case(case.id)),
        Point.COMMITMENT: bool(commitment_ends.ending(work, case, goes_on=False))
        and not outcome.has_aftercare,
        Point.OFFER: bool(commitment_ends.ending(work, case, goes_on=True)) and outcome.has_aftercare,
    }
    return tuple(point for point, is_open in found.items() if is_open)


def going_on(work: Work, case: Case, outcome: Outcome) -> int:
    """How many commitments outlast the case: what runs where the household keeps a home."""
    return commitment_ends.going_on(work, case) if outcome.has_aftercare else 0


def must_first(work: Work, turn: Turn, identity: CaseId) -> tuple[FailureStep, ...]:
    """The steps of a failure run without which the case cannot be closed. Raises NotAllowed."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.CLOSE)
    return failures.mandatory_open(work, case)


def closable(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotAllowed, AlreadyDone when it is closed, Incomplete while a failure run is on."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.CLOSE)
    if not case.is_open:
        raise AlreadyDone("closed")
    failures.require_closable(work, case)
    return case


def close(work: Work, turn: Turn, identity: CaseId, ending: Ending, *, named: Collection[Point] = ()) -> Case:
    """Close the case. Whatever is still open must have been named to the speaker, and ends with it.

    Raises NotAllowed, AlreadyDone, NotUnderstood for a day to come, Incomplete with what is open, or
    without the answer about aftercare.
    """
    case = closable(work, turn, identity)
    person = access.member(turn)
    _refuse_unfinished(work, case, ending, named)
    failures.at_closing(work, case, person.id)
    before = _end_everything(work, case, ending)
    _record(work, case, ending, before, person)
    closed = telling.changed(work, _closed(work, case, ending))
    retention.after_closing(work, closed.id)
    if ending.outcome.has_aftercare:
        aftercare.start(work, closed)
    for one in concerned(work, closed, without=person.id):
        telling.tell(work, one.id, CaseClosed(case=case.id), dedupe=_told_under(closed, one))
    return access.case_of(work, case.id)


def _refuse_unfinished(work: Work, case: Case, ending: Ending, named: Collection[Point]) -> None:
    if ending.on > standing.today(work):
        raise NotUnderstood("day_ahead")
    if ending.outcome.has_aftercare and ending.aftercare is None:
        raise Incomplete("aftercare")
    points = open_points(work, case, ending.outcome)
    if not set(points) <= set(named):
        raise Incomplete("closing", points=tuple(points))


def _record(work: Work, case: Case, ending: Ending, before: Before, person: Person) -> None:
    history.record(
        work,
        case,
        EventKind.CLOSED,
        person.id,
        outcome=ending.outcome.value,
        on=ending.on.isoformat(),
        solution=None if ending.solution is None else ending.solution.value,
        network_flat=None if ending.network_flat is None else int(ending.network_flat),
        **before.facts(),
    )


def _closed(work: Work, case: Case, ending: Ending) -> Case:
    follows = ending.outcome.has_aftercare
    refused = ending.aftercare is Answer.NO or Seat.LANDLORD not in work.seats.of_case(case.id)
    return replace(
        case,
        state=CaseState.CLOSED,
        outcome=ending.outcome,
        ended_on=ending.on,
        closed_at=work.now,
        aftercare_consent=ending.aftercare if follows else None,
        landlord_asked_consent=(Answer.NO if refused else ending.landlord_asked) if follows else None,
    )


def _end_everything(work: Work, case: Case, ending: Ending) -> Before:
    """End promises, requests, calls and open questions; gives what an undo must put back."""
    owed = [one for one in work.referrals.of_case(case.id) if moves.is_promised(one)]
    asked = [one for one in work.referrals.of_case(case.id) if one.is_open]
    before = Before(
        settled=tuple(one.id for one in owed),
        withdrawn=tuple(one.id for one in asked),
        timers=work.timers.of_case(case.id),
    )
    for one in owed:
        promises.stop(work, one)
        work.referrals.save(replace(one, promise_settled_at=work.now))
    referrals.withdraw_open(work, case)
    for twin in work.duplicates.of_case(case.id):
        if twin.answer is None:
            work.duplicates.save(replace(twin, answer=DuplicateAnswer.UNKNOWN))
    work.timers.cancel_case(case.id)
    ended = commitment_ends.at_closing(work, case, goes_on=ending.outcome.has_aftercare)
    return replace(before, commitments=ended)


def concerned(work: Work, case: Case, *, without: PersonId | None) -> tuple[Person, ...]:
    """Whoever sits on the case today, and its reporter."""
    reporter = work.people.get(case.reporter)
    people = (*consent.seated(work, case), *((reporter,) if reporter else ()))
    return tuple({one.id: one for one in people if one.id != without}.values())


def undo(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Take one's own closing back for five minutes. Raises NotAllowed, AlreadyDone, Expired."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.CLOSE)
    event = work.events.last(case.id, EventKind.CLOSED, EventKind.REOPENED, EventKind.UNDONE)
    if case.is_open or event is None or event.actor != person.id:
        raise AlreadyDone
    if work.now > event.happened_at + UNDO_WITHIN:
        raise Expired("undo")
    told = [one for one in concerned(work, case, without=person.id) if _has_heard(work, case, one)]
    opened = _open_again(work, case)
    _restore(work, Before.of(event))
    history.record(work, case, EventKind.UNDONE, person.id, what="close")
    for one in told:
        telling.tell(work, one.id, CaseReopened(case=case.id, why="undone"))
    return opened


def _has_heard(work: Work, case: Case, person: Person) -> bool:
    return not work.outbox.retract(_told_under(case, person))


def _restore(work: Work, before: Before) -> None:
    for identity in before.settled:
        referral = access.referral_of(work, identity)
        work.referrals.save(replace(referral, promise_settled_at=None))
    for identity in before.withdrawn:
        again = replace(access.referral_of(work, identity), state=ReferralState.OPEN)
        work.referrals.save(again)
        ladder.resume(work, again)
    for timer in before.timers:
        work.timers.set(timer)
    commitment_ends.restore(work, before.commitments)


def reopen(work: Work, case: Case, actor: PersonId | None, why: str) -> Case:
    """Begin again: aftercare stops, whoever is responsible for help today is asked (M9), the others hear it.

    `why` is a code. A case that is open stays as it is.
    """
    if case.is_open:
        return case
    opened = _open_again(work, case)
    history.record(work, opened, EventKind.REOPENED, actor, why=why)
    case_reviews.arm(work, opened)
    opened = telling.changed(work, deadlines.follow(work, opened, actor))
    for deadline in work.deadlines.open_of(case.id):
        deadline_reminders.wind(work, deadline)
    referrals.reopen_for_help(work, opened, why)
    lead = standing.at_seat(work, opened, Seat.HELP)
    for one in concerned(work, opened, without=lead.id if lead else None):
        if one.id != actor:
            telling.tell(work, one.id, CaseReopened(case=case.id, why=why))
    return access.case_of(work, case.id)


class Return(StrEnum):
    """Why somebody opens a closed case by hand."""

    RELAPSE = "relapse"
    MISTAKE = "mistake"


def reopen_by_hand(work: Work, turn: Turn, identity: CaseId, why: Return) -> Case:
    """[Wieder öffnen]. Raises NotAllowed, AlreadyDone when it is open."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.REOPEN)
    if case.is_open:
        raise AlreadyDone("reopened")
    helps = Relation.HELP in access.relations(work, case, person)
    code = why.value if helps or why is Return.MISTAKE else "coordinator"
    return reopen(work, case, person.id, code)


def _open_again(work: Work, case: Case) -> Case:
    aftercare.stop(work, case, "reopened")
    work.timers.cancel_case(case.id, TimerKind.OLD_MESSAGES, TimerKind.OLD_NOTES)
    present = access.case_of(work, case.id)
    return telling.changed(
        work,
        replace(
            present,
            state=CaseState.OPEN,
            outcome=None,
            ended_on=None,
            closed_at=None,
            aftercare_consent=None,
            landlord_asked_consent=None,
        ),
    )


def _told_under(case: Case, person: Person) -> str:
    return f"closed:{case.id}:{case.closed_at}:{person.id}"
