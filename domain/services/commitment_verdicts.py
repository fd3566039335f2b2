"""What both sides say of a commitment: how a day went, another day, a wrong tap, that it goes on."""

from dataclasses import replace
from datetime import date, datetime

from domain.model import commitment as model
from domain.model.case import Case, EventKind
from domain.model.closing import UNDO_WITHIN
from domain.model.commitment import (
    REVIEW_MONTHS,
    TO_MOVE,
    Commitment,
    Due,
    DueState,
    State,
    Verdict,
    Why,
)
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotFound, NotUnderstood
from domain.model.failure_rule import Trigger
from domain.model.ids import CommitmentId
from domain.model.months import add_months
from domain.model.notices import (
    CommitmentMoved,
    CommitmentSaid,
    CommitmentTakenBack,
)
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import access, commitment_dues, failure_proposals, history, standing


def side_of(work: Work, case: Case, commitment: Commitment, person: Person) -> Seat:
    """Whether the person speaks for whoever gives or receives. Raises NotAllowed."""
    for seat, holder in work.seats.of_case(case.id).items():
        acts = person.id in standing.all_of(work, holder.holder, holder.responsibility)
        if acts and seat in commitment.between:
            return seat
    raise NotAllowed("commit")


def _speaking(work: Work, turn: Turn, identity: int) -> tuple[Due, Commitment, Case, Person, Seat]:
    due, commitment, case = commitment_dues.of_id(work, identity)
    person = access.require(work, turn, case, Deed.COMMIT)
    seat = side_of(work, case, commitment, person)
    if commitment.state is not State.RUNNING:
        raise AlreadyDone("commitment")
    return due, commitment, case, person, seat


def say(work: Work, turn: Turn, identity: int, verdict: Verdict) -> Due:
    """How it went, in one tap: whoever receives decides, whoever gives is confirmed first.

    Raises NotFound, NotAllowed, AlreadyDone, NotUnderstood before the day.
    """
    due, commitment, case, person, seat = _speaking(work, turn, identity)
    if due.due_on > standing.today(work):
        raise NotUnderstood("commitment_early")
    if seat is commitment.receiver:
        judged = model.judged(due, verdict, person.id)
    else:
        judged = model.said(due, verdict, person.id)
    judged = replace(judged, settled_at=work.now)
    work.commitment_dues.save(judged)
    history.record(
        work,
        case,
        EventKind.COMMITMENT_SAID,
        person.id,
        commitment=commitment.id,
        giver=commitment.giver.value,
        verdict=verdict.value,
    )
    if judged.state is DueState.SAID:
        commitment_dues.tell(work, case, commitment.receiver, CommitmentSaid(case=case.id, due=due.id))
    else:
        commitment_dues.settle(work, case, commitment, judged, by=seat)
    work.cards.touch(case.id)
    return judged


def move(work: Work, turn: Turn, identity: int, to: date, why: Why) -> Due:
    """Another day for this one time, with a reason; the other side hears it.

    Raises NotAllowed for whoever receives, AlreadyDone, NotUnderstood for a day behind or after the next.
    """
    due, commitment, case, person, seat = _speaking(work, turn, identity)
    if seat is not commitment.giver:
        raise NotAllowed("commitment_giver")
    if due.state not in (DueState.PLANNED, DueState.ASKED):
        raise AlreadyDone("commitment")
    following = model.next_after(commitment, due.planned_on)
    beyond = following is not None and to >= following
    if why not in TO_MOVE or to < standing.today(work) or to == due.due_on or beyond:
        raise NotUnderstood("commitment_day")
    later = replace(due, due_on=to, state=DueState.PLANNED, moves=due.moves + 1)
    work.commitment_dues.save(later)
    commitment_dues.unwind(work, due)
    commitment_dues.wind(work, commitment, later)
    history.record(
        work,
        case,
        EventKind.COMMITMENT_MOVED,
        person.id,
        commitment=commitment.id,
        giver=commitment.giver.value,
        to=to.isoformat(),
        why=why.value,
    )
    commitment_dues.tell(
        work, case, commitment.receiver, CommitmentMoved(case=case.id, due=due.id, why=why.value)
    )
    work.cards.touch(case.id)
    return later


def take_back(work: Work, turn: Turn, identity: int) -> Due:
    """A wrong tap, within five minutes, also the one that ended it; what it proposed is proposed no more.

    Raises NotAllowed for somebody else, Expired, AlreadyDone.
    """
    due, commitment, case = commitment_dues.of_id(work, identity)
    person = access.require(work, turn, case, Deed.COMMIT)
    if person.id != (due.judged_by or due.said_by):
        raise NotAllowed("undo")
    if due.settled_at is None or work.now > due.settled_at + UNDO_WITHIN:
        raise Expired("undo")
    if not commitment.is_open:
        commitment = model.goes_on(commitment, due)
    _drop_later(work, commitment, due)
    was_judged = due.judged_by is not None and due.said_by is not None
    again = replace(
        due,
        state=DueState.SAID if was_judged else DueState.ASKED,
        said=due.said if was_judged else None,
        said_by=due.said_by if was_judged else None,
        judged_by=None,
        settled_at=None,
    )
    work.commitment_dues.save(again)
    dues = work.commitment_dues.of_commitment(commitment.id)
    work.commitments.save(replace(commitment, broken=model.broken_in_a_row(dues)))
    if due.state is DueState.BROKEN and not _broken_since(work, case, due.settled_at):
        failure_proposals.retract(work, case, Trigger.COMMITMENT_BROKEN, due.settled_at)
    commitment_dues.wind(work, commitment, again)
    history.record(work, case, EventKind.UNDONE, person.id, what="commitment")
    seat = side_of(work, case, commitment, person)
    commitment_dues.tell(
        work, case, commitment.between.other(seat), CommitmentTakenBack(case=case.id, due=due.id)
    )
    work.cards.touch(case.id)
    return again


def _broken_since(work: Work, case: Case, at: datetime) -> bool:
    """Whether another one on this case has been broken at that moment or later."""
    dues = (work.commitment_dues.of_commitment(one.id) for one in work.commitments.of_case(case.id))
    broken = (one for each in dues for one in each if one.state is DueState.BROKEN)
    return any(one.settled_at is not None and one.settled_at >= at for one in broken)


def _drop_later(work: Work, commitment: Commitment, due: Due) -> None:
    for one in work.commitment_dues.of_commitment(commitment.id):
        if one.id > due.id:
            if one.state is not DueState.PLANNED:
                raise AlreadyDone("commitment")
            commitment_dues.unwind(work, one)
            work.commitment_dues.remove(one.id)


def prolong(work: Work, turn: Turn, identity: CommitmentId) -> Commitment:
    """It goes on: looked at again in three months. Raises NotFound, NotAllowed, AlreadyDone."""
    commitment = work.commitments.get(identity)
    if commitment is None:
        raise NotFound("commitment")
    case = access.case_of(work, commitment.case_id)
    person = access.require(work, turn, case, Deed.COMMIT)
    side_of(work, case, commitment, person)
    if commitment.state is not State.RUNNING or commitment.review_on is None:
        raise AlreadyDone("commitment")
    longer = replace(commitment, review_on=add_months(standing.today(work), REVIEW_MONTHS))
    work.commitments.save(longer)
    commitment_dues.wind_review(work, longer)
    return longer
