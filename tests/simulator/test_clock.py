"""The simulated clock, and how it moves among bots that follow it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from simulator.client import ClientError, SimulatorClient
from simulator.clock import SimulatedClock
from tests.simulator.follower import Follower
from tests.simulator.raw_bot import RawBot

NOON = datetime(2027, 3, 28, 12, tzinfo=UTC)


class Seconds:
    """Monotonic seconds that a test moves."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


class TestPureClock:
    def test_it_flows_until_it_is_frozen(self) -> None:
        seconds = Seconds()
        clock = SimulatedClock(start_at=NOON, monotonic=seconds)
        seconds.passed = 10
        assert clock.now() == NOON + timedelta(seconds=10)
        clock.freeze(True)
        seconds.passed = 20
        assert clock.now() == NOON + timedelta(seconds=10)
        clock.freeze(False)
        seconds.passed = 25
        assert clock.now() == NOON + timedelta(seconds=15)

    def test_every_move_is_a_new_version(self) -> None:
        clock = SimulatedClock(start_at=NOON, frozen=True)
        clock.move_to(NOON + timedelta(hours=1))
        clock.freeze(False)
        clock.reset()
        assert clock.version == 4
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)

    def test_a_reading_is_current_until_the_next_move(self) -> None:
        seconds = Seconds()
        clock = SimulatedClock(start_at=NOON, monotonic=seconds)
        seconds.passed = 10
        assert clock.is_current(NOON)
        assert not clock.is_current(None)
        assert not clock.is_current(NOON + timedelta(seconds=11))
        clock.move_to(NOON + timedelta(hours=1))
        assert not clock.is_current(NOON + timedelta(seconds=10))

    def test_limits_count_real_and_skipped_seconds(self) -> None:
        seconds = Seconds()
        clock = SimulatedClock(start_at=NOON, frozen=True, monotonic=seconds)
        clock.move_to(NOON + timedelta(seconds=100))
        clock.move_to(NOON)
        seconds.passed = 5
        assert clock.elapsed_s() == 105


class TestMoves:
    async def test_moves_without_bots(self, client: SimulatorClient) -> None:
        start = await client.now()
        assert await client.forward(3600) == start + timedelta(hours=1)
        assert await client.jump(60) == start + timedelta(hours=1, minutes=1)
        assert await client.to("2027-01-04T09:00:00+01:00") == datetime(2027, 1, 4, 8, tzinfo=UTC)
        assert await client.to(NOON, "jump") == NOON
        assert await client.to(start, "jump") == start

    async def test_freezing_and_resetting(self, client: SimulatorClient) -> None:
        await client.freeze(False)
        first = await client.now()
        assert await client.now() > first
        assert abs(await client.reset_clock() - datetime.now(UTC)) < timedelta(minutes=1)
        frozen = await client.freeze()
        assert await client.now() == frozen

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"to": "tomorrow"},
            {"to": "2027-01-04T09:00:00"},
            {"to": "2020-01-04T09:00:00Z"},
            {"to": "2027-01-04T09:00:00Z", "mode": "sideways"},
            {"forward_s": -1},
            {"jump_s": "x"},
            {"frozen": 1},
        ],
    )
    async def test_a_move_that_is_none(
        self, client: SimulatorClient, bot: RawBot, body: dict[str, object]
    ) -> None:
        async with bot.session.post(f"{client.base_url}/world/clock", json=body) as response:
            assert (response.status, list(await response.json())) == (400, ["error"])


@pytest.fixture
async def follower(bot: RawBot, anna: int) -> AsyncIterator[Follower]:
    one = Follower(bot)
    await one.start()
    yield one
    await one.stop()


async def texts(client: SimulatorClient, anna: int) -> list[str]:
    return [m["text"] for m in await client.messages(anna, anna) if m["from"]["is_bot"]]


class TestSettling:
    async def test_settling_waits_for_the_answer(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        follower.work_steps = 200
        for number in range(5):
            await client.send(anna, anna, f"Nummer {number}")
            await client.settle()
            assert (await texts(client, anna))[-1] == f"Nummer {number}"

    async def test_forward_goes_from_due_time_to_due_time(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await client.send(anna, anna, "+3000")
        await client.send(anna, anna, "+60")
        await client.settle()
        await client.forward(3600)
        sent = [m["date"] for m in await client.messages(anna, anna) if m["text"] == "Erinnerung"]
        start = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()
        assert [date - start for date in sent] == [60, 3000]
        assert follower.moments[-3:] == ["09:01:00", "09:50:00", "10:00:00"]

    async def test_forward_takes_up_what_becomes_due_on_the_way(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await client.send(anna, anna, "+60")
        await client.forward(60)
        await client.send(anna, anna, "+60")
        await client.forward(60)
        assert await texts(client, anna) == ["Erinnerung", "Erinnerung"]

    async def test_a_jump_is_like_an_outage(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await client.send(anna, anna, "+60")
        await client.send(anna, anna, "+120")
        await client.settle()
        await client.jump(3600)
        await client.settle()
        assert follower.moments[-1] == "10:00:00"
        assert len(follower.moments) == 2
        assert await texts(client, anna) == ["Erinnerung", "Erinnerung"]

    async def test_a_flowing_clock_settles_too(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await client.freeze(False)
        await client.send(anna, anna, "hallo")
        await client.settle()
        assert await texts(client, anna) == ["hallo"]

    async def test_a_bot_that_went_away_is_not_waited_for(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await follower.stop()
        await client.forward(3600)

    async def test_what_nobody_fetches_is_named(
        self, client: SimulatorClient, bot: RawBot, anna: int, follower: Follower
    ) -> None:
        await follower.stop()
        await client.send(anna, anna, "hallo")
        with pytest.raises(ClientError, match=f"bot {bot.id} has not confirmed 1 updates") as refused:
            await client.settle(timeout_s=0.05)
        assert refused.value.status == 408

    async def test_a_bot_that_stays_busy_is_named(
        self, client: SimulatorClient, bot: RawBot, anna: int, follower: Follower
    ) -> None:
        follower.working += 1
        await client.send(anna, anna, "hallo")
        with pytest.raises(ClientError, match=f"bot {bot.id}"):
            await client.settle(timeout_s=0.3)

    async def test_an_answer_under_way_is_waited_for(
        self, client: SimulatorClient, anna: int, follower: Follower
    ) -> None:
        await client.fault("slow", method="sendMessage", seconds=0.2)
        await client.send(anna, anna, "langsam")
        await client.settle()
        assert (await client.calls())[-1]["status"] == 200


async def test_without_followers_confirmed_updates_are_enough(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    await client.send(anna, anna, "hallo")
    with pytest.raises(ClientError):
        await client.settle(timeout_s=0.05)
    await bot.updates()
    await bot.updates()
    await client.settle()


async def test_a_bot_may_ask_the_clock_before_it_calls_anything(client: SimulatorClient, bot: RawBot) -> None:
    async with bot.session.get(f"{client.base_url}/world/clock", params={"bot": "7099"}) as response:
        assert await response.json() == {"now": "2026-11-23T09:00:00+00:00", "version": 1, "frozen": True}
