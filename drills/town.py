"""A town whose bot is a real process that can die: its phones, its groups, and how everybody joined."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.model.calendar import WorkCalendar
from drills.directory import Directory, Office
from drills.process import BOT, BotProcess, NotRunning
from simulator.client import SimulatorClient
from simulator.records import Chat, Message
from simulator.server import Simulator

CALENDAR = WorkCalendar()
ANSWER_S = 0.3
PATIENCE_S = 30.0
LOOK_S = 0.003


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
        raise Missing(f"{self.name} has no button {label!r} on {parts!r}; newest: {self.newest()}")

    def has_button(self, label: str, *parts: str) -> bool:
        return any(one.label(label) and all(part in one.text for part in parts) for one in self.screen())

    async def waits(self, sees: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Look until it is there. Raises Missing."""
        end = asyncio.get_running_loop().time() + patience_s
        while not sees():
            if asyncio.get_running_loop().time() > end:
                raise Missing(f"{self.name} waits in vain; newest: {self.newest()}")
            await asyncio.sleep(LOOK_S)

    def newest(self) -> str:
        return repr([(one.text, one.labels) for one in self.screen()[-2:]])

    async def sends(self, text: str, *, reply_to: int | None = None) -> None:
        await self.town.client.send(self.user, self.chat, text, reply_to=reply_to)

    async def taps(self, message: int, label: str) -> None:
        """Press a button and wait for nothing."""
        await self.town.client.tap(self.user, self.chat, message, label, wait_s=0)

    async def presses(self, message: int, label: str) -> str | None:
        """Press a button; gives the toast, None when nobody answers in time."""
        answer = await self.town.client.tap(self.user, self.chat, message, label, wait_s=ANSWER_S)
        return str(answer.get("text") or "") if answer["answered"] else None


@dataclass(slots=True, kw_only=True)
class Town:
    """Simulator, bot and people; every phone is read where the simulator keeps it."""

    simulator: Simulator
    client: SimulatorClient
    process: BotProcess
    directory: Directory
    coordinator: Phone = field(init=False)
    people: dict[str, Phone] = field(default_factory=dict)
    groups: dict[str, Phone] = field(default_factory=dict)

    def chat(self, phone: Phone) -> Chat:
        world = self.simulator.world
        return world.private_chat(phone.user, BOT) if phone.chat > 0 else world.groups[phone.chat]

    @property
    def chats(self) -> list[Phone]:
        """One phone for every chat there is."""
        return [*self.people.values(), *self.groups.values()]

    @property
    def now(self) -> datetime:
        """The simulated moment, aware."""
        return self.simulator.world.clock.now()

    @property
    def today(self) -> date:
        return CALENDAR.local(self.now).date()

    def of(self, office: Office) -> list[Phone]:
        return [self.people[name] for name in office.people]

    @property
    def calls(self) -> int:
        """How many calls of the Bot API there have been."""
        return len(self.simulator.world.calls.logged)

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now. Raises ClientError when it never comes to rest."""
        await self.client.settle(timeout_s=PATIENCE_S)

    async def lives(self) -> None:
        """Start the bot and wait until it takes updates and has reported to the clock. Raises NotRunning."""
        calls, reports = self.simulator.world.calls, self.simulator.world.presence.reports
        since, earlier = len(calls.logged), reports.get(BOT)
        await self.process.begin()
        async with asyncio.timeout(PATIENCE_S):
            while not any(one.method == "getUpdates" for one in calls.since(since)):
                await self._breathes()
            while reports.get(BOT) is None or reports.get(BOT) is earlier:
                await self._breathes()

    async def _breathes(self) -> None:
        if self.process.exit_code is not None:
            raise NotRunning(f"exit code {self.process.exit_code}: {self.process.log[-2000:]}")
        await asyncio.sleep(LOOK_S)


def shown(chat: Chat, after: int = 0) -> Iterator[Shown]:
    for message in chat.messages.values():
        if message.id > after and message.sender_id == BOT and not message.deleted and message.text:
            yield Shown(message.id, chat.id, message.sent_at, message.text, _labels(message))


def _labels(message: Message) -> tuple[str, ...]:
    rows: list[list[dict[str, Any]]] = (message.markup or {}).get("inline_keyboard") or []
    return tuple(str(button["text"]) for row in rows for button in row)
