"""The nights in which the clocks change: the same deeds on a weekend without one give the same days."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from drills.chapter import Chapter
from drills.district import CODE, MORNING, NOON, District
from drills.founding import district
from drills.letters import Letters
from drills.mobile import Message
from drills.weather import HARD, tell

BERLIN = ZoneInfo("Europe/Berlin")
DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?:(\d{4}))?")
WEEK = re.compile(r"\bWoche \d+")
WORD = re.compile(r"Merkwort: \w+")
DIGEST = "Heute für Sie"
MOST_SHOWN = 8
TEN, EVENING = time(10), time(17)
BEFORE, AFTER = time(1, 59), time(3, 1)

Said = Counter[tuple[str, str, str]]
"""Who has read what, on which day after the first and at which time of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The morning of the last working day before it, and the like morning of a weekend without change."""

    name: str
    eve: str
    twin: str
    sunday: int
    next_working_day: int
    """Both in days after the eve; one more working day follows."""


NIGHTS = (
    Night(
        name="clocks forward, Easter 2027", eve="2027-03-25", twin="2026-04-02", sunday=3, next_working_day=5
    ),
    Night(
        name="clocks back, All Saints 2027", eve="2027-10-29", twin="2027-05-14", sunday=2, next_working_day=4
    ),
)


@dataclass(slots=True, kw_only=True)
class Weekend:
    """What was done and said over one weekend. `asleep`: the bot is away from 1:59 to 3:00.

    Its days and hours are counted here, not by the calendar of the bot.
    """

    night: Night
    town: District
    letters: Letters
    first: date
    asleep: bool
    names: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, time]] = field(default_factory=list)

    def at(self, days: int, clock: time) -> datetime:
        """So many days after the eve, at this time of the clock on the wall."""
        return datetime.combine(self.first + timedelta(days=days), clock, BERLIN).astimezone(UTC)

    async def until(self, days: int, clock: time) -> None:
        """Let time pass so far. Raises Missing."""
        await self.town.passes((self.at(days, clock) - await self.town.client.now()).total_seconds())

    async def passes(self) -> None:
        """Reports before, notes on both sides of the change, then two working days. Raises Missing."""
        for number, pair in enumerate(self.town.pairs):
            self.names[pair.code] = f"case {number}"
        for number, pair in enumerate(self.town.pairs[:2]):
            code = await pair.reports(back=number == 1)
            self.names[code] = f"report {number}"
            now = await self.town.client.now()
            self.asked.append((code, now.astimezone(BERLIN).time()))
        sunday, next_day = self.night.sunday, self.night.next_working_day
        await self.until(sunday, BEFORE)
        await self._writes()
        if self.asleep:
            await self.town.process.stop()
            await self.town.client.to(self.at(sunday, time(3)), "jump")
            await self.town.process.start()
        await self.until(sunday, AFTER)
        await self._writes()
        await self.until(next_day, MORNING)
        await self.letters.arrive()
        await self.until(next_day + 1, EVENING)

    async def _writes(self) -> None:
        """The landlord's side writes at night; a note of the helper would settle the promise."""
        for pair in self.town.pairs:
            await self.letters.writes(pair)

    async def said(self) -> Said:
        """Everything that was said to anybody since the first evening."""
        found: Said = Counter()
        phones = [*self.town.everybody, *(one.colleague.inside(one.group) for one in self.town.pairs)]
        for phone in phones:
            for message in await phone.screen():
                at = local(message)
                days, clock = (at.date() - self.first).days, at.strftime("%H:%M")
                where = phone.name if phone.chat == phone.user else f"group with {phone.name}"
                found[
                    where, f"day {days}, {clock}", plain(message["text"] or "", self.names, self.first)
                ] += 1
        return found


def local(message: Message) -> datetime:
    """When it was said, by the clock on the wall."""
    return datetime.fromtimestamp(message["date"], BERLIN)


