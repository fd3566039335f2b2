"""What is told of commitments: offers and answers, what falls due, what was not kept and what hangs on it."""

from domain.model.case import Case
from domain.model.commitment import Commitment, Due, DueState, Motion, State, Why
from domain.model.ids import CommitmentId
from domain.model.notices import (
    CommitmentAnswered,
    CommitmentAnswerUndone,
    CommitmentBroken,
    CommitmentChanged,
    CommitmentDue,
    CommitmentEnded,
    CommitmentHangs,
    CommitmentMoved,
    CommitmentOffered,
    CommitmentReview,
    CommitmentSaid,
    CommitmentSilent,
    CommitmentTakenBack,
    CommitmentUnanswered,
    CommitmentUnasked,
)
from domain.model.rights import Deed, Relation, may
from domain.model.stage import Seat
from domain.services import access, commitments, standing
from handlers.card_buttons import WhyButton
from handlers.cards import Reading, shows
from handlers.cards.commitment_calls import by_telephone, to_ring
from handlers.cards.commitment_lines import help_for, office, terms, what
from handlers.cards.commitment_screens import answer_rows, day_of, verdict_rows
from handlers.commitment_buttons import (
    CommitmentButton,
    EndCommitmentButton,
    MoveDueButton,
    ProlongCommitmentButton,
    ResumeCommitmentButton,
)
from handlers.message import Message, Rows, row
from handlers.screens import lines

# Who may hear it still


def _of(reading: Reading, identity: CommitmentId) -> tuple[Commitment, Case] | None:
    """The commitment and its case, if this reader still speaks for one of its sides, or coordinates."""
    commitment = reading.work.commitments.get(identity)
    case = None if commitment is None else reading.work.cases.get(commitment.case_id)
    if commitment is None or case is None or reading.person is None:
        return None
    relations = access.relations(reading.work, case, reading.person)
    if Relation.COORDINATOR in relations:
        return commitment, case
    if not may(relations, Deed.SEE_COMMITMENTS):
        return None
    own = commitments.speaks_for(reading.work, case, reading.person.id)
    visible = commitments.of_sides(reading.work, case, own)
    return (commitment, case) if any(one.id == commitment.id for one in visible) else None


def _due(reading: Reading, identity: int) -> tuple[Due, Commitment, Case] | None:
    due = reading.work.commitment_dues.get(identity)
    found = None if due is None else _of(reading, due.commitment)
    return None if due is None or found is None else (due, *found)


def _why(reading: Reading, commitment: Commitment) -> Rows:
    return (row(WhyButton(kind="commitment", id=commitment.id).key(reading.texts.label("why.short"))),)


# Offers


@shows(CommitmentOffered)
def offered(reading: Reading, notice: CommitmentOffered) -> Message | None:
    """To whoever answers: everything that makes it precise, and three buttons."""
    found = _of(reading, notice.commitment)
    if found is None or found[0].state is not State.OFFERED:
        return None
    commitment, case = found
    asked = commitment.answers is commitment.giver
    key = "changed" if commitment.offers > 1 else "asked" if asked else "offered"
    return Message(
        text=lines(
            reading.texts(f"commitment.news.{key}", code=case.code), *terms(reading, case, commitment)
        ),
        rows=(*answer_rows(reading.texts, commitment), *_why(reading, commitment)),
    )


@shows(CommitmentUnanswered)
def unanswered(reading: Reading, notice: CommitmentUnanswered) -> Message | None:
    """To the coordinator: which office owes the answer, and whom to ring; never what it is about.

    Where that office is not here, the side that has offered is reminded of the call, and either enters it.
    """
    found = _of(reading, notice.commitment)
    if found is None or found[0].state is not State.OFFERED:
        return None
    commitment, case = found
    texts = reading.texts
    ring, keys = to_ring(reading, case, commitment)
    if ring:
        return Message(text=lines(texts("commitment.news.unanswered", code=case.code), ring), rows=keys)
    if reading.person is None or not reading.person.is_coordinator:
        return None
    text = texts("commitment.news.unanswered_text", office=office(reading, case, commitment.answers))
    number = _ring(reading, case, commitment.answers)
    return Message(text=lines(texts("commitment.news.unanswered", code=case.code), text, number))


@shows(CommitmentAnswered)
def answered(reading: Reading, notice: CommitmentAnswered) -> Message | None:
    found = _of(reading, notice.commitment)
    if found is None:
        return None
    commitment, case = found
    texts = reading.texts
    declined, said_by = notice.state == State.DECLINED, by_telephone(reading, commitment)
    if commitment.state is State.DECLINED or declined:
        why = texts.word(commitment.why) if commitment.why else ""
        text = texts("commitment.news.declined_text", what=texts.word(commitment.help), why=why)
        return Message(text=lines(texts("commitment.news.declined", code=case.code), text, said_by))
    text = texts("card.line", what=what(reading, commitment))
    return Message(text=lines(texts("commitment.news.accepted", code=case.code), text, said_by))


