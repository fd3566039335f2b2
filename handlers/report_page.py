"""A step of the report as one message: the header, what was answered, the question, its buttons."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.model.report import choices, next_question, position
from domain.model.report_questions import (
    OUTSIDE,
    UNDER_6,
    UNKNOWN,
    Question,
    asks_under_6,
    direction_of,
    stage_of,
)
from domain.model.stage import Seat
from domain.services.report_drafts import Page
from handlers import calendar_grid
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import AnswerButton, EmptyButton, Move, MoveButton
from handlers.report_words import Words
from handlers.texts import Html, Texts

PARTNERS_SHOWN: Final = 8
_SHAPES: Final[dict[Question, tuple[int, ...]]] = {
    Question.STAGE: (2, 1, 1, 1, 1, 2, 2, 1),
    Question.RENTS: (2, 2, 2),
    Question.REASON: (2, 1, 2, 1, 1),
    Question.HOUSEHOLD: (2, 1, 1, 1, 1),
    Question.CHILDREN: (5,),
    Question.MINORS: (3,),
    Question.WHEN: (2, 2),
    Question.PLACE: (2,) * 20,
}
_LANDLORD_CONSENT: Final = (1, 1, 1, 2, 1)
_HELP_CONSENT: Final = (1, 1, 2)
_LANDLORD_REQUEST: Final = (1, 1, 1, 2)


def show(page: Page, texts: Texts, *, office: str = "", typing: bool = False) -> Message:
    """The open question. `typing`: the day is typed instead of tapped; `office` would lead the case."""
    question = page.question
    assert question is not None, "the overview has its own message"
    words = Words(texts, page, office)
    stage = stage_of(page.answers)
    lines = [header(page, texts, words), "", words.ask(question, "" if stage is None else stage.value)]
    if question is Question.DAY and typing:
        lines.append(texts("report.type_day"))
    if len(_partners(page)) > PARTNERS_SHOWN:
        lines.append(texts("report.type_letters"))
    rows = () if typing else _rows(page, words, texts)
    return Message(text="\n".join(lines), rows=(*rows, _last_row(page, texts, typing=typing)))


def header(page: Page, texts: Texts, words: Words) -> Html:
    """Step x of n and the answers given so far."""
    step, steps = position(page.question, page.answers, page.reporter)
    return Html("\n".join([texts("report.step", step=step, steps=steps), *given(words)]))


def given(words: Words) -> list[str]:
    """The answers so far, a line each."""
    return [escape(line) for line in words.given()]


def escape(line: str) -> str:
    """A plain line as Telegram's HTML."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def move(page: Page, texts: Texts, label: str, to: Move) -> Key:
    """A button that answers nothing."""
    return MoveButton(version=page.draft.version, to=to).key(texts.label(f"report.button.{label}"))


def _last_row(page: Page, texts: Texts, *, typing: bool) -> tuple[Key, ...]:
    back = Move.SHOW if typing else Move.BACK
    keys = [move(page, texts, "back", back)]
    if next_question(page.answers, page.reporter) is None:
        keys.append(move(page, texts, "overview", Move.GO_ON))
    return (*keys, move(page, texts, "cancel", Move.PAUSE))


def _rows(page: Page, words: Words, texts: Texts) -> Rows:
    question = page.question
    assert question is not None
    if question is Question.DAY:
        return _calendar(page, texts)
    if question in (Question.LANDLORD, Question.PARTNER):
        return _partner_rows(page, words)
    values = choices(question, page.answers, page.reporter)
    rows = shaped([_answer(page, words, value) for value in values], _shape(page, question))
    return (*rows, row(_toggle(page, texts))) if _has_toggle(page) else rows


def shaped(keys: Sequence[Key], shape: Sequence[int]) -> Rows:
    """Keys in rows of these lengths, one a row where the shape has ended."""
    rows, left = [], list(keys)
    for length in shape:
        rows.append(tuple(left[:length]))
        left = left[length:]
    return tuple(one for one in (*rows, *((key,) for key in left)) if one)


def _shape(page: Page, question: Question) -> tuple[int, ...]:
    ours = page.reporter.seat is Seat.LANDLORD
    if question is Question.CONSENT:
        return _LANDLORD_CONSENT if ours else _HELP_CONSENT
    if question is Question.REQUEST:
        return _LANDLORD_REQUEST if ours else ()
    return _SHAPES.get(question, ())


def _answer(page: Page, words: Words, value: str) -> Key:
    question = page.question
    assert question is not None
    button = AnswerButton(version=page.draft.version, question=question, value=value)
    return button.key(words.label(question, value))


def _has_toggle(page: Page) -> bool:
    return page.question is Question.CHILDREN and asks_under_6(page.answers)


def _toggle(page: Page, texts: Texts) -> Key:
    label = "under_6_on" if UNDER_6 in page.answers else "under_6"
    button = AnswerButton(version=page.draft.version, question=Question.CHILDREN, value=UNDER_6)
    return button.key(texts.label(f"report.button.{label}"))


def _calendar(page: Page, texts: Texts) -> Rows:
    direction = direction_of(page.answers)

    def of_day(day: date, label: str) -> Key:
        button = AnswerButton(version=page.draft.version, question=Question.DAY, value=day.isoformat())
        return button.key(label)

    grid = calendar_grid.rows(
        direction, page.reporter.today, texts, of_day=of_day, empty=EmptyButton().pack()
    )
    far = move(page, texts, "later" if direction == "future" else "older", Move.TYPE)
    unknown = AnswerButton(version=page.draft.version, question=Question.DAY, value=UNKNOWN)
    return (*grid, row(far, unknown.key(texts.label("report.button.unknown"))))


def _partners(page: Page) -> tuple[str, ...]:
    """The partners to choose from; fewer once their first letters have been typed."""
    if page.question not in (Question.LANDLORD, Question.PARTNER):
        return ()
    every = choices(page.question, page.answers, page.reporter)
    partners = tuple(one for one in every if one not in (OUTSIDE, UNKNOWN))
    return tuple(str(one) for one in page.only) or partners


def _partner_rows(page: Page, words: Words) -> Rows:
    named = [_answer(page, words, one) for one in _partners(page)[:PARTNERS_SHOWN]]
    if page.question is Question.PARTNER:
        return shaped(named, ())
    others = (_answer(page, words, OUTSIDE), _answer(page, words, UNKNOWN))
    return (*shaped(named, ()), others)
