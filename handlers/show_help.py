"""A member asks what is possible: /hilfe."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import menu
from handlers.commands import commands_for
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Html

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def show_help(update: Update, context: Context) -> None:
    """The commands of this role, a line each."""
    texts = context.texts
    lines = [
        texts("start.command", name=name, meaning=texts.label(f"commands.{name}"))
        for name in commands_for(context.person.role)
    ]
    text = "\n".join([texts("start.help"), *lines])
    context.say(Message(text=Html(text), rows=menu.rows(texts)))


HANDLERS = [CommandHandler("hilfe", show_help, PRIVATE)]
