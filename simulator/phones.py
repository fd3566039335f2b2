"""What people do with their phones."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from simulator import groups, keyboards, wire
from simulator.entities import found_in, trimmed
from simulator.messages import change, post
from simulator.records import Bot, Chat, Json, Member, Message, Options, Press
from simulator.world import NotPossible, World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_START = re.compile(r"/start( .*)?", re.DOTALL)
LONGEST_TEXT = 4096


def chat_on(world: World, user: int, chat_id: int) -> Chat:
    """The chat a phone means: a group, a bot's id, or the person's own id for the first bot."""
    world.person(user)
    if chat_id < 0:
        chat = world.groups.get(chat_id)
        if chat is None or chat.deleted or user not in chat.members:
            raise NotPossible(f"{user} has no chat {chat_id}", 404)
        return chat
    if chat_id in world.bots:
        return world.private_chat(user, chat_id)
    if chat_id == user and world.bots:
        return world.private_chat(user, next(iter(world.bots)))
    raise NotPossible(f"{user} has no chat {chat_id}", 404)


def send_text(world: World, user: int, chat_id: int, text: str, options: Options | None = None) -> Message:
    """Send a text, cut as Telegram's apps cut one that is too long; the last part is returned."""
    chat = chat_on(world, user, chat_id)
    text = text.strip()
    if not text:
        raise NotPossible("an empty message cannot be sent")
    _open_for(world, user, chat, starting=bool(_START.fullmatch(text)))
    if options and options.reply_to is not None and chat.message(options.reply_to) is None:
        raise NotPossible(f"there is no message {options.reply_to} to reply to", 404)
    parts = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
    return [post(world, chat, user, _text_content(part), options) for part in parts][-1]


def send_content(world: World, user: int, chat_id: int, content: Json, caption: str) -> Message:
    """Send a file, a contact, a place or whatever else there is."""
    chat = chat_on(world, user, chat_id)
    _open_for(world, user, chat, starting=False)
    if caption:
        text, entities = trimmed(caption, found_in(caption, []))
        content = {**content, "caption": text} | ({"caption_entities": entities} if entities else {})
    return post(world, chat, user, content)


def edit_text(world: World, user: int, chat_id: int, message_id: int, text: str) -> Message:
    """Edit an own message."""
    chat = chat_on(world, user, chat_id)
    message = chat.message(message_id)
    if message is None or message.sender_id != user or "text" not in message.content or not text.strip():
        raise NotPossible(f"{user} cannot edit message {message_id}")
    change(world, chat, message, _text_content(text), message.markup)
    return message


def press(world: World, user: int, chat_id: int, message_id: int, label: str) -> Press | Json:
    """Press a button; one that needs no bot answers at once with what the phone does."""
    chat = chat_on(world, user, chat_id)
    message = chat.message(message_id)
    if message is None or not chat.inside(user):
        raise NotPossible(f"there is no message {message_id}", 404)
    button = _button(message, label)
    if "callback_data" not in button:
        return {"answered": True, "text": None, "alert": False, "url": button.get("url")} | _copied(button)
    return _press_callback(world, user, chat, message, button)


def open_link(world: World, user: int, url: str, group_id: int | None) -> Chat:
    """Open a link to a bot; `start` sends the payload, `startgroup` adds the bot to the chosen group."""
    parts = urlsplit(url)
    bot = world.by_username(parts.path.strip("/"))
    if parts.netloc not in ("t.me", "telegram.me") or not isinstance(bot, Bot):
        raise NotPossible(f"no bot is behind {parts.netloc}{parts.path}", 404)
    query = parse_qs(parts.query, keep_blank_values=True)
    if "startgroup" in query:
        return _start_group(world, user, bot, _payload(query["startgroup"][0]), group_id)
    chat = world.private_chat(world.person(user).id, bot.id)
    if "start" in query:
        payload = _payload(query["start"][0])
        send_text(world, user, bot.id, f"/start {payload}")
    return chat


