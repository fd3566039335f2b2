"""Phones as pictures in the terminal: bubbles, buttons, and a telephone that only rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rich import box
from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.demo.phone import Message

NARROWEST: Final = 39
WIDEST: Final = 46
TALLEST: Final = 26
ZONE: Final = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a phone shows at one moment."""

    name: str
    office: str
    messages: Sequence[Message]
    toast: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """An ordinary telephone: whose it is, what is said."""

    name: str
    office: str
    number: str
    said: str


def side_by_side(console: Console, pictures: Sequence[Screen | Telephone]) -> RenderableType:
    """As many phones beside each other as the terminal has room for, all of one height."""
    columns = max(1, min(len(pictures), (console.width + 1) // (NARROWEST + 1)))
    width = min(WIDEST, (console.width + 1) // columns - 1)
    bodies = [_body(console, picture, width - 4) for picture in pictures]
    height = max(len(body) for body in bodies) + 2
    frames = [_frame(one, body, width, height) for one, body in zip(pictures, bodies, strict=True)]
    rows = [frames[first : first + columns] for first in range(0, len(frames), columns)]
    return Align.center(Group(*(_row(row, width) for row in rows)))


def _row(frames: Sequence[RenderableType], width: int) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    for _ in frames:
        grid.add_column(width=width)
    grid.add_row(*frames)
    return grid


def _frame(picture: Screen | Telephone, body: list[Text], width: int, height: int) -> Panel:
    rings = isinstance(picture, Telephone)
    return Panel(
        Group(*body),
        box=box.HEAVY if rings else box.ROUNDED,
        title=Text(picture.name, "bold"),
        subtitle=Text(picture.office, "dim"),
        border_style="yellow" if rings else "bright_black",
        width=width,
        height=height,
    )


def _body(console: Console, picture: Screen | Telephone, width: int) -> list[Text]:
    if isinstance(picture, Telephone):
        return _ringing(console, picture, width)
    drawn: list[Text] = []
    for message in reversed(picture.messages):
        lines = _message(console, message, width, named=picture.is_group)
        if drawn and len(drawn) + len(lines) > TALLEST:
            break
        drawn = [*lines, *drawn]
    return [*drawn, *_toast(console, picture.toast, width)]


def _ringing(console: Console, picture: Telephone, width: int) -> list[Text]:
    number = Text(f"☎ {picture.number}", "bold yellow", justify="center")
    said = _wrapped(console, Text(f"„{picture.said}“", "italic"), width)
    return [Text(), number, Text("kein Telegram", "dim", justify="center"), Text(), *said]


def _message(console: Console, message: Message, width: int, *, named: bool) -> list[Text]:
    if message["service"]:
        return []
    lines = [_head(message, width, named=named)]
    style = "cyan" if message["from"]["is_bot"] else "green"
    content = _wrapped(console, _content(message), width - 2)
    lines.extend(Text.assemble(("▎", style), " ", line) for line in content)
    for row in message["buttons"]:
        lines.extend(_keys([button["text"] for button in row], width))
    return [*lines, Text()]


def _head(message: Message, width: int, *, named: bool) -> Text:
    """Who wrote it and when; a change in place says so."""
    own = not message["from"]["is_bot"]
    name = message["from"]["first_name"] if own or named else ""
    at = message["edit_date"] or message["date"]
    clock = datetime.fromtimestamp(at, ZONE).strftime("%H:%M").lstrip("0")
    said = f"bearbeitet {clock}" if message["edit_date"] and not own else clock
    return Text.assemble(
        (name, "green" if own else "cyan"), " " * (width - len(name) - len(said)), (said, "dim")
    )


def _content(message: Message) -> Text:
    if message["photo"]:
        return Text("▦ Bild", "dim")
    if message["contact"]:
        contact = message["contact"]
        name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
        return Text(f"☎ {name}\n{contact['phone_number']}")
    if message["document"]:
        return Text(f"▤ {message['document'].get('file_name', 'Datei')}")
    first, line_break, rest = (message["text"] or "").partition("\n")
    return Text.assemble((first, "bold" if rest else ""), line_break, rest)


def _keys(labels: Sequence[str], width: int) -> list[Text]:
    """A row of buttons: equally wide, else as wide as their words, else below each other."""
    gaps = len(labels) - 1
    equal = [(width - gaps) // len(labels)] * gaps
    worded = [len(label) + 2 for label in labels[:-1]]
    for widths in ([*first, width - gaps - sum(first)] for first in (equal, worded)):
        if all(len(label) + 2 <= each for label, each in zip(labels, widths, strict=True)):
            keys = [_key(label, each) for label, each in zip(labels, widths, strict=True)]
            return [Text(" ").join(keys)]
    return [_key(label, width) for label in labels]


def _key(label: str, width: int) -> Text:
    shown = label if len(label) <= width - 2 else f"{label[: width - 3]}…"
    return Text(f"[{shown.center(width - 2)}]", "bold cyan")


def _toast(console: Console, toast: str, width: int) -> list[Text]:
    lines = _wrapped(console, Text(toast), width - 2) if toast else []
    return [Text.assemble(" ", line, style="reverse") for line in lines]


def _wrapped(console: Console, text: Text, width: int) -> list[Text]:
    return list(text.wrap(console, width))
