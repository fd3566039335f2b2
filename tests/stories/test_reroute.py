"""A coordinator sees to a request that nobody takes."""

from datetime import date

from domain.model.case import Referral, ReferralState, Step
from domain.model.people import Role
from domain.model.routing import Topic
from storage.work import SqliteWork
from tests.stories.network import ESPELKAMP, Network, holds, network
from tests.stories.requests import asked, case_of, hears, later, now, read
from tests.stories.town import Town


async def left_to_the_coordinator(town: Town) -> tuple[Network, Referral]:
    """Petra has no capacity."""
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ablehnen")
    await people.petra.taps("Keine Kapazität")
    await read(people)
    referrals = await town.do(lambda work: work.referrals.open())
    return people, referrals[0]


def nobody_is_responsible(work: SqliteWork) -> None:
    for entry in work.responsibilities.all():
        work.responsibilities.end(entry.id, date(2026, 11, 22))


async def test_the_contacts_are_at_hand(town: Town) -> None:
    people, _ = await left_to_the_coordinator(town)
    await people.coordinator.taps("Kontakte")
    await people.coordinator.shows(
        "MI-7KQ4: Ansprechpersonen",
        "Petra Nord, Fachstelle Nord, Zuständige Person: 05731 1000",
        "Quirin Quast, Fachstelle Nord, Vertretung",
        "Anna Alt, Wohnhaus Minden, fragt an",
    )
    await people.coordinator.taps("Zurück")
    await people.coordinator.shows("noch ohne Übernahme", "Andere Stelle")


async def test_another_office_is_asked_from_the_first_step_on(town: Town) -> None:
    people, referral = await left_to_the_coordinator(town)
    erna = await town.member("Erna Eich", people.town_hall, function="Ordnungsamt")
    await town.do(lambda work: holds(work, people.town_hall, erna.person, (Topic.ENERGIE,), area=ESPELKAMP))
    await people.coordinator.taps("Andere Stelle")
    await people.coordinator.taps("Ordnungsamt Hille")
    await people.coordinator.shows("MI-7KQ4: neu angefragt", "Jetzt angefragt: Ordnungsamt Hille")
    await hears(people.anna, "MI-7KQ4: weitergegeben", "Ordnungsamt Hille")
    await erna.sees("Neue Anfrage MI-7KQ4")
    assert (await now(town, referral.id)).state is ReferralState.FORWARDED


async def test_without_another_office_the_coordinator_is_told_so(town: Town) -> None:
    people, _ = await left_to_the_coordinator(town)
    await town.do(nobody_is_responsible)
    await people.coordinator.taps("Andere Stelle")
    await people.coordinator.shows("Keine andere Stelle ist hier zuständig")


async def test_whoever_says_so_sees_to_it_and_is_reminded_every_working_day(town: Town) -> None:
    people, referral = await left_to_the_coordinator(town)
    second = await town.member("Konrad Keil", people.office, role=Role.COORDINATOR, function="Koordination")
    await people.coordinator.taps("Ich kläre das")
    await people.coordinator.shows("MI-7KQ4: Sie klären das", "Di 24.11., 9:00")
    await hears(people.anna, "MI-7KQ4: die Koordination klärt das", "Karin Kurz")
    assert (await case_of(town, referral)).owner == people.coordinator.person
    await people.coordinator.reads_all()
    for _ in range(2):
        await later(town, days=1)
        await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme", "Gefragt: Fachstelle Nord")
    await second.hides("MI-7KQ4")
    assert (await now(town, referral.id)).step is Step.COORDINATOR


async def test_members_may_not_reroute(town: Town) -> None:
    people, referral = await left_to_the_coordinator(town)
    await people.petra.hides("Andere Stelle")
    await people.anna.hides("Andere Stelle")
    assert (await now(town, referral.id)).is_open
