"""A professional takes a note back, or edits one that has left."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.model.case import Case, Note, NoteState
from domain.model.ids import NoteId
from domain.ports import Turn, Work
from domain.services import access, note_copies
from handlers.cards import note_screens
from handlers.context import Context
from handlers.message import Message
from handlers.note_buttons import WithdrawNoteButton

EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE


async def withdraw(update: Update, context: Context) -> None:
    """[Zurückziehen]"""
    context.in_private()
    button = WithdrawNoteButton.read(update)
    case = await context.run(note_copies.withdraw, NoteId(button.note), pressed=context.pressed_message)
    context.edit(Message(text=context.texts("note.withdrawn", code=case.code)), case=case.id)


async def refuse_edit(update: Update, context: Context) -> None:
    """An edit of a sent note goes nowhere: what was written anew is neither read nor kept (P7)."""
    found = await context.run(_sent_note, context.incoming_message or 0)
    if found is None:
        return
    case, note = found
    context.say(
        Message(
            text=context.texts("note.edited", code=case.code),
            rows=note_screens.withdrawable(context.texts, note),
        ),
        case=case.id,
    )


def _sent_note(work: Work, turn: Turn, message: int) -> tuple[Case, Note] | None:
    note = note_copies.of_message(work, turn, message)
    if note is None or note.state is not NoteState.SENT:
        return None
    return access.case_of(work, note.case_id), note


HANDLERS = [
    CallbackQueryHandler(withdraw, WithdrawNoteButton.pattern),
    MessageHandler(EDITED, refuse_edit),
]
