"""Somebody sees to a deadline, or says that it is met, and how: one tap each, no word typed."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case_deadline import Met, ways_to_meet
from domain.ports import Turn, Work
from domain.services import deadlines
from domain.services.deadlines import rule_of
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import HearDeadlineButton, MeetDeadlineButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


class HowMetButton(Button, prefix="ddw"):
    deadline: int
    how: Met


async def hear(update: Update, context: Context) -> None:
    """[Ich kümmere mich]"""
    context.in_private()
    case = await context.run(deadlines.hear, HearDeadlineButton.read(update).deadline)
    await screens.confirm(context, context.texts.label("deadline.met.heard", code=case.code), case.id)


async def ask_how(update: Update, context: Context) -> None:
    """[Erledigt]: how?"""
    context.in_private()
    context.edit(await context.run(_ways, MeetDeadlineButton.read(update).deadline, context.texts))


def _ways(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    deadline, case = deadlines.require(work, turn, identity)
    keys = [
        HowMetButton(deadline=deadline.id, how=one).key(texts.word(one))
        for one in ways_to_meet(deadline.kind)
    ]
    text = texts("deadline.met.how", code=case.code, title=rule_of(deadline).title)
    return screens.choice(texts, case.id, text, keys)


async def meet(update: Update, context: Context) -> None:
    """It is done: no more reminders."""
    context.in_private()
    button = HowMetButton.read(update)
    case = await context.run(deadlines.meet, button.deadline, button.how)
    text = context.texts.label("deadline.met.done", code=case.code, how=context.texts.word(button.how))
    await screens.confirm(context, text, case.id)


HANDLERS = [
    CallbackQueryHandler(hear, HearDeadlineButton.pattern),
    CallbackQueryHandler(ask_how, MeetDeadlineButton.pattern),
    CallbackQueryHandler(meet, HowMetButton.pattern),
]
