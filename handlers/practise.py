"""A member practises a report: [Probe-Meldung], two taps, answered by the bot, gone after an hour."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.stage import Stage
from domain.services import practice
from handlers import menu
from handlers.buttons import Button
from handlers.context import Context
from handlers.menu import PracticeButton
from handlers.message import Message, row


class PracticeStageButton(Button, prefix="prs"):
    stage: Stage


class PracticeSendButton(Button, prefix="prz"):
    """[An Kurze Wege (Probe) senden]"""

    stage: Stage


async def begin(update: Update, context: Context) -> None:
    """How do things stand?"""
    assert context.person is not None
    rows = tuple(row(PracticeStageButton(stage=one).key(context.texts.word(one))) for one in practice.STAGES)
    context.say(Message(text=context.texts("practice.stage"), rows=rows))


async def choose_stage(update: Update, context: Context) -> None:
    """The summary, with the button that sends."""
    button = PracticeStageButton.read(update)
    send = PracticeSendButton(stage=button.stage).key(context.texts.label("practice.send"))
    back = PracticeButton().key(context.texts.label("menu.back"))
    text = context.texts("practice.summary", stage=context.texts.word(button.stage))
    context.edit(Message(text=text, rows=(row(send), row(back))))


async def send(update: Update, context: Context) -> None:
    """The practice case; the bot's answer comes as a message of its own."""
    button = PracticeSendButton.read(update)
    case = await context.run(practice.report, button.stage, context.pressed_message)
    text = context.texts("practice.sent", code=case.code, word=case.word)
    context.edit(Message(text=text, rows=menu.rows(context.texts)))


HANDLERS = [
    CallbackQueryHandler(begin, PracticeButton.pattern),
    CallbackQueryHandler(choose_stage, PracticeStageButton.pattern),
    CallbackQueryHandler(send, PracticeSendButton.pattern),
]
