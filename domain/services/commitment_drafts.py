"""A commitment on its way to being precise: the draft of an offer, or of a change to one."""

from dataclasses import dataclass

from domain.model import commitment_form as form
from domain.model.case import Case
from domain.model.commitment import Commitment
from domain.model.commitment_form import Question
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.help_catalogue import CATALOGUE
from domain.model.ids import CaseId, CommitmentId
from domain.model.stage import Seat
from domain.ports import Draft, Turn, Work
from domain.services import commitments, drafting, standing

FORM = "commitment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked now, and of what may be chosen. `changes`: the offer that is being changed."""

    case: Case
    draft: Draft
    question: Question
    others: tuple[Seat, ...]
    conditions: tuple[Commitment, ...]
    changes: CommitmentId | None


def begin(work: Work, turn: Turn, identity: CaseId) -> Asked:
    """[Zusage anbieten]. Raises NotFound, NotAllowed, Expired."""
    case, seat, others = commitments.begin(work, turn, identity)
    answers: dict[str, str | int | None] = {"case": case.id, "own": seat.value}
    if len(others) == 1:
        answers[Question.SIDE] = others[0].value
    drafting.begin(work, turn, FORM, "", answers)
    return asked(work, turn)


def change(work: Work, turn: Turn, identity: CommitmentId) -> Asked:
    """[Ändern]: sides and kind of help stay, the rest is asked anew. Raises NotFound, NotAllowed, Expired."""
    offer, case, seat = commitments.party(work, turn, identity)
    if seat is not offer.answers:
        raise AlreadyDone("commitment")
    direction = form.Direction.GIVE if offer.giver is seat else form.Direction.ASK
    answers: dict[str, str | int | None] = {
        "case": case.id,
        "own": seat.value,
        "changes": offer.id,
        Question.SIDE: offer.between.other(seat).value,
        Question.DIRECTION: direction.value,
        Question.GROUP: CATALOGUE[offer.help].group.value,
        Question.HELP: offer.help.value,
    }
    drafting.begin(work, turn, FORM, "", answers)
    return asked(work, turn)


def asked(work: Work, turn: Turn) -> Asked:
    """Where the dialogue stands. Raises Expired when it is not open, NotAllowed."""
    draft = drafting.present(work, turn, FORM)
    answers = draft.answers
    case, _, others = commitments.begin(work, turn, CaseId(int(answers["case"] or 0)))
    known = Question.SIDE in answers and Question.DIRECTION in answers
    found = commitments.conditions(work, case, form.between(answers)) if known else ()
    question = form.next_question(answers, conditions=bool(found))
    changes = answers.get("changes")
    return Asked(
        case=case,
        draft=draft,
        question=question,
        others=others,
        conditions=found,
        changes=CommitmentId(int(changes)) if changes else None,
    )


def answer(work: Work, turn: Turn, question: Question, value: str) -> Asked:
    """Keep an answer and go on. Raises Expired, AlreadyDone for an older screen, NotUnderstood."""
    now = asked(work, turn)
    if question is not now.question or not form.fits(question, value, now.draft.answers):
        raise AlreadyDone
    if question is Question.FIRST and value < standing.today(work).isoformat():
        raise NotUnderstood("day_behind")
    drafting.answer(work, turn, FORM, question, {question: value})
    return asked(work, turn)


def back(work: Work, turn: Turn) -> Asked:
    """One question back; from the first one nothing happens. Raises Expired."""
    draft = drafting.present(work, turn, FORM)
    shorter = form.without_last(draft.answers)
    if "changes" not in draft.answers or Question.HELP in shorter:
        drafting.begin(work, turn, FORM, "", shorter)
    return asked(work, turn)


def send(work: Work, turn: Turn) -> Commitment:
    """[Anbieten], [Bitten], [Geändert annehmen]. Raises Expired, AlreadyDone, NotAllowed, Incomplete."""
    now = asked(work, turn)
    if now.question is not Question.SUMMARY:
        raise AlreadyDone
    answers = now.draft.answers
    terms = form.terms(answers)
    if now.changes is not None:
        sent = commitments.counter(work, turn, now.changes, terms)
    else:
        sent = commitments.offer(work, turn, now.case.id, form.between(answers), terms)
    drafting.end(work, turn, FORM)
    return sent
