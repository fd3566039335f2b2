"""Sending: 600 notices at Telegram's pace, 2,000 changes of 50 cards, against a server with its limits."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import aiohttp

from bench.result import Plan, Plot, Section, Series, Table, Target
from bot.application import Running
from bot.settings import load
from domain.model.calendar import WorkCalendar
from domain.model.case import Case, SeatHolder
from domain.model.dates import short
from domain.model.ids import CaseId, ChatId, PartnerId
from domain.model.municipalities import municipalities
from domain.model.notices import ColleagueLeft
from domain.model.people import Partner, Person
from domain.model.stage import Channel, Household, NoticeKind, PartnerKind, Reason, Request, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason
from domain.ports import Network
from domain.services import telling
from simulator.calls import LoggedCall
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import connect_file, open_database
from storage.work import SqliteWork

CHATS: Final = 600
CARDS: Final = 50
CHANGES: Final = 2_000
PER_SECOND: Final = 30
_SHORT: Final = (90, 10, 200)
_CHANGES_A_SECOND: Final = 100
_FIRST_USER: Final = 1001
_BOT: Final = 4242424242
_TOKEN: Final = f"{_BOT}:AAE-a-token-for-the-benches-of-kurze-wege"
_LONGEST_S: Final = 300.0
_MOVING: Final = ("sendMessage", "editMessageText")
_METHOD = """\
The whole bot with the pace that is set before anybody changes it, against the simulator with Telegram's \
limits (31 messages in any second, 3 in a private chat's second), over HTTP, on the clock of the machine. \
Notices wait for 600 people when the bot starts; their pace is counted from the first to the last arrival \
at the server. Then 50 people have a card each, and 2,000 changes of the 50 cases, in random order and 100 \
a second whatever the bot does, are written through the core; at the end each person's phone is asked what \
the card says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Calls as the server saw them: the moments of those that were accepted, in seconds, and refusals."""

    moments: tuple[float, ...]
    refused: int

    @classmethod
    def of(cls, calls: Sequence[LoggedCall]) -> "Arrivals":
        moving = [call for call in calls if call.method in _MOVING]
        accepted = [datetime.fromisoformat(call.at).timestamp() for call in moving if call.status == 200]
        return cls(moments=tuple(sorted(accepted)), refused=sum(call.status == 429 for call in moving))

    @property
    def per_second(self) -> float:
        return (len(self.moments) - 1) / (self.moments[-1] - self.moments[0])

    @property
    def most_in_a_second(self) -> int:
        """In any rolling second."""
        return most_within(self.moments, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """What became of the changes."""

    changes: int
    edits: int
    right: int
    cards: int
    seconds: float
    arrivals: Arrivals


def most_within(moments: Sequence[float], seconds: float) -> int:
    """The most of these ascending moments that any window of this length holds, its end left out."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


async def bench(plan: Plan) -> Section:
    """Raises TimeoutError when something never arrives."""
    chats, cards, changes = _SHORT if plan.short else (CHATS, CARDS, CHANGES)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        file = Path(name) / "sending.db"
        async with (
            Simulator.start(real_limits=True) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            await _people(simulator, client, chats)
            shown = _fill(file, chats, cards)
            async with _bot(simulator, file) as running:
                notices = await _notices(simulator, chats)
                changed = await _cards(simulator, client, running, shown, changes)
    return Section(
        title="Sending",
        method=_METHOD,
        tables=(_pace(notices), _coalesced(changed)),
        targets=_targets(notices, changed),
        plots=(_plot(notices),),
    )


# The town


async def _people(simulator: Simulator, client: SimulatorClient, chats: int) -> None:
    """Everybody has opened the chat, and what they said then is read away."""
    await client.bot(_TOKEN, username="bench_bot", first_name="Bench")
    for user in range(_FIRST_USER, _FIRST_USER + chats):
        await client.person("Petra", id=user)
        await client.send(user, _BOT, "/start")
    offset = 0
    async with aiohttp.ClientSession() as session:
        while offset >= 0:
            url = f"{simulator.base_url}/bot{_TOKEN}/getUpdates"
            async with session.post(url, json={"offset": offset}) as response:
                found = (await response.json())["result"]
            offset = found[-1]["update_id"] + 1 if found else -1


def _fill(file: Path, chats: int, cards: int) -> dict[CaseId, Person]:
    """Members with a notice each that waits, and cases of the first of them."""
    with closing(connect_file(file)) as connection:
        network = Network(name="Bench", case_prefix="MI", calendar=WorkCalendar())
        work = SqliteWork(connection, network).at(datetime.now(UTC))
        connection.execute("BEGIN IMMEDIATE")
        partner = work.partners.add(Partner(name="Wohnbau", kind=PartnerKind.LANDLORD)).id
        members = [_member(work, partner, _FIRST_USER + number) for number in range(chats)]
        for one, other in zip(members, (*members[1:], members[0]), strict=True):
            work.outbox.tell(ColleagueLeft(person=other.id), person=one.id)
        shown = {_case(work, number, person).id: person for number, person in enumerate(members[:cards])}
        connection.execute("COMMIT")
    return shown


def _member(work: SqliteWork, partner: PartnerId, user: int) -> Person:
    return work.people.add(
        Person(
            partner=partner,
            name="Petra Nord",
            function="Wohnen",
            phone="05731 1000",
            telegram=ChatId(user),
            acknowledged_at=work.now,
            working_days=frozenset(range(7)),
        )
    )


def _case(work: SqliteWork, number: int, person: Person) -> Case:
    """Whoever sits on it reads the day of its stage on the card."""
    case = _reported(work, number, person)
    seat = SeatHolder(
        case_id=case.id,
        seat=Seat.HELP,
        partner=person.partner,
        responsibility=None,
        holder=person.id,
        since_at=work.now,
    )
    work.seats.add(seat)
    return case


def _reported(work: SqliteWork, number: int, person: Person) -> Case:
    return work.cases.add(
        Case(
            code=f"MI-{number:04}",
            word="Ahorn",
            side=Seat.LANDLORD,
            reporter=person.id,
            reporter_partner=person.partner,
            owner=person.id,
            stage=Stage.NOTICE,
            stage_on=_day(0),
            notice_kind=NoticeKind.EXTRAORDINARY,
            reason=Reason.RENT_ARREARS,
            household=Household.COUPLE,
            municipality=municipalities()[number % len(municipalities())].id,
            channel=Channel.LANDLORD,
            request=Request.CONTACT,
            consent="consent",
            basis="consent",
            names_to_authority=True,
            names_to_provider="yes",
            landlord_may_know=True,
            urgency=Urgency.ORANGE,
            urgency_reason=UrgencyReason.NOTICE,
            reported_at=work.now,
        )
    )


def _day(number: int) -> date:
    """Another day for each change of a case."""
    return datetime.now(UTC).date() - timedelta(days=1 + number)


@asynccontextmanager
async def _bot(simulator: Simulator, file: Path) -> AsyncIterator[Running]:
    settings = load(env_file=None, token=_TOKEN, api_url=simulator.base_url, database=file, quiet_hours="3-4")
    running = Running(settings, await open_database(file))
    task = asyncio.create_task(running.run())
    try:
        yield running
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# What is measured


async def _notices(simulator: Simulator, chats: int) -> Arrivals:
    async with asyncio.timeout(_LONGEST_S):
        while len((arrived := Arrivals.of(simulator.world.calls.logged)).moments) < chats:
            await asyncio.sleep(0.2)
    return arrived


async def _cards(
    simulator: Simulator,
    client: SimulatorClient,
    running: Running,
    shown_to: Mapping[CaseId, Person],
    changes: int,
) -> Cards:
    cases, people = list(shown_to), list(shown_to.values())
    await running.core.submit(lambda work: _show(work, people, cases))
    await _quiet(running)
    since = len(simulator.world.calls.logged)
    started = time.monotonic()
    days = dict.fromkeys(range(len(cases)), 0)
    chance = Random(1)
    submitted: list[asyncio.Future[None]] = []
    for number in range(changes):
        place = chance.randrange(len(cases))
        days[place] += 1
        change = partial(_change, identity=cases[place], number=days[place])
        submitted.append(asyncio.ensure_future(running.core.submit(change)))
        await asyncio.sleep(max(0.0, started + number / _CHANGES_A_SECOND - time.monotonic()))
    await asyncio.gather(*submitted)
    await _quiet(running)
    seconds = time.monotonic() - started
    arrivals = Arrivals.of(simulator.world.calls.since(since))
    right = 0
    for place, person in enumerate(people):
        assert person.telegram is not None
        shown = await client.messages(person.telegram, _BOT)
        right += f" {short(_day(days[place]))}" in (shown[-1]["text"] or "")
    return Cards(
        changes=changes,
        edits=len(arrivals.moments),
        right=right,
        cards=len(cases),
        seconds=seconds,
        arrivals=arrivals,
    )


def _show(work: SqliteWork, people: Sequence[Person], cases: Sequence[CaseId]) -> None:
    for person, identity in zip(people, cases, strict=True):
        case = work.cases.get(identity)
        assert case is not None
        telling.show_card(work, case, person.id, at_once=True)


def _change(work: SqliteWork, identity: CaseId, number: int) -> None:
    case = work.cases.get(identity)
    assert case is not None
    telling.changed(work, replace(case, stage_on=_day(number)))


async def _quiet(running: Running) -> None:
    async with asyncio.timeout(_LONGEST_S):
        while not running.idle or await running.core.submit(_next_due) is not None:
            await asyncio.sleep(0.1)


def _next_due(work: SqliteWork) -> datetime | None:
    return work.outbox.next_due()


# What comes out


def _pace(notices: Arrivals) -> Table:
    rows = (
        ("messages a second, of 30", notices.per_second),
        ("most in any rolling second", notices.most_in_a_second),
        ("answers 429", notices.refused),
    )
    return Table(title=f"{len(notices.moments)} notices to distinct chats", columns=("", ""), rows=rows)


def _coalesced(shown: Cards) -> Table:
    rows = (
        ("edits that left", shown.edits),
        ("changes an edit", shown.changes / max(shown.edits, 1)),
        ("seconds until every card was up to date", shown.seconds),
        ("most messages in any rolling second", shown.arrivals.most_in_a_second),
        ("answers 429", shown.arrivals.refused),
        ("cards that show their last state", shown.right),
    )
    return Table(title=f"{shown.changes:,} changes of {shown.cards} cards", columns=("", ""), rows=rows)


def _targets(notices: Arrivals, shown: Cards) -> tuple[Target, ...]:
    most = max(notices.most_in_a_second, shown.arrivals.most_in_a_second)
    return (
        Target(what="of 30 messages a second", measured=notices.per_second / PER_SECOND, must=0.995),
        Target(what="most in any rolling second", measured=most, must=31, at_most=True),
        Target(what="429", measured=notices.refused + shown.arrivals.refused, must=0, at_most=True),
        Target(what="cards in their last state", measured=shown.right / shown.cards, must=1),
        Target(what="edits over changes", measured=shown.edits / shown.changes, must=0.999, at_most=True),
    )


def _plot(notices: Arrivals) -> Plot:
    first = notices.moments[0]
    points = tuple((moment - first, float(place)) for place, moment in enumerate(notices.moments))
    ideal = tuple((moment, moment * PER_SECOND) for moment in (0.0, points[-1][0]))
    return Plot(
        file="sending",
        title="Notices that have arrived",
        x="s",
        y="notices",
        series=(Series(name="Kurze Wege", points=points[::10]), Series(name="30 a second", points=ideal)),
    )
