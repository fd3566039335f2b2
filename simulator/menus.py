"""The commands that a chat's menu offers to one person."""

from __future__ import annotations

import json
from collections.abc import Iterator

from simulator.records import Bot, Chat, Json
from simulator.world import World


def commands(world: World, user: int, chat: Chat) -> list[Json]:
    """The commands of the narrowest scope that has any, in the person's language before any language."""
    language = (world.person(user).language_code or "")[:2]
    found: list[Json] = []
    for bot in world.bots.values():
        if bot.id == chat.bot_id or (not chat.private and chat.inside(bot.id)):
            found += _of(bot, list(_scopes(user, chat)), language)
    return found


def _of(bot: Bot, scopes: list[str], language: str) -> list[Json]:
    for scope in scopes:
        for code in (language, ""):
            if offered := bot.commands.get((scope, code)):
                return offered
    return []


def _scopes(user: int, chat: Chat) -> Iterator[str]:
    """From the narrowest to the widest, as Telegram's apps look for them."""
    if chat.private:
        yield from (_named("chat", chat_id=chat.id), "all_private_chats", "default")
        return
    yield _named("chat_member", chat_id=chat.id, user_id=user)
    if chat.admin(user):
        yield _named("chat_administrators", chat_id=chat.id)
    yield _named("chat", chat_id=chat.id)
    if chat.admin(user):
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


def _named(kind: str, **ids: int) -> str:
    return json.dumps({"type": kind} | {name: str(value) for name, value in ids.items()}, sort_keys=True)
