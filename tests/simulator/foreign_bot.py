"""A bot as anybody would write it with python-telegram-bot; it knows nothing of the simulator."""

from __future__ import annotations

import os
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

TOWN, SURE = range(2)
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> int:
    assert update.message is not None
    towns = ReplyKeyboardMarkup([["Minden", "Espelkamp"]], one_time_keyboard=True)
    await update.message.reply_text("In welchem Ort?", reply_markup=towns)
    return TOWN


async def town(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["town"] = update.message.text
    await update.message.reply_html(f"<b>{update.message.text}</b>, gut.", reply_markup=ReplyKeyboardRemove())
    answers = [
        InlineKeyboardButton("Ja", callback_data="yes"),
        InlineKeyboardButton("Nein", callback_data="no"),
    ]
    await update.message.reply_text("Stimmt das?", reply_markup=InlineKeyboardMarkup([answers]))
    return SURE


async def sure(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None
    assert context.user_data is not None
    await query.answer("Danke")
    if query.data == "no":
        await query.edit_message_text("Bitte noch einmal: In welchem Ort?")
        return TOWN
    await query.edit_message_text(f"Notiert: {context.user_data['town']}")
    return ConversationHandler.END


async def cancel(update: Update, context: Context) -> int:
    assert update.message is not None
    await update.message.reply_text("Abgebrochen.")
    return ConversationHandler.END


def main() -> None:
    server = os.environ.get("BOT_API", "https://api.telegram.org")
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(os.environ["BOT_TOKEN"]).base_url(server + "/bot").build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                TOWN: [MessageHandler(filters.TEXT & ~filters.COMMAND, town)],
                SURE: [CallbackQueryHandler(sure)],
            },
            fallbacks=[CommandHandler("cancel", cancel)],
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main()
