"""Faults that somebody orders, and the log of calls in which they show."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from simulator.client import ClientError, SimulatorClient
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "retry_after", "seconds": 7}, (429, "Too Many Requests: retry after 7")),
        ({"kind": "retry_after", "seconds": 0}, (429, "Too Many Requests: retry after 1")),
        ({"kind": "forbidden"}, (403, "Forbidden: bot was blocked by the user")),
        (
            {"kind": "forbidden", "description": "user is deactivated"},
            (403, "Forbidden: user is deactivated"),
        ),
        ({"kind": "bad_request", "description": "TOPIC_CLOSED"}, (400, "Bad Request: TOPIC_CLOSED")),
        ({"kind": "server_error"}, (500, "Internal Server Error: restart")),
        ({"kind": "server_error", "description": "Bad Gateway"}, (500, "Bad Gateway")),
        ({"kind": "unauthorized"}, (401, "Unauthorized")),
    ],
)
async def test_a_refusal_in_place_of_the_answer(
    client: SimulatorClient, bot: RawBot, anna: int, fault: Json, expected: tuple[int, str]
) -> None:
    await client.fault(**fault, method="sendMessage")
    assert await bot.refusal("sendMessage", chat_id=anna, text="x") == expected
    await bot.call("sendMessage", chat_id=anna, text="x")


async def test_a_fault_strikes_its_method_and_chat_as_often_as_told(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    ben = (await client.person("Ben"))["id"]
    await client.send(ben, ben, "/start")
    fault = await client.fault("forbidden", method="sendMessage", chat=anna, times=2)
    await bot.call("getMe")
    await bot.call("sendMessage", chat_id=ben, text="x")
    await bot.refusal("sendMessage", chat_id=anna, text="x")
    assert [one["times"] for one in await client.faults()] == [1]
    await bot.refusal("sendmessage", chat_id=anna, text="x")
    assert await client.faults() == []
    with pytest.raises(ClientError, match="no such fault"):
        await client.lift_fault(fault)


async def test_a_fault_ends_at_its_moment_on_the_simulated_clock(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    until = await client.now() + timedelta(hours=1)
    await client.fault("unauthorized", times=None, until=until)
    assert [one["until"] for one in await client.faults()] == [until.isoformat()]
    await client.jump(3599)
    assert await bot.refusal("getMe") == (401, "Unauthorized")
    await client.jump(1)
    await bot.call("getMe")
    assert await client.faults() == []


async def test_a_fault_without_times_stays_until_it_is_lifted(client: SimulatorClient, bot: RawBot) -> None:
    fault = await client.fault("unauthorized", times=None)
    for method in ("getMe", "getUpdates", "getMe"):
        assert await bot.refusal(method) == (401, "Unauthorized")
    await client.lift_fault(fault)
    await bot.call("getMe")


@pytest.mark.parametrize(("kind", "delivered"), [("cut_before", []), ("cut_after", ["x"])])
async def test_a_cut_connection(
    client: SimulatorClient, bot: RawBot, anna: int, kind: str, delivered: list[str]
) -> None:
    await client.fault(kind, method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await bot.answer("sendMessage", chat_id=anna, text="x")
    shown = await client.messages(anna, anna)
    assert [message["text"] for message in shown if message["from"]["is_bot"]] == delivered
    call = (await client.calls())[-1]
    assert (call["method"], call["status"]) == ("sendMessage", None)
    assert (call["response"] is not None) == bool(delivered)


async def test_a_slow_call_takes_effect_before_it_is_answered(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    await client.fault("slow", method="sendMessage", seconds=30)
    async with client.events() as events:
        call = asyncio.create_task(bot.answer("sendMessage", chat_id=anna, text="x"))
        async for event in events:
            if event["kind"] == "message":
                break
    assert (await client.messages(anna, anna))[-1]["text"] == "x"
    logged = (await client.calls())[-1]
    assert (logged["params"]["text"], logged["status"]) == ("x", None)
    call.cancel()


async def test_a_slow_call_is_answered(client: SimulatorClient, bot: RawBot) -> None:
    await client.fault("slow", method="getMe", seconds=0.01)
    assert (await bot.call("getMe"))["id"] == bot.id


@pytest.mark.parametrize(
    "body", [{"kind": "earthquake"}, {}, {"kind": "slow", "seconds": -1}, {"kind": "slow", "times": "x"}]
)
async def test_a_fault_that_is_none(client: SimulatorClient, bot: RawBot, body: Json) -> None:
    async with bot.session.post(f"{client.base_url}/world/faults", json=body) as response:
        assert (response.status, list(await response.json())) == (400, ["error"])


async def test_calls_are_logged_in_order(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    before = (await client.calls())[-1]["n"]
    await bot.call("sendMessage", chat_id=anna, text="x")
    await bot.refusal("sendMessage", chat_id=anna)
    sent, refused = await client.calls(before)
    assert (sent["n"], sent["method"], sent["params"]) == (
        before + 1,
        "sendMessage",
        {"chat_id": anna, "text": "x"},
    )
    assert (sent["bot"], sent["status"], sent["response"]["result"]["text"]) == (bot.id, 200, "x")
    assert sent["at"] == "2026-11-23T09:00:00+00:00"
    assert (refused["status"], refused["response"]["description"]) == (
        400,
        "Bad Request: message text is empty",
    )
