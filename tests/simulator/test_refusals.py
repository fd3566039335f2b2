"""Every refusal of Telegram that the simulator's methods know, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]

STRANGER = 999_999


def inline(**button: Any) -> Json:
    return {"inline_keyboard": [[{"text": "T", **button}]]}


BAD_TEXTS = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "ä" * 4097}, "message is too long"),
    ({"text": "ä" * 20_000}, "text is too long"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        {"text": "a.", "parse_mode": "MarkdownV2"},
        "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    ({"text": "x", "entities": ["bold"]}, "can't parse MessageEntity: Object expected as message entity"),
    ({"text": "x", "entities": "{"}, "can't parse entities JSON object"),
    ({"text": "x", "entities": [{"type": "bold"}]}, "can't parse MessageEntity: Can't find field \"offset\""),
    (
        {"text": "x", "entities": [{"type": "text_link", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Can't find field \"url\"",
    ),
    ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": "{"}, "can't parse reply parameters JSON object"),
    ({"text": "x", "reply_parameters": [1]}, "object expected as reply parameters"),
    ({"text": "x", "reply_to_message_id": 77}, "message to be replied not found"),
]

BAD_KEYBOARDS = [
    ("{", "can't parse reply keyboard markup JSON object"),
    ([], "object expected as reply markup"),
    ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
    (
        {"inline_keyboard": [{}]},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        {"inline_keyboard": [["x"]]},
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    ({"inline_keyboard": [[{}]]}, "can't parse inline keyboard button: Can't find field \"text\""),
    ({"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}, "BUTTON_TEXT_INVALID"),
    (inline(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (
        inline(callback_data=""),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (inline(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    (inline(callback_data="ä" * 33), "BUTTON_DATA_INVALID"),
    (inline(url="no where"), "inline keyboard button URL 'no where' is invalid: Wrong HTTP URL"),
    (inline(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (inline(copy_text={}), "can't parse inline keyboard button: Can't find field \"text\""),
    (
        inline(web_app={"url": "http://example.org"}),
        "inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
    ),
    ({"inline_keyboard": [[{"text": "T", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ({"keyboard": [{}]}, 'field "keyboard" must be an Array of Arrays'),
    ({"keyboard": [[7]]}, "can't parse keyboard button: KeyboardButton must be an Object"),
    ({"keyboard": [[{}]]}, "can't parse keyboard button: Can't find field \"text\""),
]


@pytest.mark.parametrize(("parameters", "reason"), BAD_TEXTS)
async def test_bad_text(bot: RawBot, anna: int, parameters: Json, reason: str) -> None:
    assert await bot.refusal("sendMessage", chat_id=anna, **parameters) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(("markup", "reason"), BAD_KEYBOARDS)
async def test_bad_keyboard(bot: RawBot, anna: int, markup: Any, reason: str) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=anna, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "x" * 64},
        {"callback_data": "ä" * 32},
        {"url": "https://example.org/?q=1"},
        {"url": "tg://user?id=5"},
        {"url": "example.org"},
        {"copy_text": {"text": "KW-123"}},
        {"switch_inline_query": ""},
        {"web_app": {"url": "https://example.org"}},
    ],
)
async def test_good_buttons_are_taken(bot: RawBot, anna: int, button: Json) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=inline(**button))
    assert sent["reply_markup"] == inline(**button)


@pytest.mark.parametrize("chat_id", [None, "", STRANGER, -4, "@channel", "x"])
async def test_a_chat_that_is_not_there(bot: RawBot, chat_id: Any) -> None:
    reason = "chat_id is empty" if not chat_id else "chat not found"
    assert await bot.refusal("sendMessage", chat_id=chat_id, text="x") == (400, f"Bad Request: {reason}")


async def test_a_person_who_never_started_the_bot(client: SimulatorClient, bot: RawBot) -> None:
    stranger = (await client.person("Ben"))["id"]
    assert await bot.refusal("sendMessage", chat_id=stranger, text="x") == (
        400,
        "Bad Request: chat not found",
    )
    await client.group("Haus", [stranger, bot.id])
    refusal = await bot.refusal("sendMessage", chat_id=stranger, text="x")
    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_another_bot(client: SimulatorClient, bot: RawBot) -> None:
    other = await client.bot("7002:other")
    refusal = await bot.refusal("sendMessage", chat_id=other["id"], text="x")
    assert refusal == (403, "Forbidden: the bot can't send messages to the bot")


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "sendChatAction", "deleteMessage"])
async def test_a_person_who_blocked_the_bot(
    client: SimulatorClient, bot: RawBot, anna: int, method: str
) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="x")
    await client.block(anna, bot.id)
    refusal = await bot.refusal(
        method, chat_id=anna, message_id=sent["message_id"], text="y", action="typing"
    )
    assert refusal == (403, "Forbidden: bot was blocked by the user")


async def test_a_deleted_account(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    await client.delete_person(anna)
    refusal = await bot.refusal("sendMessage", chat_id=anna, text="x")
    assert refusal == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_without_the_bot(client: SimulatorClient, bot: RawBot, anna: int, kind: str) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    if kind == "supergroup":
        chat = await client.upgrade(chat)
    await bot.call("leaveChat", chat_id=chat)
    refusal = await bot.refusal("sendMessage", chat_id=chat, text="x")
    assert refusal == (403, f"Forbidden: bot is not a member of the {kind} chat")
    await client.add_member(chat, bot.id)
    await client.remove_member(chat, bot.id)
    refusal = await bot.refusal("sendMessage", chat_id=chat, text="x")
    assert refusal == (403, f"Forbidden: bot was kicked from the {kind} chat")


async def test_a_deleted_group(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    await client.delete_group(chat)
    refusal = await bot.refusal("sendMessage", chat_id=chat, text="x")
    assert refusal == (403, "Forbidden: the group chat was deleted")


async def test_an_upgraded_group_tells_its_successor(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    supergroup = await client.upgrade(chat)
    assert await bot.answer("sendMessage", chat_id=chat, text="x") == (
        400,
        {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": supergroup},
        },
    )


async def test_a_group_where_only_administrators_write(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    await client.permissions(chat, can_send_messages=False)
    refusal = await bot.refusal("sendMessage", chat_id=chat, text="x")
    assert refusal == (400, "Bad Request: not enough rights to send text messages to the chat")
    await client.add_member(chat, bot.id, admin=True)
    await bot.call("sendMessage", chat_id=chat, text="x")


async def test_pinning_needs_a_right(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    sent = await bot.call("sendMessage", chat_id=chat, text="Regeln")
    refusal = await bot.refusal("pinChatMessage", chat_id=chat, message_id=sent["message_id"])
    assert refusal == (400, "Bad Request: not enough rights to manage pinned messages in the chat")
    await client.add_member(chat, bot.id, admin=True)
    await bot.call("pinChatMessage", chat_id=chat, message_id=sent["message_id"])
    assert (await bot.call("getChat", chat_id=chat))["pinned_message"]["text"] == "Regeln"
    await bot.call("unpinChatMessage", chat_id=chat)
    assert "pinned_message" not in await bot.call("getChat", chat_id=chat)
    assert await bot.refusal("unpinChatMessage", chat_id=chat) == (
        400,
        "Bad Request: message to unpin not found",
    )


@pytest.mark.parametrize(
    ("method", "verb"),
    [
        ("editMessageText", "edit"),
        ("editMessageReplyMarkup", "edit"),
        ("editMessageCaption", "edit"),
        ("deleteMessage", "delete"),
        ("pinChatMessage", "pin"),
        ("setMessageReaction", "react"),
    ],
)
@pytest.mark.parametrize("message_id", [0, -1, 4711, "x", None])
async def test_a_message_that_is_not_there(
    bot: RawBot, anna: int, method: str, verb: str, message_id: Any
) -> None:
    refusal = await bot.refusal(method, chat_id=anna, message_id=message_id, text="x")
    assert refusal == (400, f"Bad Request: message to {verb} not found")


async def test_an_edit_that_changes_nothing(bot: RawBot, anna: int) -> None:
    keyboard = inline(callback_data="x")
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=keyboard)
    where = {"chat_id": anna, "message_id": sent["message_id"]}
    unchanged = (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message",
    )
    assert await bot.refusal("editMessageText", **where, text=" x ", reply_markup=keyboard) == unchanged
    assert await bot.refusal("editMessageReplyMarkup", **where, reply_markup=keyboard) == unchanged
    await bot.call("editMessageReplyMarkup", **where)
    assert await bot.refusal("editMessageReplyMarkup", **where) == unchanged


async def test_messages_that_cannot_be_edited(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    refused = (400, "Bad Request: message can't be edited")
    theirs = await client.send(anna, anna, "meins")
    where = {"chat_id": anna, "message_id": theirs["message_id"]}
    assert await bot.refusal("editMessageText", **where, text="deins") == refused
    keyboard = {"keyboard": [["Ja"]]}
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=keyboard)
    where = {"chat_id": anna, "message_id": sent["message_id"]}
    assert await bot.refusal("editMessageText", **where, text="y") == refused


async def test_an_edit_keeps_the_kind_of_message(bot: RawBot, anna: int) -> None:
    contact = await bot.call("sendContact", chat_id=anna, phone_number="+49571", first_name="Amt")
    where = {"chat_id": anna, "message_id": contact["message_id"]}
    refusal = await bot.refusal("editMessageText", **where, text="x")
    assert refusal == (400, "Bad Request: there is no text in the message to edit")
    sent = await bot.call("sendMessage", chat_id=anna, text="x")
    where = {"chat_id": anna, "message_id": sent["message_id"]}
    refusal = await bot.refusal("editMessageCaption", **where, caption="y")
    assert refusal == (400, "Bad Request: there is no caption in the message to edit")
    refusal = await bot.refusal("editMessageText", **where, text="y", reply_markup={"keyboard": [["a"]]})
    assert refusal == (400, "Bad Request: inline keyboard expected")


async def test_messages_older_than_48_hours_stay(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    sent = [await bot.call("sendMessage", chat_id=anna, text="x") for _ in range(2)]
    await client.jump(48 * 3600 - 1)
    await bot.call("deleteMessage", chat_id=anna, message_id=sent[0]["message_id"])
    await client.jump(1)
    refusal = await bot.refusal("deleteMessage", chat_id=anna, message_id=sent[1]["message_id"])
    assert refusal == (400, "Bad Request: message can't be deleted")
    assert [message["message_id"] for message in await client.messages(anna, anna)][-1] == sent[1][
        "message_id"
    ]


async def test_a_member_deletes_only_its_own_messages(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    chat = (await client.group("Haus", [anna, bot.id]))["id"]
    own = await bot.call("sendMessage", chat_id=chat, text="x")
    theirs = await client.send(anna, chat, "y")
    await bot.call("deleteMessage", chat_id=chat, message_id=own["message_id"])
    refusal = await bot.refusal("deleteMessage", chat_id=chat, message_id=theirs["message_id"])
    assert refusal == (400, "Bad Request: message can't be deleted")
    await client.add_member(chat, bot.id, admin=True)
    await bot.call("deleteMessage", chat_id=chat, message_id=theirs["message_id"])


async def test_a_press_is_answered_once_and_in_time(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    late = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await bot.refusal("answerCallbackQuery", callback_query_id="1") == late
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=inline(callback_data="x"))
    for passed, answered in ((150, True), (151, False)):
        await client.tap(anna, anna, sent["message_id"], "T", wait_s=0)
        query = (await bot.updates())[0]["callback_query"]
        await client.jump(passed)
        if answered:
            await bot.call("answerCallbackQuery", callback_query_id=query["id"])
        assert await bot.refusal("answerCallbackQuery", callback_query_id=query["id"]) == late


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ({"url": "https://example.org"}, "URL_INVALID"),
        ({"url": "https://t.me/other_bot?start=x"}, "URL_INVALID"),
        ({"url": "https://t.me/sim7001_bot"}, "URL_INVALID"),
    ],
)
async def test_a_bad_answer(
    client: SimulatorClient, bot: RawBot, anna: int, parameters: Json, reason: str
) -> None:
    sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=inline(callback_data="x"))
    await client.tap(anna, anna, sent["message_id"], "T", wait_s=0)
    query = (await bot.updates())[0]["callback_query"]
    refusal = await bot.refusal("answerCallbackQuery", callback_query_id=query["id"], **parameters)
    assert refusal == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize("thread", [1, 4711])
async def test_a_topic_that_is_not_there(
    client: SimulatorClient, bot: RawBot, anna: int, thread: int
) -> None:
    forum = (await client.group("Haus", [anna, bot.id], forum=True))["id"]
    refusal = await bot.refusal("sendMessage", chat_id=forum, text="x", message_thread_id=thread)
    assert refusal == (400, "Bad Request: message thread not found")
    sent = await bot.call("sendMessage", chat_id=anna, text="x", message_thread_id=thread)
    assert "message_thread_id" not in sent


async def test_unknown_methods_and_paths(bot: RawBot) -> None:
    assert await bot.refusal("sendPigeon") == (404, "Not Found: method not found")
    async with bot.session.get(f"{bot.base_url}/bot{bot.token}") as response:
        body = await response.json()
    assert (response.status, body["description"]) == (404, "Not Found")


async def test_method_names_have_no_case(bot: RawBot) -> None:
    assert (await bot.call("GETME"))["username"] == "sim7001_bot"


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("nonsense", "Unauthorized: invalid token specified"),
        ("1:" + "x" * 90, "Unauthorized: invalid token specified"),
        ("7001:another", "Unauthorized"),
        ("x:y", "Unauthorized"),
    ],
)
async def test_a_wrong_token(sim: Simulator, bot: RawBot, token: str, description: str) -> None:
    async with bot.session.post(f"{sim.base_url}/bot{token}/getMe") as response:
        body = await response.json()
    assert (response.status, body["error_code"], body["description"]) == (401, 401, description)


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("sendContact", {"first_name": "x"}, "phone number is empty"),
        ("sendContact", {"phone_number": "1"}, "first name is empty"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendDocument", {}, "there is no document in the request"),
        (
            "sendDocument",
            {"document": "nope"},
            "wrong remote file identifier specified: Wrong character in the string",
        ),
        ("getFile", {"file_id": "nope"}, "invalid file_id"),
        ("getChatMember", {"user_id": STRANGER}, "user not found"),
        ("getChatMember", {}, "invalid user_id specified"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": "x"}, "can't parse reaction types JSON object"),
        ("setMessageReaction", {"message_id": 1, "reaction": [7]}, "expected an Array of ReactionType"),
        ("setMyCommands", {"commands": "{"}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
        ("setMyCommands", {"commands": [7]}, "can't parse BotCommand: Object expected as BotCommand"),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "can't parse BotCommand: Can't find field \"description\"",
        ),
        ("setMyCommands", {"commands": [{"command": "ä", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": f"a{n}", "description": "x"} for n in range(101)]},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"language_code": "deu"}, "invalid language code specified"),
        ("setMyCommands", {"scope": "x"}, "can't parse BotCommandScope JSON object"),
        ("setMyCommands", {"scope": [1]}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        (
            "setMyCommands",
            {"scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            "setMyCommands",
            {"scope": {"type": "chat"}},
            "can't parse BotCommandScope: Empty chat_id specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "short description is too long"),
        ("setWebhook", {"url": "ftp://x"}, "invalid webhook URL specified"),
        (
            "setWebhook",
            {"url": "http://x", "secret_token": "ä"},
            "secret token contains unallowed characters",
        ),
        ("setWebhook", {"url": "http://x", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_other_bad_requests(bot: RawBot, anna: int, method: str, parameters: Json, reason: str) -> None:
    assert await bot.refusal(method, chat_id=anna, **parameters) == (400, f"Bad Request: {reason}")