def plain(text: str, names: Mapping[str, str], first: date) -> str:
    """The text without what differs from weekend to weekend: codes, dates, memory words, order of lines."""
    text = CODE.sub(lambda found: names.get(found[0], "a case"), text)
    text = WORD.sub("", WEEK.sub("", text))
    text = DAY.sub(lambda found: _days_after(found, first), text)
    lines = (re.sub(r"^\d+\. ", "", line) for line in text.splitlines())
    return " / ".join(sorted(line for line in lines if line))


def _days_after(found: re.Match[str], first: date) -> str:
    try:
        day = date(int(found[3] or first.year), int(found[2]), int(found[1]))
    except ValueError:
        return found[0]
    return f"day {(day - first).days}"


def differences(night: Said, twin: Said) -> list[str]:
    """What one of the two weekends has and the other has not."""
    more = [f"only in the night: {one}" for one in (night - twin).elements()]
    return more + [f"only without it: {one}" for one in (twin - night).elements()]


async def over(chapter: Chapter, seed: int, number: int) -> None:
    """Both nights, each beside its twin."""
    for night in NIGHTS:
        trace = f"{night.name}, round {number}"
        try:
            changed = await _weekend(chapter, night, seed, night.eve, trace)
            ordinary = await _weekend(chapter, night, seed, night.twin, f"twin of {trace}")
        except HARD as error:
            chapter.lost(f"{trace}: {type(error).__name__} {error}")
            continue
        found = differences(changed, ordinary)
        chapter.check(not found, "a night like any other", f"{trace}: {found[:MOST_SHOWN]}")
        chapter.count("things said over both weekends", changed.total())
        chapter.count(night.name)


async def _weekend(chapter: Chapter, night: Night, seed: int, eve: str, trace: str) -> Said:
    chance = Random(seed)
    first = date.fromisoformat(eve)
    at = datetime.combine(first, MORNING, BERLIN)
    async with district(chapter, chance, pairs=2, at=at) as made:
        made.weather = trace
        letters = Letters(made)
        weekend = Weekend(night=night, town=made, letters=letters, first=first, asleep=chance.random() < 0.5)
        made.weather += ", asleep" if weekend.asleep else ", awake"
        await weekend.passes()
        await _at_their_hour(weekend)
        tell(chapter, letters)
        return await weekend.said()


async def _at_their_hour(weekend: Weekend) -> None:
    """Promises, steps and digests come once each, at the hour of the clock on the wall."""
    town, day = weekend.town, weekend.night.next_working_day
    for pair in town.pairs:
        reminded = await pair.helper.reading(pair.code, "heute bis 12:00", "Wie steht es")
        _once(town, "a promise is called to mind", reminded, weekend.at(day, TEN))
        passed = await pair.helper.reading(pair.code, "Zugesagt war")
        _once(town, "a promise passes", passed, weekend.at(day, NOON))
    for pair, (code, clock) in zip(town.pairs, weekend.asked, strict=True):
        next_one = pair.deputy if pair is town.pairs[0] else pair.colleague.inside(pair.group)
        asked = [one for one in await next_one.reading(code) if CODE.search(one["text"].splitlines()[0])]
        _once(town, "a step lasts two working days", asked, weekend.at(day + 1, clock))
    for one in town.everybody:
        digests = Counter(local(message) for message in await one.reading(DIGEST))
        hours = {at.strftime("%H:%M") for at in digests}
        town.check(hours <= {"08:00"}, "a digest comes at its hour", f"{one.name}: {hours}")
        twice = [at for at, times in digests.items() if times > 1]
        town.check(not twice, "a digest comes once a day", f"{one.name}: {twice}")


def _once(town: District, what: str, messages: list[Message], at: datetime) -> None:
    came = [local(one).isoformat(timespec="minutes") for one in messages]
    due = at.astimezone(BERLIN).isoformat(timespec="minutes")
    town.check(came == [due], what, f"{came}, due {due}")
