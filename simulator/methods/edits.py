"""Methods that change or delete messages."""

from __future__ import annotations

from datetime import timedelta

from simulator import formatting, keyboards, wire
from simulator.messages import change, delete
from simulator.reach import Call, message_to, writable_chat
from simulator.records import Chat, Json, Message
from simulator.refusals import NOT_MODIFIED, bad_request

DELETABLE = timedelta(hours=48)


def edit_message_text(call: Call) -> Json:
    """editMessageText: text and keyboard of an own text message."""
    chat, message = _own_message(call)
    content = formatting.text(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edited(call, chat, message, content)


def edit_message_caption(call: Call) -> Json:
    """editMessageCaption: caption and keyboard of an own file."""
    chat, message = _own_message(call)
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    return _edited(call, chat, message, kept | formatting.caption(call))


def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup: the keyboard of an own message."""
    chat, message = _own_message(call)
    return _edited(call, chat, message, message.content)


def delete_message(call: Call) -> bool:
    """deleteMessage: own messages and private chats for 48 hours; administrators delete any message."""
    chat = writable_chat(call)
    message = message_to(call, chat, "delete")
    if not _deletable(call, chat, message):
        raise bad_request("message can't be deleted")
    delete(call.world, chat, message)
    return True


def _own_message(call: Call) -> tuple[Chat, Message]:
    chat = writable_chat(call)
    message = message_to(call, chat, "edit")
    if message.sender_id != call.bot.id or message.service:
        raise bad_request("message can't be edited")
    if message.markup and "inline_keyboard" not in message.markup:
        raise bad_request("message can't be edited")
    return chat, message


def _edited(call: Call, chat: Chat, message: Message, content: Json) -> Json:
    markup = keyboards.read(call.parameters)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    change(call.world, chat, message, content, markup)
    return wire.message(call.world, chat, message)


def _deletable(call: Call, chat: Chat, message: Message) -> bool:
    if chat.admin(call.bot.id):
        return True
    young = call.world.clock.now() - message.sent_at < DELETABLE
    if chat.private:
        return young
    own = message.sender_id == call.bot.id
    return own and young and not message.service
