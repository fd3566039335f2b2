"""How a bot gets its updates: offsets, lifetimes, conflicts and webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def say(client: SimulatorClient, anna: int, *texts: str) -> None:
    for text in texts:
        await client.send(anna, anna, text)


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


class TestOffsets:
    async def test_an_offset_confirms_what_lies_below(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        await say(client, anna, "a", "b", "c")
        first = await bot.call("getUpdates")
        assert texts(first) == ["a", "b", "c"]
        ids = [update["update_id"] for update in first]
        assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
        assert texts(await bot.call("getUpdates", offset=ids[1])) == ["b", "c"]
        assert texts(await bot.call("getUpdates", offset=0)) == ["b", "c"]

    async def test_a_negative_offset_keeps_the_last(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        await say(client, anna, "a", "b", "c")
        assert texts(await bot.call("getUpdates", offset=-1)) == ["c"]
        assert texts(await bot.call("getUpdates", offset=-9)) == ["c"]

    async def test_an_offset_far_beyond_the_end_is_ignored(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        await say(client, anna, "a")
        last = (await bot.call("getUpdates"))[-1]["update_id"]
        assert texts(await bot.call("getUpdates", offset=last + 1000)) == ["a"]
        assert await bot.call("getUpdates", offset=last + 1) == []

    @pytest.mark.parametrize(("limit", "expected"), [(0, 1), (2, 2), (1000, 3), ("x", 3)])
    async def test_the_limit_lies_between_1_and_100(
        self, client: SimulatorClient, bot: RawBot, anna: int, limit: Any, expected: int
    ) -> None:
        await say(client, anna, "a", "b", "c")
        assert len(await bot.call("getUpdates", limit=limit)) == expected

    async def test_an_answer_has_at_most_4_mib(
        self, client: SimulatorClient, bot: RawBot, anna: int, sim: Simulator
    ) -> None:
        await say(client, anna, "a", "b", "c")
        for update in sim.world.queues[bot.id].pending:
            update.body["text"] = "x" * (2 << 20)
        assert len(await bot.call("getUpdates")) == 1


class TestLifetimes:
    async def test_messages_live_24_hours(self, client: SimulatorClient, bot: RawBot, anna: int) -> None:
        await say(client, anna, "a")
        await client.jump(24 * 3600 - 1)
        await say(client, anna, "b")
        assert texts(await bot.call("getUpdates")) == ["a", "b"]
        await client.jump(1)
        assert texts(await bot.call("getUpdates")) == ["b"]

    async def test_presses_live_150_seconds(self, client: SimulatorClient, bot: RawBot, anna: int) -> None:
        keyboard = {"inline_keyboard": [[{"text": "T", "callback_data": "x"}]]}
        sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=keyboard)
        await client.tap(anna, anna, sent["message_id"], "T", wait_s=0)
        await client.jump(149)
        assert len(await bot.call("getUpdates")) == 1
        await client.jump(1)
        assert await bot.call("getUpdates") == []


class TestAllowedKinds:
    async def test_the_choice_stays_until_the_next_one(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        await bot.call("getUpdates", allowed_updates=["callback_query"])
        await say(client, anna, "a")
        assert await bot.call("getUpdates") == []
        assert (await bot.call("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
        await bot.call("getUpdates", allowed_updates="[]")
        await say(client, anna, "b")
        assert texts(await bot.call("getUpdates")) == ["b"]

    async def test_changes_of_members_come_only_when_asked_for(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        ben = (await client.person("Ben"))["id"]
        chat = (await client.group("Haus", [anna, bot.id], admins=[bot.id]))["id"]
        await bot.updates()
        await client.add_member(chat, ben)
        assert ["message" in update for update in await bot.updates()] == [True]
        await bot.call("getUpdates", offset=bot.offset, allowed_updates=["chat_member"])
        await client.remove_member(chat, ben)
        change = (await bot.updates())[0]["chat_member"]
        assert change["new_chat_member"]["status"] == "kicked"
        assert change["new_chat_member"]["user"]["id"] == ben


class TestConflicts:
    async def test_a_newer_poll_ends_the_older(self, bot: RawBot) -> None:
        older = asyncio.create_task(bot.answer("getUpdates", timeout=20))
        newer = asyncio.create_task(bot.answer("getUpdates", timeout=20))
        done, (running,) = await asyncio.wait([older, newer], return_when=asyncio.FIRST_COMPLETED)
        status, body = done.pop().result()
        assert (status, body["description"]) == (409, OTHER_POLLER)
        running.cancel()

    async def test_a_newer_poll_that_finds_something_leaves_the_older_alone(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        waiting = asyncio.create_task(bot.answer("getUpdates", offset=bot.offset, timeout=20))
        await say(client, anna, "a")
        assert texts(await bot.call("getUpdates", offset=bot.offset)) == ["a"]
        status, body = await waiting
        assert (status, texts(body["result"])) == (200, ["a"])

    async def test_a_webhook_ends_polling(self, client: SimulatorClient, bot: RawBot) -> None:
        async with client.events() as events:
            polling = asyncio.create_task(bot.refusal("getUpdates", timeout=20))
            await happens(events, "call")
        await bot.call("setWebhook", url="http://127.0.0.1:9/")
        assert await polling == (409, "Conflict: terminated by setWebhook request")
        assert await bot.refusal("getUpdates") == (409, WEBHOOK_ACTIVE)
        await bot.call("deleteWebhook")
        assert await bot.call("getUpdates") == []


async def happens(events: AsyncIterator[Json], kind: str) -> Json:
    """The next event of a kind."""
    async for event in events:
        if event["kind"] == kind:
            return event
    raise AssertionError(f"the stream ended without {kind}")


async def test_with_real_limits_asking_again_without_confirming_gives_one_update() -> None:
    async with Simulator.start(real_limits=True) as sim, SimulatorClient(sim.base_url) as client:
        bot = RawBot(sim.base_url, "7001:raw")
        await bot.call("getMe")
        anna = (await client.person("Anna"))["id"]
        await say(client, anna, "/start", "a")
        assert len(await bot.call("getUpdates", offset=0)) == 2
        assert len(await bot.call("getUpdates", offset=0)) == 1
        await bot.call("setWebhook", url="http://127.0.0.1:9/")
        status, body = await bot.answer("setWebhook", url="http://127.0.0.1:9/x")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        await bot.close()


class Endpoint:
    """Somebody's webhook: answers what it is told to, keeps what it got."""

    def __init__(self) -> None:
        self.answers: list[web.Response] = []
        self.got: list[tuple[str | None, Json]] = []
        self.arrived = asyncio.Event()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((secret, await request.json()))
        self.arrived.set()
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    mine = Endpoint()
    application = web.Application()
    application.router.add_post("/hook", mine.receive)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    mine.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield mine
    await runner.cleanup()


