"""Nobody answers: the ladder climbs, skips whoever cannot answer, and never ends in silence."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.model.case import EventKind, Referral, ReferralState, Step
from domain.model.ids import CaseId
from domain.model.routing import Absence
from domain.model.stage import Seat
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import access, ladder, referrals
from storage.work import SqliteWork
from tests.stories.network import network
from tests.stories.requests import asked, case_of, hears, hears_nothing, later, now, put, read
from tests.stories.town import BOT, Phone, Town

RED: dict[str, Any] = {"urgency": Urgency.RED, "urgency_reason": UrgencyReason.EVICTION_DATE}


async def skips(town: Town, case: CaseId) -> list[tuple[object, object]]:
    """The steps that were passed over, and why."""
    events = await town.do(lambda work: work.events.of_case(case))
    return [
        (event.facts["step"], event.facts["reason"])
        for event in events
        if event.kind is EventKind.STEP_SKIPPED
    ]


def only_fridays(work: SqliteWork, phone: Phone) -> None:
    person = work.people.by_telegram(phone.user)
    assert person is not None
    work.people.save(replace(person, working_days=frozenset({4})))


async def test_contact_deputy_coordinator_by_orange_working_days(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    assert (await now(town, referral.id)).asked == people.petra.person
    await later(town, days=1, minutes=1)
    await hears(
        people.quirin,
        "MI-7KQ4: Bitte in Vertretung ansehen",
        "Petra Nord ist seit Mo 23.11., 9:00 offen. Antwort bis Mi 25.11., 9:00",
        "Ich übernehme",
    )
    await later(town, days=1)
    await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme", "Fachstelle Nord")
    climbed = await now(town, referral.id)
    assert climbed.step is Step.COORDINATOR
    assert (await case_of(town, referral)).owner == people.coordinator.person
    assert await skips(town, referral.case_id) == [("group", "empty")]
    await hears_nothing(people.anna)


async def test_whoever_was_asked_first_reads_who_else_is_asked_and_can_still_take_it(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await later(town, days=1, minutes=1)
    await people.petra.shows("Neue Anfrage MI-7KQ4", "Inzwischen ist auch Ihre Vertretung gefragt.")
    await later(town, days=1)
    for phone in (people.petra, people.quirin):
        await phone.shows("MI-7KQ4", "Inzwischen klärt die Koordination, wer übernimmt.", "Ich übernehme")
        await phone.hides("Antwort bis")
    await people.anna.sends("/faelle")
    await people.anna.shows("Andere sind am Zug", "Die Koordination klärt, wer übernimmt")
    await people.petra.taps("Ich übernehme")
    await people.quirin.shows("MI-7KQ4: bei Petra Nord")


async def test_the_last_step_repeats_every_working_day_until_somebody_has_it(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await later(town, days=2, minutes=1)
    await people.coordinator.reads_all()
    for _ in range(2):
        await later(town, days=1)
        await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme", "Gefragt: Fachstelle Nord")
    await town.restart()
    await later(town, days=2)
    await hears_nothing(people.coordinator)
    await later(town, days=1)
    told = [one["text"] for one in await people.coordinator.unread()]
    assert any("MI-7KQ4 · Espelkamp: noch ohne Übernahme" in one for one in told), "a line of the digest"
    await people.coordinator.reads_all()
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Kontakt hergestellt")
    await later(town, days=3)
    await hears_nothing(people.coordinator)
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED


async def test_red_climbs_after_four_network_hours(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, **RED)
    await later(town, hours=4, minutes=1)
    assert (await now(town, referral.id)).asked == people.quirin.person
    await later(town, hours=3, minutes=58)
    assert (await now(town, referral.id)).asked == people.quirin.person, "the network closes at 16:00"
    await later(town, hours=17)
    assert (await now(town, referral.id)).step is Step.COORDINATOR


async def test_whoever_is_away_is_skipped_at_once_and_logged(town: Town) -> None:
    people = await network(town)
    day = (await town.now()).date()
    petra = people.petra.person
    assert petra is not None
    away = Absence(person=petra, first_on=day, last_on=day + timedelta(days=9))
    await town.do(lambda work: work.absences.enter(away, petra))
    referral = await asked(town, people)
    assert (await now(town, referral.id)).asked == people.quirin.person
    assert await skips(town, referral.case_id) == [("contact", "absent")]
    await people.quirin.shows("MI-7KQ4: Bitte in Vertretung ansehen")


async def test_a_blocked_contact_moves_the_ladder_on_at_once(town: Town) -> None:
    people = await network(town)
    await town.client.block(people.petra.user, BOT)
    referral = await asked(town, people)
    climbed = await now(town, referral.id)
    assert climbed.asked == people.quirin.person
    await people.quirin.shows("MI-7KQ4: Bitte in Vertretung ansehen")


async def test_whoever_goes_away_while_asked_is_replaced_at_the_same_step(town: Town) -> None:
    people = await network(town)
    rita = await town.member("Rita Reh", people.help)
    referral = await asked(town, people)
    day, petra = (await town.now()).date(), people.petra.person
    assert petra is not None
    away = Absence(person=petra, first_on=day, last_on=day, deputy=rita.person)
    await town.do(lambda work: work.absences.enter(away, petra))
    await town.do(lambda work: ladder.person_lost(work, petra))
    asked_now = await now(town, referral.id)
    assert (asked_now.step, asked_now.asked) == (Step.CONTACT, rita.person)
    await rita.sees("Neue Anfrage MI-7KQ4", "Ich übernehme")
    await town.do(lambda work: ladder.person_lost(work, petra))
    assert await now(town, referral.id) == asked_now


async def test_a_contact_who_blocks_while_asked_is_passed_over_at_once(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await town.client.block(people.petra.user, BOT)
    await town.settle()
    assert (await now(town, referral.id)).asked == people.quirin.person
    assert await skips(town, referral.case_id) == [("contact", "unreachable")]


async def test_somebody_away_longer_than_the_step_is_skipped(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: only_fridays(work, people.petra))
    referral = await asked(town, people)
    assert (await now(town, referral.id)).asked == people.quirin.person
    assert await skips(town, referral.case_id) == [("contact", "away_too_long")]


async def test_a_step_begins_when_its_notice_could_be_delivered(town: Town) -> None:
    people = await network(town)
    await town.forward(hours=11)
    referral = await asked(town, people)
    due_at = (await now(town, referral.id)).due_at
    assert due_at is not None
    assert due_at.isoformat() == "2026-11-25T07:00:00+00:00", "Tuesday 8:00 and one working day"
    await people.petra.hides("MI-7KQ4")
    await town.forward(hours=12)
    await people.petra.shows("Neue Anfrage MI-7KQ4")


async def test_nobody_loses_time_to_an_outage(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await town.stop()
    await town.client.jump(timedelta(days=3).total_seconds())
    await town.restart()
    climbed = await now(town, referral.id)
    assert climbed.asked == people.quirin.person
    assert climbed.due_at is not None
    assert climbed.due_at > await town.now()


async def test_an_outage_climbs_one_step_a_request_and_floods_nobody(town: Town) -> None:
    people = await network(town)
    for code in ("MI-7KQ4", "MI-2HXR", "MI-9D3M"):
        await asked(town, people, code=code)
    await town.stop()
    await town.client.jump(timedelta(days=3).total_seconds())
    await town.restart()
    told = [one["text"].splitlines()[0] for one in await people.quirin.unread()]
    asks = [line for line in told if line.endswith(": Bitte in Vertretung ansehen")]
    assert len(asks) == 3
    assert len(told) <= 4, "three cards, and one digest at most"
    await hears_nothing(people.coordinator)
    await hears_nothing(people.anna)


async def test_nobody_responsible_is_the_coordinators_at_once(town: Town) -> None:
    people = await network(town)

    def ask(work: SqliteWork) -> Referral:
        first = put(work, people, people.petra.person, Seat.HELP)
        case = access.case_of(work, first.case_id)
        referrals.withdraw_open(work, case)
        return referrals.open_referral(
            work,
            case,
            kind=first.kind,
            seat=Seat.HELP,
            asked_by=first.asked_by,
            partner=None,
            responsibility=None,
            why="reported",
        )

    referral = await town.do(ask)
    assert referral.step is Step.COORDINATOR
    assert await skips(town, referral.case_id) == []
    await hears(people.coordinator, "MI-7KQ4: noch ohne Übernahme")


async def test_a_higher_urgency_shortens_the_step_that_runs(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)

    def redden(work: SqliteWork) -> None:
        case = replace(access.case_of(work, referral.case_id), urgency_override=Urgency.RED)
        work.cases.save(case)
        ladder.urgency_changed(work, case)

    await town.do(redden)
    await later(town, hours=4, minutes=1)
    assert (await now(town, referral.id)).asked == people.quirin.person


async def test_a_restart_in_between_loses_no_step(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await town.restart()
    await later(town, days=1, minutes=1)
    assert (await now(town, referral.id)).asked == people.quirin.person


async def test_a_relapse_goes_to_whoever_is_responsible_today_within_a_working_day(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people, urgency=Urgency.GREEN, urgency_reason=UrgencyReason.BELOW_NOTICE)
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Kontakt hergestellt")
    await read(people)

    again = await town.do(
        lambda work: referrals.reopen_for_help(work, access.case_of(work, referral.case_id), "relapse")
    )
    assert again.asked == people.petra.person
    assert again.due_at is not None
    assert again.due_at.isoformat() == "2026-11-24T08:00:00+00:00"
    await hears(people.petra, "MI-7KQ4", "Ich übernehme")
    await later(town, days=1, minutes=1)
    assert (await now(town, again.id)).asked == people.quirin.person
