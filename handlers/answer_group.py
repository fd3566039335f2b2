"""In a group nothing is talked about: commands belong into the private chat, replies go nowhere."""

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.services import groups
from handlers.card_buttons import DetailsButton
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import LANGUAGES, Texts

_NEW = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


async def command(update: Update, context: Context) -> None:
    """Whatever the command, nothing is answered here but the way into the private chat."""
    if await context.run(groups.linked) is not None:
        context.say(_way_in("group.private"))


async def reply(update: Update, context: Context) -> None:
    """A reply to the bot is not stored; once a day the group is told so."""
    assert update.message is not None
    if _is_to_bot(update.message, context) and await context.run(groups.hint_due):
        context.say(_way_in("group.hint"))


def _is_to_bot(message: Incoming, context: Context) -> bool:
    original = message.reply_to_message
    return original is not None and original.from_user is not None and original.from_user.id == context.bot.id


def _way_in(text: str) -> Message:
    texts = Texts.of(LANGUAGES[0])
    key = DetailsButton(case=0).key(texts.label("menu.private"))
    return Message(text=texts(text), rows=(row(key),), silent=True)


HANDLERS = [
    MessageHandler(_NEW & filters.COMMAND, command),
    MessageHandler(_NEW & ~filters.StatusUpdate.ALL, reply),
]