class TestWebhooks:
    async def test_updates_come_with_the_secret(
        self, client: SimulatorClient, bot: RawBot, anna: int, endpoint: Endpoint
    ) -> None:
        await bot.call("setWebhook", url=endpoint.url, secret_token="geheim")
        await say(client, anna, "a", "b")
        await client.settle()
        assert [(secret, update["message"]["text"]) for secret, update in endpoint.got] == [
            ("geheim", "a"),
            ("geheim", "b"),
        ]

    async def test_a_refused_update_comes_again_before_the_next_one(
        self, client: SimulatorClient, bot: RawBot, anna: int, endpoint: Endpoint
    ) -> None:
        endpoint.answers = [web.Response(status=500), web.Response(status=503)]
        await bot.call("setWebhook", url=endpoint.url)
        await say(client, anna, "a", "b")
        await client.settle()
        assert texts([update for _, update in endpoint.got]) == ["a", "a", "a", "b"]
        info = await bot.call("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
        assert (info["url"], info["pending_update_count"]) == (endpoint.url, 0)

    async def test_a_refused_update_blocks_only_its_own_chat(
        self, client: SimulatorClient, bot: RawBot, anna: int, endpoint: Endpoint
    ) -> None:
        ben = (await client.person("Ben"))["id"]
        endpoint.answers = [web.Response(status=500, headers={"Retry-After": "3600"})]
        await bot.call("setWebhook", url=endpoint.url)
        await say(client, anna, "a")
        await endpoint.arrived.wait()
        await client.send(ben, ben, "/start")
        while len(endpoint.got) < 2:
            endpoint.arrived.clear()
            await endpoint.arrived.wait()
        assert texts([update for _, update in endpoint.got]) == ["a", "/start"]

    async def test_an_answer_may_call_a_method(
        self, client: SimulatorClient, bot: RawBot, anna: int, endpoint: Endpoint
    ) -> None:
        endpoint.answers = [web.json_response({"method": "sendMessage", "chat_id": anna, "text": "zurück"})]
        await bot.call("setWebhook", url=endpoint.url)
        async with client.events() as events:
            await say(client, anna, "hin")
            while (await happens(events, "message"))["sender"] != bot.id:
                pass
        assert (await client.messages(anna, anna))[-1]["text"] == "zurück"

    async def test_what_is_set_and_deleted_is_described(self, bot: RawBot, endpoint: Endpoint) -> None:
        answers = [
            await bot.answer("setWebhook", url=endpoint.url),
            await bot.answer("setWebhook", url=endpoint.url),
            await bot.answer("setWebhook", url=""),
            await bot.answer("deleteWebhook"),
        ]
        assert [(body["result"], body["description"]) for _, body in answers] == [
            (True, "Webhook was set"),
            (True, "Webhook is already set"),
            (True, "Webhook was deleted"),
            (True, "Webhook is already deleted"),
        ]

    async def test_nobody_there(self, client: SimulatorClient, bot: RawBot, anna: int) -> None:
        await bot.call("setWebhook", url="http://127.0.0.1:9/hook")
        async with client.events() as events:
            await say(client, anna, "a")
            await happens(events, "webhook_failed")
        info = await bot.call("getWebhookInfo")
        assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)
        await bot.call("deleteWebhook", drop_pending_updates=True)
        assert await bot.call("getUpdates") == []
