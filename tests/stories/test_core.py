"""The one path holds: whatever goes wrong inside an update leaves nothing behind and stops nobody else."""

import asyncio
import json
import logging
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from telegram import Update
from telegram.ext import CommandHandler
from telegram.ext.filters import MessageFilter

from bot.application import Running
from bot.fatal import SecondInstance, TokenRefused
from domain.model.errors import TooMany
from domain.model.people import Partner
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from handlers.context import Context
from handlers.message import Message
from storage.database import open_database
from storage.work import SqliteWork
from tests.stories.town import TOKEN, Phone, Town, start


def found(work: Work, turn: Turn, name: str) -> None:
    """A service that writes before something goes wrong."""
    work.partners.add(Partner(name=name, kind=PartnerKind.PROVIDER))


async def explode(update: Update, context: Context) -> None:
    await context.run(found, "Halb gegründet")
    context.say(Message(text="Nie gesagt"))
    raise ZeroDivisionError


async def refuse(update: Update, context: Context) -> None:
    await context.run(found, "Halb gegründet")
    context.say(Message(text="Nie gesagt"))
    raise TooMany(limit=3)


async def grow(update: Update, context: Context) -> None:
    await context.run(found, (update.message and update.message.text) or "")
    context.say(Message(text="Gegründet"))


async def echo(update: Update, context: Context) -> None:
    context.say(Message(text=(update.message and update.message.text) or ""))


async def wait(update: Update, context: Context) -> None:
    await context.run(found, "Halb gegründet")
    await asyncio.sleep(0)


async def ask_telegram(update: Update, context: Context) -> None:
    await context.run(found, "Halb gegründet")
    await context.bot.get_me()


class Broken(MessageFilter):
    def filter(self, message: Any) -> bool:
        if message.text == "/filter":
            raise ZeroDivisionError
        return False


def add(town: Town, *handlers: Any) -> None:
    """Put handlers of the test before the bot's own."""
    town.running.application.handlers[0][:0] = handlers


class Rings(logging.Handler):
    """Rings when an error is logged."""

    def __init__(self, bell: asyncio.Event) -> None:
        super().__init__(logging.ERROR)
        self.bell = bell

    def emit(self, record: logging.LogRecord) -> None:
        self.bell.set()


@contextmanager
def complaint(logger: str) -> Iterator[asyncio.Event]:
    """Set as soon as this logger reports an error."""
    said = asyncio.Event()
    handler = Rings(said)
    logging.getLogger(logger).addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger(logger).removeHandler(handler)


async def somebody(town: Town) -> Phone:
    partner = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    return await town.member("Petra Nord", partner)


async def partners(town: Town) -> list[str]:
    return [one.name for one in await town.do(lambda work: work.partners.all())]


def start_update(member: Phone, identity: int, command: str = "/start") -> dict[str, Any]:
    """A command as Telegram would deliver it."""
    return {
        "update_id": identity,
        "message": {
            "message_id": 5,
            "date": 1,
            "text": command,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
            "from": {"id": member.user, "is_bot": False, "first_name": "Petra"},
            "chat": {"id": member.chat, "type": "private"},
        },
    }


async def test_a_bug_in_a_handler_leaves_nothing_behind(town: Town) -> None:
    member = await somebody(town)
    add(town, CommandHandler("explode", explode))
    await member.sends("/explode")
    said = await member.sees("Das hat gerade nicht geklappt", "Nummer")
    assert await partners(town) == ["Fachstelle Nord"]
    aside = await town.do(
        lambda work: work.connection.execute(
            "SELECT number, payload FROM inbox WHERE state = 'aside'"
        ).fetchall()
    )
    assert len(aside) == 1
    assert aside[0][0] in said["text"]
    assert "/explode" in aside[0][1]
    await member.sends("/start")
    assert await member.unread(), "the bot goes on after a bug"


