"""What people see on their phones."""

from __future__ import annotations

from simulator import menus, wire
from simulator.entities import as_html
from simulator.phones import chat_on
from simulator.records import SERVICE_FIELDS, Chat, Json, Message, Person
from simulator.world import World


def person(one: Person) -> Json:
    """A person in the list of phones."""
    return {
        "id": one.id,
        "first_name": one.first_name,
        "username": one.username,
        "language_code": one.language_code,
    }


def chat_entry(world: World, user: int, chat: Chat) -> Json:
    """A chat in the list of chats."""
    bot = world.bots.get(chat.bot_id or 0)
    read = chat.read.get(user, 0)
    unread = [message for message in chat.messages.values() if message.id > read and not message.deleted]
    return {
        "id": _chat_id_on(world, chat),
        "type": chat.kind,
        "title": bot.first_name if bot else chat.title,
        "unread": sum(message.sender_id != user for message in unread),
        "is_forum": chat.forum,
    }


def chat_details(world: World, user: int, chat: Chat) -> Json:
    """A chat on a phone, with what decides how it looks: who is in it, and what may be done there."""
    members = [world.account(member.id) for member in chat.members.values() if member.inside]
    bot = world.bots.get(chat.bot_id or 0)
    return chat_entry(world, user, chat) | {
        "bot": chat.bot_id,
        "username": bot.username if bot else None,
        "started": chat.started or not chat.private,
        "blocked": chat.blocked,
        "can_write": chat.inside(user) and (chat.private or chat.can_send_messages or chat.admin(user)),
        "members": [wire.user(one) for one in members if one is not None],
        "commands": menus.commands(world, user, chat),
    }


def read_messages(world: World, user: int, chat_id: int, after: int) -> list[Json]:
    """The messages of a chat with an id above `after`, which are read now."""
    chat = chat_on(world, user, chat_id)
    shown = [message for message in chat.messages.values() if message.id > after and not message.deleted]
    if shown:
        chat.read[user] = max(shown[-1].id, chat.read.get(user, 0))
    return [show(world, message) for message in shown]


def show(world: World, message: Message) -> Json:
    """A message as a phone shows it."""
    sender = wire.user(world.account(message.sender_id), message.sender_id)
    text = message.text
    return {
        "message_id": message.id,
        "date": int(message.sent_at.timestamp()),
        "edit_date": int(message.edited_at.timestamp()) if message.edited_at else None,
        "from": {name: sender[name] for name in ("id", "first_name", "is_bot")},
        "text": text,
        "html": None if text is None else as_html(text, message.entities),
        "reply_to": message.options.reply_to,
        "thread": message.options.thread,
        "buttons": [[_shown_button(button) for button in row] for row in _rows(message, "inline_keyboard")],
        "keyboard": [[button["text"] for button in row] for row in _rows(message, "keyboard")],
        "document": message.content.get("document"),
        "photo": message.content.get("photo"),
        "contact": message.content.get("contact"),
        "pinned": message.pinned,
        "silent": message.options.silent,
        "protected": message.options.protected,
        "service": next((name for name in message.content if name in SERVICE_FIELDS), None),
        "about": [user["first_name"] for user in _concerned(message)],
    }


def _concerned(message: Message) -> list[Json]:
    """Who came or left, in a message of Telegram's own."""
    gone = message.content.get("left_chat_member")
    came: list[Json] = message.content.get("new_chat_members", [])
    return came if gone is None else [gone]


def _rows(message: Message, kind: str) -> list[list[Json]]:
    rows = (message.markup or {}).get(kind, [])
    return rows if isinstance(rows, list) else []


def _shown_button(button: Json) -> Json:
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "web_app": button.get("web_app"),
        "copy_text": button.get("copy_text"),
    }


def _chat_id_on(world: World, chat: Chat) -> int:
    """The id under which a phone shows a chat; the reverse of `chat_on`."""
    if chat.bot_id is None or chat.bot_id == next(iter(world.bots)):
        return chat.id
    return chat.bot_id
