"""Telegram's weather: every refusal is taken for what it is, and nothing is lost or sent twice unmarked."""

import asyncio
from typing import Any

import pytest

from bot.fatal import TokenRefused
from domain.model.ids import ChatId, NoteId, PersonId
from domain.model.notices import ColleagueLeft, NoteRelayed
from domain.model.stage import PartnerKind
from handlers.message import Message
from storage.work import SqliteWork
from tests.stories.talk import talking
from tests.stories.town import Phone, Town


async def somebody(town: Town, name: str = "Petra Nord") -> Phone:
    partner = await town.partner(f"Partner von {name}", PartnerKind.PROVIDER)
    return await town.member(name, partner)


async def test_a_429_pauses_its_chat_alone(town: Town) -> None:
    slowed = await somebody(town)
    other = await somebody(town, "Karl Süd")
    await town.client.fault("retry_after", method="sendMessage", chat=slowed.chat, seconds=7)
    await town.client.send(slowed.user, slowed.chat, "/hilfe")
    await town.settle()
    await slowed.sees_nothing()
    await other.sends("/hilfe")
    assert len(await other.unread()) == 1
    await town.forward(seconds=6)
    await slowed.sees_nothing()
    await town.forward(seconds=1)
    assert len(await slowed.unread()) == 1


