"""The floor: python-telegram-bot without a dialogue. Every press is acknowledged and counted on a button.

The calls are those of the report: a new message first, then eight edits, and three messages at the end.
"""

from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bench.peers.connection import Connection, read
from bench.peers.ptb import builder, keyboard
from bench.peers.report import OFFICE, STEPS, WATCHER, Screen

# One at a time, as is the default: with `concurrent_updates` both transports came out slower.


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One step, whatever was pressed."""
    query, chat = update.callback_query, update.effective_chat
    assert query is not None
    assert query.data is not None
    assert chat is not None
    step = 1 if query.data == "new" else int(query.data) + 1
    markup = keyboard(Screen(text="", rows=((("Weiter", str(step)),),)))
    await query.answer()
    if step == 1:
        await chat.send_message(query.data, reply_markup=markup)
        return
    await query.edit_message_text(query.data, reply_markup=markup)
    if step == STEPS:
        for other in (chat.id, OFFICE, WATCHER):
            await context.bot.send_message(other, query.data, reply_markup=markup)


def application(connection: Connection) -> Application[Any, Any, Any, Any, Any, Any]:
    """Made for this connection."""
    made = builder(connection).build()
    made.add_handler(CallbackQueryHandler(echo))
    return made


if __name__ == "__main__":
    application(read()).run_polling()
