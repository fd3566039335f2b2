"""A world as JSON and back, so that the phones are as they were when a simulator starts again."""

from __future__ import annotations

import base64
import json
from collections import deque
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.records import Bot, Chat, Json, Member, Message, Options, Person, StoredFile, Webhook
from simulator.updates import Update, UpdateQueue
from simulator.world import World

_KINDS = (Person, Bot, Webhook, Member, Options, Message, Chat, StoredFile, Update, UpdateQueue)
_BY_NAME: dict[str, Any] = {kind.__name__: kind for kind in _KINDS}
_KEPT = ("people", "bots", "queues", "groups", "private_chats", "files", "numbers", "play")
_KIND = "*kind"


def keep(world: World, path: Path) -> None:
    """Write everything but calls, faults and presses that wait, together with the time."""
    kept = {name: _written(getattr(world, name)) for name in _KEPT}
    kept["now"] = _written(world.clock.now())
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def restore(world: World, path: Path) -> None:
    """Make an empty world the kept one, if there is one. Raises ValueError or KeyError for another file."""
    if not path.exists():
        return
    kept = json.loads(path.read_text(encoding="utf-8"))
    found = {name: _read(kept[name]) for name in _KEPT}
    for name, value in found.items():
        setattr(world, name, value)
    world.clock.move_to(_read(kept["now"]))


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return {_KIND: "datetime", "at": value.isoformat()}
    if isinstance(value, bytes):
        return {_KIND: "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, tuple | frozenset | deque):
        return {_KIND: type(value).__name__, "of": [_written(one) for one in value]}
    if isinstance(value, list):
        return [_written(one) for one in value]
    if isinstance(value, dict):
        return _written_dict(value)
    if is_dataclass(value):
        own = {field.name: _written(getattr(value, field.name)) for field in fields(value)}
        return {_KIND: type(value).__name__, "fields": own}
    return value


def _written_dict(value: dict[Any, Any]) -> Any:
    if all(isinstance(key, str) and key != _KIND for key in value):
        return {key: _written(one) for key, one in value.items()}
    return {_KIND: "dict", "of": [[_written(key), _written(one)] for key, one in value.items()]}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(one) for one in value]
    if not isinstance(value, dict):
        return value
    if _KIND not in value:
        return {key: _read(one) for key, one in value.items()}
    return _made(value)


def _made(value: Json) -> Any:
    match value[_KIND]:
        case "datetime":
            return datetime.fromisoformat(value["at"])
        case "bytes":
            return base64.b64decode(value["base64"])
        case "dict":
            return {_read(key): _read(one) for key, one in value["of"]}
        case "tuple":
            return tuple(_read(one) for one in value["of"])
        case "frozenset":
            return frozenset(_read(one) for one in value["of"])
        case "deque":
            return deque(_read(one) for one in value["of"])
        case name:
            return _BY_NAME[name](**_read(value["fields"]))