@shows(CommitmentAnswerUndone)
def answer_undone(reading: Reading, notice: CommitmentAnswerUndone) -> Message | None:
    """To the side that has offered: it waits for the answer again, in the chat or by telephone."""
    found = _of(reading, notice.commitment)
    if found is None or found[0].state is not State.OFFERED:
        return None
    commitment, case = found
    text, rows = to_ring(reading, case, commitment)
    named = reading.texts("card.line", what=what(reading, commitment))
    title = reading.texts("commitment.phone.undone", code=case.code)
    return Message(text=lines(title, named, text), rows=rows)


@shows(CommitmentChanged)
def changed(reading: Reading, notice: CommitmentChanged) -> Message | None:
    found = _of(reading, notice.commitment)
    if found is None:
        return None
    commitment, case = found
    texts = reading.texts
    why = texts.word(commitment.why) if commitment.why and notice.motion != Motion.RESUME else ""
    text = ": ".join(one for one in (what(reading, commitment), why) if one)
    title = texts(f"commitment.news.{Motion(notice.motion)}", code=case.code)
    return Message(text=lines(title, texts("card.line", what=text)))


# Falling due


@shows(CommitmentDue)
def falls_due(reading: Reading, notice: CommitmentDue) -> Message | None:
    """To whoever gives: the working day before, on the day, and once more when it is late."""
    found = _due(reading, notice.due)
    if found is None or found[0].state not in (DueState.PLANNED, DueState.ASKED):
        return None
    due, commitment, case = found
    texts = reading.texts
    title = texts(f"commitment.news.{notice.when}", code=case.code, day=day_of(texts, due))
    receiver = office(reading, case, commitment.receiver)
    text = texts("commitment.news.due_text", what=texts.word(commitment.help), office=receiver)
    asked = "" if due.state is DueState.PLANNED else texts("commitment.news.how")
    move = row(MoveDueButton(due=due.id).key(texts.label("commitment.key.move")))
    rows = () if due.state is DueState.PLANNED else verdict_rows(texts, due)
    return Message(text=lines(title, text, asked), rows=(*rows, move, *_why(reading, commitment)))


@shows(CommitmentSaid)
def said(reading: Reading, notice: CommitmentSaid) -> Message | None:
    """To whoever receives: is it so? The receiver decides."""
    found = _due(reading, notice.due)
    if found is None or not found[0].is_open:
        return None
    due, commitment, case = found
    texts = reading.texts
    giver, day = office(reading, case, commitment.giver), day_of(texts, due)
    if due.said is None:
        text = texts("commitment.news.unsaid", office=giver, day=day)
    else:
        text = texts("commitment.news.said", office=giver, day=day, verdict=texts.word(due.said))
    title = texts("commitment.news.confirm", code=case.code)
    named = texts("card.line", what=texts.word(commitment.help))
    return Message(
        text=lines(title, named, text), rows=(*verdict_rows(texts, due), *_why(reading, commitment))
    )


@shows(CommitmentMoved)
def day_moved(reading: Reading, notice: CommitmentMoved) -> Message | None:
    found = _due(reading, notice.due)
    if found is None or not found[0].is_open:
        return None
    due, commitment, case = found
    texts = reading.texts
    title = texts("commitment.news.moved", code=case.code, day=day_of(texts, due))
    text = texts(
        "commitment.news.moved_text", what=texts.word(commitment.help), why=texts.word(Why(notice.why))
    )
    return Message(text=lines(title, text))


# Not kept


@shows(CommitmentBroken)
def broken(reading: Reading, notice: CommitmentBroken) -> Message | None:
    """A landlord hears of help that did not take place only that it did not; the coordinator, who owes it."""
    found = _due(reading, notice.due)
    if found is None or found[0].state is not DueState.BROKEN:
        return None
    due, commitment, case = found
    texts = reading.texts
    giver = office(reading, case, commitment.giver)
    if _coordinates(reading, case):
        text = texts("commitment.news.twice_text", office=giver, number=commitment.broken)
        return Message(text=lines(texts("commitment.news.twice", code=case.code), text))
    named = help_for(reading, commitment)
    text = texts("commitment.news.broken_text", office=giver, day=day_of(texts, due))
    title = texts("commitment.news.broken", code=case.code)
    return Message(text=lines(title, texts("card.line", what=named) if named else "", text))


def _coordinates(reading: Reading, case: Case) -> bool:
    """Whether the reader is only the coordinator here."""
    if reading.person is None:
        return False
    relations = access.relations(reading.work, case, reading.person)
    return Relation.COORDINATOR in relations and not may(relations, Deed.SEE_COMMITMENTS)


@shows(CommitmentTakenBack)
def taken_back(reading: Reading, notice: CommitmentTakenBack) -> Message | None:
    found = _due(reading, notice.due)
    if found is None:
        return None
    due, commitment, case = found
    texts = reading.texts
    text = texts(
        "commitment.news.taken_back_text",
        office=office(reading, case, commitment.giver),
        day=day_of(texts, due),
    )
    return Message(text=lines(texts("commitment.news.taken_back", code=case.code), text))


