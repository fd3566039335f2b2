"""A professional answers one of our messages: stored ids say on which case, never the text (P8)."""

from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.ports import Spoken, Turn, Work
from domain.services import note_texts
from handlers import dialogue
from handlers.context import Context
from handlers.not_understood import hear_text
from handlers.write_note import answer, mentions

REPLY = (
    filters.ChatType.PRIVATE
    & filters.UpdateType.MESSAGE
    & filters.REPLY
    & filters.TEXT
    & ~filters.COMMAND
    & ~filters.FORWARDED
    & ~filters.VIA_BOT
)


async def reply(update: Update, context: Context) -> None:
    """A reply is a note on the case of the message that it answers; a reply to a list asks which case.

    An open dialogue hears replies to its own message, and to messages that speak of no case.
    """
    message = update.message
    answered = None if message is None else message.reply_to_message
    if message is None or answered is None or context.turn.person is None:
        await hear_text(update, context)
        return
    to_dialogue, spoken = await context.run(_answered, answered.message_id)
    if to_dialogue and await dialogue.answer_text(context, message.text or ""):
        return
    heard = await context.run(
        note_texts.reply,
        message.text or "",
        spoken,
        source=message.message_id,
        mentions=mentions(context),
    )
    answer(context, heard)


def _answered(work: Work, turn: Turn, message: int) -> tuple[bool, Spoken | None]:
    """Whether an open dialogue is meant, and else what the answered message speaks about."""
    draft = dialogue.open_draft(work, turn)
    spoken = work.outbox.spoken(turn.chat, message)
    speaks = spoken is not None and spoken.case_id is not None
    return draft is not None and (not speaks or draft.message == message), spoken


HANDLERS = [MessageHandler(REPLY, reply)]