async def test_a_5xx_is_tried_again_without_a_mark(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("server_error", method="sendMessage", times=2)
    await member.sends("/hilfe")
    await member.sees_nothing()
    await town.forward(seconds=10)
    (message,) = await member.unread()
    assert "doppelt" not in message["text"]


async def test_a_connection_cut_before_delivery_loses_nothing(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("cut_before", method="sendMessage")
    await member.sends("/hilfe")
    await town.forward(seconds=10)
    (message,) = await member.unread()
    assert "kann doppelt sein" in message["text"], "nobody can know that it did not arrive, so it says so"


async def test_a_connection_cut_after_delivery_repeats_once_and_says_so(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("cut_after", method="sendMessage")
    await member.sends("/hilfe")
    await town.forward(seconds=10)
    first, second = await member.unread()
    assert "kann doppelt sein" not in first["text"]
    assert second["text"] == f"{first['text']}\n\n(Nach einer Störung; diese Nachricht kann doppelt sein.)"


async def test_an_outage_of_three_days_keeps_every_answer(town: Town) -> None:
    member = await somebody(town)
    fault = await town.client.fault("server_error", method="sendMessage", times=None)
    await member.sends("/hilfe")
    await town.client.jump(3 * 24 * 3600)
    await town.client.lift_fault(fault)
    await town.settle()
    await town.forward(minutes=10)
    assert len(await member.unread()) == 1


async def test_who_blocks_the_bot_is_unreachable_until_they_come_back(town: Town) -> None:
    member = await somebody(town)
    await town.client.send(member.user, member.chat, "/hilfe")
    await town.client.block(member.user, town.running.settings.bot_id)
    await town.settle()
    person = await town.do(lambda work: work.people.by_telegram(member.user))
    assert person is not None
    assert not person.reachable
    await town.client.unblock(member.user, town.running.settings.bot_id)
    await member.sends("/start")
    person = await town.do(lambda work: work.people.by_telegram(member.user))
    assert person is not None
    assert person.reachable


async def says(town: Town, phone: Phone, *texts: str, **facts: Any) -> None:
    """The bot has something to say to this chat."""

    def say(work: SqliteWork) -> None:
        for text in texts:
            work.outbox.say(ChatId(phone.chat), Message(text=text, **facts).model_dump_json())

    await town.do(say)


async def test_one_send_at_a_time_in_a_chat(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("slow", method="sendMessage", chat=member.chat, seconds=0.2, times=2)
    since = len(town.simulator.world.calls.logged)
    telling = asyncio.create_task(says(town, member, "Eins", "Zwei", "Drei"))
    most = 0
    while not telling.done():
        under_way = [one for one in town.simulator.world.calls.logged[since:] if one.method == "sendMessage"]
        most = max(most, sum(one.status is None for one in under_way))
        await asyncio.sleep(0.005)
    assert most == 1
    assert [one["text"] for one in await member.unread()] == ["Eins", "Zwei", "Drei"]


@pytest.mark.parametrize("kind", ["server_error", "cut_before", "retry_after"])
async def test_nothing_overtakes_what_must_be_sent_again(town: Town, kind: str) -> None:
    member = await somebody(town)
    await town.client.fault(kind, method="sendMessage", chat=member.chat)
    await says(town, member, "Eins", "Zwei", "Drei")
    await town.forward(minutes=1)
    assert [one["text"].split()[0] for one in await member.unread()] == ["Eins", "Zwei", "Drei"]


async def test_a_429_without_a_chat_stops_nothing(town: Town) -> None:
    member = await somebody(town)
    for method in ("getUpdates", "answerCallbackQuery", "pinChatMessage"):
        await town.client.fault("retry_after", method=method, seconds=1)
    await says(town, member, "Fest", pinned=True)
    await member.sends("/hilfe")
    assert len(await member.unread()) == 2


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(town: Town) -> None:
    member = await somebody(town)
    await says(town, member, "Zu Ihrer Frage", reply_to=987654)
    await member.sees("Zu Ihrer Frage")


async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_one(town: Town) -> None:
    member = await somebody(town)
    await says(town, member, "Die Antwort", edits=987654)
    await member.sees("Die Antwort")


async def test_what_telegram_never_takes_is_given_up_once_and_logged(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member = await somebody(town)
    await town.client.fault("bad_request", method="sendMessage", description="can't parse entities")
    await says(town, member, "Eins", "Zwei")
    await member.sees("Zwei")
    await member.sees_nothing()
    assert "a message was refused" in caplog.text
    assert "Eins" not in caplog.text


async def test_a_digest_that_may_have_arrived_is_not_repeated(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("cut_after", method="sendMessage", chat=member.chat)
    told = ColleagueLeft(person=member.person or PersonId(0))
    await town.do(lambda work: work.outbox.tell(told, person=member.person, repeatable=False))
    await town.forward(hours=1)
    assert len(await member.unread()) == 1
    query = "SELECT state, body, settled_at IS NOT NULL FROM outbox WHERE NOT repeatable"
    row = await town.do(lambda work: work.connection.execute(query).fetchone())
    assert row == ("uncertain", None, 1)


async def test_stopped_in_order_what_is_on_its_way_arrives_once(town: Town) -> None:
    member = await somebody(town)
    await town.client.fault("slow", method="sendMessage", chat=member.chat, seconds=0.5)
    await town.client.send(member.user, member.chat, "/hilfe")
    calls = town.simulator.world.calls.logged
    while not (calls[-1].method == "sendMessage" and calls[-1].status is None):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await town.restart()
    (message,) = await member.unread()
    assert "kann doppelt sein" not in message["text"]


@pytest.mark.parametrize("kind", ["card", "letter"])
async def test_a_case_that_goes_while_its_message_is_on_its_way_stops_nothing(town: Town, kind: str) -> None:
    people, case = await talking(town)
    chat = ChatId(people.petra.chat)

    def send(work: SqliteWork) -> None:
        if kind == "card":
            work.cards.refresh(case.id, chat)
        else:
            work.outbox.say(chat, Message(text="Dazu").model_dump_json(), case=case.id)

    await town.client.fault("slow", method="sendMessage", chat=chat, seconds=0.3)
    await town.running.core.submit(send)
    calls = town.simulator.world.calls.logged
    while not (calls[-1].method == "sendMessage" and calls[-1].status is None):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await town.do(lambda work: work.cases.remove(case.id))
    assert len(await people.petra.unread()) == 1
    await people.anna.sends("/hilfe")
    assert await people.anna.unread(), "the bot lives on"


async def test_a_message_that_is_deleted_already_needs_no_words(town: Town) -> None:
    member = await somebody(town)
    sent = await member.sends("/hilfe")
    await member.reads_all()
    await town.client.fault("cut_after", method="deleteMessage")
    await says(town, member, "", deletes=sent, if_refused="Bitte löschen Sie selbst.")
    await town.forward(minutes=1)
    assert sent not in [one["message_id"] for one in await member.messages()]
    await member.sees_nothing()


async def test_what_has_become_meaningless_holds_up_nothing_behind_it(town: Town) -> None:
    people, case = await talking(town)

    def tell(work: SqliteWork) -> None:
        for number in range(3):
            gone = NoteRelayed(case=case.id, note=NoteId(900 + number))
            work.outbox.tell(gone, person=people.petra.person)
        work.outbox.tell(ColleagueLeft(person=people.anna.person or PersonId(0)), person=people.petra.person)

    await town.do(tell)
    assert len(await people.petra.unread()) == 1


async def test_stopped_while_a_batch_is_leasing_what_it_has_leased_still_leaves(town: Town) -> None:
    member = await somebody(town)
    told = ColleagueLeft(person=member.person or PersonId(0))
    loop = asyncio.get_running_loop()

    class Stop:
        """Stops the bot as soon as a batch has leased the digest, and lets the loop go on with that."""

        def look(self, work: SqliteWork) -> None:
            leased = "SELECT count(*) FROM outbox WHERE state = 'leased'"
            if work.connection.execute(leased).fetchone() != (0,):
                loop.call_soon_threadsafe(town.task.cancel)
                asyncio.run_coroutine_threadsafe(_turns(20), loop).result(10)

        def go(self) -> None:
            return

        def undo(self) -> None:
            return

        def rest_s(self) -> float:
            return 30

    town.running.core.attend(Stop())
    deed = town.running.core.submit(
        lambda work: work.outbox.tell(told, person=member.person, repeatable=False)
    )
    submitted = asyncio.ensure_future(deed)
    await asyncio.wait({town.task}, timeout=20)
    submitted.cancel()
    await town.restart()
    (message,) = await member.unread()
    assert "kann doppelt sein" not in message["text"]


async def _turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_a_dropped_batch_has_landed_nothing(town: Town) -> None:
    """What came back of a send is not known until its batch is kept: until then its chat is not free."""
    member = await somebody(town)
    busy: list[bool] = []

    class Squall:
        """Bad weather over the first batch in which a send has come back."""

        def look(self, work: SqliteWork) -> None:
            sent = "SELECT count(*) FROM outbox WHERE state = 'sent' AND case_id IS NULL AND kind = 'tell'"
            if not busy and work.connection.execute(sent).fetchone() != (0,):
                busy.append(True)
                work.connection.execute("PRAGMA query_only = ON")
                try:
                    work.connection.execute("DELETE FROM outbox")
                finally:
                    work.connection.execute("PRAGMA query_only = OFF")

        def go(self) -> None:
            return

        def undo(self) -> None:
            busy.append(not town.running.delivery.idle)

        def rest_s(self) -> float:
            return 30

    town.running.core.attend(Squall())
    told = ColleagueLeft(person=member.person or PersonId(0))
    await town.do(lambda work: work.outbox.tell(told, person=member.person))
    assert busy == [True, True]
    assert len(await member.unread()) == 1


async def test_what_a_refused_token_has_stopped_is_sent_without_a_mark_once_there_is_a_new_one(
    town: Town,
) -> None:
    """Telegram has said that it did nothing: a digest, which is never repeated, must not be lost."""
    member = await somebody(town)
    await town.client.fault("unauthorized", method="sendMessage")
    told = ColleagueLeft(person=member.person or PersonId(0))
    await town.running.core.submit(
        lambda work: work.outbox.tell(told, person=member.person, repeatable=False)
    )
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(town.task, 10)
    await town.restart()
    await town.forward(minutes=1)
    (message,) = await member.unread()
    assert "kann doppelt sein" not in message["text"]
