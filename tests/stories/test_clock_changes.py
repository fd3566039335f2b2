"""Over the nights in which the clocks change, and when the machine's own clock jumps, the hour is kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.model.case import Step
from domain.model.timers import TimerKind
from storage.work import SqliteWork
from tests.stories.aftercare import BERLIN
from tests.stories.network import network
from tests.stories.requests import asked, hears, now
from tests.stories.test_delivery import somebody
from tests.stories.town import Town

# The last working morning before the night, and the next one after it; Easter and All Saints lie between.
NIGHTS = {
    "back in October 2026": ("2026-10-23T09:00", "2026-10-26"),
    "forward at Easter 2027": ("2027-03-25T09:00", "2027-03-30"),
    "back before All Saints 2027": ("2027-10-29T09:00", "2027-11-02"),
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.fixture(params=NIGHTS)
async def night(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Town, str]]:
    """A town on the morning before, and the day after."""
    before, after = NIGHTS[request.param]
    async with Town.open(tmp_path, at=local(before)) as town:
        yield town, after


async def test_a_step_lasts_one_working_day_to_the_hour(night: tuple[Town, str]) -> None:
    town, after = night
    people = await network(town)
    referral = await asked(town, people)
    due = local(f"{after}T09:00")
    assert (await now(town, referral.id)).due_at == due.astimezone(UTC)
    await town.client.forward((due - await town.now()).total_seconds() - 60)
    assert (await now(town, referral.id)).step is Step.CONTACT
    await town.forward(minutes=2)
    assert (await now(town, referral.id)).step is Step.DEPUTY


async def test_a_promise_is_called_to_mind_and_passes_at_its_hour(night: tuple[Town, str]) -> None:
    town, after = night
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    promised = (await now(town, referral.id)).promised_at
    assert promised == local(f"{after}T12:00").astimezone(UTC)
    kinds = await town.do(_due)
    assert kinds[TimerKind.PROMISE_DAY] == local(f"{after}T10:00")
    await people.petra.reads_all()
    await town.client.forward((promised - await town.now()).total_seconds() - 60)
    await hears(people.petra, "Rückmeldung")


def _due(work: SqliteWork) -> dict[TimerKind, datetime]:
    return {one.kind: one.due_at.astimezone(BERLIN) for one in work.timers.where("case_id IS NOT NULL")}


@pytest.mark.parametrize("hours", [-3, 3, 24 * 400])
async def test_a_machine_whose_clock_jumps_goes_on(town: Town, hours: int) -> None:
    member = await somebody(town)
    town.simulator.world.clock.move_to(await town.now() + timedelta(hours=hours))
    await town.settle()
    await member.reads_all()
    await member.sends("/hilfe")
    assert len(await member.unread()) == 1
    await town.forward(hours=1)
    assert not town.task.done()
