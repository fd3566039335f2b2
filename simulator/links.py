"""Links in formatted text, and the measure of entities."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_MENTION = re.compile(r"tg://user\?id=(\d+)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_KNOWN_SCHEME = re.compile(r"(https?|tg|ton|tonsite|ftp)://[^\s/]", re.IGNORECASE)
_HOST = re.compile(r"[^\s/.]+(\.[^\s/.]+)+")


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the measure of entities."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def linked(span: Json, url: str) -> list[Json]:
    """The entity that a link makes of its text; none when the address leads nowhere, as on Telegram."""
    if mention := _MENTION.fullmatch(url):
        return [{"type": "text_mention", **span, "user_id": int(mention.group(1))}]
    address = _checked(url)
    return [{"type": "text_link", **span, "url": address}] if address else []


def _checked(url: str) -> str:
    if _SCHEME.match(url):
        return url if _KNOWN_SCHEME.match(url) else ""
    return "http://" + url if _HOST.match(url) else ""
