"""Whether two cases are one household: only the help side judges, after it has taken the case (R12)."""

from dataclasses import dataclass, replace

from domain.model.case import Case, EventKind
from domain.model.duplicate import Duplicate, DuplicateAnswer
from domain.model.errors import AlreadyDone, NotFound
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, history, ladder, urgency
from domain.services.telling import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Both cases, and what the help side has said."""

    case: Case
    other: Case
    answer: DuplicateAnswer


def pair(work: Work, identity: int) -> Duplicate:
    """Raises NotFound."""
    found = work.duplicates.get(identity)
    if found is None:
        raise NotFound("case")
    return found


def judge(work: Work, turn: Turn, identity: int, answer: DuplicateAnswer) -> Judged:
    """Keep the answer; "Weiß nicht" may still be changed. The same household counts as reported again.

    Raises NotFound, NotAllowed, AlreadyDone.
    """
    found = pair(work, identity)
    case, other = access.case_of(work, found.case_id), access.case_of(work, found.other)
    person = access.require(work, turn, case, Deed.JUDGE_DUPLICATE)
    if found.answer not in (None, DuplicateAnswer.UNKNOWN):
        raise AlreadyDone
    work.duplicates.save(replace(found, answer=answer))
    history.record(work, case, EventKind.DUPLICATE_JUDGED, person.id, answer=answer.value, other=other.id)
    if answer is DuplicateAnswer.SAME:
        case, other = _reported_again(work, case), _reported_again(work, other)
    return Judged(case=case, other=other, answer=answer)


def _reported_again(work: Work, case: Case) -> Case:
    """A household that is reported again is more urgent below a notice (the network's definition)."""
    if not case.is_open or case.reported_again:
        return case
    newer = changed(work, urgency.recompute(work, replace(case, reported_again=True)))
    ladder.urgency_changed(work, newer)
    return newer
