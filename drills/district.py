"""A district in miniature: pairs of a landlord's clerk and a caseworker, each with a case between them."""

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import time, timedelta
from random import Random
from typing import Any

from domain.model.calendar import WorkCalendar
from domain.model.municipalities import Municipality
from drills.chapter import Chapter
from drills.mobile import BETWEEN_LOOKS_S, LOOKS, Missing, Mobile, labels
from drills.process import BotProcess
from simulator.client import ClientError, SimulatorClient
from simulator.server import Simulator

CODE = re.compile(r"\bMI-[0-9A-Z]{4}\b")
CALENDAR = WorkCalendar()
MORNING, NOON = time(9), time(12)
SETTLE_S = 45.0
REPORT = ("Mietrückstand", "2 bis 4", "Paar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report without its last tap; `before` are the codes of what its author has reported earlier."""

    author: Mobile
    last: str
    before: frozenset[str]

    async def new_codes(self) -> frozenset[str]:
        """What has been reported since: one code, once it is answered."""
        return await codes(self.author) - self.before

    async def code(self) -> str:
        """The code of this report, some minutes later at most. Raises Missing."""
        for _ in range(LOOKS):
            if new := await self.new_codes():
                return min(new)
            await self.author.passes(BETWEEN_LOOKS_S)
        raise Missing(f"the report of {self.author.name} has no answer")


async def codes(author: Mobile) -> frozenset[str]:
    """The codes of everything that this person has reported."""
    sent = await author.reading("gesendet an")
    return frozenset(str(CODE.findall(one["text"])[0]) for one in sent)


@dataclass(slots=True, kw_only=True)
class Pair:
    """Two offices that share one place, and their case; the landlord's two people have a group."""

    place: Municipality
    office: str
    landlord: str
    clerk: Mobile
    colleague: Mobile
    helper: Mobile
    deputy: Mobile
    group: int = 0
    code: str = ""

    async def reports(self, *, back: bool = False) -> str:
        """A whole report of the clerk (`back`: of the helper); gives the code. Raises Missing."""
        report = await self.fills_in(back=back)
        await report.author.taps(report.last)
        return await report.code()

    async def fills_in(self, *, back: bool = False) -> Report:
        """All of a report but its last tap. Raises Missing."""
        author = self.helper if back else self.clerk
        before = await codes(author)
        await author.sends("/melden")
        if "Verwerfen" in labels((await author.screen())[-1]):
            await author.taps("Verwerfen")
            await author.sends("/melden")
        if back:
            await author.taps(*REPORT, self.landlord, "Ja, schriftlich", "Ratenzahlung")
        else:
            await author.taps(*REPORT, self.place.name, "Ja, mit Einwilligung", "Kontakt zum Haushalt")
        last = f"An {self.landlord if back else self.office} senden"
        overview = await author.waits_for(last)
        if "Ähnlicher Fall" in overview["text"]:
            await author.taps(last)
            last = "Neuer Fall"
        return Report(author=author, last=last, before=before)

    async def begins(self) -> None:
        """A case between the two: reported, and taken over. Raises Missing."""
        self.code = await self.reports()
        await self.helper.taps("Ich übernehme", on=self.code)

    async def talks(self) -> bool:
        """Whether both can write to the other side about their case."""
        return all([await one.reading(self.code, "Nachricht") for one in (self.clerk, self.helper)])

    async def card(self, mobile: Mobile) -> int:
        """The message on which this person sees the case."""
        found = await mobile.reading(self.code, "Nachricht")
        if not found:
            raise Missing(f"{mobile.name} has no card of {self.code}")
        return int(found[0]["message_id"])


@dataclass(slots=True, kw_only=True)
class District:
    """The bot at work among a few people; `weather` names what is being tried, for the trace."""

    chapter: Chapter
    chance: Random
    simulator: Simulator
    client: SimulatorClient
    process: BotProcess
    coordinator: Mobile = field(init=False)
    pairs: list[Pair] = field(default_factory=list)
    weather: str = "no weather yet"

    @property
    def everybody(self) -> list[Mobile]:
        """All members."""
        pairs = [(pair.clerk, pair.colleague, pair.helper, pair.deputy) for pair in self.pairs]
        return [self.coordinator, *(one for pair in pairs for one in pair)]

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now. Raises Missing when it never comes to rest."""
        try:
            await self.client.settle(timeout_s=SETTLE_S)
        except ClientError as error:
            raise Missing(f"{error.error}; log: {self.process.log[-1500:]}") from error
        if self.process.exit_code is not None:
            raise Missing(f"the bot has ended with {self.process.exit_code}: {self.process.log[-1500:]}")

    async def passes(self, seconds: float) -> None:
        """Let simulated time pass, from due time to due time. Raises Missing."""
        await self.settle()
        try:
            await self.client.forward(seconds)
        except ClientError as error:
            raise Missing(f"time does not pass: {error.error}") from error

    async def daytime(self) -> None:
        """Let time pass until people are at work, with some hours before them."""
        now = await self.client.now()
        day = CALENDAR.local(now).date()
        while CALENDAR.moment(day, NOON) < now or not CALENDAR.is_working_day(day):
            day += timedelta(days=1)
        await self.passes(max((CALENDAR.moment(day, MORNING) - now).total_seconds(), 0))
        await self.tends()

    async def tends(self) -> None:
        """Where a case has gone on to others, as it does after weeks of silence, a new one begins."""
        for pair in self.pairs:
            if not await pair.talks():
                await pair.begins()

    def check(self, holds: bool, what: str, trace: object = "") -> None:
        """Look at one thing that must hold; the trace of a loss begins with the weather."""
        self.chapter.check(holds, what, f"{self.weather}: {trace}")

    def write(self, query: str, *values: Any) -> int:
        """Change rows behind the bot's back, as damage does; gives how many."""
        with closing(sqlite3.connect(self.process.database, timeout=20)) as connection, connection:
            return connection.execute(query, values).rowcount

    def read(self, query: str, *values: Any) -> tuple[Any, ...]:
        """The first row that is found behind the bot's back; empty when there is none."""
        with closing(sqlite3.connect(self.process.database, timeout=20)) as connection:
            return tuple(connection.execute(query, values).fetchone() or ())

    async def restart(self) -> None:
        """kill -9 and another life on the same file."""
        await self.process.stop()
        await self.process.start()
        await self.settle()

    async def complains(self, words: str, since: int = 0) -> None:
        """Wait for a line of the log from character `since` on. Raises TimeoutError."""
        async with asyncio.timeout(SETTLE_S):
            while words not in self.process.log[since:]:
                await asyncio.sleep(0.02)
