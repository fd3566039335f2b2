"""What is shown of commitments: the list of a case, one of them, and the questions of an offer."""

from datetime import date
from typing import Final

from domain.model.case import Case
from domain.model.commitment import (
    REASONS,
    TO_MOVE,
    Commitment,
    Due,
    DueState,
    Length,
    Motion,
    Reach,
    State,
    Verdict,
)
from domain.model.commitment_form import (
    NO_CONDITION,
    Direction,
    Question,
    between,
    frequencies,
    terms,
)
from domain.model.dates import short
from domain.model.help_catalogue import Help, HelpGroup, groups_for, offered
from domain.model.stage import Seat
from domain.services import standing
from domain.services.commitment_drafts import Asked
from domain.services.commitments import Overview
from handlers import calendar_grid
from handlers.card_buttons import BackToCardButton
from handlers.cards import Reading, commitment_calls, commitment_lines
from handlers.commitment_buttons import (
    AcceptCommitmentButton,
    ChangeCommitmentButton,
    CommitmentButton,
    CommitmentsButton,
    DropOfferButton,
    DueDayButton,
    EndCommitmentButton,
    MoveDueButton,
    OfferAnswerButton,
    OfferBackButton,
    OfferButton,
    ResumeCommitmentButton,
    SendOfferButton,
    VerdictButton,
)
from handlers.message import Key, Message, Rows, row, two_a_row
from handlers.report_buttons import EmptyButton
from handlers.screens import lines
from handlers.texts import Texts

PAGE: Final = 8
"""Commitments on one screen."""

_IN_A_ROW: Final = 4


# The list


