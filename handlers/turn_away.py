"""What somebody else wrote is never taken: forwarded, quoted, sent through another bot (P5)."""

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler, filters

from handlers.context import Context
from handlers.message import Message


class _Foreign(filters.MessageFilter):
    def filter(self, message: Incoming) -> bool:
        return any(
            one is not None
            for one in (
                message.forward_origin,
                message.via_bot,
                message.quote,
                message.external_reply,
                message.reply_to_story,
            )
        )


async def turn_away(update: Update, context: Context) -> None:
    """Not read, deleted, answered once."""
    context.delete_incoming(if_refused=context.texts("errors.delete_it"))
    context.say(Message(text=context.texts("errors.no_foreign_text")))


HANDLERS = [
    MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & _Foreign(), turn_away),
]
