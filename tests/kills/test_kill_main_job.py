"""kill -9 in the middle of the main job, at moments of the wire: nothing is lost, nothing happens twice."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from drills.process import BotProcess
from simulator.calls import LoggedCall
from tests.stories.network import Network, network
from tests.stories.reports import WALK_A, walk
from tests.stories.town import Phone, Town

AGAIN = "\n\n(Nach einer Störung; diese Nachricht kann doppelt sein.)"


def sends(call: LoggedCall) -> bool:
    return call.method == "sendMessage"


def confirms(call: LoggedCall) -> bool:
    return call.method == "getUpdates" and "offset" in call.params


MOMENTS: dict[str, Callable[[LoggedCall], bool] | None] = {
    "update sent": None,
    "offset confirmed": confirms,
    "send received and not answered": sends,
    "send answered": lambda call: sends(call) and call.status is not None,
    "write lock held": None,
}


class KilledTown(Town):
    """A town whose bot is a process; it is killed at one moment of every deed and started again."""

    moment: str
    process: BotProcess

    async def settle(self) -> None:
        await self.client.settle()

    async def dies_while(self, phone: Phone, label: str) -> None:
        """The person taps; the bot dies at the moment, and lives again."""
        await self.settle()
        target = await phone.with_button(label)
        since = len(self.process.calls)
        lock = await self._before()
        press = asyncio.create_task(self.client.tap(phone.user, phone.chat, target, label, wait_s=0.5))
        matches = MOMENTS[self.moment]
        if matches is not None:
            await self.process.until(matches, since)
        else:
            await asyncio.wait({press})
        await self.process.kill()
        if lock is not None:
            lock.close()
        await asyncio.wait({press})
        await self.process.start()
        await self.settle()

    async def _before(self) -> sqlite3.Connection | None:
        match self.moment:
            case "update sent":
                self.process.freeze()
            case "send received and not answered":
                await self.client.fault("slow", method="sendMessage", seconds=3, times=1)
            case "write lock held":
                lock = sqlite3.connect(self.database, isolation_level=None)
                lock.execute("BEGIN IMMEDIATE")
                return lock
        return None

    def rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()


@asynccontextmanager
async def killed_town(folder: Path, moment: str) -> AsyncIterator[tuple[KilledTown, Network]]:
    """A network made in this process, then handed to a bot that can be killed."""
    async with KilledTown.open(folder) as town:
        town.settle = super(KilledTown, town).settle  # type: ignore[method-assign]
        people = await network(town)
        await town.stop()
        del town.settle
        town.moment = moment
        town.process = BotProcess(town.simulator, town.database)
        await town.process.start()
        try:
            yield town, people
        finally:
            await town.process.stop()


async def no_message_twice(phones: list[Phone], deeds: int) -> None:
    """In every chat at most one message a kill is repeated, and each repeat says so; a card may come to say
    what a message beside it says."""
    for phone in phones:
        said = [one for one in await phone.messages() if one["from"]["is_bot"] and one["text"]]
        plain = [one for one in said if not one["text"].endswith(AGAIN)]
        assert len(said) - len(plain) <= deeds
        counted = Counter(one["text"] for one in plain if one["edit_date"] is None)
        assert not [text for text, count in counted.items() if count > 1], counted


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_main_job_survives(tmp_path: Path, moment: str) -> None:
    async with killed_town(tmp_path, moment) as (town, people):
        await report(town, people)
        await accept(town, people)
        await write(town, people)
        await close(town, people)
        await check_in(town, people)
        await no_message_twice(
            [people.anna, people.carla, people.petra, people.quirin], deeds=town.process.kills
        )
        assert "Traceback" not in town.process.log


async def report(town: KilledTown, people: Network) -> None:
    await walk(people.anna, *WALK_A)
    await town.dies_while(people.anna, "An Fachstelle Nord senden")
    ((code,),) = town.rows("SELECT code FROM cases")
    await people.anna.shows(f"{code}: gesendet an Fachstelle Nord")
    await people.petra.shows(f"Neue Anfrage {code}", "Ich übernehme")
    assert len(town.rows("SELECT id FROM referrals")) == 1
    assert town.rows("SELECT id FROM timers WHERE case_id IS NOT NULL")


async def accept(town: KilledTown, people: Network) -> None:
    await town.dies_while(people.petra, "Ich übernehme")
    assert town.rows("SELECT state FROM referrals") == [("accepted",)]
    assert town.rows("SELECT seat FROM seats ORDER BY seat") == [("help",), ("landlord",)]
    ((code,),) = town.rows("SELECT code FROM cases")
    await people.anna.shows(f"{code}: übernommen", "Petra Nord")


async def write(town: KilledTown, people: Network) -> None:
    await people.petra.taps("Nachricht")
    await town.dies_while(people.petra, "Bitte um Rückruf")
    assert town.rows("SELECT phrase FROM notes") == [("call_back",)]
    await people.carla.shows("Nachricht von Petra Nord", "Bitte um Rückruf")


async def close(town: KilledTown, people: Network) -> None:
    card = await people.petra.with_button("Abschließen")
    kept = ("Wohnung erhalten", "Wohnung erhalten, mit Vereinbarung", "Heute", "Ja", "Ja")
    for label in ("Abschließen", *kept):
        await people.petra.taps(label, message=card)
    await town.dies_while(people.petra, "Abschließen")
    assert town.rows("SELECT state, outcome FROM cases") == [("closed", "E2")]
    assert town.rows("SELECT state FROM aftercare_plans") == [("running",)]
    planned = town.rows("SELECT seat, label FROM check_ins")
    assert planned
    assert len(planned) == len(set(planned)), "nothing is planned twice"
    ((code,),) = town.rows("SELECT code FROM cases")
    await people.anna.shows(f"{code}: abgeschlossen")


async def check_in(town: KilledTown, people: Network) -> None:
    """Two weeks later both sides are asked; the bot dies over the answer."""
    await town.client.jump(14 * 24 * 3600)
    await town.settle()
    await town.dies_while(people.petra, "Stabil")
    asked = town.rows("SELECT state, result FROM check_ins WHERE label = 'days_14' AND seat = 'help'")
    assert asked == [("answered", "stable")]
    answers = town.rows("SELECT count(*) FROM events WHERE kind LIKE 'check_in%answered%'")
    assert answers[0][0] <= 1
