"""Somebody has rung a responsible person who is not on Telegram."""

from domain.model.case import EventKind, ReferralState, Step
from domain.model.stage import Seat
from domain.model.urgency import Urgency, UrgencyReason
from tests.stories.network import HILLE, network
from tests.stories.requests import asked, case_of, hears, later, now, read
from tests.stories.town import Town


async def test_the_asker_gets_the_call_task_at_once_and_notes_the_acceptance(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, people.otto, municipality=HILLE)
    task = await people.anna.shows("MI-7KQ4: bitte anrufen", "Otto Ohm, Ordnungsamt Hille", "05703 2000")
    await people.anna.taps("Erreicht, übernimmt", message=task["message_id"])
    await people.anna.shows("am Telefon übernommen", "Otto Ohm", "Di 24.11., 12:00", "Rückgängig")
    taken = await now(town, referral.id)
    assert (taken.accepted_by, taken.proxy) == (people.otto, people.anna.person)
    assert (await case_of(town, referral)).owner == people.otto
    seats = await town.do(lambda work: work.seats.of_case(referral.case_id))
    assert seats[Seat.HELP].holder == people.otto
    event = await town.do(lambda work: work.events.last(referral.case_id, EventKind.ACCEPTED_BY_PROXY))
    assert event is not None
    assert event.actor == people.anna.person


async def test_the_promise_of_somebody_without_telegram_is_asked_of_the_caller(town: Town) -> None:
    people = await network(town)
    await asked(town, people, people.otto, municipality=HILLE)
    await people.anna.taps("Erreicht, übernimmt")
    await read(people)
    await later(town, days=1, hours=1)
    await hears(people.anna, "Rückmeldung heute bis 12:00", "Otto Ohm wollte sich melden")


async def test_who_is_not_reached_is_rung_again_next_working_morning_then_the_next_step(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, people.otto, municipality=HILLE)
    await people.anna.taps("Nicht erreicht")
    await people.anna.shows("MI-7KQ4: nicht erreicht", "Di 24.11., 8:00")
    await later(town, hours=23, minutes=1)
    task = await hears(people.anna, "MI-7KQ4: bitte anrufen", "Zweiter Versuch")
    await people.anna.taps("Nicht erreicht", message=task["message_id"])
    await people.anna.shows("Wir fragen jetzt weiter: Koordination")
    assert (await now(town, referral.id)).step is Step.COORDINATOR
    await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme")
    missed = [
        event
        for event in await town.do(lambda work: work.events.of_case(referral.case_id))
        if event.kind is EventKind.CALL_MISSED
    ]
    assert [event.facts["attempt"] for event in missed] == [1, 2]


async def test_red_does_not_wait_for_the_second_try(town: Town) -> None:
    people = await network(town)
    red = Urgency.RED
    referral = await asked(
        town, people, people.otto, municipality=HILLE, urgency=red, urgency_reason=UrgencyReason.TITLE
    )
    await people.anna.taps("Nicht erreicht")
    assert (await now(town, referral.id)).step is Step.COORDINATOR


async def test_not_responsible_on_the_telephone_goes_to_the_coordinator(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, people.otto, municipality=HILLE)
    await people.anna.taps("Nicht zuständig")
    await people.anna.shows("MI-7KQ4: nicht zuständig", "Rückgängig")
    await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme")
    assert (await now(town, referral.id)).state is ReferralState.DECLINED


async def test_a_call_that_nobody_makes_does_not_hold_up_the_ladder(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, people.otto, municipality=HILLE)
    task = await people.anna.shows("MI-7KQ4: bitte anrufen")
    await later(town, days=1, minutes=1)
    assert (await now(town, referral.id)).step is Step.COORDINATOR
    toast = await people.anna.taps("Erreicht, übernimmt", message=task["message_id"])
    assert toast == "Das ist schon erledigt."


async def test_a_proxy_acceptance_can_be_taken_back_by_the_caller(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, people.otto, municipality=HILLE)
    await people.anna.taps("Erreicht, übernimmt")
    await people.anna.taps("Rückgängig")
    assert (await now(town, referral.id)).is_open
    await later(town, minutes=1)
    await people.anna.taps("Erreicht, übernimmt")
    assert (await now(town, referral.id)).accepted_by == people.otto
