"""kill -9 while nothing but the greeting is at stake: the smallest proof that the one path is durable."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from drills.process import BotProcess
from simulator.calls import LoggedCall
from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.stories.town import MONDAY, TOKEN


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[tuple[Simulator, SimulatorClient, BotProcess]]:
    async with (
        Simulator.start(start_at=MONDAY, frozen=True) as simulator,
        SimulatorClient(simulator.base_url) as client,
    ):
        await client.bot(TOKEN, username="kurzewege_bot")
        await client.person("Mallory", id=1001)
        bot = BotProcess(simulator, folder / "kill.db")
        await bot.start()
        try:
            yield simulator, client, bot
        finally:
            await bot.stop()


async def answers(client: SimulatorClient) -> list[dict[str, Any]]:
    return [one for one in await client.messages(1001, 1001) if one["from"]["is_bot"]]


MOMENTS: dict[str, Callable[[LoggedCall], bool]] = {
    "update fetched": lambda call: (
        call.method == "getUpdates" and bool(call.response and call.response.get("result"))
    ),
    "offset confirmed": lambda call: call.method == "getUpdates" and "offset" in call.params,
    "send received": lambda call: call.method == "sendMessage",
    "send answered": lambda call: call.method == "sendMessage" and call.status is not None,
}


@pytest.mark.parametrize("moment", ["update sent", *MOMENTS])
async def test_an_answer_is_given_once_or_marked_as_a_repeat(tmp_path: Path, moment: str) -> None:
    async with stage(tmp_path) as (_, client, bot):
        if moment == "update sent":
            bot.freeze()
        if moment == "send received":
            await client.fault("slow", method="sendMessage", seconds=30)
        await client.send(1001, 1001, "/start")
        if moment in MOMENTS:
            await bot.until(MOMENTS[moment])
        await bot.kill()
        await bot.start()
        await client.settle()
        first, *repeats = await answers(client)
        assert "für Mitglieder" in first["text"]
        assert len(repeats) <= 1
        assert all("kann doppelt sein" in one["text"] for one in repeats)
