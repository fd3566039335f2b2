"""The help side answers what is still open on a case: [Noch offen (4)], one tap each, in the card's place."""

from collections.abc import Mapping

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.follow_up import Question, open_questions, question
from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import access, follow_ups, telling
from handlers.buttons import Button
from handlers.card_buttons import BackToCardButton, FollowUpButton
from handlers.context import Context
from handlers.message import Key, Message, row
from handlers.texts import Texts

LONG = 14
"""Characters up to which two answers fit into a row, and half of which four do."""


class FollowUpAnswerButton(Button, prefix="fa"):
    """An answer; an empty one puts the question off."""

    case: int
    question: str
    value: str = ""


async def follow_up(update: Update, context: Context) -> None:
    """The first open question."""
    context.in_private()
    button = FollowUpButton.read(update)
    context.edit(await context.run(_open, CaseId(button.case), context.texts))


def _open(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = follow_ups.open_for(work, turn, identity)
    return _screen(texts, case, open_questions(case.stage, case.follow_up))


async def answer(update: Update, context: Context) -> None:
    """Kept; the next one, or the card again."""
    context.in_private()
    button = FollowUpAnswerButton.read(update)
    following = await context.run(_answer, button, context.texts)
    if following is None:
        context.toast(context.texts.label("follow_up.done"))
    else:
        context.edit(following)


def _answer(work: Work, turn: Turn, pressed: FollowUpAnswerButton, texts: Texts) -> Message | None:
    """The next screen; None when nothing is left and the card shows itself again."""
    identity = CaseId(pressed.case)
    if pressed.value:
        case = follow_ups.answer(work, turn, identity, pressed.question, pressed.value)
        left = open_questions(case.stage, case.follow_up)
    else:
        case = follow_ups.open_for(work, turn, identity)
        left = _after(open_questions(case.stage, case.follow_up), pressed.question)
    if left:
        return _screen(texts, case, left)
    telling.show_card(work, case, access.member(turn).id, at_once=True)
    return None


def _after(still: tuple[Question, ...], key: str) -> tuple[Question, ...]:
    """What comes after a question that was put off."""
    keys = [one.key for one in still]
    return still[keys.index(key) + 1 :] if key in keys else still


def _screen(texts: Texts, case: Case, left: tuple[Question, ...]) -> Message:
    lines: list[str] = [texts("follow_up.title", code=case.code, number=len(left))]
    lines += [texts("card.line", what=line) for line in given(texts, case.follow_up)]
    back = BackToCardButton(case=case.id).key(texts.label("card.button.back"))
    if not left:
        return Message(text="\n".join([*lines, "", texts("follow_up.done")]), rows=(row(back),))
    asked = left[0]
    keys = [
        FollowUpAnswerButton(case=case.id, question=asked.key, value=one).key(
            texts.label(f"follow_up.{asked.key}.{one}")
        )
        for one in asked.answers
    ]
    later = FollowUpAnswerButton(case=case.id, question=asked.key).key(texts.label("follow_up.later"))
    text = "\n".join([*lines, "", texts(f"follow_up.{asked.key}.ask")])
    return Message(text=text, rows=(*_laid_out(keys), row(later, back)))


def _laid_out(keys: list[Key]) -> tuple[tuple[Key, ...], ...]:
    longest = max(len(key.label) for key in keys)
    width = 1 if longest > LONG else 2 if longest > LONG // 2 else 4
    return tuple(tuple(keys[place : place + width]) for place in range(0, len(keys), width))


def given(texts: Texts, answers: Mapping[str, str]) -> list[str]:
    """ "Einkommen: Rente", a line each."""
    return [
        f"{texts.label(f'follow_up.{key}.name')}: {texts.label(f'follow_up.{key}.{value}')}"
        for key, value in answers.items()
        if question(key) is not None
    ]


HANDLERS = [
    CallbackQueryHandler(follow_up, FollowUpButton.pattern),
    CallbackQueryHandler(answer, FollowUpAnswerButton.pattern),
]
