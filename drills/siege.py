"""The real bot behind its webhook, a network inside, and the way in for raw updates."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import aiohttp

from bot.application import network_of
from bot.settings import load
from domain.model.people import Invitation, Purpose
from drills.contents import Json, person
from drills.marks import Spot, mark
from drills.process import BOT, TOKEN, BotProcess
from drills.protected import Builder
from drills.townspeople import ENGLISH, Town, found
from drills.updates import Sender
from handlers.links import token_hash
from simulator.calls import LoggedCall
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import connect_file
from storage.work import SqliteWork

Ground = TypeVar("Ground")
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
SECRET = "a-secret-of-both-ends"
STRANGERS = {6001: "Mallory", 6002: "Sven", 6003: "Trudy", 6004: "Oscar", 6005: "Eve"}
NOTHING_TO_SAY = {"nils", "paul"}
"""Members who have nothing to type that anybody should read."""

TITLES = (f"linked group {mark(Spot.TITLE)}", f"Fremde Gruppe {mark(Spot.TITLE)}")
LONGEST_S = 240.0
LOOK_S = 0.002
FIRST_UPDATE = 700_000_000
TOKENS = {"expired": "an-expired-invitation", "used": "a-used-invitation", "bound": "a-link-for-petra-alone"}


@dataclass
class Siege:
    """Everything that an attack needs. `updates` are kept by number until the drill has looked at them."""

    simulator: Simulator
    client: SimulatorClient
    process: BotProcess
    session: aiohttp.ClientSession
    url: str
    town: Town
    rows: sqlite3.Connection
    linked: int
    foreign: int
    next_update: int = FIRST_UPDATE
    brought: dict[int, tuple[Json, bool]] = field(default_factory=dict)
    pressers: dict[str, int] = field(default_factory=dict)

    async def bring(self, update: Json, *, well_formed: bool = True) -> int:
        """What Telegram does with an update; gives its number once the bot has confirmed it."""
        number = self.next_update
        self.next_update += 1
        self.brought[number] = (update, well_formed)
        self._remember_presser(update.get("callback_query"))
        status = await self.post(json.dumps({"update_id": number, **update}).encode())
        if status != 200:
            raise AssertionError(f"update {number} was answered with {status}: {self.process.log[-2000:]}")
        return number

    def _remember_presser(self, press: Json | None) -> None:
        who = press.get("from") if press is not None else None
        user = who.get("id") if isinstance(who, dict) else None
        if press is not None:
            self.pressers[str(press.get("id"))] = user if isinstance(user, int) else 0

    def sender(self, name: str) -> Sender:
        """Somebody of the network by first name, or a stranger by number; both groups are open to them."""
        users = self.town.users
        if name in users:
            language = "en" if name in ENGLISH else "de"
            user = person(users[name], name.capitalize(), language)
            return Sender(name=name, user=user, groups=self.groups, plain=name in NOTHING_TO_SAY)
        number = int(name)
        user = person(number, STRANGERS[number], "en" if number % 2 else "de")
        return Sender(name=STRANGERS[number], user=user, groups=self.groups, plain=True)

    def user(self, name: str) -> int:
        """Their id at Telegram."""
        return self.town.users.get(name) or int(name)

    @property
    def groups(self) -> tuple[Json, Json]:
        """The landlord's own group, and a foreign one."""
        titles = zip((self.linked, self.foreign), TITLES, strict=True)
        return tuple({"id": one, "type": "group", "title": title} for one, title in titles)  # type: ignore[return-value]

    async def post(self, body: bytes, secret: str = SECRET) -> int:
        """Any body at all; gives the status of the answer."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with self.session.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    async def handled(self, *numbers: int) -> None:
        """Wait until these updates have been settled or set aside. Raises TimeoutError."""
        marks = ",".join(str(number) for number in numbers)
        query = f"SELECT count(*) FROM inbox WHERE state = 'waiting' AND update_id IN ({marks})"
        async with asyncio.timeout(LONGEST_S):
            while self.one(query):
                await asyncio.sleep(LOOK_S)

    async def settled(self) -> None:
        """Wait until nothing is left to handle or to send; who has blocked the bot is sent nothing."""
        async with asyncio.timeout(LONGEST_S):
            while self.one("SELECT count(*) FROM inbox WHERE state = 'waiting'"):
                await asyncio.sleep(LOOK_S)
            now = "strftime('%Y-%m-%dT%H:%M:%S', '" + self.simulator.world.clock.now().isoformat() + "')"
            gone = "coalesce(person, 0) IN (SELECT id FROM people WHERE unreachable_at IS NOT NULL)"
            due = f"state = 'pending' AND substr(not_before, 1, 19) <= {now} AND NOT {gone}"
            left = " UNION ALL ".join(
                f"SELECT 1 FROM {table} WHERE state = 'leased' OR ({due})" for table in ("outbox", "cards")
            )
            while self.one(f"SELECT count(*) FROM ({left})"):
                await asyncio.sleep(LOOK_S)
        await self.client.settle(timeout_s=LONGEST_S)

    def one(self, query: str, *values: object) -> Any:
        """The first value that is found."""
        return self.rows.execute(query, values).fetchone()[0]

    @property
    def calls(self) -> Sequence[LoggedCall]:
        """Everything the bot has said to Telegram."""
        return self.simulator.world.calls.logged

    def aside(self) -> dict[int, str]:
        """The updates that met a bug, with the number that was told."""
        found = self.rows.execute("SELECT update_id, number FROM inbox WHERE state = 'aside'").fetchall()
        return {int(number): str(told) for number, told in found}


@asynccontextmanager
async def besieged(
    folder: Path, chance: Random, fill: Callable[[Builder], Ground]
) -> AsyncIterator[tuple[Siege, Ground]]:
    """A network with everybody's chat open; `fill(builder)` makes its cases before the bot starts."""
    async with (
        Simulator.start(start_at=MONDAY, frozen=True) as simulator,
        SimulatorClient(simulator.base_url) as client,
        aiohttp.ClientSession() as session,
    ):
        await client.bot(TOKEN, username="kurzewege_bot", first_name="Kurze Wege")
        database, port = folder / "siege.db", _free_port()
        for user, name in STRANGERS.items():
            await client.person(name, id=user)
        linked, foreign = await _groups(client)
        town, ground = _found(database, simulator.base_url, linked, chance, fill)
        for name, user in town.users.items():
            await client.person(name.capitalize(), id=user)
            await client.add_member(linked, user)
        url = f"http://127.0.0.1:{port}/kurze-wege"
        process = BotProcess(simulator, database, settings=_settings(url, port))
        with closing(sqlite3.connect(database, isolation_level=None)) as rows:
            siege = Siege(simulator, client, process, session, url, town, rows, linked, foreign)
            try:
                await _begin(siege)
                yield siege, ground
            finally:
                await process.stop()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings(url: str, port: int) -> dict[str, str]:
    return {
        "webhook_url": url,
        "webhook_secret": SECRET,
        "webhook_listen": f"127.0.0.1:{port}",
        "send_per_second": "1000",
        "private_burst": "1000",
        "group_per_minute": "10000",
    }


