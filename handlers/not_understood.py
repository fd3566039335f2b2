"""Whatever nobody else has understood: typed text finds its dialogue, the rest gets one short answer."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.model.errors import AlreadyDone
from handlers import dialogue
from handlers.context import Context
from handlers.message import Message

LONGEST_TEXT = 4096


async def hear_text(update: Update, context: Context) -> None:
    """Plain text in the private chat: an answer in a dialogue, or nothing we know."""
    message = update.message
    assert message is not None
    if context.turn.person is not None and await dialogue.answer_text(context, message.text or ""):
        return
    context.say(Message(text=context.texts("errors.not_understood")))


async def refuse_content(update: Update, context: Context) -> None:
    """Pictures, voice, files and the like: never downloaded, deleted, answered once (P5)."""
    context.delete_incoming()
    context.say(Message(text=context.texts("errors.no_files")))


async def press_of_old(update: Update, context: Context) -> None:
    """A button that no present message carries."""
    raise AlreadyDone


HANDLERS = [
    MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & filters.TEXT, hear_text),
    MessageHandler(
        filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, refuse_content
    ),
    CallbackQueryHandler(press_of_old),
]
