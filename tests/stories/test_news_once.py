"""A long story: everybody hears each piece of news once, and nobody gets a message that says nothing new."""

from collections import Counter

from tests.stories.network import Network, network
from tests.stories.reports import WALK_A, open_case, walk
from tests.stories.requests import later, phones
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.town import Phone, Town


async def titles(phone: Phone, code: str) -> Counter[str]:
    """The first lines of everything that the bot has said about the case since the last look."""
    told = [one["text"].splitlines()[0] for one in await phone.unread()]
    return Counter(one for one in told if code in one)


async def reported(town: Town) -> tuple[Network, str]:
    """Anna has reported; everybody has read what came of that."""
    people = await network(town)
    await walk(people.anna, *WALK_A, "An Fachstelle Nord senden")
    return people, (await open_case(town)).code


async def test_from_the_report_to_the_first_word(town: Town) -> None:
    people, code = await reported(town)
    await later(town, days=1, minutes=1)
    await people.quirin.taps("Ich übernehme")
    await later(town, hours=24)
    await people.quirin.taps("Versucht")
    await later(town, hours=1)
    waiting = {f"{code}: gesendet an Fachstelle Nord": 1}
    cards = {f"{code}: übernommen": 2, f"{code}: in Arbeit bei Fachstelle Nord": 1}
    assert await titles(people.anna, code) == {**waiting, **cards}, "the card, and each change once"
    assert await titles(people.carla, code) == cards
    assert await titles(people.petra, code) == {f"{code}: bei Quirin Quast": 1}
    for nobody in (people.bernd, people.jana, people.coordinator):
        assert not await titles(nobody, code)


async def test_a_coordinator_hears_of_a_request_once_a_morning(town: Town) -> None:
    people, code = await reported(town)
    await town.restart()
    await later(town, days=2, minutes=1)
    await people.coordinator.reads_all()
    for _ in range(2):
        await later(town, days=1)
        said = [one["text"] for one in await people.coordinator.unread()]
        assert sum(code in text for text in said) == 1, said
        await people.coordinator.reads_all()


async def test_a_protected_case_is_seen_by_nobody_else(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna, people.bernd)
    await people.coordinator.taps("Wohnhaus Minden")
    for phone in phones(people):
        await phone.reads_all()
    await town.restart()
    report = ("Neue Meldung", "Fristlose Kündigung", "20", "Vertraulich", "Paar", "Espelkamp")
    await walk(people.anna, *report, "An Fachstelle Nord senden")
    case = await open_case(town)
    await later(town, days=8)
    knows = {people.anna.user, people.petra.user, people.quirin.user, people.coordinator.user}
    others = [one for one in phones(people) if one.user not in knows]
    for phone in (*others, people.coordinator):
        await phone.sends("/faelle")
        await phone.sends(f"/fall {case.code}")
    for phone in (*others, inside(people.carla, chat)):
        said = [one["text"] for one in await phone.messages() if one["from"]["is_bot"]]
        assert not [text for text in said if case.code in text or "Espelkamp" in text], said
    await people.coordinator.shows(f"{case.code}: noch ohne Übernahme", "Vertraulicher Fall.")
    await people.coordinator.hides("Espelkamp", "Kündigung", "Paar")


async def test_red_comes_by_itself_and_not_in_the_digest_too(town: Town) -> None:
    people = await network(town)
    await town.restart()
    await walk(people.anna, "Neue Meldung", "Fristlose Kündigung", "20", "Vertraulich", "Paar", "Espelkamp")
    await walk(people.anna, "An Fachstelle Nord senden")
    code = (await open_case(town)).code
    await later(town, days=2, minutes=1)
    await people.coordinator.reads_all()
    await later(town, days=1)
    assert await titles(people.coordinator, code) == {f"{code}: noch ohne Übernahme": 1}
    await people.coordinator.hides("Heute für Sie")
