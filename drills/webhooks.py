"""Updates that come twice, in another order, or under numbers that begin anew: each is done once."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from drills.district import District, Pair
from drills.letters import Letters
from drills.process import BOT
from drills.road import Manner, Road
from simulator.updates import Update

SAID = ("sendMessage", "editMessageText")
FORGOTTEN_DAYS = 10
"""After a week without updates Telegram draws the next number anew; the bot keeps old ones for eight days."""
HIGHEST = 2**31
NUMBERS_BACK = 16
"""More than the ten numbers by which an offset may lie ahead."""
LONGEST_WAIT_H = 14 * 24


@dataclass
class Brought:
    """The kinds of weather of a district whose updates are brought along a road."""

    road: Road

    async def answers_lost(self, district: District, letters: Letters) -> None:
        """Telegram does not hear the bot's 200 and brings every update a second time."""
        await self._busy(district, letters, self.road.loses_answer)

    async def at_once_twice(self, district: District, letters: Letters) -> None:
        """Every update comes twice in the same moment."""
        await self._busy(district, letters, self.road.carries_twice)

    async def _busy(self, district: District, letters: Letters, manner: Manner) -> None:
        pair = district.chance.choice(district.pairs)
        since = len(self.road.passed)
        self.road.manner = manner
        try:
            report = await pair.fills_in()
            await report.author.taps(report.last)
            await letters.everywhere()
        finally:
            self.road.manner = None
        code = await report.code()
        made = await report.new_codes()
        district.check(made == {code}, "an update that came twice made one case", sorted(made))
        asked = await pair.helper.reading(code, "Ich übernehme")
        district.check(len(asked) == 1, "and one request", f"{code}: {len(asked)}")
        district.check(len(self.road.passed) > since, "the road was used", "no updates passed")

    async def swapped(self, district: District, letters: Letters) -> None:
        """What everybody does at the same time arrives in another order, also inside a chat."""
        pair = district.chance.choice(district.pairs)
        code = await pair.reports()
        ready = [await letters.prepares(one, back=district.chance.random() < 0.5) for one in district.pairs]
        helps = {one.user: len(await one.reading("Was möchten Sie tun")) for one in district.everybody}
        self.road.manner = self.road.holds
        try:
            await asyncio.gather(
                *(letters.posts(letter) for letter in ready),
                *(one.types("/hilfe") for one in district.everybody),
                pair.helper.presses("Ich übernehme", on=code),
            )
            await self._all_held(len(ready) + len(district.everybody) + 1)
        finally:
            self.road.manner = None
        moved = await self.road.lets_go(district.chance)
        district.check(moved > 1, "updates that came in another order", moved)
        await district.settle()
        for one in district.everybody:
            answers = len(await one.reading("Was möchten Sie tun")) - helps[one.user]
            district.check(
                answers == 1, "a question in another order is answered once", f"{one.name} {answers}"
            )
        await pair.clerk.waits_for(code, "übernommen", pair.helper.name)

    async def _all_held(self, number: int) -> None:
        async with asyncio.timeout(10):
            while len(self.road.held) < number:
                await asyncio.sleep(0.005)

    async def old_ones_again(self, district: District, letters: Letters) -> None:
        """What was done a while ago comes once more: nothing is said, nothing happens."""
        begun = len(self.road.passed)
        await letters.everywhere()
        await letters.arrive()
        passed = self.road.passed[begun:]
        old = district.chance.sample(passed, len(passed))
        since = len(district.process.calls)
        for body in old:
            await self.road.carries(body)
        await district.settle()
        _nothing_said(district, since, len(old))

    async def taken_by_two(self, district: District, letters: Letters) -> None:
        """Two people take the same request; their presses come in either order, each of them twice."""
        pair = district.chance.choice(district.pairs)
        code = await pair.reports()
        await _deputy_is_asked(district, pair, code)
        self.road.manner = self.road.holds
        try:
            await asyncio.gather(
                pair.helper.presses("Ich übernehme", on=code), pair.deputy.presses("Ich übernehme", on=code)
            )
            await self._all_held(2)
        finally:
            self.road.manner = None
        self.road.held *= 2
        await self.road.lets_go(district.chance)
        await district.settle()
        card = await pair.clerk.waits_for(f"{code}: übernommen")
        mine = [
            one for one in (pair.helper, pair.deputy) if await one.reading(f"{code}: von Ihnen übernommen")
        ]
        district.check(len(mine) == 1, "one of two has taken it", [one.name for one in mine])
        if mine:
            district.check(mine[0].name in card["text"], "and it is the one who is named", card["text"])


async def _deputy_is_asked(district: District, pair: Pair, code: str) -> None:
    for _ in range(LONGEST_WAIT_H // 6):
        if await pair.deputy.reading(code, "Ich übernehme"):
            return
        await district.passes(6 * 3600)


async def numbers_anew(district: District, letters: Letters) -> None:
    """After a silent week the numbers begin elsewhere, then where others have been: all are new."""
    queue = district.simulator.world.queues[BOT]
    for is_drawn in (True, False):
        await district.passes(timedelta(days=FORGOTTEN_DAYS).total_seconds())
        await district.daytime()
        queue.next_id = district.chance.randrange(HIGHEST) if is_drawn else queue.next_id - NUMBERS_BACK
        for _ in range(2):
            await letters.everywhere()
        await letters.arrive()


async def duplicated(district: District, letters: Letters) -> None:
    """The bot has died before Telegram knew what it had: the same updates are given to its next life."""
    begun = len(district.process.calls)
    await letters.everywhere()
    await letters.arrive()
    await district.process.stop()
    old = _given(district, begun)
    district.simulator.world.queues[BOT].pending.extendleft(reversed(old))
    since = len(district.process.calls)
    await district.process.start()
    await district.settle()
    _nothing_said(district, since, len(old))


def _given(district: District, begun: int) -> list[Update]:
    """Every update that the bot has been given since call number `begun`, in order."""
    expires_at = district.simulator.world.clock.now() + timedelta(days=1)
    found: dict[int, Update] = {}
    for call in district.process.calls[begun:]:
        if call.method == "getUpdates" and call.status == 200:
            for update in (call.response or {}).get("result", ()):
                number = update["update_id"]
                kind, body = next((key, value) for key, value in update.items() if key != "update_id")
                found[number] = Update(
                    id=number, kind=kind, body=body, lane=("again", number), expires_at=expires_at
                )
    return [found[number] for number in sorted(found)]


def _nothing_said(district: District, since: int, number: int) -> None:
    said = [one for one in district.process.calls[since:] if one.method in SAID]
    trace = [(one.method, str(one.params.get("text"))[:60]) for one in said]
    district.check(number > 1, "old updates were brought again", number)
    district.check(not said, "old updates again change nothing", trace)
