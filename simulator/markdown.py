"""Telegram's MarkdownV2 and its older Markdown, parsed as strictly as its server does.

Byte offsets in the errors count UTF-8 bytes; entity offsets and lengths count UTF-16 code units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.links import linked, utf16_length
from simulator.refusals import Refused, bad_request

Json = dict[str, Any]

_RESERVED = set("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "__": "Underline",
    "_": "Italic",
    "*": "Bold",
    "~": "Strikethrough",
    "||": "Spoiler",
    "```": "Pre",
    "`": "Code",
    "[": "TextUrl",
    "![": "CustomEmoji",
}
_ENDS = {"[": "]", "![": "]"}
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_EMOJI = re.compile(r"tg://emoji\?id=(\d+)")


def parse_v2(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of MarkdownV2; raises Refused with Telegram's sentence."""
    return _Parser(source).parse()


def parse_v1(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of the older Markdown, whose entities do not nest; raises Refused."""
    return _OldParser(source).parse()


def _wrong(reason: str, source: str, position: int | None = None) -> Refused:
    offset = "" if position is None else f" at byte offset {len(source[:position].encode())}"
    return bad_request(f"can't parse entities: {reason}{offset}")


@dataclass(slots=True)
class _Open:
    mark: str
    name: str
    offset: int
    position: int
    begin: int
    language: str = ""


@dataclass(slots=True)
class _Text:
    source: str
    at: int = 0
    text: str = ""
    length: int = 0
    entities: list[Json] = field(default_factory=list)

    def write(self, characters: str) -> None:
        self.text += characters
        self.length += utf16_length(characters)

    def take_language(self) -> str:
        """The language after three backticks, and the line break that follows them."""
        found = _LANGUAGE.match(self.source, self.at)
        if found:
            self.at = found.end()
        if line_break := re.compile(r"\r\n|\n\r|\n|\r").match(self.source, self.at):
            self.at = line_break.end()
        return found.group() if found else ""

    def take_url(self) -> str:
        """What stands in brackets after a link's text, without backslashes."""
        self.at += 1
        begin, url = self.at, ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            self.at += self.source[self.at] == "\\"
            url += self.source[self.at : self.at + 1]
            self.at += 1
        if self.at >= len(self.source):
            raise _wrong("Can't find end of a URL", self.source, begin)
        self.at += 1
        return url


@dataclass(slots=True)
class _Parser(_Text):
    open: list[_Open] = field(default_factory=list)
    quoting: bool = False

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        self._end_quote(expandable=self._drop_last_spoiler())
        if self.open:
            raise self._unended(self.open[-1])
        return self.text, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _step(self) -> None:
        character = self.source[self.at]
        following = self.source[self.at + 1 : self.at + 2]
        if character == "\\" and following and ord(following) <= 126:
            self.write(following)
            self.at += 2
        elif character == "\n":
            self._end_line()
        elif character == ">" and self._at_line_start():
            self._start_quote()
        elif character not in (_RESERVED if not self._in_code() else "`"):
            self.write(character)
            self.at += 1
        else:
            self._mark()

    def _at_line_start(self) -> bool:
        before = self.source[: self.at].rstrip("\r>")
        return not self._in_code() and (not before or before.endswith("\n"))

    def _in_code(self) -> bool:
        return bool(self.open) and self.open[-1].name in ("Code", "Pre")

    def _mark(self) -> None:
        last = self.open[-1] if self.open else None
        mark = self._mark_here(last)
        if last is not None and mark != ">" and mark == _ENDS.get(last.mark, last.mark):
            self.at += len(mark)
            self._close(self.open.pop())
        elif mark in _MARKS:
            begin = self.at
            self.at += len(mark)
            language = self.take_language() if mark == "```" else ""
            self.open.append(_Open(mark, _MARKS[mark], self.length, len(self.text), begin, language))
        else:
            reason = f"Character '{mark}' is reserved and must be escaped with the preceding '\\'"
            raise _wrong(reason, self.source)

    def _mark_here(self, last: _Open | None) -> str:
        if last is not None and self._in_code():
            return last.mark if self.source.startswith(last.mark, self.at) else "`"
        for mark in ("```", "__", "||", "!["):
            if self.source.startswith(mark, self.at):
                return mark
        return self.source[self.at]

    def _close(self, started: _Open) -> None:
        span = {"offset": started.offset, "length": self.length - started.offset}
        if started.name == "TextUrl":
            bracket = self.source.startswith("(", self.at)
            url = self.take_url() if bracket else self.text[started.position :]
            self._add(linked(span, url))
        elif started.name == "CustomEmoji":
            self._add([self._emoji(span)])
        elif started.name == "Pre":
            self._add(
                [{"type": "pre", **span} | ({"language": started.language} if started.language else {})]
            )
        else:
            self._add([{"type": started.name.lower(), **span}])

    def _add(self, entities: list[Json]) -> None:
        self.entities.extend(entity for entity in entities if entity["length"])

    def _emoji(self, span: Json) -> Json:
        if not self.source.startswith("(", self.at):
            raise _wrong("The entity must contain a tg://emoji or tg://time URL", self.source)
        found = _EMOJI.fullmatch(self.take_url())
        if found is None:
            raise _wrong("Invalid tg://emoji or tg://time URL specified", self.source)
        return {"type": "custom_emoji", **span, "custom_emoji_id": found.group(1)}

    def _start_quote(self) -> None:
        if not self.quoting:
            self.quoting = True
            self.open.append(_Open(">", "BlockQuote", self.length, len(self.text), self.at))
        self.at += 1

    def _end_line(self) -> None:
        ends = self.quoting and not self.source.startswith(">", self.at + 1)
        expandable = ends and self._drop_last_spoiler()
        self.write("\n")
        self.at += 1
        if ends:
            self._end_quote(expandable=expandable)

    def _drop_last_spoiler(self) -> bool:
        """A quotation that ends with an opened spoiler is one that unfolds."""
        last = self.open[-1] if self.quoting else None
        if last is None or last.name != "Spoiler" or last.begin != self.at - 2:
            return False
        self.open.pop()
        return True

    def _end_quote(self, *, expandable: bool) -> None:
        if not self.quoting:
            return
        started = self.open.pop()
        if started.name != "BlockQuote":
            raise self._unended(started)
        self.quoting = False
        kind = "expandable_blockquote" if expandable else "blockquote"
        self._add([{"type": kind, "offset": started.offset, "length": self.length - started.offset}])

    def _unended(self, started: _Open) -> Refused:
        name = "PreCode" if started.language else started.name
        return _wrong(f"Can't find end of {name} entity", self.source, started.begin)


@dataclass(slots=True)
class _OldParser(_Text):
    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and self.source[self.at + 1 : self.at + 2] in tuple("_*`["):
                self.write(self.source[self.at + 1])
                self.at += 2
            elif character in "_*`[":
                self._entity("```" if self.source.startswith("```", self.at) else character)
            else:
                self.write(character)
                self.at += 1
        return self.text, self.entities

    def _entity(self, mark: str) -> None:
        begin, offset, position = self.at, self.length, len(self.text)
        self.at += len(mark)
        language = self.take_language() if mark == "```" else ""
        end = self.source.find(_ENDS.get(mark, mark), self.at)
        if end < 0:
            raise _wrong("Can't find end of the entity starting", self.source, begin)
        self.write(self.source[self.at : end])
        self.at = end + len(mark)
        span = {"offset": offset, "length": self.length - offset}
        if mark == "[":
            bracket = self.source.startswith("(", self.at)
            found = linked(span, self.take_url() if bracket else self.text[position:])
        else:
            kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark]
            found = [{"type": kind, **span} | ({"language": language} if language else {})]
        self.entities.extend(entity for entity in found if entity["length"])
