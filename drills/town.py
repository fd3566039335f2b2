"""A town whose bot is a real process that can die: its phones, its groups, and how everybody joined."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from drills import directory as who
from drills.directory import Directory, Office
from drills.process import BOT, TOKEN, BotProcess
from simulator.client import SimulatorClient
from simulator.records import Chat, Message
from simulator.server import Simulator

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
LINK = re.compile(r"https://t\.me/\S+")
ANSWER_S = 0.3
PATIENCE_S = 30.0


class Missing(Exception):
    """Somebody cannot go on: what must be on a screen is not there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands on a phone now."""

    id: int
    chat: int
    at: datetime
    text: str
    labels: tuple[str, ...]

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0]

    def reads(self, *parts: str) -> bool:
        """Whether all of this can be read on it, buttons included."""
        everything = "\n".join((self.text, *self.labels))
        return all(part in everything for part in parts)

    def label(self, beginning: str) -> str | None:
        """Its button that is called so, or else begins so."""
        exact = [one for one in self.labels if one == beginning]
        return next(iter(exact or [one for one in self.labels if one.startswith(beginning)]), None)


@dataclass(frozen=True, slots=True)
class Phone:
    """One chat on one person's phone; two phones show the same group."""

    town: "Town" = field(repr=False, compare=False)
    name: str
    office: str
    user: int
    chat: int

    def inside(self, chat: int) -> "Phone":
        """The same person's phone with a group open."""
        return Phone(self.town, self.name, self.office, self.user, chat)

    def screen(self, after: int = 0) -> list[Shown]:
        """What the bot has said here, oldest first."""
        return list(shown(self.town.chat(self), after))

    def finds(self, *parts: str, after: int = 0) -> list[Shown]:
        return [one for one in self.screen(after) if one.reads(*parts)]

    def button(self, label: str, *parts: str) -> tuple[int, str]:
        """The newest message with such a button on which these words stand. Raises Missing."""
        for one in reversed(self.screen()):
            found = one.label(label)
            if found is not None and all(part in one.text for part in parts):
                return one.id, found
        newest = [(one.text, one.labels) for one in self.screen()[-2:]]
        raise Missing(f"{self.name} has no button {label!r} on {parts!r}; newest: {newest!r}")

    async def sends(self, text: str) -> None:
        await self.town.client.send(self.user, self.chat, text)

    async def taps(self, message: int, label: str) -> str:
        """Press a button; gives the toast, which is empty when nobody answers in time."""
        answer = await self.town.client.tap(self.user, self.chat, message, label, wait_s=ANSWER_S)
        return str(answer.get("text") or "")


@dataclass(slots=True, kw_only=True)
class Town:
    """Simulator, bot and people; every phone is read where the simulator keeps it."""

    simulator: Simulator
    client: SimulatorClient
    process: BotProcess
    directory: Directory
    coordinator: Phone = field(init=False)
    people: dict[str, Phone] = field(default_factory=dict)
    groups: list[Phone] = field(default_factory=list)

    def chat(self, phone: Phone) -> Chat:
        world = self.simulator.world
        return world.private_chat(phone.user, BOT) if phone.chat > 0 else world.groups[phone.chat]

    @property
    def chats(self) -> list[Phone]:
        """One phone for every chat there is."""
        return [*self.people.values(), *self.groups]

    def of(self, office: Office) -> list[Phone]:
        return [self.people[name] for name in office.people]

    def newest(self) -> dict[int, int]:
        """The number of the newest message of every chat."""
        return {one.chat: max(self.chat(one).messages, default=0) for one in self.chats}

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now. Raises ClientError when it never comes to rest."""
        await self.client.settle(timeout_s=PATIENCE_S)

    async def lives(self) -> None:
        """Start the bot and wait until this life has reported to the clock. Raises NotRunning."""
        reports = self.simulator.world.presence.reports
        earlier = reports.get(BOT)
        await self.process.start()
        async with asyncio.timeout(PATIENCE_S):
            while reports.get(BOT) is None or reports.get(BOT) is earlier:
                await asyncio.sleep(0.002)


def shown(chat: Chat, after: int = 0) -> Iterator[Shown]:
    for message in chat.messages.values():
        if message.id > after and message.sender_id == BOT and not message.deleted and message.text:
            yield Shown(message.id, chat.id, message.sent_at, message.text, _labels(message))


def _labels(message: Message) -> tuple[str, ...]:
    rows: list[list[dict[str, Any]]] = (message.markup or {}).get("inline_keyboard") or []
    return tuple(str(button["text"]) for row in rows for button in row)


@asynccontextmanager
async def town(*, landlords: int = 10, helpers: int = 4) -> AsyncIterator[Town]:
    """A town in which everybody has joined by a link; full size is 50 members and 10 groups."""
    with tempfile.TemporaryDirectory(prefix="kurze-wege-drill-") as folder:
        async with (
            Simulator.start(start_at=MONDAY, frozen=True) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            await client.bot(TOKEN, username="kurzewege_bot", first_name="Kurze Wege")
            process = BotProcess(
                simulator, Path(folder) / "town.db", {"send_per_second": "1000", "group_per_minute": "1000"}
            )
            made = Town(
                simulator=simulator,
                client=client,
                process=process,
                directory=who.directory(landlords=landlords, helpers=helpers),
            )
            try:
                await made.lives()
                await _joins(made)
                yield made
            finally:
                await process.stop()


async def _joins(made: Town) -> None:
    """The directory is read in, the first link printed, all others made in the coordinator's chat."""
    file = made.process.database.with_name("directory.csv")
    file.write_bytes(made.directory.file())
    await made.process.command("import", "--yes", str(file))
    printed = await made.process.command("invite", "--partner", who.OFFICE, who.COORDINATOR)
    made.coordinator = await _person(made, who.COORDINATOR, who.OFFICE)
    await _opens(made, made.coordinator, printed)
    for office in made.directory.on_telegram:
        for name in office.people:
            await _opens(made, await _person(made, name, office.name), await _invited(made, office, name))
    for office in made.directory.landlords:
        await _gathers(made, office)


async def _person(made: Town, name: str, office: str) -> Phone:
    first, _, last = name.partition(" ")
    user = int((await made.client.person(first, last_name=last, id=1001 + len(made.people)))["id"])
    made.people[name] = Phone(made, name, office, user, user)
    return made.people[name]


async def _invited(made: Town, office: Office, name: str) -> str:
    karin = made.coordinator
    await karin.sends("/einladen")
    await made.settle()
    for label in (office.name, name, "Mitglied"):
        await karin.taps(*karin.button(label))
        await made.settle()
    return karin.finds("https://t.me/")[-1].text


async def _opens(made: Town, phone: Phone, text: str) -> None:
    link = LINK.search(text)
    if link is None:
        raise Missing(f"no link in {text!r}")
    await made.client.open_link(phone.user, link[0])
    await made.settle()
    await phone.taps(*phone.button("Verstanden"))
    await made.settle()


async def _gathers(made: Town, office: Office) -> None:
    """The office's people have a group; the bot is added, and the coordinator says whose it is."""
    users = [one.user for one in made.of(office)]
    chat = int((await made.client.group(f"Team {office.name}", users, admins=users[:1]))["id"])
    made.groups.append(made.of(office)[0].inside(chat))
    await made.client.add_member(chat, BOT, by=users[0])
    await made.settle()
    await made.coordinator.taps(*made.coordinator.button(office.name, "Neue Gruppe"))
    await made.settle()
