"""A real Chromium; where there is none, everything here is skipped and says how to get it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from bot.demo import house as demo
from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot
from tests.web.chat import Chat, chromium
from tests.web.visitors import LONGEST_MS, Visitors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these share one loop, because they share one browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    found = chromium()
    if found is None:
        pytest.skip("there is no Chromium on this machine; `make browser` installs it")
    expect.set_options(timeout=LONGEST_MS)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def opens(browser: Browser) -> AsyncIterator[Visitors]:
    visitors = Visitors(browser)
    yield visitors
    await visitors.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(opens: Visitors) -> AsyncIterator[Chat]:
    """Anna and Ben, a group of both, and a bot that does what the test says."""
    async with AsyncExitStack() as opened:
        simulator = await opened.enter_async_context(Simulator.start())
        client = await opened.enter_async_context(SimulatorClient(simulator.base_url))
        bot = RawBot(simulator.base_url, "7001:raw")
        opened.push_async_callback(bot.close)
        opened.push_async_callback(opens.leave)
        yield await Chat.begun(simulator, client, bot, opens)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[demo.House]:
    """The whole demo: the real bot in its own process, the sample network, everybody has joined."""
    async with demo.opened_house(tmp_path_factory.mktemp("house"), 0) as opened:
        await demo.join(opened)
        yield opened
