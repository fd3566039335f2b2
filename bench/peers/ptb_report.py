"""The report on python-telegram-bot: a ConversationHandler whose states and answers PicklePersistence keeps.

As its documentation recommends: a named, persistent conversation with a handler for each question, answers
and finished reports in `user_data`, one update at a time (conversations need that). PicklePersistence keeps
all of it in one file, as is its default, and is asked for what has changed once a minute; with `--flush`
after each update, by the call that the documentation names for it. Either way nothing waits for the disk.
"""

import secrets
import warnings
from datetime import date
from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
    TypeHandler,
)
from telegram.warnings import PTBUserWarning

from bench.peers.connection import Connection, read
from bench.peers.ptb import builder, keyboard
from bench.peers.report import ENTRY, QUESTIONS, SEND, cards, following, screen, sent

OVERVIEW = "overview"

Context = ContextTypes.DEFAULT_TYPE


async def begin(update: Update, context: Context) -> str:
    """[Neue Meldung]: the first question in a message of its own."""
    chat, kept = update.effective_chat, context.user_data
    assert chat is not None
    assert kept is not None
    answers = kept["answers"] = {}
    await _pressed(update).answer()
    first = screen(QUESTIONS[0], answers, date.today())  # noqa: DTZ011 – the day as whoever reports knows it
    await chat.send_message(first.text, reply_markup=keyboard(first))
    return QUESTIONS[0]


async def answer(update: Update, context: Context) -> str:
    """A tapped answer: the next question takes its place."""
    query, answers = _pressed(update), _answers(context)
    assert query.data is not None
    question, _, value = query.data.partition(":")
    answers[question] = value
    await query.answer()
    asked = following(question)
    shown = screen(asked, answers, date.today())  # noqa: DTZ011
    await query.edit_message_text(shown.text, reply_markup=keyboard(shown))
    return asked or OVERVIEW


async def send(update: Update, context: Context) -> int:
    """The last tap: the report is kept, and whoever is concerned is told."""
    query, answers, kept = _pressed(update), _answers(context), context.user_data
    assert kept is not None
    code = f"MI-{secrets.token_hex(4).upper()}"
    await query.answer()
    await query.edit_message_text(sent(code).text)
    for chat, card in cards(code, query.from_user.id, answers):
        await context.bot.send_message(chat, card.text, reply_markup=keyboard(card))
    kept.setdefault("reports", {})[code] = kept.pop("answers")
    return ConversationHandler.END


async def cancel(update: Update, context: Context) -> int:
    """[Abbrechen]."""
    assert context.user_data is not None
    del context.user_data["answers"]
    await _pressed(update).answer()
    return ConversationHandler.END


async def flush(update: object, context: Context) -> None:
    """After the conversation: keep what this update has changed."""
    assert isinstance(update, Update)
    assert update.effective_user is not None
    context.application.mark_data_for_update_persistence(user_ids=update.effective_user.id)
    await context.application.update_persistence()


def _answers(context: Context) -> dict[str, str]:
    assert context.user_data is not None
    answers: dict[str, str] = context.user_data["answers"]
    return answers


def _pressed(update: Update) -> CallbackQuery:
    assert update.callback_query is not None
    return update.callback_query


def application(connection: Connection) -> Application[Any, Any, Any, Any, Any, Any]:
    """Made for this connection."""
    made = builder(connection).persistence(PicklePersistence(connection.file)).build()
    states: dict[object, list[Any]] = {
        name: [CallbackQueryHandler(answer, pattern=f"^{name}:")] for name in QUESTIONS
    }
    made.add_handler(
        ConversationHandler(
            entry_points=[CallbackQueryHandler(begin, pattern=f"^{ENTRY}$")],
            states={**states, OVERVIEW: [CallbackQueryHandler(send, pattern=f"^{SEND}$")]},
            fallbacks=[CallbackQueryHandler(cancel, pattern="^cancel$")],
            name="report",
            persistent=True,
        )
    )
    if connection.flush:
        made.add_handler(TypeHandler(Update, flush), group=1)
    return made


if __name__ == "__main__":
    # One conversation a person, whatever message its buttons hang on: that is what `per_message` warns of.
    warnings.filterwarnings("ignore", message=".*CallbackQueryHandler", category=PTBUserWarning)
    application(read()).run_polling()
