"""Somebody presses [Anrufen]: the other professional's contact card."""

from dataclasses import replace

from storage.work import SqliteWork
from tests.stories.network import network
from tests.stories.requests import asked
from tests.stories.town import Phone, Town


async def last_contact(phone: Phone) -> dict[str, str]:
    cards = [one["contact"] for one in await phone.messages() if one.get("contact")]
    return {**cards[-1], "name": f"{cards[-1]['first_name']} {cards[-1]['last_name']}"}


def without_number(work: SqliteWork, phone: Phone) -> None:
    person = work.people.by_telegram(phone.user)
    assert person is not None
    work.people.save(replace(person, phone=""))


async def test_before_acceptance_the_asker_can_be_rung(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Anrufen")
    card = await last_contact(people.petra)
    assert card["name"] == "Anna Alt, Wohnhaus Minden"
    assert card["phone_number"] == "05731 1000"


async def test_after_acceptance_both_sides_can_keep_the_number(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.anna.taps("Kontakt speichern")
    assert (await last_contact(people.anna))["name"] == "Petra Nord, Fachstelle Nord"


async def test_without_a_number_the_coordinator_is_named(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await town.do(lambda work: without_number(work, people.anna))
    toast = await people.petra.taps("Anrufen")
    assert toast == "Hier ist keine Nummer hinterlegt. Die Koordination hilft."
