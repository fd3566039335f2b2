"""A coordinator decides what becomes of the messages of a restored backup."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.notices import RowsHeld
from domain.services import restored
from handlers.buttons import Button
from handlers.cards import Reading, shows
from handlers.context import Context
from handlers.message import Message


class HeldButton(Button, prefix="hld"):
    """`send` 1: send what was on hold; 0: drop it."""

    send: int


@shows(RowsHeld)
def rows_held(reading: Reading, notice: RowsHeld) -> Message | None:
    """What waits, and the two ways to go on; nothing when somebody has decided meanwhile."""
    if not restored.held(reading.work):
        return None
    texts = reading.texts
    keys = (
        HeldButton(send=1).key(texts.label("held.send")),
        HeldButton(send=0).key(texts.label("held.drop")),
    )
    return Message(text=texts("held.announced", rows=notice.rows), rows=(keys,))


async def decide(update: Update, context: Context) -> None:
    """One press, for all that is on hold."""
    send = bool(HeldButton.read(update).send)
    rows = await context.run(restored.decide, send=send)
    key = "held.sent" if send else "held.dropped"
    context.edit(Message(text=context.texts(key, rows=rows)))


HANDLERS = [CallbackQueryHandler(decide, HeldButton.pattern)]
