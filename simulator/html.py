"""Telegram's HTML: parsed as strictly as its server does, with the same words for every mistake.

Byte offsets in the errors count UTF-8 bytes; entity offsets and lengths count UTF-16 code units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.links import linked, utf16_length
from simulator.refusals import bad_request

Json = dict[str, Any]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji"}
_SPACE = " \t\r\n\v\f\0"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z]+));?")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")


def parse(source: str) -> tuple[str, list[Json]]:
    """Return plain text and entities; raises Refused with Telegram's sentence."""
    return _Parser(source).parse()


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    position: int


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    text: str = ""
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._write(self._character())
            elif self.source.startswith("/", self.at + 1):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self.text, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _wrong(self, reason: str, position: int | None = None) -> Exception:
        if position is not None:
            reason = reason.replace("@", f"at byte offset {len(self.source[:position].encode())}")
        return bad_request(f"can't parse entities: {reason}")

    def _write(self, characters: str) -> None:
        self.text += characters
        self.length += utf16_length(characters)

    def _character(self) -> str:
        found = _REFERENCE.match(self.source, self.at)
        if found and (decoded := _decode(found)):
            self.at = found.end()
            return decoded
        self.at += 1
        return self.source[self.at - 1]

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self.at += 1

    def _tag_name(self, start: int) -> str:
        self.at = start
        while self._peek() and self._peek() not in _SPACE and self._peek() != ">":
            self.at += 1
        return self.source[start : self.at].lower()

    def _start_tag(self) -> None:
        begin = self.at
        tag = self._tag_name(begin + 1)
        if not self._peek():
            raise self._wrong("Unclosed start tag @", begin)
        if tag not in _TAGS:
            raise self._wrong(f'Unsupported start tag "{tag}" @', begin)
        argument = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler" @', begin)
        self.open.append(_Open(tag, argument, self.length, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                return argument
            name = self._attribute_name(tag, begin)
            self._skip_space()
            if not self._peek():
                raise self._wrong(f'Unclosed start tag "{tag}" @', begin)
            value = self._attribute_value(tag, begin) if self._peek() == "=" else None
            argument = _argument(tag, name, value) or argument

    def _attribute_name(self, tag: str, begin: int) -> str:
        found = _ATTRIBUTE_NAME.match(self.source, self.at)
        if found is None or not found.group():
            raise self._wrong(f'Empty attribute name in the tag "{tag}" @', begin)
        self.at = found.end()
        return found.group()

    def _attribute_value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._skip_space()
        if not self._peek():
            raise self._wrong(f'Unclosed start tag "{tag}" @', begin)
        value = self._quoted() if self._peek() in "'\"" else self._name_token()
        if not self._peek():
            raise self._wrong("Unclosed start tag @", begin)
        return value

    def _name_token(self) -> str:
        start = self.at
        found = _TOKEN.match(self.source, start)
        self.at = start if found is None else found.end()
        if not self._peek() or (self._peek() not in _SPACE and self._peek() != ">"):
            raise self._wrong("Unexpected end of name token @", start)
        return self.source[start : self.at].lower()

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = ""
        while self._peek() and self._peek() != quote:
            value += self._character()
        self.at += 1
        return value

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._wrong("Unexpected end tag @", begin)
        name = self._tag_name(begin + 2)
        self._skip_space()
        if self._peek() != ">":
            raise self._wrong("Unclosed end tag @", begin)
        self.at += 1
        started = self.open.pop()
        if name not in ("", started.tag):
            raise self._wrong(f'Unmatched end tag @, expected "</{started.tag}>", found "</{name}>"', begin)
        if self.length > started.offset:
            self._close(started)

    def _close(self, started: _Open) -> None:
        span = {"offset": started.offset, "length": self.length - started.offset}
        match started.tag:
            case "a":
                url = started.argument or self.text[started.position :]
                self.entities.extend(linked(span, url))
            case "pre" | "code":
                self._add_code(span, started)
            case "blockquote":
                kind = "expandable_blockquote" if started.argument else "blockquote"
                self.entities.append({"type": kind, **span})
            case "tg-emoji":
                self._add_emoji(span, started.argument)
            case tag:
                self.entities.append({"type": _SIMPLE[tag], **span})

    def _add_code(self, span: Json, started: _Open) -> None:
        inner = self.entities[-1] if self.entities else None
        same = inner is not None and inner.items() >= span.items()
        if started.tag == "pre" and same and inner is not None and inner.get("language"):
            inner["type"] = "pre"
        elif started.tag == "code" and same and inner is not None and inner["type"] == "pre":
            inner["language"] = started.argument
        elif started.tag == "code":
            self.entities.append({"type": "code", **span, "language": started.argument})
        else:
            self.entities.append({"type": "pre", **span})

    def _add_emoji(self, span: Json, identifier: str) -> None:
        if not identifier.isdigit() or int(identifier) == 0:
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": identifier})


def _argument(tag: str, name: str, value: str | None) -> str:
    match tag, name:
        case "blockquote", "expandable":
            return "1"
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value or ""
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
    return ""


def _decode(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
