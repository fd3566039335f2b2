"""Phones as a picture for paper and web pages: plain SVG, no font, no address, no script in it."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Final

from bot.demo.drawing import ZONE, Screen, Telephone
from bot.demo.phone import Message
from domain.model.dates import clock

PHONE: Final = 290
GAP: Final = 22
EDGE: Final = 26
HEAD: Final = 58
LINE: Final = 18
KEY: Final = 34
LETTERS: Final = 31  # as many fit into a bubble, in the widest of the fonts named below and in bold
STYLE: Final = """\
text { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 13px; fill: #22323a }
.bold { font-weight: 600 } .small { font-size: 11px; fill: #6b7a80 } .key { font-size: 12px; fill: #1f5a96 }
.ringing { font-size: 20px; font-weight: 600; fill: #8a5a0b } .said { font-style: italic }"""


def picture(title: str, screens: Sequence[Screen | Telephone]) -> str:
    """The phones beside each other, all as tall as the tallest; `title` is for those who cannot see."""
    drawn = [_content(one) for one in screens]
    tall = HEAD + max(height for _, height in drawn) + 14
    width, height = 2 * EDGE + len(screens) * (PHONE + GAP) - GAP, tall + 2 * EDGE
    phones = (
        f'<g transform="translate({EDGE + place * (PHONE + GAP)} {EDGE})">{_frame(one, tall)}{content}</g>'
        for place, (one, (content, _)) in enumerate(zip(screens, drawn, strict=True))
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" rx="14" fill="#fbfaf7"/>',
            *phones,
            "</svg>\n",
        )
    )


def _frame(screen: Screen | Telephone, tall: int) -> str:
    rings = isinstance(screen, Telephone)
    ground, line = ("#fdf3dd", "#cdb583") if rings else ("#e9f0ee", "#8fb0a6")
    return (
        f'<rect width="{PHONE}" height="{tall}" rx="22" fill="{ground}" stroke="{line}" stroke-width="1.5"/>'
        f"{_text(PHONE // 2, 26, screen.name, 'bold', 'middle')}"
        f"{_text(PHONE // 2, 43, screen.office, 'small', 'middle')}"
    )


def _content(screen: Screen | Telephone) -> tuple[str, int]:
    """What is inside, and how tall it is."""
    if isinstance(screen, Telephone):
        return _ringing(screen)
    parts: list[str] = []
    below = HEAD
    for message in screen.messages:
        drawn, height = _message(message, below)
        parts.append(drawn)
        below += height
    return "".join(parts), below - HEAD


def _ringing(telephone: Telephone) -> tuple[str, int]:
    said = textwrap.wrap(f"„{telephone.said}“", LETTERS)
    parts = [
        _text(PHONE // 2, HEAD + 32, f"☎ {telephone.number}", "ringing", "middle"),
        _text(PHONE // 2, HEAD + 54, "kein Telegram", "small", "middle"),
        *(_text(24, HEAD + 90 + LINE * place, line, "said") for place, line in enumerate(said)),
    ]
    return "".join(parts), 90 + LINE * len(said)


def _message(message: Message, top: int) -> tuple[str, int]:
    own = not message["from"]["is_bot"]
    heading, _, rest = (message["text"] or "").partition("\n")
    bold = len(list(_lines(heading))) if rest else 0
    lines = [*_lines(heading), *(_lines(rest) if rest else ())]
    left, width = (54, PHONE - 66) if own else (12, PHONE - 24)
    bubble = LINE * len(lines) + 30
    rows = [[button["text"] for button in row] for row in message["buttons"]]
    keys = "".join(_keys(row, top + bubble + 4 + KEY * place) for place, row in enumerate(rows))
    said = clock(datetime.fromtimestamp(message["edit_date"] or message["date"], ZONE), ZONE)
    drawn = (
        f'<rect x="{left}" y="{top}" width="{width}" height="{bubble}" rx="12" '
        f'fill="{"#dcefd9" if own else "#ffffff"}"/>'
    )
    words = (
        _text(left + 12, top + 20 + LINE * place, line, "bold" if place < bold else "")
        for place, line in enumerate(lines)
    )
    at = _text(left + width - 10, top + bubble - 8, said, "small", "end")
    return "".join((drawn, *words, at, keys)), bubble + 4 + KEY * len(rows) + 6


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(line, LETTERS) or [""]


def _keys(labels: Sequence[str], top: int) -> str:
    each = (PHONE - 24 - 5 * (len(labels) - 1)) / len(labels)
    return "".join(
        f'<rect x="{12 + place * (each + 5):.1f}" y="{top}" width="{each:.1f}" height="29" rx="8" '
        f'fill="#f7fafc" stroke="#b9cbd6"/>'
        f"{_text(12 + place * (each + 5) + each / 2, top + 19, label, 'key', 'middle')}"
        for place, label in enumerate(labels)
    )


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(words)}</text>'
