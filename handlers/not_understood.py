"""Whatever nobody else has understood: typed text finds its dialogue, the rest gets one short answer."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.model.errors import AlreadyDone
from domain.services import albums, stray_text
from handlers import dialogue, menu
from handlers.context import Context
from handlers.message import Message

LONGEST_TEXT = 1000
"""Characters; nothing that is asked here takes more."""

_NEW = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def unknown_command(update: Update, context: Context) -> None:
    """A command that does not exist; an open dialogue does not take it for an answer."""
    assert context.person is not None
    context.say(Message(text=context.texts("errors.unknown_command")))


async def hear_text(update: Update, context: Context) -> None:
    """Plain text in the private chat: an answer in a dialogue, or nothing we know."""
    message = update.message
    assert message is not None
    assert context.person is not None
    text = message.text or ""
    if len(text) > LONGEST_TEXT:
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        context.say(Message(text=context.texts("errors.too_long")))
        return
    if await dialogue.answer_text(context, text):
        return
    found = await context.run(stray_text.hit, text)
    if found is not None:
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        what = context.texts.label(f"note.hit.{found}")
        context.say(Message(text=context.texts("errors.stray_name", what=what)))
        return
    context.say(Message(text=context.texts("errors.not_understood"), rows=menu.rows(context.texts)))


async def refuse_contact(update: Update, context: Context) -> None:
    """A contact card, whosever it is: deleted, answered once (P6)."""
    context.delete_incoming(if_refused=context.texts("errors.delete_it"))
    context.say(Message(text=context.texts("errors.no_contacts")))


async def refuse_content(update: Update, context: Context) -> None:
    """Pictures, voice, files and the like: never downloaded, deleted, answered once (P5)."""
    assert update.message is not None
    context.delete_incoming(if_refused=context.texts("errors.delete_it"))
    if update.message.media_group_id is not None:
        await context.run(albums.refuse, update.message.media_group_id)
    else:
        context.say(Message(text=context.texts("errors.no_files")))


async def press_of_old(update: Update, context: Context) -> None:
    """A button that no present message carries."""
    raise AlreadyDone


HANDLERS = [
    MessageHandler(_NEW & filters.COMMAND, unknown_command),
    MessageHandler(_NEW & filters.TEXT, hear_text),
    MessageHandler(_NEW & filters.CONTACT, refuse_contact),
    MessageHandler(_NEW & ~filters.StatusUpdate.ALL, refuse_content),
    CallbackQueryHandler(press_of_old),
]
