"""Strangers learn nothing, whatever they send or press."""

import asyncio
from collections.abc import Iterator, Sequence

import aiohttp

from domain.model.people import Role
from handlers.buttons import Button
from handlers.commands import commands_for
from tests.stories.network import network
from tests.stories.staff_group import everything_stored, group_with_bot, inside
from tests.stories.town import TOKEN, Phone, Town

NOT_FOR_YOU = "Dieser Dienst ist für Mitglieder. Bitte öffnen Sie Ihren Einladungslink."
KINDS = ("voice", "photo", "document", "sticker", "contact", "location", "poll", "dice", "video_note")
A_MESSAGE = 95
"""Buttons; Telegram takes 100."""


async def _is_turned_away(stranger: Phone) -> None:
    assert {one["text"] for one in await stranger.unread()} == {NOT_FOR_YOU}
    await stranger.reads_all()


async def test_every_command_gets_the_same_answer(town: Town) -> None:
    await network(town)
    stranger = await town.phone("Mallory")
    commands = {name for role in Role for name in commands_for(role)}
    await stranger.sends("/start")
    for name in sorted(commands - {"start"}):
        await stranger.sends(f"/{name}")
        await stranger.sends(f"/{name} MI-7KQ4")
        await _is_turned_away(stranger)


async def test_every_kind_of_message_gets_the_same_answer(town: Town) -> None:
    await network(town)
    stranger = await town.phone("Mallory")
    await stranger.sends("/start")
    contact = {"phone_number": "01701234567", "first_name": "Canaria"}
    for kind in KINDS:
        fields = contact if kind == "contact" else {}
        await town.client.file(stranger.user, stranger.chat, b"canary", "Canaria.bin", kind=kind, **fields)
    await stranger.sends("Canaria", forward_from_name="Canaria Vogel")
    typed = await stranger.sends("Canaria")
    await town.client.edit(stranger.user, stranger.chat, typed, "Canaria Vogel")
    await town.settle()
    await _is_turned_away(stranger)
    assert "Canaria" not in await everything_stored(town)
    assert "getFile" not in [one["method"] for one in await town.client.calls()]


def _buttons(kind: type[Button] = Button) -> Iterator[str]:
    for one in kind.__subclasses__():
        yield ":".join((one.prefix, *("1" for _ in one.model_fields)))
        yield from _buttons(one)


async def test_every_button_is_refused_in_the_same_words(town: Town) -> None:
    await network(town)
    stranger = await town.phone("Mallory")
    await stranger.sends("/start")
    before = await everything_stored(town)
    pressed = set()
    buttons = sorted({one for one in _buttons() if not one.startswith("test")})
    for at in range(0, len(buttons), A_MESSAGE):
        some = buttons[at : at + A_MESSAGE]
        await _put_before(town, stranger, some)
        forged = await stranger.with_button(some[0])
        taps = (town.client.tap(stranger.user, stranger.chat, forged, data) for data in some)
        pressed |= {one["text"] for one in await asyncio.gather(*taps)}
        await town.settle()
    assert pressed == {NOT_FOR_YOU}
    assert _without_outbox(await everything_stored(town)) == _without_outbox(before)


async def _put_before(town: Town, stranger: Phone, buttons: Sequence[str]) -> None:
    """A message as if it had been the stranger's: forged, or left over from a former member."""
    keyboard = {"inline_keyboard": [[{"text": data, "callback_data": data}] for data in buttons]}
    body = {"chat_id": stranger.chat, "text": "Canaria", "reply_markup": keyboard}
    url = f"{town.simulator.base_url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200


def _without_outbox(rows: str) -> list[str]:
    passing = ('"inbox"', '"outbox"', "sqlite_sequence")
    return [one for one in rows.splitlines() if not any(table in one for table in passing)]


async def test_a_group_that_is_nobodys_is_told_nothing(town: Town) -> None:
    people = await network(town)
    stranger = await town.phone("Mallory")
    chat = await group_with_bot(town, stranger)
    await people.coordinator.reads_all()
    await inside(stranger, chat).sends("/start@kurzewege_bot")
    await inside(stranger, chat).sends("/kontakt@kurzewege_bot Petra")
    await inside(stranger, chat).sees_nothing()
