"""A person and a bot write to each other, press and answer."""

from __future__ import annotations

import asyncio

import pytest

from simulator.client import ClientError, SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

BUTTONS = {
    "inline_keyboard": [[{"text": "Ja", "callback_data": "y"}, {"text": "Nein", "callback_data": "n"}]]
}


async def test_a_text_reaches_the_bot_with_its_entities(client: SimulatorClient, bot: RawBot) -> None:
    anna = await client.person("Anna", language_code="de")
    await client.open_link(anna["id"], "https://t.me/sim7001_bot?start=abc")
    message = await bot.update("message")
    assert message["text"] == "/start abc"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": anna["id"],
        "is_bot": False,
        "first_name": "Anna",
        "language_code": "de",
    }
    assert message["chat"] == {"id": anna["id"], "type": "private", "first_name": "Anna"}


async def test_an_answer_shows_on_the_phone(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = await bot.call(
        "sendMessage",
        chat_id=anna,
        text="<b>Guten</b> Tag &amp; mehr",
        parse_mode="HTML",
        reply_markup=BUTTONS,
    )
    shown = (await client.messages(anna, anna))[-1]
    assert shown["message_id"] == sent["message_id"]
    assert shown["text"] == "Guten Tag & mehr"
    assert shown["html"] == "<b>Guten</b> Tag &amp; mehr"
    assert [button["text"] for button in shown["buttons"][0]] == ["Ja", "Nein"]


async def test_unread_messages_are_counted_until_they_are_read(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    await bot.call("sendMessage", chat_id=anna, text="eins")
    await bot.call("sendMessage", chat_id=anna, text="zwei")
    assert [chat["unread"] for chat in await client.chats(anna)] == [2]
    await client.messages(anna, anna)
    assert [chat["unread"] for chat in await client.chats(anna)] == [0]


async def test_a_tap_comes_back_with_the_answer(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="Ja?", reply_markup=BUTTONS)
    tap = asyncio.create_task(client.tap(anna, anna, sent["message_id"], "Nein"))
    query = await bot.update("callback_query")
    assert (query["data"], query["from"]["id"]) == ("n", anna)
    url = "https://t.me/sim7001_bot?start=x"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Gut", show_alert=True, url=url)
    assert await tap == {"answered": True, "text": "Gut", "alert": True, "url": url}


async def test_a_tap_without_answer_says_so(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="Ja?", reply_markup=BUTTONS)
    assert await client.tap(anna, anna, sent["message_id"], "Ja", wait_s=0) == {"answered": False}


async def test_an_edit_replaces_text_and_keyboard(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="alt", reply_markup=BUTTONS)
    await client.forward(60)
    await bot.call("editMessageText", chat_id=anna, message_id=sent["message_id"], text="neu")
    shown = (await client.messages(anna, anna))[-1]
    assert (shown["text"], shown["buttons"]) == ("neu", [])
    assert shown["edit_date"] == sent["date"] + 60


async def test_a_bot_never_started_can_only_be_started(client: SimulatorClient, bot: RawBot) -> None:
    anna = await client.person("Anna")
    with pytest.raises(ClientError, match="button to start"):
        await client.send(anna["id"], bot.id, "Hallo")


async def test_the_own_id_means_the_first_bot(client: SimulatorClient, bot: RawBot, sim: Simulator) -> None:
    other = await client.bot("7002:other", username="other_bot")
    anna = await client.person("Anna")
    await client.send(anna["id"], anna["id"], "/start")
    await client.send(anna["id"], other["id"], "/start")
    assert [chat["id"] for chat in await client.chats(anna["id"])] == [anna["id"], other["id"]]
    assert len(sim.world.queues[bot.id].pending) == 1
