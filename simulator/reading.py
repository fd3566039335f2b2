"""Reading the JSON bodies and queries of requests to phones and world."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from simulator.world import NotPossible

Json = dict[str, Any]


async def body(request: web.Request) -> Json:
    """The JSON object in a request, empty when there is none; raises NotPossible."""
    raw = await request.read()
    try:
        found = json.loads(raw) if raw else {}
    except ValueError:
        raise NotPossible("the body is not JSON") from None
    if not isinstance(found, dict):
        raise NotPossible("the body is not a JSON object")
    return found


def text(given: Json, name: str) -> str:
    """A text that must be there."""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise NotPossible(f"{name} is missing")
    return value


def optional_text(given: Json, name: str) -> str | None:
    """A text that may be missing."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise NotPossible(f"{name} is not a text")
    return value


def whole(given: Json, name: str) -> int:
    """A whole number that must be there."""
    value = optional_whole(given, name)
    if value is None:
        raise NotPossible(f"{name} is missing")
    return value


def optional_whole(given: Json, name: str) -> int | None:
    """A whole number that may be missing."""
    value = given.get(name)
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise NotPossible(f"{name} is not a whole number") from None


def seconds(given: Json, name: str, default: float) -> float:
    """Seconds, not negative."""
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise NotPossible(f"{name} is not a number of seconds")
    return float(value)


def flag(given: Json, name: str, default: bool = False) -> bool:
    """A truth value."""
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise NotPossible(f"{name} is neither true nor false")
    return value


def ids(given: Json, name: str) -> list[int]:
    """A list of ids, empty when missing."""
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, int) for one in value):
        raise NotPossible(f"{name} is not a list of ids")
    return value


def moment(value: str, name: str) -> datetime:
    """An ISO 8601 moment with its offset."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise NotPossible(f"{name} is not an ISO 8601 time") from None
    if found.tzinfo is None:
        raise NotPossible(f"{name} has no UTC offset")
    return found.astimezone(UTC)


def optional_moment(given: Json, name: str) -> datetime | None:
    """An ISO 8601 moment with its offset, which may be missing."""
    value = optional_text(given, name)
    return None if value is None else moment(value, name)


def path_id(request: web.Request, name: str) -> int:
    """An id in the path."""
    return optional_whole(dict(request.match_info), name) or 0
