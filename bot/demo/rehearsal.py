"""What a story needs around it: simulator, bot, phones, a clock to move. Nothing of it is left afterwards."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.demo.bot_process import BotProcess, Stopped
from bot.demo.phone import Phone, Untrue
from simulator.client import ClientError, SimulatorClient
from simulator.server import Simulator

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
BOT_NAME = "kurzewege_bot"
START_S = 60.0
LOOK_S = 0.02


@dataclass(slots=True)
class Rehearsal:
    """One story's world. Every deed waits until the bot has nothing left to do."""

    client: SimulatorClient
    bot: BotProcess
    phones: list[Phone] = field(default_factory=list)

    async def settle(self) -> None:
        """Wait until everything is said that is to be said now. Raises Untrue, Stopped."""
        self.bot.check()
        try:
            await self.client.settle()
        except ClientError as error:
            self.bot.check()
            raise Untrue(f"Der Bot wird nicht fertig: {error.error}") from error

    async def forward(self, **span: float) -> None:
        """Let time pass, from one due time to the next."""
        await self.until(await self.client.now() + timedelta(**span))

    async def until(self, moment: datetime) -> None:
        """Let time pass up to this moment, from one due time to the next."""
        self.bot.check()
        try:
            await self.client.to(moment)
        except ClientError as error:
            self.bot.check()
            raise Untrue(f"Die Zeit kommt nicht voran: {error.error}") from error

    async def phone(self, name: str, office: str) -> Phone:
        """Somebody with a phone; the bot does not know them yet."""
        first, _, last = name.partition(" ")
        user = int((await self.client.person(first, id=1001 + len(self.phones), last_name=last))["id"])
        phone = Phone(self.client, self.settle, name, office, user, user)
        self.phones.append(phone)
        return phone

    async def group(self, title: str, office: str, *members: Phone) -> Phone:
        """A group chat of these people, seen on the phone of the first; the bot is not in it yet."""
        users = [one.user for one in members]
        chat = int((await self.client.group(title, users, admins=users[:1]))["id"])
        return Phone(self.client, self.settle, title, office, users[0], chat)


@asynccontextmanager
async def rehearsal(at: datetime = MONDAY) -> AsyncIterator[Rehearsal]:
    """Simulator and bot, both running; the bot's process and its folder end with the story."""
    with tempfile.TemporaryDirectory(prefix="kurze-wege-") as folder:
        async with (
            Simulator.start(start_at=at, frozen=True) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            process = BotProcess(Path(folder), simulator.base_url)
            await client.bot(process.token, username=BOT_NAME, first_name="Kurze Wege")
            try:
                await process.start()
                await awake(client, process)
                yield Rehearsal(client, process)
            except Untrue as error:
                raise Untrue(f"{error} {process.last_word}".strip()) from error
            finally:
                await asyncio.shield(process.stop())


async def awake(client: SimulatorClient, process: BotProcess) -> None:
    """Wait until the bot asks for updates. Raises Stopped."""
    try:
        async with asyncio.timeout(START_S):
            while not any(call["method"] == "getUpdates" for call in await client.calls()):
                process.check()
                await asyncio.sleep(LOOK_S)
    except TimeoutError:
        raise Stopped(f"The bot does not start. {process.last_word}") from None
