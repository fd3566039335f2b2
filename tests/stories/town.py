"""A town to tell stories in: the real bot, the simulator over HTTP, a database file, people with phones."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from bot.application import Running
from bot.settings import load
from domain.model.ids import ChatId, PartnerId, PersonId
from domain.model.people import Partner, Person, Role
from domain.model.stage import PartnerKind
from drills import process
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import open_database
from storage.work import SqliteWork

R = TypeVar("R")
BOT, TOKEN = process.BOT, process.TOKEN
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
_TAGS = re.compile(r"<[^>]+>")


def labels(message: dict[str, Any]) -> list[str]:
    """The labels of a message's buttons, row after row."""
    return [button["text"] for row in message.get("buttons") or [] for button in row]


@dataclass
class Phone:
    """A person with a phone, in one chat: what they send and tap, and what they must have seen."""

    town: "Town"
    user: int
    chat: int
    person: PersonId | None = None
    read: int = 0
    toast: str | None = None
    opened: str | None = None
    seen_edits: dict[int, Any] = field(default_factory=dict)

    @property
    def client(self) -> SimulatorClient:
        return self.town.client

    async def sends(self, text: str, **options: Any) -> int:
        """Type a text; gives its message id once the bot has settled."""
        sent = await self.client.send(self.user, self.chat, text, **options)
        await self.town.settle()
        return int(sent["message_id"])

    async def opens(self, url: str, **options: Any) -> "Phone":
        """Open a link; gives this person's phone in the chat that opened."""
        opened = await self.client.open_link(self.user, url, **options)
        await self.town.settle()
        return Phone(self.town, self.user, int(opened["id"]), self.person)

    async def taps(self, label: str, *, message: int | None = None) -> str:
        """Tap the newest button whose label is or begins like this; gives the toast or the opened url."""
        target = message or await self.with_button(label)
        found = next(
            (one for one in await self.client.messages(self.user, self.chat) if one["message_id"] == target),
            None,
        )
        assert found is not None, f"there is no message {target}"
        shown = labels(found)
        button = label if label in shown else next((one for one in shown if one.startswith(label)), label)
        answer = await self.client.tap(self.user, self.chat, target, button)
        assert answer["answered"], f"the bot never answered the press of {label!r}"
        self.toast = answer.get("text") or ""
        self.opened = answer.get("url")
        await self.town.settle()
        return self.toast or ""

    async def with_button(self, label: str) -> int:
        for message in reversed(await self.client.messages(self.user, self.chat)):
            if any(one.startswith(label) for one in labels(message)):
                return int(message["message_id"])
        shown = [(one["text"], labels(one)) for one in await self.client.messages(self.user, self.chat)]
        raise AssertionError(f"no button begins with {label!r} in {shown}")

    async def messages(self) -> list[dict[str, Any]]:
        """Everything in this chat as it stands now."""
        return await self.client.messages(self.user, self.chat)

    async def unread(self) -> list[dict[str, Any]]:
        """What the bot has sent since the last look."""
        new = [
            one
            for one in await self.client.messages(self.user, self.chat, after=self.read or None)
            if one["from"]["is_bot"]
        ]
        return [one for one in new if one["message_id"] > self.read]

    async def sees(self, *parts: str) -> dict[str, Any]:
        """The next unread message contains each part; it counts as read then."""
        new = await self.unread()
        assert new, f"expected {parts!r}, but nothing new is there"
        message = new[0]
        self.read = int(message["message_id"])
        shown = "\n".join([message.get("text") or "", *labels(message)])
        missing = [part for part in parts if part not in shown]
        assert not missing, f"{missing!r} is not in {shown!r}"
        return message

    async def sees_nothing(self) -> None:
        new = await self.unread()
        assert not new, f"unexpected: {[one.get('text') for one in new]!r}"

    async def shows(self, *parts: str) -> dict[str, Any]:
        """Some message of this chat, as it stands now, contains every part (cards are edited in place)."""
        everything = await self.client.messages(self.user, self.chat)
        for message in reversed(everything):
            shown = "\n".join([message.get("text") or "", *labels(message)])
            if message["from"]["is_bot"] and all(part in shown for part in parts):
                return message
        raise AssertionError(f"{parts!r} is not in {[(o.get('text'), labels(o)) for o in everything]!r}")

    async def hides(self, *parts: str) -> None:
        """No message of this chat contains any of the parts."""
        for message in await self.client.messages(self.user, self.chat):
            shown = "\n".join([message.get("text") or "", *labels(message)])
            found = [part for part in parts if part in shown]
            assert not found, f"{found!r} is in {shown!r}"

    async def reads_all(self) -> None:
        """Put everything that is there aside as read."""
        for message in await self.unread():
            self.read = int(message["message_id"])


