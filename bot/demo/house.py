"""The demo as a page: simulator, bot and the sample network, open until somebody closes it."""

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from bot.demo import network, play
from bot.demo.bot_process import BotProcess
from bot.demo.phone import Phone
from bot.demo.rehearsal import MONDAY, Rehearsal, awake
from simulator.client import SimulatorClient
from simulator.server import Simulator

FIRST_PORT: Final = 8080
PORTS_TRIED: Final = 30


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


async def keep_open(port: int, arrived: Callable[[str], object]) -> None:
    """Run it until cancelled; `arrived` hears the address as soon as there is something to see.

    Raises Untrue, Stopped and OSError when it cannot begin.
    """
    with tempfile.TemporaryDirectory(prefix="kurze-wege-") as folder:
        async with AsyncExitStack() as opened:
            house = await opened.enter_async_context(opened_house(Path(folder), port))
            arrived(f"{house.client.base_url}/")
            await join(house)
            await asyncio.Event().wait()


@asynccontextmanager
async def opened_house(folder: Path, port: int) -> AsyncIterator[House]:
    """Simulator, page and bot; nobody has joined yet."""
    database = folder / "kurze-wege.db"
    async with AsyncExitStack() as opened:
        free = await _free_port(port)
        process = BotProcess(folder, f"http://127.0.0.1:{free}", database)
        child = process.child()
        simulator = await opened.enter_async_context(
            Simulator.start(port=free, start_at=MONDAY, sqlite=database, child=child)
        )
        client = await opened.enter_async_context(SimulatorClient(simulator.base_url))
        house = House(client, process)
        await client.bot(process.token, username="kurzewege_bot", first_name="Kurze Wege")
        await child.start()
        await house.people()
        yield house


async def join(house: House) -> None:
    """Read the directory in and let everybody join, as docs/operating.md says; the page shows it live."""
    first = play.play(ready=False)
    await house.client.set_play(first)
    await awake(house.client, house.bot)
    coordinator = await network.coordinator_joins(house)
    await network.others_join(house, coordinator)
    await house.client.set_play(first | {"ready": True})


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
