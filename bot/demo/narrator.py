"""Tells the story: a moment, one sentence, and what each phone shows then."""

import re
from datetime import datetime
from typing import Final, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot.demo.drawing import ZONE, Screen, Telephone, side_by_side
from bot.demo.phone import Glance
from domain.model import dates
from simulator.client import SimulatorClient

TAP: Final = re.compile(r"\[[^\]]+\]")
SENDING: Final = frozenset({"sendMessage", "sendPhoto", "sendContact", "sendDocument"})
Picture = Glance | Telephone


class Narrator(Protocol):
    """Whoever tells the story; a scene is drawn from the phones as they are at that moment."""

    async def scene(self, title: str, sentence: str, *pictures: Picture) -> None:
        """One moment of the story."""


class Terminal:
    """Prints every scene, numbered, with day and time."""

    def __init__(self, console: Console, client: SimulatorClient) -> None:
        self._console = console
        self._client = client
        self.scenes = 0

    def begin(self) -> None:
        """Say what is real in what follows."""
        self._console.print()
        self._console.print("[bold]Kurze Wege[/bold]: eine Wohnung, ein Jahr")
        self._console.print(
            "Der Bot läuft wirklich, in einem eigenen Prozess und mit einer Datenbank. Nur Telegram ist ein "
            "Simulator auf diesem Rechner, und die Zeit vergeht schneller. Alle Personen sind erfunden.",
            style="dim",
        )

    async def scene(self, title: str, sentence: str, *pictures: Picture) -> None:
        self.scenes += 1
        when = moment(await self._client.now())
        heading = Text.assemble((f"{self.scenes}  {title}", "bold"), (f"  {when}", "dim"))
        self._console.print()
        self._console.print(Rule(heading, style="bright_black", align="left"))
        self._console.print(Padding(spoken(sentence), (1, 0)))
        self._console.print(side_by_side(self._console, [seen(one) for one in pictures]))

    async def messages(self) -> int:
        """How many messages the bot has sent so far."""
        return sum(call["method"] in SENDING for call in await self._client.calls())

    def end(self, sent: int, took_s: float) -> None:
        """Say what was checked, and what is left of it: nothing."""
        self._console.print()
        self._console.print(Rule(style="bright_black"))
        self._console.print(
            f"Geprüft: {self.scenes} Bilder, {sent} Nachrichten des Bots, {took_s:.0f} Sekunden. "
            "Der Bot ist beendet, seine Datenbank gelöscht."
        )


def seen(picture: Picture) -> Screen | Telephone:
    """What there is to see."""
    if isinstance(picture, Telephone):
        return picture
    phone = picture.phone
    return Screen(
        name=phone.name,
        office=phone.office,
        messages=picture.messages,
        toast=phone.toast,
        is_group=phone.chat < 0,
    )


def moment(now: datetime) -> str:
    """Day and time with the year: the story takes more than one."""
    day = now.astimezone(ZONE).date()
    weekday = dates.weekday_names()[day.weekday()]
    return f"{weekday} {dates.with_year(day)}, {dates.clock(now, ZONE)} Uhr"


def spoken(sentence: str) -> Text:
    """A sentence of the story; buttons in it look like buttons."""
    text = Text(sentence)
    text.highlight_regex(TAP, "bold cyan")
    return text