@dataclass
class Town:
    """Simulator, bot and database of one story. `database` survives `restart`."""

    simulator: Simulator
    client: SimulatorClient
    database: Path
    options: dict[str, Any]
    running: Running
    task: asyncio.Task[None]
    phones: list[Phone] = field(default_factory=list)
    users: int = 1000
    hurried: bool = False

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, *, at: datetime = MONDAY, **options: Any) -> AsyncIterator[Self]:
        async with (
            Simulator.start(start_at=at, frozen=True) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            await client.bot(TOKEN, username="kurzewege_bot", first_name="Kurze Wege")
            running, task = await start(simulator, folder / "story.db", options)
            town = cls(simulator, client, folder / "story.db", options, running, task)
            try:
                await town.settle()
                yield town
            finally:
                await town.stop()

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def restart(self) -> None:
        """Stop the bot and start it again on the same file."""
        await self.stop()
        self.running, self.task = await start(self.simulator, self.database, self.options)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now."""
        if self.hurried:
            return
        if self.task.done():
            self.task.result()
        await self.client.settle()
        while not (self.running.idle or self.task.done()):  # what `do` has begun is news to the simulator
            await self.client.settle()

    @asynccontextmanager
    async def all_at_once(self) -> AsyncIterator[None]:
        """Whatever is done inside is waited for once, at the end; every greeting is read then."""
        self.hurried = True
        yield
        self.hurried = False
        await self.settle()
        for phone in self.phones:
            await phone.reads_all()

    async def forward(self, **span: float) -> None:
        """Let time pass from due time to due time."""
        await self.client.forward(timedelta(**span).total_seconds())

    async def now(self) -> datetime:
        return await self.client.now()

    async def do(self, deed: Callable[[SqliteWork], R]) -> R:
        """Look or write into the network's own rows, inside the core. Fails when the bot has died."""
        submitted = asyncio.ensure_future(self.running.core.submit(deed))
        await asyncio.wait({submitted, self.task}, return_when=asyncio.FIRST_COMPLETED)
        if not submitted.done():
            submitted.cancel()
            self.task.result()
        result = await submitted
        await self.settle()
        return result

    async def partner(self, name: str, kind: PartnerKind, **facts: Any) -> PartnerId:
        return await self.do(lambda work: work.partners.add(Partner(name=name, kind=kind, **facts)).id)

    async def phone(self, first_name: str, **facts: Any) -> Phone:
        """Somebody with a phone whom the network does not know, their private chat with the bot open."""
        self.users += 1
        user = (await self.client.person(first_name, id=self.users, **facts))["id"]
        phone = Phone(self, user, BOT if user == BOT else user)
        self.phones.append(phone)
        return phone

    async def member(self, name: str, partner: PartnerId, *, role: Role = Role.MEMBER, **facts: Any) -> Phone:
        """A member who has joined before the story begins; the greeting is read."""
        phone = await self.phone(name.split(maxsplit=1)[0])
        person = Person(
            partner=partner,
            name=name,
            role=role,
            telegram=ChatId(phone.user),
            acknowledged_at=await self.now(),
            **{"phone": "05731 1000", "hours": "Mo bis Do 8 bis 16 Uhr", **facts},
        )
        phone.person = (await self.do(lambda work: work.people.add(person))).id
        await self.client.send(phone.user, phone.chat, "/start")
        await self.settle()
        if not self.hurried:
            await phone.reads_all()
        return phone

    async def absent_from_telegram(self, name: str, partner: PartnerId, **facts: Any) -> PersonId:
        """Somebody of the directory who is not on Telegram."""
        person = Person(
            partner=partner, name=name, **{"phone": "05703 2000", "hours": "Mo bis Fr 8 bis 12 Uhr", **facts}
        )
        return (await self.do(lambda work: work.people.add(person))).id

    async def everything_is_read(self) -> None:
        """Nobody has got a message that the story does not speak of."""
        for phone in self.phones:
            await phone.sees_nothing()


async def start(
    simulator: Simulator, database: Path, options: dict[str, Any]
) -> tuple[Running, asyncio.Task[None]]:
    settings = load(
        env_file=None,
        **{
            "token": TOKEN,
            "api_url": simulator.base_url,
            "clock_url": f"{simulator.base_url}/world/clock",
            "database": database,
            "send_per_second": 1000,
            "private_burst": 100,
            "private_per_second": 1000,
            "group_per_minute": 1000,
            **options,
        },
    )
    running = Running(settings, await open_database(database))
    task = asyncio.create_task(running.run())
    started = asyncio.create_task(running.started.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    started.cancel()
    return running, task
