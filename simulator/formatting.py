"""Text that a bot sends: parsed, trimmed, measured, and with the entities Telegram adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator import html, markdown, wire
from simulator.entities import found_in, trimmed
from simulator.parameters import Parameters
from simulator.reach import Call
from simulator.refusals import bad_request

Json = dict[str, Any]

MOST_CHARACTERS = 4096
MOST_CAPTION_CHARACTERS = 1024
MOST_BYTES = 1 << 15

_PARSERS = {"html": html.parse, "markdownv2": markdown.parse_v2, "markdown": markdown.parse_v1}


def text(call: Call, field: str = "text") -> Json:
    """`text` and `entities` of a message; raises Refused for empty, too long and wrongly formatted text."""
    if not call.parameters.text(field):
        raise bad_request("message text is empty")
    plain, entities = _formatted(call, field, "entities")
    if not plain:
        raise bad_request("text must be non-empty")
    if len(plain) > MOST_CHARACTERS:
        raise bad_request("message is too long")
    return {"text": plain} | ({"entities": entities} if entities else {})


def caption(call: Call) -> Json:
    """`caption` and `caption_entities`, nothing when there is no caption; raises Refused."""
    if not call.parameters.text("caption"):
        return {}
    plain, entities = _formatted(call, "caption", "caption_entities")
    if len(plain) > MOST_CAPTION_CHARACTERS:
        raise bad_request("message caption is too long")
    if not plain:
        return {}
    return {"caption": plain} | ({"caption_entities": entities} if entities else {})


def _formatted(call: Call, field: str, entities_field: str) -> tuple[str, list[Json]]:
    source = call.parameters.text(field)
    if len(source.encode()) > MOST_BYTES:
        raise bad_request("text is too long")
    mode = call.parameters.text("parse_mode").lower()
    if mode in ("", "none"):
        plain, given = source, _given_entities(call.parameters, entities_field)
    elif mode in _PARSERS:
        plain, given = _PARSERS[mode](source)
    else:
        raise bad_request("unsupported parse_mode")
    plain, given = trimmed(plain, list(_resolved(call, given)))
    return plain, found_in(plain, given)


def _given_entities(parameters: Parameters, field: str) -> list[Json]:
    entities = parameters.decoded(field, f"can't parse {field.replace('_', ' ')} JSON object")
    if not isinstance(entities, list):
        return []
    return [_given_entity(entity) for entity in entities]


def _given_entity(entity: Any) -> Json:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: Object expected as message entity")
    fields = ["type", "offset", "length", *(("url",) if entity.get("type") == "text_link" else ())]
    for name in fields:
        if not isinstance(entity.get(name), int if name in ("offset", "length") else str):
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if isinstance(entity.get("user"), dict):
        user_id = Parameters(entity["user"]).number("id")
        return {**{name: entity[name] for name in fields}, "user_id": user_id}
    return {name: entity[name] for name in (*fields, "language", "custom_emoji_id") if name in entity}


def _resolved(call: Call, entities: list[Json]) -> Iterator[Json]:
    """Mentions with the user they mean; a mention of somebody unknown is plain text."""
    for entity in entities:
        if "user_id" not in entity:
            yield entity
        elif (account := call.world.account(entity["user_id"])) is not None:
            span = {name: entity[name] for name in ("type", "offset", "length")}
            yield {**span, "user": wire.user(account)}
