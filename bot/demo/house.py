"""The demo as a page: simulator, bot and the sample network, open until somebody closes it."""

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.demo import network, play
from bot.demo.bot_process import BOT, BotProcess
from bot.demo.phone import Phone
from bot.demo.play import Json
from bot.demo.rehearsal import BOT_NAME, MONDAY, Rehearsal, awake
from simulator.client import SimulatorClient
from simulator.server import Simulator

FIRST_PORT: Final = 8080
PORTS_TRIED: Final = 30
# What is kept is only ever read by a simulator on loopback, which takes any token.
TOKEN: Final = f"{BOT}:only-for-the-simulator-on-this-machine"


class House(Rehearsal):
    """A rehearsal whose people are there from the start, and whose bot belongs to the simulator."""

    async def people(self) -> None:
        """Give everybody of the cast a phone."""
        for name, office in play.CAST.items():
            first, _, last = name.partition(" ")
            user = play.user_of(name)
            await self.client.person(first, id=user, last_name=last)
            self.phones.append(Phone(self.client, self.settle, name, office, user, user))

    async def phone(self, name: str, office: str) -> Phone:
        """Somebody's phone, which lies there already."""
        return next(one for one in self.phones if one.name == name)


class Occupied(Exception):
    """The file to keep things in is not one that the demo has written; the text says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """Where the demo keeps its files: the bot's database, and beside it what was on the phones."""

    database: Path
    phones: Path | None = None

    @classmethod
    def kept(cls, file: Path) -> "Rooms":
        """Files that stay. Raises Occupied when only one of them is there."""
        file = file.absolute()
        phones = file.with_name(f"{file.name}.phones")
        if file.exists() != phones.exists():
            raise Occupied(f"{file} und {phones.name} gehören zusammen, aber nur eine der Dateien ist da.")
        return cls(database=file, phones=phones)

    @property
    def lived_in(self) -> bool:
        return self.phones is not None and self.phones.exists()

    def clear(self) -> None:
        """Leave no rooms into which nobody has moved: half a network would be taken for a whole one."""
        beside = [self.database.with_name(f"{self.database.name}{end}") for end in ("-wal", "-shm")]
        for file in filter(None, (self.database, self.phones, *beside)):
            file.unlink(missing_ok=True)


async def keep_open(port: int, arrived: Callable[[str], object], keep: Path | None = None) -> None:
    """Run it until cancelled; `arrived` hears the address as soon as there is something to see.

    Raises Untrue, Stopped, Occupied and OSError when it cannot begin.
    """
    with tempfile.TemporaryDirectory(prefix="kurze-wege-") as folder:
        rooms = Rooms(database=Path(folder) / "kurze-wege.db") if keep is None else Rooms.kept(keep)
        lived_in = rooms.lived_in
        try:
            async with opened_house(Path(folder), port, rooms) as house:
                kept = await house.client.play()
                shown = play.play(ready=lived_in, identity=kept.get("id"))
                await house.client.set_play(shown)
                arrived(f"{house.client.base_url}/")
                if not lived_in:
                    await join(house, shown)
                    lived_in = True
                await asyncio.Event().wait()
        finally:
            if not lived_in:
                rooms.clear()


@asynccontextmanager
async def opened_house(folder: Path, port: int, rooms: Rooms | None = None) -> AsyncIterator[House]:
    """Simulator, page and bot; nobody has joined yet, unless these rooms were lived in before."""
    rooms = rooms or Rooms(database=folder / "kurze-wege.db")
    lived_in = rooms.lived_in
    free = await _free_port(port)
    process = BotProcess(folder, f"http://127.0.0.1:{free}", rooms.database, TOKEN if rooms.phones else "")
    child = process.child()
    async with (
        Simulator.start(
            port=free, start_at=MONDAY, sqlite=rooms.database, child=child, kept=rooms.phones
        ) as simulator,
        SimulatorClient(simulator.base_url) as client,
    ):
        house = House(client, process)
        await client.bot(process.token, username=BOT_NAME, first_name="Kurze Wege")
        await child.start()
        if not lived_in:
            await house.people()
        yield house


async def join(house: House, shown: Json | None = None) -> None:
    """Read the directory in and let everybody join, as docs/operating.md says; the page shows it live."""
    shown = shown or play.play(ready=False)
    await house.client.set_play(shown)
    link = await network.founded(house)
    await awake(house.client, house.bot)
    coordinator = await network.coordinator_joins(house, link)
    await network.others_join(house, coordinator)
    await house.client.set_play(shown | {"ready": True})


async def _free_port(first: int) -> int:
    """The first port from here on that nobody listens on. Raises OSError when there is none; 0 means any."""
    for port in range(first, first + PORTS_TRIED):
        try:
            server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        found = int(server.sockets[0].getsockname()[1])
        server.close()
        await server.wait_closed()
        return found
    raise OSError(errno.EADDRINUSE, f"no port from {first} to {first + PORTS_TRIED - 1} is free")
