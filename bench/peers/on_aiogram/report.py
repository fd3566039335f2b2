"""The report on aiogram: its FSM with a state for each question, in an SQLite storage.

As its documentation recommends: a StatesGroup, a router with a handler for each state, `update_data` and
`set_state` at every step, updates as tasks of their own (the default of its polling).
"""

import asyncio
import secrets
from datetime import date

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.peers.connection import TOKEN, Connection, read
from bench.peers.on_aiogram.session import SameSession
from bench.peers.on_aiogram.storage import PublishedStorage, SqliteStorage
from bench.peers.report import ENTRY, QUESTIONS, SEND, Screen, cards, following, screen, sent


class Report(StatesGroup):
    """Where a report stands."""

    stage = State()
    day = State()
    reason = State()
    household = State()
    place = State()
    channel = State()
    request = State()
    overview = State()


STATES = dict(zip((*QUESTIONS, None), Report.__states__, strict=True))


def keyboard(shown: Screen) -> InlineKeyboardMarkup:
    """A screen's buttons in this library's words."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in shown.rows
        ]
    )


async def begin(query: CallbackQuery, state: FSMContext) -> None:
    """[Neue Meldung]: the first question in a message of its own."""
    assert isinstance(query.message, Message)
    await query.answer()
    await state.set_data({})
    await state.set_state(Report.stage)
    first = screen(QUESTIONS[0], {}, date.today())  # noqa: DTZ011 – the day as whoever reports knows it
    await query.message.answer(first.text, reply_markup=keyboard(first))


async def answer(query: CallbackQuery, state: FSMContext) -> None:
    """A tapped answer: the next question takes its place."""
    assert isinstance(query.message, Message)
    assert query.data is not None
    question, _, value = query.data.partition(":")
    await query.answer()
    answers = await state.update_data({question: value})
    asked = following(question)
    await state.set_state(STATES[asked])
    shown = screen(asked, answers, date.today())  # noqa: DTZ011
    await query.message.edit_text(shown.text, reply_markup=keyboard(shown))


async def send(
    query: CallbackQuery, state: FSMContext, bot: Bot, storage: PublishedStorage | SqliteStorage
) -> None:
    """The last tap: the report is kept, and whoever is concerned is told."""
    assert isinstance(query.message, Message)
    code = f"MI-{secrets.token_hex(4).upper()}"
    await query.answer()
    answers = await state.get_data()
    await storage.keep(code, answers)
    await query.message.edit_text(sent(code).text)
    for chat, card in cards(code, query.from_user.id, answers):
        await bot.send_message(chat, card.text, reply_markup=keyboard(card))
    await state.clear()


async def cancel(query: CallbackQuery, state: FSMContext) -> None:
    """[Abbrechen]."""
    await state.clear()
    await query.answer()


def router() -> Router:
    """Every handler, under its state."""
    made = Router()
    made.callback_query(F.data == ENTRY)(begin)
    for name in QUESTIONS:
        made.callback_query(STATES[name], F.data.startswith(f"{name}:"))(answer)
    made.callback_query(Report.overview, F.data == SEND)(send)
    made.callback_query(F.data == "cancel")(cancel)
    return made


async def run(connection: Connection) -> None:
    """Until the process is ended."""
    session = SameSession if connection.transport == "aiohttp" else AiohttpSession
    bot = Bot(TOKEN, session=session(api=TelegramAPIServer.from_base(connection.api_url)))
    storage = (
        await SqliteStorage.opened(connection.file) if connection.tuned else PublishedStorage(connection.file)
    )
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router())
    await dispatcher.start_polling(bot, storage=storage)


if __name__ == "__main__":
    asyncio.run(run(read()))