def overview(reading: Reading, found: Overview, page: int) -> Message:
    """Whoever is to move first, then by day; what has ended comes last."""
    texts, case = reading.texts, found.case
    pages = max((len(found.listed) - 1) // PAGE + 1, 1)
    page = min(max(page, 0), pages - 1)
    shown = found.listed[page * PAGE : (page + 1) * PAGE]
    balances = [commitment_lines.balance(reading, case, found.seats, one) for one in found.balances]
    written = [
        texts("commitment.line", number=number, what=commitment_lines.listed(reading, case, one))
        for number, one in enumerate(shown, start=page * PAGE + 1)
    ]
    head = [texts("commitment.title", code=case.code), *(balances if found.listed else ())]
    blocks = [lines(*head), "\n".join(written) or texts("commitment.empty")]
    return Message(text="\n\n".join(blocks), rows=_overview_rows(texts, found, page, pages))


def _overview_rows(texts: Texts, found: Overview, page: int, pages: int) -> Rows:
    shown = found.listed[page * PAGE : (page + 1) * PAGE]
    numbers = [
        CommitmentButton(commitment=one.commitment.id).key(str(number))
        for number, one in enumerate(shown, start=page * PAGE + 1)
    ]
    case = found.case.id
    earlier = CommitmentsButton(case=case, page=page - 1).key(texts.label("commitment.key.earlier"))
    later = CommitmentsButton(case=case, page=page + 1).key(texts.label("commitment.key.later"))
    turns = ([earlier] if page > 0 else []) + ([later] if page < pages - 1 else [])
    new = OfferButton(case=case).key(texts.label("commitment.key.new"))
    back = BackToCardButton(case=case).key(texts.label("card.button.back"))
    rows = [
        *(tuple(numbers[at : at + _IN_A_ROW]) for at in range(0, len(numbers), _IN_A_ROW)),
        tuple(turns),
        row(new) if found.others else (),
        row(back),
    ]
    return tuple(one for one in rows if one)


# One of them


def detail(reading: Reading, case: Case, commitment: Commitment, due: Due | None, own: Seat) -> Message:
    """Everything that makes it precise, how it stands, and what this side can do about it now."""
    texts = reading.texts
    text = lines(
        texts("commitment.detail", code=case.code, what=texts.word(commitment.help)),
        *commitment_lines.terms(reading, case, commitment),
        commitment_lines.responsible(reading, case, commitment),
        "",
        commitment_lines.standing_of(reading, commitment, due),
        commitment_calls.by_telephone(reading, commitment),
    )
    ring, keys = commitment_calls.to_ring(reading, case, commitment)
    back = row(CommitmentsButton(case=case.id).key(texts.label("card.button.back")))
    rows = (*keys, *_deeds(reading, case, commitment, due, own), back)
    return Message(text=lines(text, f"\n{ring}" if ring else ""), rows=rows)


def _deeds(reading: Reading, case: Case, commitment: Commitment, due: Due | None, own: Seat) -> Rows:
    texts = reading.texts
    if commitment.state is State.OFFERED and case.is_open:
        if own is commitment.answers:
            return answer_rows(texts, commitment)
        return (row(_ends(texts, commitment, Motion.WITHDRAW, "take_back")),)
    gives = own is commitment.giver
    if commitment.state is State.SUSPENDED:
        resume = ResumeCommitmentButton(commitment=commitment.id).key(texts.label("commitment.key.resume"))
        rows = ((resume,) if gives else (), (_ends(texts, commitment, Motion.WITHDRAW, "end"),))
        return tuple(one for one in rows if one)
    if commitment.state is not State.RUNNING:
        return ()
    suspend = (_ends(texts, commitment, Motion.SUSPEND, "suspend"),) if gives else ()
    last = (*suspend, _ends(texts, commitment, Motion.WITHDRAW, "end"))
    return (*_of_due(reading, due, gives=gives), last)


def _of_due(reading: Reading, due: Due | None, *, gives: bool) -> Rows:
    if due is None:
        return ()
    texts = reading.texts
    has_come = due.due_on <= standing.today(reading.work)
    answered = gives and due.state is DueState.SAID
    rows = verdict_rows(texts, due) if has_come and not answered else ()
    moves = gives and not answered
    move = MoveDueButton(due=due.id).key(texts.label("commitment.key.move"))
    return (*rows, row(move)) if moves else rows


def answer_rows(texts: Texts, commitment: Commitment) -> Rows:
    """[Annehmen] · [Ändern] [Ablehnen]"""
    gives = commitment.answers is commitment.giver
    accept = AcceptCommitmentButton(commitment=commitment.id, offer=commitment.offers)
    return (
        row(accept.key(texts.label("commitment.key.give" if gives else "commitment.key.accept"))),
        row(
            ChangeCommitmentButton(commitment=commitment.id).key(texts.label("commitment.key.change")),
            _ends(texts, commitment, Motion.DECLINE, "decline"),
        ),
    )


def verdict_rows(texts: Texts, due: Due) -> Rows:
    """[Erfüllt] · [Teilweise] [Nicht erfüllt]"""
    kept, partly, broken = (VerdictButton(due=due.id, verdict=one).key(texts.word(one)) for one in Verdict)
    return (row(kept), row(partly, broken))


def _ends(texts: Texts, commitment: Commitment, motion: Motion, label: str) -> Key:
    button = EndCommitmentButton(commitment=commitment.id, motion=motion)
    return button.key(texts.label(f"commitment.key.{label}"))


def which_reason(texts: Texts, case: Case, commitment: Commitment, motion: Motion) -> Message:
    """A coded reason, in one tap."""
    keys = [
        EndCommitmentButton(commitment=commitment.id, motion=motion, why=one).key(texts.word(one))
        for one in REASONS[motion]
    ]
    back = CommitmentButton(commitment=commitment.id).key(texts.label("card.button.back"))
    text = texts(f"commitment.why.{motion}", code=case.code, what=texts.word(commitment.help))
    return Message(text=text, rows=(*map(row, keys), row(back)))


def why_moved(texts: Texts, case: Case, commitment: Commitment, due: Due) -> Message:
    keys = [MoveDueButton(due=due.id, why=one).key(texts.word(one)) for one in TO_MOVE]
    back = CommitmentButton(commitment=commitment.id).key(texts.label("card.button.back"))
    return Message(
        text=texts("commitment.why.move", code=case.code, what=texts.word(commitment.help)),
        rows=(*map(row, keys), row(back)),
    )


def which_day(
    texts: Texts, case: Case, commitment: Commitment, button: MoveDueButton, today: date
) -> Message:
    """The next four weeks."""
    assert button.why is not None
    why = button.why

    def of_day(day: date, label: str) -> Key:
        return DueDayButton(due=button.due, why=why, day=day.isoformat()).key(label)

    grid = calendar_grid.rows("future", today, texts, of_day=of_day, empty=EmptyButton().pack())
    back = CommitmentButton(commitment=commitment.id).key(texts.label("card.button.back"))
    text = texts("commitment.ask.new_day", code=case.code, what=texts.word(commitment.help))
    return Message(text=text, rows=(*grid, row(back)))


# The dialogue of an offer


def question(reading: Reading, asked: Asked) -> Message:
    """The question that is open, with what has been answered above it."""
    texts, answers = reading.texts, asked.draft.answers
    if asked.question is Question.SUMMARY:
        return _summary(reading, asked)
    head = texts("commitment.ask.title", code=asked.case.code)
    given = [texts.word(Help(str(answers[Question.HELP])))] if Question.HELP in answers else []
    text = lines(
        head, *(texts("card.line", what=one) for one in given), texts(f"commitment.ask.{asked.question}")
    )
    return Message(text=text, rows=(*_choices(reading, asked), _leave(texts, asked)))


def _choices(reading: Reading, asked: Asked) -> Rows:
    texts, answers = reading.texts, asked.draft.answers
    match asked.question:
        case Question.SIDE:
            return _named(
                asked,
                [(one.value, commitment_lines.office(reading, asked.case, one)) for one in asked.others],
            )
        case Question.DIRECTION:
            return _named(asked, [(one.value, texts.word(one)) for one in Direction])
        case Question.GROUP:
            return _pairs(asked, [(one.value, texts.word(one)) for one in groups_for(between(answers).giver)])
        case Question.HELP:
            found = offered(between(answers).giver, HelpGroup(str(answers[Question.GROUP])))
            return _named(asked, [(one.value, texts.word(one)) for one in found])
        case Question.FREQUENCY:
            found_often = frequencies(Help(str(answers[Question.HELP])))
            return _pairs(asked, [(one.value, texts.word(one)) for one in found_often])
        case Question.FIRST:
            return _days(reading, asked)
        case Question.LENGTH:
            return _pairs(asked, [(one.value, texts.word(one)) for one in Length])
        case Question.REACH:
            return _named(asked, [(one.value, texts.word(one)) for one in Reach])
        case _:
            return _conditions(reading, asked)


def _conditions(reading: Reading, asked: Asked) -> Rows:
    texts = reading.texts
    none = (str(NO_CONDITION), texts.label("commitment.no_condition"))
    found = [(str(one.id), commitment_lines.what(reading, one)) for one in asked.conditions[:PAGE]]
    return _named(asked, [none, *found])


def _days(reading: Reading, asked: Asked) -> Rows:
    def of_day(day: date, label: str) -> Key:
        return OfferAnswerButton(question=asked.question, value=day.isoformat()).key(label)

    today = standing.today(reading.work)
    return calendar_grid.rows("future", today, reading.texts, of_day=of_day, empty=EmptyButton().pack())


def _keys(asked: Asked, choices: list[tuple[str, str]]) -> list[Key]:
    return [OfferAnswerButton(question=asked.question, value=value).key(label) for value, label in choices]


def _named(asked: Asked, choices: list[tuple[str, str]]) -> Rows:
    return tuple(map(row, _keys(asked, choices)))


def _pairs(asked: Asked, choices: list[tuple[str, str]]) -> Rows:
    return two_a_row(_keys(asked, choices))


def _leave(texts: Texts, asked: Asked) -> tuple[Key, ...]:
    return row(
        OfferBackButton(case=asked.case.id).key(texts.label("card.button.back")),
        DropOfferButton(case=asked.case.id).key(texts.label("commitment.key.drop")),
    )


def _summary(reading: Reading, asked: Asked) -> Message:
    """All of it once more before it leaves."""
    texts, case, answers = reading.texts, asked.case, asked.draft.answers
    sides, agreed = between(answers), terms(answers)
    preview = Commitment(
        case_id=case.id,
        giver=sides.giver,
        receiver=sides.receiver,
        offered_by=Seat(str(answers["own"])),
        offered_at=reading.now,
        **{name: getattr(agreed, name) for name in type(agreed).__dataclass_fields__},
    )
    key = "change" if asked.changes else str(answers[Question.DIRECTION])
    send = SendOfferButton(case=case.id).key(texts.label(f"commitment.send.{key}"))
    text = lines(
        texts("commitment.ask.summary", code=case.code), *commitment_lines.terms(reading, case, preview)
    )
    return Message(text=text, rows=(row(send), _leave(texts, asked)))


def day_of(texts: Texts, due: Due) -> str:
    return short(due.due_on, texts.language)
