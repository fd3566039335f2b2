"""Messages: how they come into a chat, change there, leave it, and which bots hear of it."""

from __future__ import annotations

from simulator import wire
from simulator.entities import part
from simulator.records import Bot, Chat, Json, Message, Options
from simulator.world import World


def post(world: World, chat: Chat, sender_id: int, content: Json, options: Options | None = None) -> Message:
    """Put a message into a chat and tell the bots that may see it."""
    options = options or Options()
    message = Message(
        id=world.next_message_id(chat),
        chat_id=chat.id,
        sent_at=world.clock.now(),
        sender_id=sender_id,
        content=content,
        markup=options.markup,
        options=options,
    )
    chat.messages[message.id] = message
    chat.read[sender_id] = message.id
    world.happened("message", chat=chat.id, bot=chat.bot_id, message=message.id, sender=sender_id)
    _tell_bots(world, chat, message, "message")
    return message


def change(world: World, chat: Chat, message: Message, content: Json, markup: Json | None) -> None:
    """Give a message another content or keyboard; a keyboard alone leaves no edit date on Telegram either."""
    if content != message.content:
        message.edited_at = world.clock.now()
    message.content, message.markup = content, markup
    world.happened("edit", chat=chat.id, bot=chat.bot_id, message=message.id)
    _tell_bots(world, chat, message, "edited_message")


def delete(world: World, chat: Chat, message: Message) -> None:
    """Take a message away from everybody; bots are not told."""
    message.deleted = True
    message.content, message.markup, message.options = {}, None, Options()
    world.happened("delete", chat=chat.id, bot=chat.bot_id, message=message.id)


def pin(world: World, chat: Chat, message: Message, by: int) -> None:
    """Pin a message and say so in the chat."""
    message.pinned = True
    world.happened("edit", chat=chat.id, bot=chat.bot_id, message=message.id)
    post(world, chat, by, {"pinned_message": wire.message(world, chat, message, nested=False)})


def bots_in(world: World, chat: Chat) -> list[Bot]:
    """The bots that are in a chat."""
    if chat.bot_id is not None:
        return [world.bots[chat.bot_id]]
    return [bot for bot in world.bots.values() if chat.inside(bot.id)]


def _tell_bots(world: World, chat: Chat, message: Message, kind: str) -> None:
    if message.sender_id in world.bots and not message.service:
        return
    for bot in bots_in(world, chat):
        if bot.id != message.sender_id and visible(world, bot, chat, message):
            body = wire.message(world, chat, message)
            world.queues[bot.id].put(kind, body, ("chat", chat.id), world.clock.now())


def visible(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """Whether privacy mode lets a bot see a person's message."""
    if chat.private or message.service or not bot.privacy or chat.admin(bot.id):
        return True
    if message.options.extra.get("via_bot", {}).get("id") == bot.id:
        return True
    replied = world.message(chat, message.options.reply_to)
    if replied is not None and replied.sender_id == bot.id:
        return True
    return _is_command_for(world, bot, chat, message)


def _is_command_for(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    first = next((entity for entity in message.entities if entity["offset"] == 0), None)
    if first is None or first["type"] != "bot_command":
        return False
    _, _, addressed = part(message.text or "", first).partition("@")
    if addressed:
        return addressed.lower() == bot.username.lower()
    return _last_bot_to_write(world, chat) in (None, bot.id)


def _last_bot_to_write(world: World, chat: Chat) -> int | None:
    newest_first = reversed(chat.messages.values())
    return next((message.sender_id for message in newest_first if message.sender_id in world.bots), None)