async def test_a_bug_in_a_filter_reaches_the_core(town: Town) -> None:
    member = await somebody(town)
    add(town, CommandHandler("filter", grow, Broken()))
    await member.sends("/filter")
    await member.sees("Das hat gerade nicht geklappt")
    assert await partners(town) == ["Fachstelle Nord"]


@pytest.mark.parametrize("impatient", [wait, ask_telegram])
async def test_a_handler_that_would_wait_inside_the_transaction_is_a_bug(town: Town, impatient: Any) -> None:
    member = await somebody(town)
    add(town, CommandHandler("wait", impatient))
    await member.sends("/wait")
    await member.sees("Das hat gerade nicht geklappt")
    assert await partners(town) == ["Fachstelle Nord"]


async def test_a_refusal_is_answered_and_rolls_back(town: Town) -> None:
    member = await somebody(town)
    add(town, CommandHandler("refuse", refuse))
    await member.sends("/refuse")
    await member.sees("Mehr als 3 geht nicht.")
    assert await partners(town) == ["Fachstelle Nord"]
    assert await town.do(lambda work: work.inbox.waiting()) == ()


async def test_an_update_that_telegram_would_never_send_is_set_aside(town: Town) -> None:
    member = await somebody(town)
    await town.running.core.receive(
        [
            {"update_id": 1, "message": "no object"},
            {"update_id": 2, "message": {"message_id": "x", "from": {"id": 2**70}, "chat": {"id": []}}},
            {"update_id": 3, "callback_query": {"id": 5, "from": None}},
            {"update_id": 4},
            {"update_id": 5, "message": {"text": "\ud800"}},
            {"\ud800": "half a letter", "update_id": 6},
        ]
    )
    await town.settle()
    assert await town.do(lambda work: work.inbox.waiting()) == ()
    await member.sends("/start")
    assert await member.unread()


async def test_a_redelivered_update_is_handled_once(town: Town) -> None:
    member = await somebody(town)
    add(town, CommandHandler("grow", grow))
    update = start_update(member, 77, "/grow")
    await asyncio.gather(*(town.running.core.receive([update]) for _ in range(3)))
    await town.settle()
    assert (await partners(town)).count("/grow") == 1
    await member.sees("Gegründet")
    await member.sees_nothing()


async def test_the_payload_of_a_settled_update_is_forgotten(town: Town) -> None:
    member = await somebody(town)
    await member.sends("Frau Mustermann aus der Ringstraße 5")
    await member.reads_all()
    rows = await town.do(
        lambda work: work.connection.execute("SELECT payload FROM inbox WHERE payload IS NOT NULL").fetchall()
    )
    assert rows == []


async def test_another_process_holding_the_write_lock_costs_nothing(town: Town) -> None:
    member = await somebody(town)
    add(town, CommandHandler("grow", grow))
    other = sqlite3.connect(town.database, isolation_level=None)
    town.running.database.plain.execute("PRAGMA busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")
    with complaint("bot.core") as said:
        await town.client.send(member.user, member.chat, "/grow Eins")
        await asyncio.wait_for(said.wait(), 10)
    assert await member.unread() == []
    other.execute("COMMIT")
    other.close()
    await town.settle()
    await member.sees("Gegründet")
    assert "/grow Eins" in await partners(town)