async def _groups(client: SimulatorClient) -> tuple[int, int]:
    """The landlord's own group, and one that nobody knows; the bot is in both, strangers too."""
    made = []
    for title in TITLES:
        group = await client.group(title, list(STRANGERS), admins=[next(iter(STRANGERS))])
        made.append(int(group["id"]))
        await client.add_member(made[-1], BOT)
    return made[0], made[1]


def _found(
    database: Path, base_url: str, linked: int, chance: Random, fill: Callable[[Builder], Ground]
) -> tuple[Town, Ground]:
    settings = load(env_file=None, token=TOKEN, api_url=base_url, database=database)
    with closing(connect_file(database)) as connection:
        work = SqliteWork(connection, network_of(settings)).at(MONDAY)
        connection.execute("BEGIN IMMEDIATE")
        town = found(work, linked)
        ground = fill(Builder(work, town, chance))
        _links(work, town)
        connection.execute("COMMIT")
    return town, ground


def _links(work: SqliteWork, town: Town) -> None:
    """Links that are no good to whoever has found them: too late, used, somebody else's."""
    petra = town.people["petra"]
    hour = work.network.calendar.add_working_days(work.now, 1)
    for name, purpose, expires_at, used_at in (
        ("expired", Purpose.MEMBER, work.now, None),
        ("used", Purpose.MEMBER, hour, work.now),
        ("bound", Purpose.DETAILS, hour, None),
    ):
        invitation = Invitation(
            token_hash=token_hash(TOKENS[name]),
            purpose=purpose,
            partner=town.partners["help"],
            person=petra,
            payload="1" if purpose is Purpose.DETAILS else "",
            created_at=work.now,
            expires_at=expires_at,
            used_at=used_at,
        )
        work.invitations.add(invitation)


async def _begin(siege: Siege) -> None:
    """Start the bot; everybody opens the chat, as they must before it may write to them."""
    await siege.process.begin()
    await siege.process.until(lambda call: call.method == "setWebhook")
    for user in (*siege.town.users.values(), *STRANGERS):
        await siege.client.send(user, user, "/start")
    await siege.settled()
