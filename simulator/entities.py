"""The entities that Telegram finds by itself in a text, and a formatted text written as HTML."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator
from typing import Any

from simulator.links import utf16_length

Json = dict[str, Any]

_FOUND_BY_ITSELF = (
    ("url", re.compile(r"(?:https?|tg)://[^\s<>\"»]*[^\s<>\"».,;:!?)']", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:[\w-]+\.)+(?:com|de|eu|info|io|me|net|org|nrw|berlin)(?![\w.@-]*[\w@])"
            r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)'])?",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#/])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<!\w)\$[A-Z]{3,8}(?!\w)")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d(?:[ \-/()]{0,2}\d){6,14}(?!\w)")),
)
_CODE = {"code", "pre"}
_BLOCKING = _CODE | {"text_link", "text_mention"}


def found_in(text: str, given: list[Json]) -> list[Json]:
    """All entities of a text: the given ones, and commands, mentions, links, addresses, tags and numbers."""
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in _blocking(given)]
    found = list(given)
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Text without space at its ends, as Telegram stores it, and the entities moved accordingly."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    length = utf16_length(text)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return text, moved


def part(text: str, entity: Json) -> str:
    """The characters an entity covers."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode(
        "utf-16-le", "replace"
    )


def as_html(text: str, entities: list[Json]) -> str:
    """The text with its formatting as HTML, for a page that shows it."""
    openings: dict[int, list[str]] = {}
    closings: dict[int, list[str]] = {}
    for entity in entities:
        start, end = _tags(text, entity)
        openings.setdefault(entity["offset"], []).append(start)
        closings.setdefault(entity["offset"] + entity["length"], []).insert(0, end)
    return "".join(_marked(text, openings, closings))


def _marked(text: str, openings: dict[int, list[str]], closings: dict[int, list[str]]) -> Iterator[str]:
    offset = 0
    for character in text:
        yield from closings.get(offset, [])
        yield from openings.get(offset, [])
        yield html_text.escape(character, quote=False)
        offset += utf16_length(character)
    yield from closings.get(offset, [])


def _tags(text: str, entity: Json) -> tuple[str, str]:
    simple = {
        "bold": "b",
        "italic": "i",
        "underline": "u",
        "strikethrough": "s",
        "code": "code",
        "pre": "pre",
        "blockquote": "blockquote",
        "expandable_blockquote": "blockquote",
    }
    kind = entity["type"]
    if kind in simple:
        return f"<{simple[kind]}>", f"</{simple[kind]}>"
    address = _address(kind, part(text, entity), entity)
    if address is not None:
        return f'<a href="{html_text.escape(address)}">', "</a>"
    return f'<span class="{kind}">', "</span>"


def _address(kind: str, covered: str, entity: Json) -> str | None:
    match kind:
        case "text_link":
            return str(entity["url"])
        case "url":
            return covered if "://" in covered else "http://" + covered
        case "email":
            return "mailto:" + covered
        case "phone_number":
            return "tel:" + re.sub(r"[^+\d]", "", covered)
        case _:
            return None


def _blocking(entities: list[Json]) -> list[Json]:
    return [entity for entity in entities if entity["type"] in _BLOCKING]
