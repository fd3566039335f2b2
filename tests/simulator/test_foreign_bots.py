"""Bots that know nothing of the simulator run against it unchanged, in processes of their own."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from simulator.client import SimulatorClient
from simulator.methods import METHODS
from simulator.server import Simulator

HERE = Path(__file__).parent
GUIDE = HERE.parents[1] / "docs" / "simulator.md"

Json = dict[str, Any]


@asynccontextmanager
async def running(script: Path, sim: Simulator) -> AsyncIterator[None]:
    """Run a bot's script until the block ends; it must then end by itself, without an error."""
    environment = {**os.environ, "BOT_TOKEN": "7005:foreign", "BOT_API": sim.base_url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        assert await process.wait() == 0


class Talk:
    """A person who waits for every answer of the bot."""

    def __init__(self, client: SimulatorClient, events: AsyncIterator[Json], user: int) -> None:
        self.client = client
        self.events = events
        self.user = user

    async def sends(self, text: str, answers: int = 1) -> Json:
        await self.client.send(self.user, self.user, text)
        for _ in range(answers):
            await self.hears("message")
        return (await self.client.messages(self.user, self.user))[-1]

    async def hears(self, kind: str) -> None:
        async for event in self.events:
            if event["kind"] == kind and event.get("sender") != self.user:
                return


@asynccontextmanager
async def talk(client: SimulatorClient) -> AsyncIterator[Talk]:
    await client.bot("7005:foreign", username="foreign_bot")
    anna = (await client.person("Anna"))["id"]
    async with client.events() as events:
        yield Talk(client, events, anna)


async def test_a_bot_with_a_conversation(sim: Simulator, client: SimulatorClient) -> None:
    async with talk(client) as anna, running(HERE / "foreign_bot.py", sim):
        assert (await anna.sends("/start"))["keyboard"] == [["Minden", "Espelkamp"]]
        question = await anna.sends("Minden", answers=2)
        assert (question["text"], question["buttons"][0][1]["text"]) == ("Stimmt das?", "Nein")
        tapped = await client.tap(anna.user, anna.user, question["message_id"], "Nein")
        assert (tapped["answered"], tapped["text"]) == (True, "Danke")
        await anna.hears("edit")
        question = await anna.sends("Espelkamp", answers=2)
        await client.tap(anna.user, anna.user, question["message_id"], "Ja")
        await anna.hears("edit")
        shown = await client.messages(anna.user, anna.user)
        assert [shown[-1]["text"], shown[-2]["html"]] == ["Notiert: Espelkamp", "<b>Espelkamp</b>, gut."]


async def test_the_bot_of_the_guide(sim: Simulator, client: SimulatorClient, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    script = tmp_path / "echo.py"
    script.write_text(code, encoding="utf-8")
    async with talk(client) as anna, running(script, sim):
        await anna.sends("/start")
        assert (await anna.sends("Guten Tag"))["text"] == "Guten Tag"


def test_the_guide_names_every_method() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    missing = [name for name in METHODS if name not in guide.lower()]
    assert missing == []
