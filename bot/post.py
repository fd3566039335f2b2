"""Messages become Bot API calls."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.error import TelegramError

from bot.calls import Calls
from handlers.message import Key, Message, Rows

log = logging.getLogger(__name__)

Draw = Callable[[str], bytes]
_AS_HTML = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


class Post:
    """`draws` makes a file's bytes from its subject, by template, in a thread."""

    def __init__(self, bot: Bot, call: Calls, draws: Mapping[str, Draw]) -> None:
        self.bot = bot
        self.call = call
        self.draws = draws

    async def send(self, chat: int, message: Message) -> int | None:
        """Send, edit or delete; gives the message id where there is one. Raises TelegramError."""
        if message.deletes is not None:
            await self.call("deleteMessage", chat_id=chat, message_id=message.deletes)
            return None
        if message.edits is not None:
            await self.call(
                "editMessageText",
                chat_id=chat,
                message_id=message.edits,
                text=message.text,
                reply_markup=_keyboard(message.rows),
                **_AS_HTML,
            )
            return message.edits
        if message.contact is not None:
            first, _, last = message.contact.name.partition(" ")
            sent = await self.bot.send_contact(chat, message.contact.phone, first, last or None)
            return sent.message_id
        if message.file is not None:
            return await self._send_file(chat, message)
        return await self._send_text(chat, message)

    async def _send_text(self, chat: int, message: Message) -> int:
        sent = await self.call(
            "sendMessage",
            chat_id=chat,
            text=message.text,
            reply_markup=_keyboard(message.rows),
            disable_notification=message.silent or None,
            protect_content=message.protected or None,
            reply_parameters=_reply(message),
            **_AS_HTML,
        )
        identity: int = sent["message_id"]
        if message.pinned:
            await self._pin(chat, identity)
        return identity

    async def _pin(self, chat: int, message: int) -> None:
        """Not every group lets its members pin; the message has been said all the same."""
        try:
            await self.bot.pin_chat_message(chat, message, disable_notification=True)
        except TelegramError as error:
            log.info("a message could not be pinned: %s", type(error).__name__)

    async def _send_file(self, chat: int, message: Message) -> int:
        file = message.file
        assert file is not None
        content = await asyncio.to_thread(self.draws[file.template], file.subject)
        upload = InputFile(content, filename=file.name, attach=False)
        keyboard = _keyboard(message.rows)
        send = self.bot.send_photo if file.kind == "photo" else self.bot.send_document
        sent = await send(
            chat,
            upload,
            caption=message.text or None,
            parse_mode="HTML",
            reply_markup=None if keyboard is None else InlineKeyboardMarkup.de_json(keyboard),
            protect_content=message.protected,
        )
        return sent.message_id


def _reply(message: Message) -> dict[str, Any] | None:
    if message.reply_to is None:
        return None
    return {"message_id": message.reply_to, "allow_sending_without_reply": True}


def _keyboard(rows: Rows) -> dict[str, Any] | None:
    return {"inline_keyboard": [[_button(key) for key in row] for row in rows]} if rows else None


def _button(key: Key) -> dict[str, Any]:
    if key.url is not None:
        return {"text": key.label, "url": key.url}
    if key.copies is not None:
        return {"text": key.label, "copy_text": {"text": key.copies}}
    return {"text": key.label, "callback_data": key.data}
