"""Whoever has a case notes progress by a tap."""

import asyncio
from functools import partial

from domain.model.case import EventKind
from tests.stories.network import network
from tests.stories.reports import WALK_A, open_case, walk
from tests.stories.requests import asked, case_of, hears, later, now, read
from tests.stories.town import Town


async def test_one_tap_settles_the_promise_and_the_other_side_hears(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await people.petra.taps("Kontakt hergestellt")
    await hears(people.petra, "MI-7KQ4: notiert", "Wann melden Sie sich wieder?", "In 3 Tagen")
    await hears(people.anna, "MI-7KQ4: Kontakt zum Haushalt besteht")
    assert (await now(town, referral.id)).promise_settled_at is not None
    assert (await case_of(town, referral)).contact_made_at is not None
    await later(town, days=2)
    await people.quirin.hides("MI-7KQ4")


async def test_whoever_was_promised_a_word_hears_even_without_a_seat(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A, "An Fachstelle Nord senden")
    code = (await open_case(town)).code
    await people.petra.taps("Ich übernehme")
    await read(people)
    await people.petra.taps("Kontakt hergestellt")
    for phone in (people.anna, people.carla):
        await hears(phone, f"{code}: in Arbeit bei Fachstelle Nord")
        await phone.sees_nothing()


async def test_the_next_word_is_promised_with_the_next_tap(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, hours=1)
    await people.petra.taps("Versucht")
    await read(people)
    await people.petra.taps("In 3 Tagen")
    await hears(people.anna, "MI-7KQ4: nächste Rückmeldung bis Do 26.11., 12:00")
    assert (await now(town, referral.id)).promise_settled_at is None


async def test_without_consent_the_landlord_hears_that_work_goes_on_and_no_more(town: Town) -> None:
    people = await network(town)
    await asked(town, people, basis="legitimate_interest", consent="informed")
    await people.petra.taps("Ich übernehme")
    await read(people)
    await people.petra.taps("Kontakt hergestellt")
    await hears(people.anna, "MI-7KQ4: in Arbeit bei Fachstelle Nord")
    await people.anna.hides("Kontakt zum Haushalt besteht")


async def test_after_five_silent_working_days_the_landlord_hears_that_work_goes_on(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Kontakt hergestellt")
    await read(people)
    await later(town, days=7, hours=1)
    await hears(people.anna, "MI-7KQ4: weiter in Arbeit bei Fachstelle Nord")
    await later(town, days=7)
    await hears(people.anna, "MI-7KQ4: weiter in Arbeit")


async def test_a_second_tap_notes_nothing_more(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    card = (await people.petra.shows("Kontakt hergestellt"))["message_id"]
    tap = partial(people.petra.taps, "Kontakt hergestellt", message=card)
    await asyncio.gather(tap(), tap())
    await hears(people.petra, "MI-7KQ4: notiert", "Kontakt hergestellt.")
    await people.petra.sees_nothing()
    events = await town.do(lambda work: work.events.of_case(referral.case_id))
    assert [event.kind for event in events].count(EventKind.PROGRESS) == 1
