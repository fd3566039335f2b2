"""How a peer on python-telegram-bot is put together: on httpx, as it ships, or on our aiohttp transport."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ApplicationBuilder

from bench.peers.connection import TOKEN, Connection
from bench.peers.report import Screen
from bot.transport import AiohttpRequest


def builder(connection: Connection) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """An application's beginning."""
    begun = ApplicationBuilder().token(TOKEN).base_url(f"{connection.api_url}/bot")
    if connection.transport == "aiohttp":
        begun = begun.request(AiohttpRequest()).get_updates_request(AiohttpRequest(pool_size=1))
    return begun


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """A screen's buttons in this library's words."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in screen.rows]
    )
