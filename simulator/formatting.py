"""Text that a bot sends: parsed, trimmed, measured, and with the entities Telegram adds."""

from __future__ import annotations

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
    plain, given = trimmed(plain, [entity for entity in map(_resolver(call), given) if entity])
    return plain, found_in(plain, given)


def _given_entities(parameters: Parameters, field: str) -> list[Json]:
    entities = parameters.decoded(field, f"can't parse {field.replace('_', ' ')} JSON object")
    if not isinstance(entities, list):
        return []
    if not all(isinstance(entity, dict) for entity in entities):
        raise bad_request("can't parse MessageEntity: Object expected as message entity")
    return entities


def _resolver(call: Call) -> Any:
    def resolve(entity: Json) -> Json | None:
        if "user_id" not in entity:
            return entity
        account = call.world.account(entity["user_id"])
        if account is None:
            return None
        span = {name: entity[name] for name in ("type", "offset", "length")}
        return {**span, "user": wire.user(account)}

    return resolve
