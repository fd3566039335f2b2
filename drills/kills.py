"""The kill drill: mixed work of a whole town, kill -9 in the middle of it, and a look at every phone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from drills import agreeing, casework, chores, dates, promising, reporting, requesting, truth
from drills.chapter import Chapter, Scale
from drills.deeds import Deed
from drills.glances import Glances
from drills.ledger import Ledger
from drills.moments import MOMENTS, OF_TIME, strike
from drills.process import NotRunning
from drills.scene import CODE, Scene
from drills.settling import town
from drills.town import CALENDAR, Missing, Town
from simulator.client import ClientError

Finder = Callable[[Scene], Deed | None]
KINDS: tuple[tuple[Finder, float], ...] = (
    (reporting.of_landlord, 5),
    (reporting.of_helper, 3),
    (reporting.of_payer, 2),
    (requesting.takes, 7),
    (requesting.claims, 6),
    (requesting.rings, 3),
    (requesting.declines, 1),
    (requesting.clarifies, 2),
    (requesting.asks_back, 1),
    (requesting.answers_back, 4),
    (requesting.takes_back, 2),
    (casework.writes, 5),
    (casework.phrase, 3),
    (casework.progress, 3),
    (casework.stage, 2),
    (dates.served, 3),
    (dates.enters, 2),
    (dates.meets, 3),
    (promising.offers, 6),
    (promising.accepts, 12),
    (promising.fails, 5),
    (promising.does_step, 12),
    (promising.goes_back, 5),
    (promising.gives_view, 12),
    (promising.learns, 8),
    (agreeing.draws_up, 4),
    (agreeing.proposes, 12),
    (agreeing.confirms, 12),
    (agreeing.gives_back, 2),
    (agreeing.revises, 4),
    (agreeing.moves, 12),
    (casework.closes, 3),
    (casework.checks_in, 6),
    (chores.contact, 1),
    (chores.imports, 1),
    (chores.absence, 1),
    (chores.settings, 1),
)
AT_ONCE = (2, 6)
LAST_STEP, TWICE, WHILE_STARTING, LATER_ON, OUTAGE = 0.6, 0.2, 0.12, 0.5, 0.3
LONGEST_START_S = 0.15
WAITS_S = 20.0
OPENS, CLOSES = time(9), time(15)
FORTNIGHT_DAYS = 11
"""Working days: so many and the weekends between them."""
FORGOTTEN = timedelta(days=27)
"""Thirty days after its end the bot takes the words about a case back."""


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Long: 50 members, 10 groups, 200 kills. Short: 21 members, 3 groups, 20 kills."""
    async with town(landlords=scale.of(10, 3), helpers=scale.of(4, 2)) as made:
        ledger = Ledger()
        rounds = Rounds(chapter, made, ledger, Random(seed), Glances(chapter, made, ledger))
        kills = scale.of(200, 20)
        await rounds.go(kills, fortnights={kills // 2} if scale.short else {kills // 2, kills * 3 // 4})
        chapter.figures["members, groups"] = f"{len(made.people)}, {len(made.groups)}"
        chapter.figures["cases"] = f"{len(ledger.matters):,}"
        chapter.figures["agreements, versions in force"] = _agreed(ledger)
        chapter.figures["messages repeated with a mark"] = f"{sum(ledger.marked.values()):,}"
        chapter.figures["touches repeated by hand"] = f"{rounds.again:,}"


def _agreed(ledger: Ledger) -> str:
    return f"{len(ledger.pacts)}, {sum(len(one.forced) for one in ledger.pacts.values())}"


@dataclass(slots=True)
class Rounds:
    """Round after round: prepare, strike, start again, look at the phones, go on."""

    chapter: Chapter
    town: Town
    ledger: Ledger
    chance: Random
    glances: Glances
    again: int = 0

    async def go(self, kills: int, *, fortnights: set[int]) -> None:
        """Until so many kills have been made, then until everything is told; then compare.

        Two weeks pass after so many kills as `fortnights` says: then both sides of a closed case are asked.
        """
        try:
            while self.ledger.kills < kills:
                await self._work()
                if fortnights and self.ledger.kills >= min(fortnights):
                    fortnights.discard(min(fortnights))
                    await self._fortnight()
                elif self.chance.random() < LATER_ON:
                    await self._time_moves(timedelta(hours=self.chance.choice((1, 2, 3, 5))))
            await self._lets_all_be_told()
            self.glances.promises(self.ledger.promised)
            await truth.compare(self.chapter, self.town, self.ledger)
        except (ClientError, TimeoutError, Missing, NotRunning) as error:
            self.glances.lost("the drill cannot go on", f"{type(error).__name__}: {error}")

    # A round of work

    async def _work(self) -> None:
        self.ledger.round += 1
        deeds = self._find()
        for deed in deeds:
            last = len(deed.steps) - 1
            deed.dies_at = last if self.chance.random() < LAST_STEP else self.chance.randint(0, last)
        ready = await asyncio.gather(*(self._does(deed, deed.dies_at) for deed in deeds))
        deeds = [deed for deed, fine in zip(deeds, ready, strict=True) if fine]
        await self.town.settle()
        acts = [deed.present.act for deed in deeds]
        twice = [one for one, deed in zip(acts, deeds, strict=True) if self._impatient(deed)]
        since, before = self.town.calls, self.ledger.kills
        when = await self._dies([*acts, *twice], [*deeds])
        for deed in deeds:
            await self._goes_on(deed, when)
        await self.town.settle()
        self.glances.since(since, self.ledger.kills - before)

    def _find(self) -> list[Deed]:
        scene = Scene(self.town, self.ledger, self.chance)
        deeds: list[Deed] = []
        for _ in range(self.chance.randint(*AT_ONCE)):
            kinds = sorted(KINDS, key=lambda one: self.chance.random() ** (1 / one[1]), reverse=True)
            deed = next((found for kind, _ in kinds if (found := kind(scene)) is not None), None)
            if deed is not None:
                deeds.append(deed)
                scene.busy.update(deed.about)
        return deeds

    def _impatient(self, deed: Deed) -> bool:
        """Whether the deed itself is tapped twice: a menu may well open twice."""
        last = deed.present is deed.last and bool(deed.last.label)
        return last and self.chance.random() < TWICE

    async def _dies(self, acts: list[Callable[[], Awaitable[object]]], deeds: list[Deed]) -> str:
        """kill -9 in the middle of it, perhaps once more while it starts; then it lives and has settled."""
        moment = self.chance.choice(MOMENTS if deeds else OF_TIME)
        when, begun = await strike(self.town, moment, self.chance, acts)
        self._killed(when, deeds)
        while self.chance.random() < WHILE_STARTING:
            await self.town.process.begin()
            await asyncio.sleep(self.chance.uniform(0, LONGEST_START_S))
            await self.town.process.kill()
            self._killed("while starting", deeds)
        await self.town.lives()
        await asyncio.gather(*begun)
        await self.town.settle()
        return when

    def _killed(self, when: str, deeds: list[Deed]) -> None:
        self.ledger.kills += 1
        self.chapter.count(f"kills: {when}")
        for deed in deeds:
            self.ledger.moved(f"{deed.words}: {deed.present.words}, killed: {when}", *deed.about)

    # Going on

    async def _does(self, deed: Deed, until: int) -> bool:
        """In calm weather every step has its effect at once."""
        while deed.at < until:
            step = deed.present
            try:
                await step.act()
                await step.phone.waits(lambda step=step: step.done, WAITS_S)  # type: ignore[misc]
            except (Missing, ClientError) as error:
                how = f"{error}; toast: {step.toast!r}"
                self.glances.lost(f"{deed.words}: {step.words} has no effect", how, *deed.about)
                return False
            deed.at += 1
        return True

    async def _goes_on(self, deed: Deed, when: str) -> None:
        """Look whether it has happened: Telegram hands every touch over until the bot has accepted it."""
        step = deed.present
        if step.done:
            deed.at += 1
        elif deed.on_card and step is not deed.last:
            self.chapter.count("walks over a card begun again")
            self.ledger.moved(f"{deed.words}: begins again", *deed.about)
            deed.begins_again()
        else:
            what = "was acknowledged" if step.acknowledged else "was accepted"
            self.glances.lost(f"{deed.words}: {step.words} {what} and is lost", when, *deed.about)
            self.ledger.moved(f"{deed.words}: {step.words} again", *deed.about)
            self.again += 1
        if await self._does(deed, len(deed.steps)):
            await self.town.settle()
            deed.book(deed)
            self.chapter.count(deed.kind)
            self.ledger.moved(f"{deed.words}: done", *deed.about, *CODE.findall(deed.last.seen.text)[:1])

    # Time

    async def _time_moves(self, span: timedelta) -> None:
        """Hours or weeks pass, the bot dies on the way, and it ends while people are at work."""
        self.ledger.round += 1
        target = at_work(self.town.now + span)
        self.glances.forgets(CALENDAR.local(target).date() - FORGOTTEN)
        since, before = self.town.calls, self.ledger.kills
        seconds = (target - self.town.now).total_seconds()
        if self.chance.random() < OUTAGE:
            await self._dies([lambda: self.town.client.jump(seconds)], [])
        else:
            await self._dies([lambda: self.town.client.forward(seconds)], [])
        self.ledger.moved(f"it is {CALENDAR.local(self.town.now):%a %d.%m. %H:%M}")
        self.chapter.count("time moves")
        self.glances.since(since, self.ledger.kills - before)

    async def _fortnight(self) -> None:
        """Two weeks, in which the bot lives but for one day: an outage of weeks is another drill's."""
        calm = [timedelta(days=1)] * FORTNIGHT_DAYS
        killed_on = self.chance.randrange(FORTNIGHT_DAYS)
        for number, span in enumerate(calm):
            if number == killed_on:
                await self._time_moves(span)
            else:
                await self._passes(at_work(self.town.now + span))

    async def _passes(self, target: datetime) -> None:
        """Time moves in calm weather."""
        self.glances.forgets(CALENDAR.local(target).date() - FORGOTTEN)
        since = self.town.calls
        await self.town.client.forward((target - self.town.now).total_seconds())
        self.glances.since(since, 0)

    async def _lets_all_be_told(self) -> None:
        """The bot lives on for a night, with everything that was still to be said."""
        self.ledger.round += 1
        await self._passes(at_work(self.town.now + timedelta(days=1)))


def at_work(moment: datetime) -> datetime:
    """This moment, or the next at which people begin to work."""
    local = CALENDAR.local(moment)
    day = local.date()
    if CALENDAR.is_working_day(day) and OPENS <= local.time() <= CLOSES:
        return moment
    if local.time() > OPENS:
        day += timedelta(days=1)
    while not CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    return CALENDAR.moment(day, OPENS)
