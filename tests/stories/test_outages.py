"""Limits and outages: nobody is flooded, urgent things leave first, and cards show the last state only."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from domain.model.case import Case, Step
from domain.model.ids import CaseId, ChatId, PersonId
from domain.model.notices import ColleagueLeft, Priority
from domain.model.stage import Seat
from domain.services import telling
from handlers.message import Message
from simulator.calls import LoggedCall
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.work import SqliteWork
from tests.stories.cases import ask
from tests.stories.network import Network, network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.talk import talking
from tests.stories.test_delivery import somebody
from tests.stories.town import MONDAY, TOKEN, Town, start

AS_TELEGRAM_ASKS = {
    "send_per_second": 30,
    "private_burst": 3,
    "private_per_second": 1,
    "group_per_minute": 20,
}


def sends(town: Town, since: int = 0) -> list[Any]:
    return [call for call in town.simulator.world.calls.logged[since:] if call.method == "sendMessage"]


async def test_two_hundred_chats_at_once_meet_no_limit(tmp_path: Path) -> None:
    """At most 31 in any rolling second is what the simulator lets pass, as Telegram does: no 429."""
    async with (
        Simulator.start(start_at=MONDAY, real_limits=True) as simulator,
        SimulatorClient(simulator.base_url) as client,
    ):
        await client.bot(TOKEN, username="kurzewege_bot")
        for user in range(1001, 1201):
            await client.person("Mallory", id=user)
            await client.send(user, user, "/start")
        began = asyncio.get_running_loop().time()
        _, task = await start(simulator, tmp_path / "kw.db", AS_TELEGRAM_ASKS)
        calls = simulator.world.calls.logged
        await _until(lambda: len({one.params["chat_id"] for one in calls if _said(one)}) == 200)
        took = asyncio.get_running_loop().time() - began
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [call.method for call in calls if call.status == 429] == []
    assert took >= 200 / 31 - 1


async def test_a_group_keeps_places_for_what_is_urgent(tmp_path: Path) -> None:
    async with Town.open(tmp_path, group_per_minute=4, group_reserved=1) as town:
        people, case = await talking(town)
        chat = ChatId(await group_with_bot(town, people.carla, people.anna))
        await people.coordinator.taps("Wohnhaus Minden")
        since = len(town.simulator.world.calls.logged)
        seen = inside(people.anna, chat)

        def tell(work: SqliteWork) -> None:
            for number in range(9):
                work.outbox.say(chat, Message(text=f"Zeile {number}").model_dump_json())
            work.connection.execute("UPDATE outbox SET priority = 3 WHERE chat = ?", (chat,))

        submitted = asyncio.ensure_future(town.running.core.submit(tell))
        await _until(lambda: len(sends(town, since)) >= 2)
        await submitted
        assert len(await seen.unread()) == 3, "the fourth place is kept"
        await town.running.core.submit(lambda work: _ask_in_group(work, people, case, chat))
        await _until(lambda: len(sends(town, since)) >= 3)
        assert case.code in (await seen.unread())[-1]["text"]


def _ask_in_group(work: SqliteWork, people: Network, case: Case, chat: ChatId) -> None:
    ask(work, case, Seat.LANDLORD, people.carla.person, step=Step.GROUP, asked=None)
    telling.show_group_card(work, case, chat, interrupting=True)


def _said(call: LoggedCall) -> bool:
    return call.method == "sendMessage" and call.status == 200


async def _until(come: Callable[[], bool]) -> None:
    async with asyncio.timeout(50):
        while not come():  # noqa: ASYNC110 – the wire has no event to wait for
            await asyncio.sleep(0.01)


async def test_twenty_changes_while_telegram_is_away_are_one_edit(town: Town) -> None:
    people, case = await talking(town)
    away = await town.client.fault("server_error", method="editMessageText", times=None)
    since = len(town.simulator.world.calls.logged)
    for day in range(20):
        await town.do(partial(_change, identity=case.id, day=day))
    assert [one.status for one in town.simulator.world.calls.logged[since:] if one.status == 200] == []
    await town.client.lift_fault(away)
    await town.forward(minutes=2)
    edits = [one for one in town.simulator.world.calls.logged[since:] if one.method == "editMessageText"]
    shown = [one for one in edits if one.status == 200]
    assert [int(one.params["chat_id"]) for one in shown] == [people.petra.chat]
    await people.petra.shows("zugegangen 19.11.")


def _change(work: SqliteWork, identity: CaseId, day: int) -> None:
    case = work.cases.get(identity)
    assert case is not None
    assert case.stage_on is not None
    last = MONDAY.date() - timedelta(days=4)
    telling.changed(work, replace(case, stage_on=last - timedelta(days=19 - day)))


async def test_a_card_whose_message_is_gone_is_sent_anew_and_lives_on(town: Town) -> None:
    people, case = await talking(town)
    gone = "message to edit not found"
    await town.client.fault("bad_request", method="editMessageText", chat=people.petra.chat, description=gone)
    await town.do(lambda work: _change(work, case.id, 5))
    card = await people.petra.sees(case.code)
    await town.do(lambda work: _change(work, case.id, 19))
    (shown,) = [one for one in await people.petra.messages() if one["message_id"] == card["message_id"]]
    assert "19.11." in shown["text"]
    await people.petra.sees_nothing()


async def test_what_is_sent_to_a_group_that_has_moved_arrives_in_the_new_one(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    new = await town.client.upgrade(chat)
    await town.settle()
    team = inside(people.anna, new)
    await team.reads_all()
    body = Message(text="Unterwegs").model_dump_json()
    await town.do(lambda work: work.outbox.say(ChatId(chat), body))
    await team.sees("Unterwegs")
    left = await town.do(
        lambda work: work.connection.execute("SELECT count(*) FROM outbox WHERE chat = ?", (chat,)).fetchone()
    )
    assert left == (0,)


async def test_a_group_that_throws_the_bot_out_is_lost_at_the_next_message(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    await people.coordinator.reads_all()
    kicked = "bot was kicked from the group chat"
    await town.client.fault("forbidden", method="sendMessage", chat=chat, description=kicked)
    body = Message(text="Neues").model_dump_json()
    await town.do(lambda work: work.outbox.say(ChatId(chat), body))
    await people.coordinator.sees("Gruppe nicht mehr erreichbar: Wohnhaus Minden")


@pytest.mark.parametrize("hours", [1, 72])
async def test_after_an_outage_the_urgent_leave_first_and_nobody_is_flooded(town: Town, hours: int) -> None:
    people, case = await talking(town)
    away = await town.client.fault("server_error", method="sendMessage", times=None)
    await town.do(lambda work: _due(work, people, case))
    await town.client.jump(hours * 3600)
    await town.settle()
    await town.client.lift_fault(away)
    since = len(town.simulator.world.calls.logged)
    await town.forward(minutes=2)
    order = [one.params["chat_id"] for one in sends(town, since) if one.status == 200]
    chats = [people.quirin.chat, people.bernd.chat, people.carla.chat]
    assert [int(chat) for chat in order if int(chat) in chats] == chats
    for phone in (people.quirin, people.bernd, people.carla):
        assert len(await phone.unread()) == 1


def _due(work: SqliteWork, people: Network, case: Case) -> None:
    for phone, priority in ((people.carla, Priority.DIGEST), (people.bernd, Priority.REMINDER)):
        told = ColleagueLeft(person=people.anna.person or PersonId(0))
        work.outbox.tell(told, person=phone.person, priority=priority)
    work.outbox.tell(
        ColleagueLeft(person=people.anna.person or PersonId(0)),
        person=people.quirin.person,
        priority=Priority.FIRST_NOTICE,
    )


async def test_an_errand_waits_for_the_network_and_holds_up_nobody(town: Town) -> None:
    member = await somebody(town)
    away = await town.client.fault("server_error", method="getFile", times=None)
    sent = await town.client.file(member.user, member.chat, b"a;b\n", "x.csv")
    body = {"file": _file_of(sent), "suffix": "csv"}
    await town.do(lambda work: work.errands.send("read_file", person=None, chat=None, body=body))
    await member.reads_all()
    await member.sends("/hilfe")
    assert len(await member.unread()) == 1
    assert len(await town.do(lambda work: work.errands.pending())) == 1
    await town.client.lift_fault(away)
    await town.forward(minutes=1)
    assert await town.do(lambda work: work.errands.pending()) == ()


def _file_of(sent: dict[str, Any]) -> str:
    return str((sent.get("document") or sent.get("file"))["file_id"])  # type: ignore[index]


async def test_an_errand_that_failed_is_not_tried_again_at_once(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("server_error", method="getFile", times=None)
    since = len(town.simulator.world.calls.logged)

    def write(work: SqliteWork) -> None:
        work.errands.send("read_file", person=None, chat=None, body={"file": "x", "suffix": "csv"})
        for number in range(9):  # every one of them is a batch or two
            work.outbox.say(ChatId(member.chat), Message(text=f"Zeile {number}").model_dump_json())

    await town.do(write)
    await town.forward(seconds=29)
    asked = [one for one in town.simulator.world.calls.logged[since:] if one.method == "getFile"]
    assert len(asked) == 1


async def test_an_errand_is_under_way_until_its_result_is_handled(town: Town) -> None:
    member = await somebody(town)
    core = town.running.core
    report, too_early = core._committed, []

    def watched() -> None:
        waiting = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
        with closing(sqlite3.connect(town.database)) as other:
            if other.execute(waiting).fetchone() != (0,) and town.running.idle:
                too_early.append(True)
        report()

    core._committed = watched
    body = {"file": "x", "suffix": "csv"}
    await town.do(lambda work: work.errands.send("read_file", person=None, chat=None, body=body))
    await member.sees_nothing()
    assert await town.do(lambda work: work.errands.pending()) == ()
    assert not too_early
