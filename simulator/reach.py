"""Which chat a bot means, and whether Telegram lets it in there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.parameters import Parameters
from simulator.records import Bot, Chat, Message
from simulator.refusals import CHAT_NOT_FOUND, bad_request, forbidden, upgraded
from simulator.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Bot API call: who calls, in which world, with which parameters."""

    world: World
    bot: Bot
    parameters: Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A result that Telegram sends with a description."""

    result: Any
    description: str


def known_chat(call: Call) -> Chat:
    """The chat of `chat_id` when the bot may read it; raises Refused."""
    chat = _chat(call)
    if chat.kind == "supergroup":
        _check_membership(call.bot, chat)
    return chat


def writable_chat(call: Call) -> Chat:
    """The chat of `chat_id` when the bot may write there; raises Refused."""
    chat = _chat(call)
    if chat.private:
        _check_person(call.world, chat)
        return chat
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    _check_membership(call.bot, chat)
    return chat


def check_may_send(call: Call, chat: Chat) -> None:
    """Refuse a bot that must not write where only administrators may."""
    if not chat.private and not chat.can_send_messages and not chat.admin(call.bot.id):
        raise bad_request("not enough rights to send text messages to the chat")


def message_to(call: Call, chat: Chat, verb: str) -> Message:
    """The message of `message_id`; `verb` says what was to be done with it. Raises Refused."""
    message = chat.message(call.parameters.number("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _chat(call: Call) -> Chat:
    given = call.parameters.text("chat_id").strip()
    if not given:
        raise bad_request("chat_id is empty")
    try:
        chat_id = int(given)
    except ValueError:
        raise bad_request(CHAT_NOT_FOUND) from None
    if chat_id in call.world.bots:
        raise forbidden("the bot can't send messages to the bot")
    return _private_chat(call, chat_id) if chat_id > 0 else _group(call, chat_id)


def _private_chat(call: Call, person_id: int) -> Chat:
    chat = call.world.private_chats.get((person_id, call.bot.id))
    if chat is not None and chat.started:
        return chat
    if _share_a_group(call, person_id):
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request(CHAT_NOT_FOUND)


def _share_a_group(call: Call, person_id: int) -> bool:
    groups = call.world.groups.values()
    return any(call.bot.id in chat.members and person_id in chat.members for chat in groups)


def _group(call: Call, chat_id: int) -> Chat:
    chat = call.world.groups.get(chat_id)
    if chat is None or not _knows(call.world, call.bot, chat):
        raise bad_request(CHAT_NOT_FOUND)
    return chat


def _knows(world: World, bot: Bot, chat: Chat) -> bool:
    successor = None if chat.migrated_to is None else world.groups[chat.migrated_to]
    return bot.id in chat.members or (successor is not None and bot.id in successor.members)


def _check_person(world: World, chat: Chat) -> None:
    if world.people[chat.id].deleted:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")


def _check_membership(bot: Bot, chat: Chat) -> None:
    if chat.inside(bot.id):
        return
    if chat.members[bot.id].status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    raise forbidden(f"bot is not a member of the {chat.kind} chat")
