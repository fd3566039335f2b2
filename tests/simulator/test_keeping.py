"""A world that was kept is the same world."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import Json, RawBot


async def test_phones_are_as_they_were(tmp_path: Path) -> None:
    kept = tmp_path / "world"
    async with Simulator.start(kept=kept) as first, SimulatorClient(first.base_url) as client:
        bot = RawBot(first.base_url, "7001:raw")
        await bot.call("setMyCommands", commands=[{"command": "x", "description": "y"}])
        anna, ben = [int((await client.person(name))["id"]) for name in ("Anna", "Ben")]
        group = int((await client.group("Team", [anna, ben]))["id"])
        await client.add_member(group, bot.id)
        await client.file(anna, group, b"\x00\xff", "x.bin")
        await client.send(anna, anna, "/start")
        sent = await bot.call("sendMessage", chat_id=anna, text="<b>x</b>", parse_mode="HTML")
        await client.set_play({"id": "x", "phones": [anna]})
        await client.jump(3600)
        now, before = await client.now(), await client.messages(anna, anna)
        await bot.close()
    async with Simulator.start(kept=kept) as second, SimulatorClient(second.base_url) as client:
        bot = RawBot(second.base_url, "7001:raw")
        assert await client.messages(anna, anna) == before
        assert await client.play() == {"id": "x", "phones": [anna]}
        assert (await client.chat(anna, anna))["commands"] == [{"command": "x", "description": "y"}]
        assert await client.now() >= now
        file = next(one["document"] for one in await client.messages(ben, group) if one["document"])
        assert await client.download(ben, file["file_id"]) == b"\x00\xff"
        assert [next(iter(update["message"]["entities"]))["type"] for update in await starts(bot)] == [
            "bot_command"
        ]
        again = await bot.call("sendMessage", chat_id=anna, text="y")
        assert again["message_id"] > sent["message_id"]
        await bot.close()


async def starts(bot: RawBot) -> list[Json]:
    """Updates with /start that nobody has fetched yet."""
    return [one for one in await bot.updates() if one.get("message", {}).get("text") == "/start"]


async def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("{}")
    with pytest.raises(KeyError):
        async with Simulator.start(kept=other):
            raise AssertionError("it has started")