def block(world: World, user: int, bot_id: int) -> None:
    """Block a bot."""
    chat = world.private_chat(world.person(user).id, world.bot(bot_id).id)
    if not chat.blocked:
        chat.blocked = True
        _tell_block(world, chat, "member", "kicked")


def unblock(world: World, user: int, bot_id: int) -> None:
    """Unblock a bot."""
    chat = world.private_chat(world.person(user).id, world.bot(bot_id).id)
    if chat.blocked:
        chat.blocked = False
        _tell_block(world, chat, "kicked", "member")


def leave(world: World, user: int, chat_id: int) -> None:
    """Leave a group."""
    groups.remove(world, chat_on(world, user, chat_id), user, by=user)


def _open_for(world: World, user: int, chat: Chat, *, starting: bool) -> None:
    if world.person(user).deleted:
        raise NotPossible(f"the account {user} was deleted", 403)
    if not chat.private:
        _check_group(user, chat)
    elif starting:
        chat.started = True
        unblock(world, user, chat.bot_id or 0)
    elif not chat.started or chat.blocked:
        raise NotPossible("the phone shows a button to start the bot instead of a text field", 403)


def _check_group(user: int, chat: Chat) -> None:
    if chat.migrated_to is not None:
        raise NotPossible(f"the group became {chat.migrated_to}", 403)
    if not chat.inside(user):
        raise NotPossible(f"{user} is not in the group", 403)
    if not chat.can_send_messages and not chat.admin(user):
        raise NotPossible("only administrators may write here", 403)


def _text_content(text: str) -> Json:
    text, entities = trimmed(text, found_in(text, []))
    return {"text": text} | ({"entities": entities} if entities else {})


def _payload(given: str) -> str:
    if not _PAYLOAD.fullmatch(given):
        raise NotPossible("a start parameter has at most 64 letters, digits, _ and -")
    return given


def _start_group(world: World, user: int, bot: Bot, payload: str, group_id: int | None) -> Chat:
    if group_id is None:
        raise NotPossible("choose the group with `chat`")
    chat = chat_on(world, user, group_id)
    if not chat.inside(bot.id):
        groups.add(world, chat, bot.id, by=user)
    send_text(world, user, group_id, f"/start@{bot.username} {payload}")
    return chat


def _button(message: Message, label: str) -> Json:
    buttons = list(keyboards.buttons(message.markup))
    named = [button for button in buttons if label in (button["text"], button.get("callback_data"))]
    if not named:
        shown = ", ".join(str(button["text"]) for button in buttons) or "none"
        raise NotPossible(f"message {message.id} has no button {label}; its buttons: {shown}", 404)
    return named[0]


def _copied(button: Json) -> Json:
    return {"copied": button["copy_text"]["text"]} if "copy_text" in button else {}


def _press_callback(world: World, user: int, chat: Chat, message: Message, button: Json) -> Press:
    if chat.private and chat.blocked:
        raise NotPossible("the bot is blocked", 403)
    now = world.clock.now()
    identifier = str(world.number("presses", 4_100_000_000_000_000_001))
    pressed = Press(id=identifier, bot_id=message.sender_id, person_id=user, pressed_at=now)
    world.presses[identifier] = pressed
    body = {
        "id": identifier,
        "from": wire.user(world.people[user]),
        "message": wire.message(world, chat, message),
        "chat_instance": str(-7_000_000_000_000_000 - abs(chat.id)),
        "data": button["callback_data"],
    }
    world.happened(
        "tap", press=identifier, chat=chat.id, message=message.id, person=user, button=button["text"]
    )
    world.queues[message.sender_id].put("callback_query", body, ("presses", user), now)
    return pressed


def _tell_block(world: World, chat: Chat, old: str, new: str) -> None:
    bot_id = chat.bot_id or 0
    world.happened("member", chat=chat.id, account=bot_id, status=new)
    groups.tell_own_change(world, chat, chat.id, Member(id=bot_id, status=old), Member(id=bot_id, status=new))
