"""What the help side adds to a case after acceptance, one coded answer at a time."""

from dataclasses import replace

from domain.model.case import Case, EventKind
from domain.model.errors import Expired, NotUnderstood
from domain.model.follow_up import question
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, history, telling


def open_for(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotFound, NotAllowed, Expired for a closed case."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.FOLLOW_UP)
    if not case.is_open:
        raise Expired("case_closed")
    return case


def answer(work: Work, turn: Turn, identity: CaseId, key: str, value: str) -> Case:
    """Keep an answer, or change it. Raises as `open_for` does, NotUnderstood for what is not offered."""
    case = open_for(work, turn, identity)
    asked = question(key)
    if asked is None or value not in asked.answers:
        raise NotUnderstood("follow_up")
    if case.follow_up.get(key) == value:
        return case
    history.record(work, case, EventKind.FOLLOW_UP, access.member(turn).id, question=key)
    return telling.changed(work, replace(case, follow_up={**case.follow_up, key: value}))
