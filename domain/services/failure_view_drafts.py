"""One side's view on its way: what was tapped so far, kept as a draft until it is sent."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.model.errors import AlreadyDone, Incomplete, NotAllowed
from domain.model.failure_review import Aid, Cause, FailureReview, Opinion, Remedy, joined
from domain.ports import Draft, Turn, Work
from domain.services import drafting, failure_reviews
from domain.services.failure_reviews import Reviewed

FORM: Final = "failure_view"


class ViewQuestion(StrEnum):
    """What is asked, in this order."""

    CAUSES = "causes"
    AIDS = "aids"
    REMEDY = "remedy"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """Where the form stands."""

    reviewed: Reviewed
    draft: Draft
    question: ViewQuestion
    causes: tuple[Cause, ...]
    aids: tuple[Aid, ...]


def begin(work: Work, turn: Turn, identity: int) -> AskedView:
    """[Ihre Sicht]. Raises NotFound, NotAllowed for a side that is not asked, AlreadyDone."""
    _owed(work, turn, identity)
    drafting.begin(work, turn, FORM, ViewQuestion.CAUSES, {"review": identity, "causes": "", "aids": ""})
    return asked(work, turn, identity)


def _owed(work: Work, turn: Turn, identity: int) -> Reviewed:
    found = failure_reviews.read(work, turn, identity)
    if found.side is None:
        raise NotAllowed("failure_side")
    if found.own is not None or not found.review.is_open:
        raise AlreadyDone("failure_review")
    return found


def asked(work: Work, turn: Turn, identity: int) -> AskedView:
    """Raises Expired when the form is not open, AlreadyDone for a button of another one."""
    found = _owed(work, turn, identity)
    draft = drafting.present(work, turn, FORM)
    if draft.answers.get("review") != identity:
        raise AlreadyDone
    return AskedView(
        reviewed=found,
        draft=draft,
        question=ViewQuestion(draft.question),
        causes=tuple(Cause(one) for one in _codes(draft, "causes")),
        aids=tuple(Aid(one) for one in _codes(draft, "aids")),
    )


def _codes(draft: Draft, name: str) -> tuple[str, ...]:
    return tuple(one for one in str(draft.answers.get(name) or "").split(",") if one)


def toggle_cause(work: Work, turn: Turn, identity: int, cause: Cause) -> AskedView:
    """On or off. Raises Expired, AlreadyDone for an older screen."""
    now = asked(work, turn, identity)
    return _keep(work, turn, now, ViewQuestion.CAUSES, joined(set(now.causes) ^ {cause}))


def toggle_aid(work: Work, turn: Turn, identity: int, aid: Aid) -> AskedView:
    """On or off; nothing excludes everything else. Raises Expired, AlreadyDone for an older screen."""
    now = asked(work, turn, identity)
    chosen = set(now.aids) ^ {aid}
    if aid in chosen:
        chosen = {aid} if aid is Aid.NOTHING else chosen - {Aid.NOTHING}
    return _keep(work, turn, now, ViewQuestion.AIDS, joined(chosen))


def _keep(work: Work, turn: Turn, now: AskedView, question: ViewQuestion, codes: str) -> AskedView:
    if now.question is not question:
        raise AlreadyDone
    drafting.answer(work, turn, FORM, question, {question.value: codes})
    return asked(work, turn, now.reviewed.review.id)


def go_to(work: Work, turn: Turn, identity: int, question: ViewQuestion) -> AskedView:
    """[Weiter], [Zurück]. Raises Expired, Incomplete where nothing was tapped."""
    now = asked(work, turn, identity)
    if question is not ViewQuestion.CAUSES and not now.causes:
        raise Incomplete("failure_view")
    if question is ViewQuestion.REMEDY and not now.aids:
        raise Incomplete("failure_view")
    drafting.answer(work, turn, FORM, question, {})
    return asked(work, turn, identity)


def send(work: Work, turn: Turn, identity: int, remedy: Remedy) -> FailureReview:
    """The last answer. Raises Expired, AlreadyDone, Incomplete."""
    now = asked(work, turn, identity)
    said = Opinion(causes=now.causes, aids=now.aids, remedy=remedy)
    review = failure_reviews.answer(work, turn, identity, said)
    drafting.end(work, turn, FORM)
    return review
