"""How a district begins: a directory in the file, phones in the simulator, a case taken in every pair."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

from domain.model.ids import ChatId, MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.municipalities import municipalities
from domain.model.people import GroupState, Partner, Person, Role, StaffGroup
from domain.model.routing import Responsibility, Topic
from domain.model.stage import PartnerKind
from domain.ports import Network
from drills.chapter import Chapter
from drills.district import CALENDAR, District, Pair
from drills.mobile import Mobile
from drills.process import BOT, TOKEN, BotProcess
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import connect_file
from storage.work import SqliteWork

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
PACE = {"send_per_second": "1000", "group_per_minute": "1000"}
"""A drill is as fast as the machine: Telegram's pace is for the benches."""
FAMILY_NAMES = ("Alt", "Bach", "Cent", "Dorn", "Eck", "Fuchs", "Grau", "Hahn", "Igel", "Jung", "Kern")


@asynccontextmanager
async def district(
    chapter: Chapter,
    chance: Random,
    *,
    pairs: int = 3,
    at: datetime = MONDAY,
    settings: dict[str, str] | None = None,
    prepare: Callable[[], object] | None = None,
) -> AsyncIterator[District]:
    """Simulator, bot and people at work; every pair has a case that its helper has taken over."""
    with tempfile.TemporaryDirectory(prefix="kurze-wege-drill-") as folder:
        async with (
            Simulator.start(start_at=at, frozen=True, webhook_pause_s=0.02) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            await client.bot(TOKEN, username="kurzewege_bot", first_name="Kurze Wege")
            made = District(
                chapter=chapter,
                chance=chance,
                simulator=simulator,
                client=client,
                process=BotProcess(
                    simulator, Path(folder) / "drill.db", PACE | (settings or {}), prepare=prepare
                ),
            )
            try:
                await _begin(made, pairs)
                yield made
            finally:
                await made.process.stop()


async def _begin(made: District, pairs: int) -> None:
    made.coordinator = await _mobile(made, "Karin Kurz")
    for place, family in zip(municipalities()[:pairs], FAMILY_NAMES, strict=False):
        pair = Pair(
            place=place,
            office=f"Hilfe {place.name}",
            landlord=f"Wohnbau {place.name}",
            clerk=await _mobile(made, f"Anna {family}"),
            colleague=await _mobile(made, f"Bernd {family}"),
            helper=await _mobile(made, f"Petra {family}"),
            deputy=await _mobile(made, f"Quirin {family}"),
        )
        team = [pair.clerk.user, pair.colleague.user]
        pair.group = int((await made.client.group(f"Team {place.name}", team, admins=team[:1]))["id"])
        made.pairs.append(pair)
    with _file(made.process.database, await made.client.now()) as work:
        _fill(work, made)
    await made.process.start()
    for pair in made.pairs:
        await made.client.add_member(pair.group, BOT, by=pair.clerk.user)
    for mobile in made.everybody:
        await mobile.types("/start")
    await made.settle()
    await asyncio.gather(*(pair.begins() for pair in made.pairs))


async def _mobile(made: District, name: str) -> Mobile:
    first, _, last = name.partition(" ")
    user = 1001 + len(await made.client.people())
    await made.client.person(first, last_name=last, id=user)
    return Mobile(made.client, made.settle, made.passes, name, user, user)


@contextmanager
def _file(path: Path, now: datetime) -> Iterator[SqliteWork]:
    with closing(connect_file(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        network = Network(name="Drill", case_prefix="MI", calendar=CALENDAR)
        yield SqliteWork(connection, network).at(now)
        connection.execute("COMMIT")


def _fill(work: SqliteWork, made: District) -> None:
    """The directory as an import would leave it, and everybody as having joined and read the rules."""
    office = work.partners.add(Partner(name="Koordinationsstelle", kind=PartnerKind.PROVIDER)).id
    _join(work, office, made.coordinator, Role.COORDINATOR)
    for pair in made.pairs:
        landlord = work.partners.add(Partner(name=pair.landlord, kind=PartnerKind.LANDLORD)).id
        clerk = _join(work, landlord, pair.clerk, Role.LEAD)
        _join(work, landlord, pair.colleague, Role.MEMBER)
        _answer_for(work, landlord, None, (None, Topic.SCHEITERN), clerk)
        help_side = work.partners.add(Partner(name=pair.office, kind=PartnerKind.PROVIDER)).id
        helper = _join(work, help_side, pair.helper, Role.LEAD)
        deputy = _join(work, help_side, pair.deputy, Role.MEMBER)
        topics = (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN)
        _answer_for(work, help_side, pair.place.id, topics, helper, deputy=deputy)
        group = StaffGroup(
            chat=ChatId(pair.group), partner=landlord, state=GroupState.LINKED, linked_at=work.now
        )
        work.groups.add(group)


def _answer_for(
    work: SqliteWork,
    partner: PartnerId,
    area: MunicipalityId | None,
    topics: Iterable[Topic | None],
    holder: PersonId,
    *,
    deputy: PersonId | None = None,
) -> None:
    for topic in topics:
        work.responsibilities.add(
            Responsibility(
                id=ResponsibilityId(0),
                partner_id=partner,
                holder=holder,
                area=area,
                topic=topic,
                deputy=deputy,
            )
        )


def _join(work: SqliteWork, partner: PartnerId, mobile: Mobile, role: Role) -> PersonId:
    person = Person(
        partner=partner,
        name=mobile.name,
        function="Wohnen",
        phone="05731 1000",
        hours="Mo bis Do 8 bis 16 Uhr",
        role=role,
        telegram=ChatId(mobile.user),
        acknowledged_at=work.now,
    )
    return work.people.add(person).id
