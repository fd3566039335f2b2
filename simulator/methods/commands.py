"""Methods for the command menu and the bot's descriptions."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.reach import Call
from simulator.records import Json
from simulator.refusals import bad_request

_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_NAME = re.compile(r"/?[A-Za-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
MOST_COMMANDS = 100
LONGEST_EXPLANATION = 256


def set_my_commands(call: Call) -> bool:
    """setMyCommands for a scope and a language."""
    commands = _commands(call)
    key = (_scope(call), _language(call))
    if commands:
        call.bot.commands[key] = commands
    else:
        call.bot.commands.pop(key, None)
    return True


def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands: exactly those of the scope and language, an empty list when there are none."""
    return call.bot.commands.get((_scope(call), _language(call)), [])


def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.bot.commands.pop((_scope(call), _language(call)), None)
    return True


def set_my_description(call: Call) -> bool:
    """setMyDescription, at most 512 characters."""
    return _describe(call, "description", 512)


def get_my_description(call: Call) -> Json:
    """getMyDescription."""
    return _description(call, "description")


def set_my_short_description(call: Call) -> bool:
    """setMyShortDescription, at most 120 characters."""
    return _describe(call, "short_description", 120)


def get_my_short_description(call: Call) -> Json:
    """getMyShortDescription."""
    return _description(call, "short_description")


def _describe(call: Call, kind: str, longest: int) -> bool:
    text = call.parameters.text(kind)
    if len(text) > longest:
        raise bad_request(f"{kind.replace('_', ' ')} is too long")
    call.bot.descriptions[kind, _language(call)] = text
    return True


def _description(call: Call, kind: str) -> Json:
    descriptions = call.bot.descriptions
    return {kind: descriptions.get((kind, _language(call)), descriptions.get((kind, ""), ""))}


def _commands(call: Call) -> list[Json]:
    given = call.parameters.decoded("commands", "can't parse commands JSON object")
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(one) for one in given]


def _command(one: Any) -> Json:
    if not isinstance(one, dict):
        raise bad_request("can't parse BotCommand: Object expected as BotCommand")
    for name in ("command", "description"):
        if not isinstance(one.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    if not _NAME.fullmatch(one["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(one["description"].strip()) <= LONGEST_EXPLANATION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": one["command"].lstrip("/").lower(), "description": one["description"].strip()}


def _scope(call: Call) -> str:
    scope = call.parameters.decoded("scope", "can't parse BotCommandScope JSON object")
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    if scope.get("type") in _SCOPES:
        return str(scope["type"])
    if scope.get("type") not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if not scope.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    return json.dumps({name: str(value) for name, value in scope.items()}, sort_keys=True)


def _language(call: Call) -> str:
    language = call.parameters.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