async def test_a_full_disk_pauses_the_core_and_is_never_the_updates_fault(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member = await somebody(town)
    add(town, CommandHandler("grow", grow))
    pages = (await town.do(lambda work: work.connection.execute("PRAGMA page_count").fetchone()))[0]
    await town.do(lambda work: work.connection.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    with complaint("bot.core") as said:
        for number in range(12):
            await town.client.send(member.user, member.chat, f"/grow {number} {'x' * 900}")
        await asyncio.wait_for(said.wait(), 10)
    await town.running.database.run(
        lambda: town.running.database.plain.execute("PRAGMA max_page_count = 1000000").fetchone()
    )
    await town.settle()
    assert len(await partners(town)) == 13
    assert "the database cannot be written" in caplog.text
    assert TOKEN not in caplog.text
    await member.reads_all()


class Squalls:
    """Bad weather over every third batch, at its very end, as long as it lasts."""

    def __init__(self, seed: int, many: int) -> None:
        self.chance = random.Random(seed)
        self.left = many

    def look(self, work: SqliteWork) -> None:
        if self.left and self.chance.random() < 1 / 3:
            self.left -= 1
            work.connection.execute("PRAGMA query_only = ON")
            try:
                work.connection.execute("DELETE FROM outbox")
            finally:
                work.connection.execute("PRAGMA query_only = OFF")

    def go(self) -> None:
        return

    def undo(self) -> None:
        return

    def rest_s(self) -> float:
        return 30


async def test_dropped_batches_lose_repeat_and_turn_round_nothing(town: Town) -> None:
    partner = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    members = [await town.member(f"Petra {number}", partner) for number in range(4)]
    add(town, CommandHandler("echo", echo))
    squalls = Squalls(seed=3, many=8)
    town.running.core.attend(squalls)
    for number in range(10):
        for member in members:
            await town.client.send(member.user, member.chat, f"/echo {number}")
    await town.settle()
    for member in members:
        assert [one["text"] for one in await member.unread()] == [f"/echo {number}" for number in range(10)]
    assert squalls.left < 8


async def test_what_an_earlier_process_accepted_is_taken_up(town: Town) -> None:
    member = await somebody(town)
    await town.stop()
    payload = json.dumps(start_update(member, 9))
    other = sqlite3.connect(town.database)
    other.execute(
        "INSERT INTO inbox (update_id, kind, state, payload, received_at) "
        "VALUES (9, 'message', 'waiting', ?, '')",
        (payload,),
    )
    other.commit()
    other.close()
    await town.restart()
    assert await member.unread()


async def test_a_leased_message_is_sent_again_and_says_so_but_a_digest_never(town: Town) -> None:
    member = await somebody(town)
    await town.stop()
    other = sqlite3.connect(town.database)
    for repeatable in (1, 0):
        other.execute(
            "INSERT INTO outbox (kind, chat, body, priority, not_before, repeatable, state, again, attempts, "
            "created_at) VALUES ('say', ?, '{\"text\": \"Unterwegs\"}', 0, '', ?, 'leased', 0, 1, '')",
            (member.chat, repeatable),
        )
    other.commit()
    other.close()
    await town.restart()
    await member.sees("Unterwegs", "kann doppelt sein")
    await member.sees_nothing()


async def test_it_is_not_idle_before_it_has_looked_at_what_waits_to_leave(town: Town) -> None:
    """The simulator moves its clock as soon as the bot says that nothing is left to do."""

    class Start(asyncio.Event):
        idle = True

        def set(self) -> None:
            super().set()
            self.idle = running.idle

    await town.stop()
    settings = town.running.settings
    running = Running(settings, await open_database(settings.database))
    running.started = started = Start()
    town.running, town.task = running, asyncio.create_task(running.run())
    await asyncio.wait_for(started.wait(), 10)
    assert not started.idle
    await town.settle()


async def test_a_second_instance_makes_the_first_stop_with_one_line(town: Town) -> None:
    _, second = await start(town.simulator, town.database.with_name("other.db"), {})
    with pytest.raises(SecondInstance, match="Another instance"):
        await asyncio.wait_for(town.task, 10)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)


async def test_a_revoked_token_stops_the_bot_with_one_line(town: Town) -> None:
    await town.client.fault("unauthorized", method="getUpdates", times=None)
    await town.client.send((await town.phone("Mallory")).user, town.users, "/start")
    with pytest.raises(TokenRefused, match="KW_TOKEN"):
        await asyncio.wait_for(town.task, 10)
