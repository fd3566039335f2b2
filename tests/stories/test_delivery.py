"""Telegram's weather: every refusal is taken for what it is, and nothing is lost or sent twice unmarked."""

from domain.model.stage import PartnerKind
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
