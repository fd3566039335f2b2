"""A small network, ready made: one landlord, a help side, a Jobcenter, a town hall without Telegram."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.model.ids import MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.people import Role
from domain.model.routing import Responsibility, Topic
from domain.model.stage import PartnerKind
from storage.work import SqliteWork
from tests.stories.town import Phone, Town

ESPELKAMP = MunicipalityId("05770008")
HILLE = MunicipalityId("05770012")
MINDEN = MunicipalityId("05770024")


@dataclass(frozen=True, kw_only=True)
class Network:
    """Who is who.

    Anna and Bernd work for the landlord Wohnhaus Minden, Carla is responsible there for everything.
    Petra of Fachstelle Nord holds the help side everywhere, Quirin is her deputy; in Hille the help side
    is the Ordnungsamt, whose holder is not on Telegram. Jana's Jobcenter reports minimally.
    """

    landlord: PartnerId
    anna: Phone
    bernd: Phone
    carla: Phone
    help: PartnerId
    petra: Phone
    quirin: Phone
    jobcenter: PartnerId
    jana: Phone
    town_hall: PartnerId
    otto: PersonId
    office: PartnerId
    coordinator: Phone


async def network(town: Town) -> Network:
    """Fill the town. Everybody has joined, acknowledged the rules and read the greeting."""
    async with town.all_at_once():
        return await _fill(town)


async def _fill(town: Town) -> Network:
    landlord = await town.partner("Wohnhaus Minden", PartnerKind.LANDLORD)
    helpers = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    jobcenter = await town.partner("Jobcenter Mitte", PartnerKind.AUTHORITY, minimal_reports=True)
    town_hall = await town.partner("Ordnungsamt Hille", PartnerKind.AUTHORITY)
    office = await town.partner("Koordinationsstelle", PartnerKind.PROVIDER)
    people = Network(
        landlord=landlord,
        anna=await town.member("Anna Alt", landlord, function="Mietenmanagement"),
        bernd=await town.member("Bernd Bach", landlord, function="Mietenmanagement"),
        carla=await town.member("Carla Cent", landlord, function="Mietenmanagement", role=Role.LEAD),
        help=helpers,
        petra=await town.member("Petra Nord", helpers, function="Wohnungssicherung"),
        quirin=await town.member("Quirin Quast", helpers, function="Wohnungssicherung"),
        jobcenter=jobcenter,
        jana=await town.member("Jana Jung", jobcenter, function="Leistung"),
        town_hall=town_hall,
        otto=await town.absent_from_telegram("Otto Ohm", town_hall, function="Ordnungsamt"),
        office=office,
        coordinator=await town.member("Karin Kurz", office, role=Role.COORDINATOR),
    )
    await town.do(lambda work: _directory(work, people))
    return people


def holds(
    work: SqliteWork,
    partner: PartnerId,
    holder: PersonId | None,
    topics: Iterable[Topic | None],
    *,
    area: MunicipalityId | None = None,
    deputy: PersonId | None = None,
) -> None:
    """Let somebody answer for these topics, in one place or (`area` None) everywhere."""
    assert holder is not None
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


def _directory(work: SqliteWork, people: Network) -> None:
    helping = (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN)
    holds(work, people.landlord, people.carla.person, (None, Topic.SCHEITERN), deputy=people.bernd.person)
    holds(work, people.help, people.petra.person, helping, deputy=people.quirin.person)
    holds(work, people.jobcenter, people.jana.person, (Topic.MIETSCHULDENUEBERNAHME,))
    holds(work, people.town_hall, people.otto, (*helping, Topic.UNTERBRINGUNG), area=HILLE)
