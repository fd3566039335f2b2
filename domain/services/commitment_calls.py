"""What a side without Telegram answers to an offer: rung, and entered by whoever has rung (R10).

Nobody confirms for the other side: while anybody of it is in the chat, only they answer.
"""

from domain.model.case import Case, EventKind
from domain.model.closing import UNDO_WITHIN
from domain.model.commitment import REASONS, Commitment, DueState, Motion, State, Why, unsaid
from domain.model.errors import AlreadyDone, Expired, NotAllowed
from domain.model.ids import CommitmentId
from domain.model.notices import CommitmentAnswerUndone
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.ports import Turn, Work
from domain.services import access, commitment_dues, commitments, history, standing


def rung(work: Work, case: Case, commitment: Commitment) -> Person | None:
    """Who is to be rung for the answer; None where none is waited for, or that side answers in the chat."""
    waits = commitment.state is State.OFFERED and case.is_open
    if not waits or standing.in_chat(work, case, commitment.answers) is not None:
        return None
    sides = (commitment.giver, commitment.receiver)
    heard = all(commitments.may_hear(case, one) for one in sides)
    return standing.to_ring(work, case, commitment.answers) if heard else None


def may_enter(work: Work, case: Case, commitment: Commitment, person: Person) -> bool:
    """Whether this person may enter what was said: for the side that has offered, or as coordinator."""
    relations = access.relations(work, case, person)
    speaks = commitment.offered_by in commitments.speaks_for(work, case, person.id)
    return may(relations, Deed.RECORD_CALL) and (speaks or person.is_coordinator)


def accept(work: Work, turn: Turn, identity: CommitmentId, offer: int) -> Commitment:
    """[Am Telefon angenommen]: it runs from now on. `offer` is the number of the offer that was read out.

    Raises NotFound, NotAllowed where the other side is in the chat, AlreadyDone, Expired as `accept` does.
    """
    commitment, case, person, other = _entering(work, turn, identity, offer)
    return commitments.take(work, case, commitment, offer, person, rung=other)


def decline(work: Work, turn: Turn, identity: CommitmentId, offer: int, why: Why) -> Commitment:
    """[Am Telefon abgelehnt], with a coded reason. Raises as `accept` does."""
    commitment, case, person, other = _entering(work, turn, identity, offer)
    return commitments.refuse(work, case, commitment, why, person, rung=other)


def declining(work: Work, turn: Turn, identity: CommitmentId, offer: int) -> tuple[Case, tuple[Why, ...]]:
    """The reasons to choose from. Raises as `accept` does."""
    _, case, _, _ = _entering(work, turn, identity, offer)
    return case, REASONS[Motion.DECLINE]


def undo(work: Work, turn: Turn, identity: CommitmentId) -> Commitment:
    """A slip of the last five minutes: the offer waits for its answer again.

    Raises NotFound, NotAllowed for whoever has not entered it, Expired, AlreadyDone where it has gone on.
    """
    commitment, case = commitments.of_id(work, identity)
    person = access.require(work, turn, case, Deed.RECORD_CALL)
    if commitment.proxy != person.id:
        raise NotAllowed("undo")
    if not case.is_open:
        raise Expired("case_closed")
    if commitment.answered_at is None or work.now > commitment.answered_at + UNDO_WITHIN:
        raise Expired("undo")
    again = unsaid(commitment)
    dues = work.commitment_dues.of_commitment(commitment.id)
    if any(one.state not in (DueState.PLANNED, DueState.ASKED, DueState.DROPPED) for one in dues):
        raise AlreadyDone("commitment")
    commitment_dues.stop(work, again)
    work.commitments.save(again)
    commitment_dues.wind_offer(work, again)
    history.record(work, case, EventKind.UNDONE, person.id, what="commitment")
    told = CommitmentAnswerUndone(case=case.id, commitment=again.id)
    commitments.tell(work, case, again.offered_by, told, without=person.id)
    work.cards.touch(case.id)
    return again


def _entering(
    work: Work, turn: Turn, identity: CommitmentId, offer: int
) -> tuple[Commitment, Case, Person, Person]:
    """The commitment, its case, who enters, who was rung."""
    commitment, case = commitments.of_id(work, identity)
    person = access.require(work, turn, case, Deed.RECORD_CALL)
    if not may_enter(work, case, commitment, person):
        raise NotAllowed(Deed.RECORD_CALL.value)
    if commitment.state is not State.OFFERED or offer != commitment.offers or not case.is_open:
        raise AlreadyDone("commitment")
    for one in (commitment.giver, commitment.receiver):
        commitments.require_hearing(case, one)
    other = rung(work, case, commitment)
    if other is None:
        raise NotAllowed("commitment_answer")
    return commitment, case, person, other
