"""How many messages fit: 31 in any second, 20 in a group's minute, 3 in a private chat's second."""

from __future__ import annotations

import pytest

from simulator.client import SimulatorClient
from simulator.limits import SendLimits
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot


def fill(limits: SendLimits, chats: list[int], now_s: float = 100.0) -> list[int]:
    """Send one message to each chat at one moment; what each had to wait."""
    waits = []
    for chat in chats:
        waits.append(limits.wait_s(1, chat, now_s))
        if not waits[-1]:
            limits.count(1, chat, now_s)
    return waits


@pytest.mark.parametrize(
    ("chats", "fitting", "wait_s"),
    [
        pytest.param([5] * 4, 3, 1, id="private chat"),
        pytest.param([-5] * 21, 20, 60, id="group"),
        pytest.param(list(range(1, 33)), 31, 1, id="overall"),
    ],
)
def test_the_next_message_waits(chats: list[int], fitting: int, wait_s: int) -> None:
    assert fill(SendLimits(), chats) == [0] * fitting + [wait_s]


@pytest.mark.parametrize(("chat", "count", "seconds"), [(5, 3, 1), (-5, 20, 60)])
def test_the_window_rolls(chat: int, count: int, seconds: int) -> None:
    limits = SendLimits()
    fill(limits, [chat] * count)
    assert limits.wait_s(1, chat, 100 + seconds - 0.5) == 1
    assert limits.wait_s(1, chat, 100.0 + seconds) == 0


def test_limits_are_of_one_bot_and_can_be_switched_off() -> None:
    limits = SendLimits()
    fill(limits, [5] * 3)
    assert limits.wait_s(2, 5, 100) == 0
    assert fill(SendLimits(real=False), [5] * 100) == [0] * 100


async def test_a_refused_message_says_how_long_to_wait() -> None:
    async with (
        Simulator.start(real_limits=True, frozen=True) as sim,
        SimulatorClient(sim.base_url) as client,
    ):
        bot = RawBot(sim.base_url, "7001:raw")
        await bot.call("getMe")
        anna = (await client.person("Anna"))["id"]
        group = (await client.group("Haus", [anna, bot.id]))["id"]
        for _ in range(20):
            await bot.call("sendMessage", chat_id=group, text="x")
        async with bot.session.post(bot.url("sendMessage"), data={"chat_id": group, "text": "x"}) as response:
            body = await response.json()
        wait_s = body["parameters"]["retry_after"]
        assert (response.status, response.headers["Retry-After"]) == (429, str(wait_s))
        assert body["description"] == f"Too Many Requests: retry after {wait_s}"
        await client.jump(wait_s)
        await bot.call("sendMessage", chat_id=group, text="x")
        await bot.close()
