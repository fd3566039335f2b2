"""The floor: python-telegram-bot without a dialogue; every press is acknowledged and its data shown again."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bench.peers.connection import Connection, read

# One at a time, as is the default: with `concurrent_updates` both transports came out slower.


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """The same two calls as a step of the report; the first message of a walk is a new one."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Weiter", callback_data="on")]])
    if query.data == "new":
        await update.effective_chat.send_message(query.data, reply_markup=keyboard)  # type: ignore[union-attr]
    else:
        await query.edit_message_text(query.data, reply_markup=keyboard)


def application(connection: Connection) -> Application[Any, Any, Any, Any, Any, Any]:
    """Made for this connection."""
    made = connection.builder().build()
    made.add_handler(CallbackQueryHandler(echo))
    return made


if __name__ == "__main__":
    application(read()).run_polling()
