"""Messages become Bot API calls."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import TelegramError

from handlers.message import Key, Message, Rows

log = logging.getLogger(__name__)

Draw = Callable[[str], bytes]
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Post:
    """`draws` makes a file's bytes from its subject, by template, in a thread."""

    def __init__(self, bot: Bot, draws: Mapping[str, Draw]) -> None:
        self.bot = bot
        self.draws = draws

    async def send(self, chat: int, message: Message) -> int | None:
        """Send, edit or delete; gives the message id where there is one. Raises TelegramError."""
        if message.deletes is not None:
            await self.bot.delete_message(chat, message.deletes)
            return None
        if message.edits is not None:
            await self.bot.edit_message_text(
                message.text,
                chat_id=chat,
                message_id=message.edits,
                parse_mode="HTML",
                reply_markup=_keyboard(message.rows),
                link_preview_options=_NO_PREVIEW,
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
        sent = await self.bot.send_message(
            chat,
            message.text,
            parse_mode="HTML",
            reply_markup=_keyboard(message.rows),
            disable_notification=message.silent,
            protect_content=message.protected,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=_reply(message),
        )
        if message.pinned:
            await self._pin(chat, sent.message_id)
        return sent.message_id

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
        send = self.bot.send_photo if file.kind == "photo" else self.bot.send_document
        sent = await send(
            chat,
            upload,
            caption=message.text or None,
            parse_mode="HTML",
            reply_markup=_keyboard(message.rows),
            protect_content=message.protected,
        )
        return sent.message_id


def _reply(message: Message) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(message.reply_to, allow_sending_without_reply=True)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(key) for key in row] for row in rows]) if rows else None


def _button(key: Key) -> InlineKeyboardButton:
    if key.url is not None:
        return InlineKeyboardButton(key.label, url=key.url)
    if key.copies is not None:
        return InlineKeyboardButton(key.label, copy_text=CopyTextButton(key.copies))
    return InlineKeyboardButton(key.label, callback_data=key.data)
