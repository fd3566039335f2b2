"""People, bots, chats and messages as phones and scripts see them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.client import ClientError, SimulatorClient
from simulator.clock import SimulatedClock
from simulator.methods import METHODS
from simulator.parameters import Parameters
from simulator.phones import send_text
from simulator.reach import Call
from simulator.refusals import Refused
from simulator.server import Simulator
from simulator.world import World
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]


async def test_people_are_listed(client: SimulatorClient, anna: int) -> None:
    await client.person("Ben", id=42, last_name="B", language_code="en")
    assert await client.people() == [
        {"id": anna, "first_name": "Anna", "username": "anna_k", "language_code": "de"},
        {"id": 42, "first_name": "Ben", "username": None, "language_code": "en"},
    ]


@pytest.mark.parametrize(
    "person",
    [
        {"first_name": "A", "id": 7001},
        {"first_name": "A", "id": -5},
        {"first_name": "A", "username": "Anna_K"},
    ],
)
async def test_ids_and_usernames_are_taken_once(client: SimulatorClient, anna: int, person: Json) -> None:
    with pytest.raises(ClientError):
        await client.person(**person)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("GET /phones/99/chats", None, 404),
        ("GET /phones/x/chats", None, 400),
        ("GET /phones/{anna}/chats/99/messages", None, 404),
        ("GET /phones/{anna}/chats/-99/messages", None, 404),
        ("POST /phones/{anna}/chats/{anna}/messages", {}, 400),
        ("POST /phones/{anna}/chats/{anna}/messages", {"text": " "}, 400),
        ("POST /phones/{anna}/chats/{anna}/messages", {"text": 5}, 400),
        ("POST /phones/{anna}/chats/{anna}/messages", [], 400),
        ("POST /phones/{anna}/chats/{anna}/messages", {"text": "x", "reply_to": 99}, 404),
        ("POST /phones/{anna}/chats/{anna}/messages", {"text": "x", "quote": 5}, 400),
        ("POST /phones/{anna}/chats/{anna}/edits", {"text": "x", "message_id": 99}, 400),
        ("POST /phones/{anna}/chats/{anna}/taps", {"message_id": 99, "button": "x"}, 404),
        ("POST /phones/{anna}/chats/{anna}/taps", {"message_id": 1, "button": "x"}, 404),
        ("POST /phones/{anna}/chats/{anna}/taps", {"button": "x"}, 400),
        ("POST /phones/{anna}/links", {"url": "https://t.me/nobody_bot?start=x"}, 404),
        ("POST /phones/{anna}/links", {"url": "https://example.org/sim7001_bot"}, 404),
        ("POST /phones/{anna}/links", {"url": "https://t.me/sim7001_bot?start=a.b"}, 400),
        ("POST /phones/{anna}/block", {"bot": 99}, 404),
        ("POST /world/people", None, 400),
        ("POST /world/bots", {"token": "x"}, 400),
        ("POST /world/groups/-99/members", {"user": 1}, 404),
        ("DELETE /world/groups/-99", None, 404),
        ("GET /world/moon", None, 404),
        ("PUT /world/people", None, 405),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    bot: RawBot, anna: int, path: str, body: Any, status: int
) -> None:
    method, _, path = path.replace("{anna}", str(anna)).partition(" ")
    url = bot.base_url + path
    async with bot.session.request(method, url, json=body) as response:
        assert (response.status, list(await response.json())) == (status, ["error"])


async def test_a_body_that_is_no_json(bot: RawBot) -> None:
    async with bot.session.post(f"{bot.base_url}/world/people", data=b"{") as response:
        assert await response.json() == {"error": "the body is not JSON"}


async def test_a_link_opens_the_chat(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    chat = await client.open_link(anna, "https://t.me/SIM7001_bot")
    assert chat == {"id": anna, "type": "private", "title": "sim7001_bot", "unread": 0, "is_forum": False}
    assert await bot.updates() == []


async def test_buttons_that_need_no_bot(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    row = [{"text": "Karte", "url": "https://x.de"}, {"text": "Code", "copy_text": {"text": "KW-1"}}]
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup={"inline_keyboard": [row]})
    tapped = await client.tap(anna, anna, sent["message_id"], "Karte")
    assert tapped == {"answered": True, "text": None, "alert": False, "url": "https://x.de"}
    assert (await client.tap(anna, anna, sent["message_id"], "Code"))["copied"] == "KW-1"


async def test_messages_show_what_was_asked_for(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    asked = await client.send(anna, anna, "Wer?", quote="w", forward_from_name="Jemand")
    told = await bot.update("message")
    assert told["forward_origin"]["sender_user_name"] == "Jemand"
    assert told["quote"]["text"] == "w"
    await bot.call(
        "sendMessage",
        chat_id=anna,
        text="Sie",
        reply_parameters={"message_id": asked["message_id"]},
        reply_markup={"keyboard": [["Ja", {"text": "Nein"}]]},
        link_preview_options={"is_disabled": True},
        disable_notification=True,
        protect_content="true",
    )
    shown = (await client.messages(anna, anna, after=asked["message_id"]))[0]
    assert (shown["reply_to"], shown["keyboard"]) == (asked["message_id"], [["Ja", "Nein"]])
    assert (shown["silent"], shown["protected"]) == (True, True)
    keyboard = {"remove_keyboard": True}
    sent = await bot.call(
        "sendMessage", chat_id=anna, text="x", reply_markup=keyboard, disable_web_page_preview=True
    )
    assert sent["link_preview_options"] == {"is_disabled": True}
    missing = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.call(
        "sendMessage", chat_id=anna, text="x", reply_parameters=missing
    )


async def test_entities_may_be_given(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    span = {"offset": 0, "length": 4}
    entities = [
        {"type": "text_mention", **span, "user": {"id": anna}},
        {"type": "text_mention", **span, "user": {"id": 99}},
        {"type": "bold", **span, "url": None},
        {"type": "pre", "offset": 5, "length": 1, "language": "py"},
    ]
    sent = await bot.call("sendMessage", chat_id=anna, text="Anna x", entities=entities)
    mention, bold, code = sent["entities"]
    assert mention["user"]["username"] == "anna_k"
    assert (bold, code["language"]) == ({"type": "bold", **span}, "py")
    html = f'<a href="tg://user?id={anna}">Anna</a> <a href="tg://user?id=99">Ben</a>'
    sent = await bot.call("sendMessage", chat_id=anna, text=html, parse_mode="html")
    assert [entity["user"]["id"] for entity in sent["entities"]] == [anna]


async def test_a_bot_keeps_what_it_has_when_it_is_changed(client: SimulatorClient, bot: RawBot) -> None:
    await bot.call("setMyDescription", description="Kurze Wege")
    changed = await client.bot(bot.token, first_name="Wege", privacy=False)
    assert (changed["first_name"], changed["username"]) == ("Wege", "sim7001_bot")
    assert await bot.call("getMyDescription") == {"description": "Kurze Wege"}
    with pytest.raises(ClientError, match="is taken"):
        await client.bot("7002:other", username="sim7001_bot")


async def test_deleted_messages_are_gone(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="geheim")
    await bot.call("deleteMessage", chat_id=anna, message_id=sent["message_id"])
    assert "geheim" not in [message["text"] for message in await client.messages(anna, anna)]


async def test_long_texts_are_cut_as_the_apps_do(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    await client.send(anna, anna, "ä" * 5000)
    assert [len(update["message"]["text"]) for update in await bot.updates()] == [4096, 904]


async def test_reactions_and_actions_are_taken(bot: RawBot, client: SimulatorClient, anna: int) -> None:
    sent = await client.send(anna, anna, "danke")
    reaction = [{"type": "emoji", "emoji": "👍"}]
    where = {"chat_id": anna, "message_id": sent["message_id"]}
    assert await bot.call("setMessageReaction", **where, reaction=reaction) is True
    assert await bot.call("sendChatAction", chat_id=anna, action="typing") is True
    assert await bot.call("pinChatMessage", **where) is True
    assert [m["pinned"] for m in await client.messages(anna, anna) if m["text"] == "danke"] == [True]
    assert await bot.call("logOut") is True
    assert await bot.call("close") is True


async def test_commands_have_scopes_and_languages(bot: RawBot, anna: int) -> None:
    german = [{"command": "faelle", "description": "Meine Fälle"}]
    english = [{"command": "cases", "description": "My cases"}]
    group = {"type": "chat", "chat_id": -5}
    await bot.call("setMyCommands", commands=german)
    await bot.call("setMyCommands", commands=english, language_code="en", scope={"type": "all_private_chats"})
    await bot.call("setMyCommands", commands=english, scope=group)
    assert await bot.call("getMyCommands") == german
    assert await bot.call("getMyCommands", language_code="en") == []
    assert await bot.call("getMyCommands", language_code="en", scope={"type": "all_private_chats"}) == english
    await bot.call("deleteMyCommands", scope={"chat_id": "-5", "type": "chat"})
    assert await bot.call("getMyCommands", scope=group) == []
    await bot.call("setMyCommands", commands=[])
    assert await bot.call("getMyCommands") == []


async def test_descriptions_have_languages(bot: RawBot) -> None:
    await bot.call("setMyDescription", description="Kurze Wege")
    await bot.call("setMyShortDescription", short_description="Short", language_code="en")
    assert await bot.call("getMyDescription", language_code="en") == {"description": "Kurze Wege"}
    assert await bot.call("getMyShortDescription") == {"short_description": ""}
    assert await bot.call("getMyShortDescription", language_code="en") == {"short_description": "Short"}


async def test_the_simulator_stays_on_loopback() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with Simulator.start(host="0.0.0.0"):
            pass


async def test_two_bots_share_a_simulator(sim: Simulator, client: SimulatorClient, bot: RawBot) -> None:
    await client.bot("7002:other", username="other_bot", first_name="Andere")
    async with bot.session.get(f"{sim.base_url}/world/bots") as response:
        assert [one["username"] for one in await response.json()] == ["sim7001_bot", "other_bot"]
    anna = (await client.person("Anna"))["id"]
    await client.open_link(anna, "https://t.me/other_bot?start=")
    other = RawBot(sim.base_url, "7002:other")
    assert (await other.update("message"))["text"] == "/start"
    assert await bot.updates() == []
    await other.close()


NAMES = [
    *("chat_id", "message_id", "text", "parse_mode", "entities", "reply_markup", "reply_parameters"),
    *("message_thread_id", "user_id", "scope", "commands", "url", "caption", "document", "photo", "file_id"),
    *("callback_query_id", "reaction", "action", "allowed_updates", "link_preview_options"),
    *("reply_to_message_id", "language_code", "description", "phone_number", "first_name"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5) | st.sampled_from([6, -7]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "type"]), inner),
    max_leaves=5,
)
GOOD = {"chat_id": 6, "text": "x", "message_id": 2, "commands": [], "user_id": 6, "action": "typing"}


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=400)
@given(st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(NAMES), JSON, max_size=3))
def test_no_parameters_break_a_method(name: str, strange: Json) -> None:
    world = World(clock=SimulatedClock(frozen=True))
    bot = world.new_bot("5:x")
    world.new_person("Anna", id=6)
    send_text(world, 6, 6, "/start")
    METHODS["sendmessage"](Call(world=world, bot=bot, parameters=Parameters(values=dict(GOOD))))
    with suppress(Refused):
        METHODS[name](Call(world=world, bot=bot, parameters=Parameters(values={**GOOD, **strange})))
