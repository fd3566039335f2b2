"""Groups: what privacy mode hides, who comes and goes, what an upgrade does."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.client import ClientError, SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]


@pytest.fixture
async def ben(client: SimulatorClient) -> int:
    return int((await client.person("Ben"))["id"])


@pytest.fixture
async def group(client: SimulatorClient, bot: RawBot, anna: int, ben: int) -> int:
    """A group of Anna, who owns it, Ben and the bot, whose updates are confirmed."""
    chat = int((await client.group("Haus", [anna, ben, bot.id]))["id"])
    await bot.updates()
    await bot.updates()
    return chat


async def heard(bot: RawBot) -> list[str]:
    return [update["message"]["text"] for update in await bot.updates()]


class TestPrivacyMode:
    async def test_ordinary_messages_are_hidden(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.send(ben, group, "Guten Tag")
        await client.send(ben, group, "@sim7001_bot hört das nicht")
        await client.send(ben, group, "ein /befehl mittendrin")
        assert await heard(bot) == []

    async def test_commands_are_seen_unless_meant_for_another(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.send(ben, group, "/faelle")
        await client.send(ben, group, "/faelle@SIM7001_bot")
        await client.send(ben, group, "/faelle@other_bot")
        assert await heard(bot) == ["/faelle", "/faelle@SIM7001_bot"]

    async def test_a_plain_command_belongs_to_the_bot_that_wrote_last(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int, sim: Simulator
    ) -> None:
        other = RawBot(sim.base_url, "7002:other")
        await other.call("getMe")
        await client.add_member(group, other.id)
        await bot.updates()
        await other.updates()
        await other.call("sendMessage", chat_id=group, text="ich zuletzt")
        await client.send(ben, group, "/hilfe")
        assert await heard(bot) == []
        assert await heard(other) == ["/hilfe"]
        await other.close()

    async def test_replies_to_the_bot_are_seen(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        asked = await bot.call("sendMessage", chat_id=group, text="Wer?")
        await client.send(ben, group, "ich", reply_to=asked["message_id"])
        (update,) = await bot.updates()
        assert update["message"]["reply_to_message"]["text"] == "Wer?"

    async def test_messages_through_the_bot_are_seen(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.send(ben, group, "Treffer", via_bot=bot.id)
        assert await heard(bot) == ["Treffer"]

    async def test_an_administrator_sees_everything(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.add_member(group, bot.id, admin=True)
        assert (await bot.update("my_chat_member"))["new_chat_member"]["status"] == "administrator"
        await client.send(ben, group, "Guten Tag")
        assert await heard(bot) == ["Guten Tag"]

    async def test_a_bot_without_privacy_sees_everything(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.bot(bot.token, privacy=False)
        assert (await bot.call("getMe"))["can_read_all_group_messages"] is True
        await client.send(ben, group, "Guten Tag")
        assert await heard(bot) == ["Guten Tag"]

    async def test_edits_follow_the_same_rule(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        sent = await client.send(ben, group, "Guten Tag")
        await client.edit(ben, group, sent["message_id"], "/hilfe")
        assert (await bot.update("edited_message"))["text"] == "/hilfe"
        await client.edit(ben, group, sent["message_id"], "doch nicht")
        assert await bot.updates() == []


class TestMembers:
    async def test_a_group_tells_the_bot_that_it_was_added(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        chat = await client.group("Haus", [anna, bot.id])
        added, welcome = await bot.updates()
        change = added["my_chat_member"]
        assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
            "left",
            "member",
        )
        assert (change["from"]["id"], change["chat"]["id"]) == (anna, chat["id"])
        assert welcome["message"]["new_chat_members"][0]["id"] == bot.id

    async def test_coming_and_going_is_said_in_the_group(
        self, client: SimulatorClient, bot: RawBot, anna: int, group: int
    ) -> None:
        cem = (await client.person("Cem"))["id"]
        await client.add_member(group, cem)
        assert (await bot.update("message"))["new_chat_members"][0]["id"] == cem
        await client.leave(cem, group)
        assert (await bot.update("message"))["left_chat_member"]["id"] == cem
        shown = await client.messages(anna, group)
        assert [message["service"] for message in shown[-2:]] == ["new_chat_members", "left_chat_member"]
        with pytest.raises(ClientError, match="not in the group"):
            await client.send(cem, group, "noch da?")

    async def test_a_removed_bot_hears_of_it_and_nothing_more(
        self, client: SimulatorClient, bot: RawBot, anna: int, group: int
    ) -> None:
        await client.remove_member(group, bot.id)
        assert (await bot.update("my_chat_member"))["new_chat_member"]["status"] == "kicked"
        await client.send(anna, group, "/hilfe")
        assert await bot.updates() == []

    async def test_members_are_told_with_their_standing(
        self, client: SimulatorClient, bot: RawBot, anna: int, ben: int, group: int
    ) -> None:
        administrators = await bot.call("getChatAdministrators", chat_id=group)
        assert [(one["user"]["id"], one["status"]) for one in administrators] == [(anna, "creator")]
        await client.add_member(group, ben, admin=True)
        member = await bot.call("getChatMember", chat_id=group, user_id=ben)
        assert (member["status"], member["can_pin_messages"]) == ("administrator", True)
        assert await bot.call("getChatMemberCount", chat_id=group) == 3
        dora = (await client.person("Dora"))["id"]
        assert (await bot.call("getChatMember", chat_id=group, user_id=dora))["status"] == "left"

    async def test_a_chat_is_described(self, bot: RawBot, anna: int, group: int) -> None:
        described = await bot.call("getChat", chat_id=group)
        assert (described["title"], described["type"]) == ("Haus", "group")
        assert described["permissions"]["can_send_messages"] is True
        assert (await bot.call("getChat", chat_id=anna))["first_name"] == "Anna"
        assert (await bot.call("getChatMember", chat_id=anna, user_id=anna))["status"] == "member"
        assert await bot.call("getChatMemberCount", chat_id=anna) == 2

    async def test_a_deleted_account_is_in_no_group(
        self, client: SimulatorClient, bot: RawBot, ben: int, group: int
    ) -> None:
        await client.delete_person(ben)
        assert (await bot.call("getChatMember", chat_id=group, user_id=ben))["status"] == "left"
        assert ben not in [person["id"] for person in await client.people()]
        with pytest.raises(ClientError, match="was deleted"):
            await client.send(ben, group, "x")

    async def test_a_start_link_for_groups_adds_the_bot(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        chat = (await client.group("Haus", [anna]))["id"]
        url = "https://t.me/sim7001_bot?startgroup=k42"
        with pytest.raises(ClientError, match="choose the group"):
            await client.open_link(anna, url)
        assert (await client.open_link(anna, url, chat=chat))["id"] == chat
        added, welcome, start = await bot.updates()
        assert (added["my_chat_member"]["from"]["id"], welcome["message"]["chat"]["id"]) == (anna, chat)
        assert start["message"]["text"] == "/start@sim7001_bot k42"

    async def test_where_only_administrators_write_others_cannot(
        self, client: SimulatorClient, anna: int, ben: int, group: int
    ) -> None:
        await client.permissions(group, can_send_messages=False)
        await client.send(anna, group, "Regel")
        with pytest.raises(ClientError, match="only administrators"):
            await client.send(ben, group, "Frage")

    async def test_nobody_is_added_or_removed_who_is_not_there(
        self, client: SimulatorClient, anna: int, group: int
    ) -> None:
        with pytest.raises(ClientError, match="nobody with the id 99"):
            await client.add_member(group, 99)
        with pytest.raises(ClientError, match="99 is not in the group"):
            await client.remove_member(group, 99)

    async def test_the_creator_stays_the_creator(
        self, client: SimulatorClient, bot: RawBot, anna: int, group: int
    ) -> None:
        await client.add_member(group, anna, admin=True)
        assert (await bot.call("getChatMember", chat_id=group, user_id=anna))["status"] == "creator"

    async def test_after_the_creator_left_another_acts(
        self, client: SimulatorClient, bot: RawBot, anna: int, ben: int, group: int
    ) -> None:
        await client.leave(anna, group)
        await client.remove_member(group, bot.id)
        assert (await bot.updates())[-1]["my_chat_member"]["from"]["id"] == ben


class TestUpgrade:
    async def test_both_chats_say_where_the_group_went(
        self, client: SimulatorClient, bot: RawBot, anna: int, group: int
    ) -> None:
        supergroup = await client.upgrade(group)
        old, new = [update["message"] for update in await bot.updates()]
        assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group, supergroup)
        assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (supergroup, group)
        assert new["chat"]["type"] == "supergroup"
        assert [chat["id"] for chat in await client.chats(anna) if chat["id"] < 0] == [supergroup]

    async def test_members_and_rights_move_along(
        self, client: SimulatorClient, bot: RawBot, anna: int, group: int
    ) -> None:
        supergroup = await client.upgrade(group)
        sent = await bot.call("sendMessage", chat_id=supergroup, text="weiter")
        assert sent["message_id"] == 2
        assert (await bot.call("getChatMember", chat_id=supergroup, user_id=anna))["status"] == "creator"
        with pytest.raises(ClientError, match="no basic group"):
            await client.upgrade(supergroup)
        assert next(m["service"] for m in await client.messages(anna, supergroup)) == "migrate_from_chat_id"
        with pytest.raises(ClientError, match="has no chat"):
            await client.send(anna, group, "hallo?")
        refusal = await bot.refusal("getChat", chat_id=-77)
        assert refusal == (400, "Bad Request: chat not found")
        assert (await bot.call("getChat", chat_id=supergroup))["type"] == "supergroup"


class TestBlocking:
    async def test_the_bot_hears_of_blocking_and_unblocking(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        await client.block(anna, bot.id)
        await client.block(anna, bot.id)
        change = await bot.update("my_chat_member")
        assert (change["chat"]["id"], change["new_chat_member"]["status"]) == (anna, "kicked")
        with pytest.raises(ClientError, match="button to start"):
            await client.send(anna, anna, "hallo")
        await client.unblock(anna, bot.id)
        assert (await bot.update("my_chat_member"))["new_chat_member"]["status"] == "member"
        await bot.call("sendMessage", chat_id=anna, text="da")

    async def test_starting_again_unblocks(self, client: SimulatorClient, bot: RawBot, anna: int) -> None:
        await client.block(anna, bot.id)
        await client.open_link(anna, "https://t.me/sim7001_bot?start=x")
        updates = await bot.updates()
        assert [next(iter(update.keys() - {"update_id"})) for update in updates] == [
            "my_chat_member",
            "my_chat_member",
            "message",
        ]

    async def test_a_blocked_bot_gets_no_presses(
        self, client: SimulatorClient, bot: RawBot, anna: int
    ) -> None:
        keyboard = {"inline_keyboard": [[{"text": "T", "callback_data": "x"}]]}
        sent = await bot.call("sendMessage", chat_id=anna, text="x", reply_markup=keyboard)
        await client.block(anna, bot.id)
        with pytest.raises(ClientError, match="is blocked"):
            await client.tap(anna, anna, sent["message_id"], "T")


@pytest.mark.parametrize(
    ("title", "members", "admins"), [("", [1], []), ("Haus", [], []), ("Haus", "x", []), ("Haus", [5], [])]
)
async def test_a_group_needs_a_title_and_people(
    client: SimulatorClient, title: str, members: Any, admins: list[int]
) -> None:
    with pytest.raises(ClientError):
        await client.group(title, members, admins)
