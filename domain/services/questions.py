"""Counter-questions before an acceptance, and their answers: coded both, so that nobody writes names."""

from domain.model.case import Event, EventKind, Referral
from domain.model.errors import AlreadyDone, NotAllowed, NotUnderstood
from domain.model.ids import PersonId, ReferralId
from domain.model.notices import QuestionAnswered, QuestionAsked
from domain.model.question import REPLIES, Question, Reply
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, history, rungs, telling
from domain.services.referrals import open_to


def ask(work: Work, turn: Turn, identity: ReferralId, question: Question) -> PersonId | None:
    """[Rückfrage] to whoever asks; the step's clock runs on. Gives who is asked, None if nobody can be.

    Raises NotFound, NotAllowed, Expired, AlreadyDone while the same question waits for its answer.
    """
    referral, case, person = open_to(work, turn, identity, Deed.ASK_BACK)
    last = _last(work, referral, question)
    if last is not None and last.kind is EventKind.QUESTION_ASKED:
        raise AlreadyDone("question")
    history.record(work, case, EventKind.QUESTION_ASKED, person.id, referral=referral.id, question=question)
    asker = rungs.caller(work, referral)
    if asker is not None:
        notice = QuestionAsked(case=case.id, referral=referral.id, question=question, asker=person.id)
        telling.tell(work, asker, notice)
    return asker


def reply(work: Work, turn: Turn, identity: ReferralId, question: Question, answer: Reply) -> PersonId:
    """Answer a counter-question; whoever asked it hears it. Gives who that is.

    Raises NotFound, NotAllowed, NotUnderstood, and AlreadyDone when it has been answered or overtaken.
    """
    referral = access.referral_of(work, identity)
    case = access.case_of(work, referral.case_id)
    person = access.require(work, turn, case, Deed.ANSWER_QUESTION)
    if not person.is_coordinator and person.id not in (referral.asked_by, rungs.caller(work, referral)):
        raise NotAllowed(Deed.ANSWER_QUESTION.value)
    if answer not in REPLIES[question]:
        raise NotUnderstood("reply")
    last = _last(work, referral, question)
    if not referral.is_open or last is None or last.kind is not EventKind.QUESTION_ASKED:
        raise AlreadyDone
    assert last.actor is not None
    history.record(
        work,
        case,
        EventKind.QUESTION_ANSWERED,
        person.id,
        referral=referral.id,
        question=question,
        reply=answer,
    )
    notice = QuestionAnswered(case=case.id, referral=referral.id, question=question, answer=answer)
    telling.tell(work, last.actor, notice)
    return last.actor


def _last(work: Work, referral: Referral, question: Question) -> Event | None:
    kinds = (EventKind.QUESTION_ASKED, EventKind.QUESTION_ANSWERED)
    found = [
        one
        for one in work.events.of_case(referral.case_id)
        if one.kind in kinds
        and one.facts.get("referral") == referral.id
        and one.facts.get("question") == question
    ]
    return found[-1] if found else None
