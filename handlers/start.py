"""A person opens the chat: /start."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from domain.model.errors import Stranger
from handlers.context import Context
from handlers.message import Message

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def start(update: Update, context: Context) -> None:
    """Greet a member; strangers learn nothing."""
    if context.turn.person is None:
        raise Stranger
    context.say(Message(text=context.texts("start.welcome", name=context.person.name)))


HANDLERS = [CommandHandler("start", start, PRIVATE)]
