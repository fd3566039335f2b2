"""Somebody says by when they will be in touch."""

from datetime import timedelta

from domain.model.case import Case, EventKind, Referral, ReferralState, Step
from domain.model.ids import PersonId
from domain.model.routing import Absence
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import access, telling
from storage.work import SqliteWork
from tests.stories.network import Network, network
from tests.stories.requests import asked, case_of, hears, later, now, read
from tests.stories.town import Town, labels


async def test_another_time_is_one_tap_after_the_acceptance(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Heute bis 16:00")
    await hears(people.anna, "MI-7KQ4: übernommen")
    await hears(people.anna, "MI-7KQ4: nächste Rückmeldung bis Mo 23.11., 16:00")
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
    await hears(
        people.petra,
        "MI-7KQ4: Rückmeldung heute bis 12:00",
        "Sie wollten sich bei Anna Alt melden",
        "Kontakt hergestellt",
        "Neues Datum",
        "Abgeben",
        "Warum?",
    )
    await people.petra.taps("Neues Datum")
    await people.petra.taps("Morgen bis 12:00")
    await hears(people.anna, "MI-7KQ4: nächste Rückmeldung bis Mi 25.11., 12:00", "Fachstelle Nord")


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
    await hears(people.petra, "Rückmeldung heute bis 12:00")
    await hears(people.petra, "MI-7KQ4: Rückmeldung überfällig", "Kontakt hergestellt")
    await hears(people.anna, "MI-7KQ4: Rückmeldung steht aus", "Fachstelle Nord", "Jetzt gefragt: Vertretung")
    again = (await town.do(lambda work: work.referrals.of_case(referral.case_id)))[-1]
    assert (again.step, again.asked) == (Step.DEPUTY, people.quirin.person)
    await hears(people.quirin, "MI-7KQ4")
    await people.quirin.taps("Ich übernehme")
    assert (await case_of(town, referral)).owner == people.quirin.person
    await hears(people.petra, "MI-7KQ4: übernommen", "Quirin Quast")


async def test_a_deputy_who_let_a_promise_pass_is_not_asked_like_a_stranger(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await later(town, days=1, minutes=1)
    await people.quirin.taps("Ich übernehme")
    await later(town, days=1, hours=4)
    await people.quirin.shows("MI-7KQ4: bei Ihnen", "Anna Alt ist überfällig", "Kontakt hergestellt")
    await people.quirin.hides("Bitte in Vertretung ansehen")


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


async def test_progress_ends_the_ladder_however_far_it_has_climbed(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=3, minutes=1)
    await people.quirin.taps("Nicht zuständig")
    await people.quirin.taps("Weiß ich nicht")
    await people.coordinator.shows("MI-7KQ4: noch ohne Übernahme")
    overdue = await people.petra.shows("Rückmeldung überfällig")
    await people.petra.taps("Kontakt hergestellt", message=overdue["message_id"])
    states = [one.state for one in await town.do(lambda work: work.referrals.of_case(referral.case_id))]
    assert states == [ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN]
    await people.coordinator.hides("noch ohne Übernahme")


async def test_a_promise_that_passes_while_the_case_is_handed_over_asks_nobody_twice(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=1)
    await people.petra.taps("Abgeben")
    await people.petra.taps("Vertretung: Quirin Quast")
    await read(people)
    await later(town, hours=3)
    states = [one.state for one in await town.do(lambda work: work.referrals.of_case(referral.case_id))]
    assert states == [ReferralState.EXPIRED, ReferralState.OPEN]
    await people.quirin.sees_nothing()
    await people.quirin.taps("Ich übernehme")
    assert (await case_of(town, referral)).owner == people.quirin.person


async def test_the_deputys_new_date_is_the_deputys(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await town.do(lambda work: telling.show_card(work, case_in(work, referral), quirin(people), at_once=True))
    await later(town, hours=1)
    await people.quirin.taps("Mehr")
    await people.quirin.taps("Neues Datum")
    await people.quirin.taps("In 3 Tagen")
    event = await town.do(lambda work: work.events.last(referral.case_id, EventKind.PROMISE_MOVED))
    assert event is not None
    assert event.actor == people.quirin.person


async def test_an_outage_lets_no_promise_pass_unheard(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await town.stop()
    await town.client.jump(timedelta(days=3).total_seconds())
    await town.restart()
    await people.petra.shows("MI-7KQ4: Rückmeldung war zugesagt bis Di 24.11., 12:00", "Versucht")
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED
    await people.petra.taps("Versucht")
    await later(town, hours=6)
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED
    await people.quirin.hides("MI-7KQ4")


def case_in(work: SqliteWork, referral: Referral) -> Case:
    return access.case_of(work, referral.case_id)


def quirin(people: Network) -> PersonId:
    assert people.quirin.person is not None
    return people.quirin.person


async def test_a_stand_in_hears_once_that_a_promise_has_passed(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    day, petra = (await town.now()).date(), people.petra.person
    assert petra is not None
    away = Absence(person=petra, first_on=day, last_on=day + timedelta(days=5))
    await town.do(lambda work: work.absences.enter(away, petra))
    await later(town, days=1, hours=4)
    told = [one["text"].splitlines()[0] for one in await people.quirin.unread()]
    assert told.count("MI-7KQ4: Rückmeldung überfällig") == 1
    await people.anna.shows("MI-7KQ4: Rückmeldung steht aus")