@shows(CommitmentSilent)
def silent(reading: Reading, notice: CommitmentSilent) -> Message | None:
    found = _due(reading, notice.due)
    if found is None or found[0].state is not DueState.UNKNOWN:
        return None
    due, commitment, case = found
    texts = reading.texts
    giver, day = office(reading, case, commitment.giver), day_of(texts, due)
    text = texts("commitment.news.silent_text", office=giver, day=day)
    return Message(text=lines(texts("commitment.news.silent", code=case.code), text))


@shows(CommitmentUnasked)
def unasked(reading: Reading, notice: CommitmentUnasked) -> Message | None:
    """To the coordinator: which office, and whom to ring; not what was committed."""
    found, due = _of(reading, notice.commitment), reading.work.commitment_dues.get(notice.due)
    if found is None or not found[0].is_open or due is None or not due.is_open:
        return None
    (commitment, case), texts = found, reading.texts
    who, day = office(reading, case, commitment.giver), day_of(texts, due)
    text = texts("commitment.news.unasked_text", office=who, day=day)
    number = _ring(reading, case, commitment.giver)
    return Message(text=lines(texts("commitment.news.unasked", code=case.code), text, number))


def _ring(reading: Reading, case: Case, seat: Seat) -> str:
    person = standing.to_ring(reading.work, case, seat)
    if person is None or not person.phone:
        return ""
    return reading.texts("failure.news.ring", name=person.name, phone=person.phone)


@shows(CommitmentHangs)
def hangs(reading: Reading, notice: CommitmentHangs) -> Message | None:
    """To both sides: what does not hold, and what was given as long as it did."""
    found, on = _of(reading, notice.commitment), reading.work.commitments.get(notice.on)
    if found is None or on is None or found[0].state is not State.RUNNING:
        return None
    commitment, case = found
    texts = reading.texts
    named = help_for(reading, on)
    failed = texts("commitment.news.hangs_on", office=office(reading, case, on.giver), what=named)
    plain = texts("commitment.news.hangs_on_plain", office=office(reading, case, on.giver))
    text = texts(
        "commitment.news.hangs_text",
        what=texts.word(commitment.help),
        office=office(reading, case, commitment.giver),
    )
    title = texts("commitment.news.hangs", code=case.code)
    return Message(
        text=lines(title, failed if named else plain, text), rows=_may_suspend(reading, commitment, case)
    )


def _may_suspend(reading: Reading, commitment: Commitment, case: Case) -> Rows:
    assert reading.person is not None
    if commitment.giver not in commitments.speaks_for(reading.work, case, reading.person.id):
        return ()
    suspend = EndCommitmentButton(commitment=commitment.id, motion=Motion.SUSPEND, why=Why.CONDITION_BROKEN)
    return (row(suspend.key(reading.texts.label("commitment.key.suspend"))),)


# The end


@shows(CommitmentReview)
def review(reading: Reading, notice: CommitmentReview) -> Message | None:
    found = _of(reading, notice.commitment)
    if found is None or found[0].state not in (State.RUNNING, State.SUSPENDED):
        return None
    commitment, case = found
    texts = reading.texts
    paused = commitment.state is State.SUSPENDED
    key = "paused_text" if paused else "review_text"
    text = texts(f"commitment.news.{key}", what=what(reading, commitment))
    resume = ResumeCommitmentButton(commitment=commitment.id).key(texts.label("commitment.key.resume"))
    prolong = ProlongCommitmentButton(commitment=commitment.id).key(texts.label("commitment.key.prolong"))
    keys = row(
        resume if paused else prolong,
        EndCommitmentButton(commitment=commitment.id, motion=Motion.WITHDRAW).key(
            texts.label("commitment.key.end")
        ),
    )
    title = texts("commitment.news.review", code=case.code)
    return Message(text=lines(title, text), rows=(keys, *_why(reading, commitment)))


@shows(CommitmentEnded)
def ended(reading: Reading, notice: CommitmentEnded) -> Message | None:
    found = _of(reading, notice.commitment)
    if found is None or found[0].state not in (State.KEPT, State.PARTLY, State.BROKEN, State.UNKNOWN):
        return None
    commitment, case = found
    texts = reading.texts
    missed = commitment.state in (State.BROKEN, State.PARTLY)
    named = help_for(reading, commitment) if missed else texts.word(commitment.help)
    giver = texts.label("commitment.news.ended_of", office=office(reading, case, commitment.giver))
    text = texts("commitment.news.ended_text", what=named or giver, verdict=texts.word(commitment.state))
    open_it = CommitmentButton(commitment=commitment.id).key(texts.label("commitment.key.show"))
    return Message(text=lines(texts("commitment.news.ended", code=case.code), text), rows=(row(open_it),))
