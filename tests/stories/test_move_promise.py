"""Somebody says by when they will be in touch."""

from domain.model.case import EventKind, ReferralState, Step
from domain.model.urgency import Urgency, UrgencyReason
from tests.stories.network import network
from tests.stories.requests import asked, case_of, later, now, read
from tests.stories.town import Town, labels


async def test_another_time_is_one_tap_after_the_acceptance(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Heute bis 16:00")
    await people.anna.sees("MI-7KQ4: übernommen")
    await people.anna.sees("MI-7KQ4: nächste Rückmeldung bis Mo 23.11., 16:00")
    promised = (await now(town, referral.id)).promised_at
    assert promised is not None
    assert promised.isoformat() == "2026-11-23T15:00:00+00:00"
    await people.petra.shows("Rückmeldung bis Mo 23.11., 16:00", "Rückgängig")


async def test_red_offers_today_and_tomorrow_only(town: Town) -> None:
    people = await network(town)
    await asked(town, people, urgency=Urgency.RED, urgency_reason=UrgencyReason.EVICTION_DATE)
    await people.petra.taps("Ich übernehme")
    message = await people.petra.shows("von Ihnen übernommen")
    assert labels(message) == ["Heute bis 16:00", "Morgen bis 12:00", "Rückgängig"]


async def test_a_day_is_chosen_from_the_next_ten_working_days(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Datum")
    screen = await people.petra.shows("An welchem Tag")
    assert labels(screen)[0] == "Di 24.11."
    assert len(labels(screen)) == 11
    await people.petra.taps("Mo 30.11.")
    promised = (await now(town, referral.id)).promised_at
    assert promised is not None
    assert promised.isoformat() == "2026-11-30T11:00:00+00:00"


async def test_m4_comes_on_the_day_and_a_new_date_is_told(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await later(town, days=1, hours=1)
    await people.petra.sees(
        "MI-7KQ4: Rückmeldung heute bis 12:00",
        "Sie wollten sich bei Anna Alt melden",
        "Kontakt hergestellt",
        "Neues Datum",
        "Abgeben",
        "Warum?",
    )
    await people.petra.taps("Neues Datum")
    await people.petra.taps("Morgen bis 12:00")
    await people.anna.sees("MI-7KQ4: nächste Rückmeldung bis Mi 25.11., 12:00", "Fachstelle Nord")


async def test_the_second_move_needs_a_reason_and_the_coordinator_hears_of_the_third(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=1)
    await people.petra.taps("Neues Datum")
    await people.petra.taps("Morgen bis 12:00")
    for reason in ("Haushalt nicht erreicht", "Unterlagen fehlen"):
        await read(people)
        await later(town, days=1)
        await people.petra.taps("Neues Datum")
        await people.petra.shows("Warum ein neues Datum?")
        await people.petra.taps(reason)
        await people.petra.taps("Morgen bis 12:00")
    await people.coordinator.shows("MI-7KQ4: nächste Rückmeldung", "3 Mal verschoben")
    events = await town.do(lambda work: work.events.of_case(referral.case_id))
    reasons = [event.facts["reason"] for event in events if event.kind is EventKind.PROMISE_MOVED]
    assert reasons == [None, "household_silent", "papers_missing"]


async def test_a_promise_that_passes_lets_the_ladder_begin_above(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await later(town, days=1, hours=3, minutes=1)
    assert (await now(town, referral.id)).state is ReferralState.EXPIRED
    await people.petra.sees("Rückmeldung heute bis 12:00")
    await people.petra.sees("MI-7KQ4: Rückmeldung überfällig", "Kontakt hergestellt")
    await people.anna.sees("MI-7KQ4: Rückmeldung steht aus", "Fachstelle Nord", "Jetzt gefragt: Vertretung")
    again = (await town.do(lambda work: work.referrals.of_case(referral.case_id)))[-1]
    assert (again.step, again.asked) == (Step.DEPUTY, people.quirin.person)
    await people.quirin.sees("MI-7KQ4")
    await people.quirin.taps("Ich übernehme")
    assert (await case_of(town, referral)).owner == people.quirin.person
    await people.petra.sees("MI-7KQ4: übernommen", "Quirin Quast")


async def test_late_progress_ends_the_ladder_that_had_begun_again(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=4)
    overdue = await people.petra.shows("Rückmeldung überfällig")
    await people.petra.taps("Versucht", message=overdue["message_id"])
    states = [one.state for one in await town.do(lambda work: work.referrals.of_case(referral.case_id))]
    assert states == [ReferralState.ACCEPTED, ReferralState.WITHDRAWN]
    await later(town, days=2)
    await people.coordinator.hides("MI-7KQ4")
