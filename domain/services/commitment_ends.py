"""What the end of a case, a withdrawal and a wrong tap on the closing mean for its commitments."""

from dataclasses import replace

from domain.model.case import Case
from domain.model.commitment import (
    Commitment,
    State,
)
from domain.model.errors import NotFound
from domain.model.ids import CommitmentId
from domain.ports import Work
from domain.services import commitment_dues


def at_closing(work: Work, case: Case, *, goes_on: bool) -> tuple[tuple[CommitmentId, State], ...]:
    """What runs goes on where the household keeps a home, else it is withdrawn; offers end.

    Gives what has ended, and the state in which it was.
    """
    ended = []
    over = {one.id for one in ending(work, case, goes_on=goes_on)}
    for one in work.commitments.of_case(case.id):
        if not one.is_open:
            continue
        if one.id not in over:
            _rewind(work, one)
            continue
        commitment_dues.stop(work, one)
        work.commitments.save(replace(one, state=State.WITHDRAWN, ended_at=work.now))
        ended.append((one.id, one.state))
    return tuple(ended)


def ending(work: Work, case: Case, *, goes_on: bool) -> tuple[Commitment, ...]:
    """What would end with the case."""
    return tuple(
        one
        for one in work.commitments.of_case(case.id)
        if one.is_open and not (goes_on and one.state is not State.OFFERED)
    )


def going_on(work: Work, case: Case) -> int:
    """How many would outlast it where the household keeps a home."""
    over = ending(work, case, goes_on=True)
    return sum(one.is_open for one in work.commitments.of_case(case.id)) - len(over)


def restore(work: Work, ended: tuple[tuple[CommitmentId, State], ...]) -> None:
    """The closing was a wrong tap."""
    for identity, state in ended:
        commitment = work.commitments.get(identity)
        if commitment is None:
            raise NotFound("commitment")
        again = replace(commitment, state=state, ended_at=None)
        work.commitments.save(again)
        if state is State.OFFERED:
            commitment_dues.wind_offer(work, again)
        elif state is State.RUNNING:
            commitment_dues.begin(work, again)
        elif state is State.SUSPENDED:
            commitment_dues.wind_pause(work, again)


def at_withdrawal(work: Work, case: Case) -> None:
    """The household's consent is withdrawn: the sides owe each other nothing any more."""
    at_closing(work, case, goes_on=False)


def _rewind(work: Work, commitment: Commitment) -> None:
    """Set the timers again that the closing has cancelled."""
    if commitment.state is State.SUSPENDED:
        commitment_dues.wind_pause(work, commitment)
    if commitment.state is State.RUNNING:
        if commitment.review_on is not None:
            commitment_dues.wind_review(work, commitment)
        due = commitment_dues.open_due(work, commitment)
        if due is not None:
            commitment_dues.wind(work, commitment, due)
