"""A simulator with its clock standing still, a client for its phones, and a bare bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

START_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator.start(start_at=START_AT, frozen=True, webhook_pause_s=0.01) as running:
        yield running


@pytest.fixture
async def client(sim: Simulator) -> AsyncIterator[SimulatorClient]:
    async with SimulatorClient(sim.base_url) as connected:
        yield connected


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[RawBot]:
    raw = RawBot(sim.base_url, "7001:raw")
    await raw.call("getMe")
    yield raw
    await raw.close()


@pytest.fixture
async def anna(client: SimulatorClient, bot: RawBot) -> int:
    """A person who started the bot, whose update is already confirmed."""
    person = await client.person("Anna", username="anna_k")
    await client.send(person["id"], bot.id, "/start")
    await bot.updates()
    await bot.updates()
    return int(person["id"])
