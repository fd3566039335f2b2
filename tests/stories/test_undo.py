"""Whoever decided takes it back, within five minutes."""

from dataclasses import replace
from typing import Any

import pytest

from domain.model.case import Case, CaseState, ReferralState
from domain.model.routing import Topic
from domain.model.stage import Seat
from handlers.card_buttons import AcceptButton
from handlers.message import Message, row
from storage.work import SqliteWork
from tests.stories.cases import ask
from tests.stories.network import ESPELKAMP, holds, network
from tests.stories.requests import asked, case_of, later, now
from tests.stories.test_change_responsibility import shows_keys
from tests.stories.town import Town


async def test_an_acceptance_is_taken_back_and_everybody_hears_it(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.anna.sees("MI-7KQ4: übernommen")
    await later(town, minutes=4)
    await people.petra.taps("Rückgängig")
    await people.anna.sees("MI-7KQ4: wieder offen", "zurückgenommen", "Antwort bis Di 24.11., 9:00")
    back = await now(town, referral.id)
    assert (back.state, back.accepted_by, back.promised_at) == (ReferralState.OPEN, None, None)
    case = await case_of(town, referral)
    assert case.owner == people.anna.person
    assert Seat.HELP not in await town.do(lambda work: work.seats.of_case(case.id))
    await people.petra.taps("Ich übernehme")
    await people.anna.sees("MI-7KQ4: übernommen")


async def test_after_five_minutes_it_stays(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    message = await people.petra.shows("von Ihnen übernommen", "Rückgängig")
    await later(town, minutes=6)
    toast = await people.petra.taps("Rückgängig", message=message["message_id"])
    assert toast == "Rückgängig geht nur fünf Minuten lang."
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED


async def test_nobody_takes_back_what_somebody_else_has_gone_on_from(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Fachstelle Nord, Quirin Quast")
    await people.quirin.taps("Ich übernehme")
    toast = await people.petra.taps("Rückgängig")
    assert toast == "Das ist schon erledigt: übernommen von Quirin Quast, 9:00."
    assert (await now(town, referral.id)).state is ReferralState.FORWARDED


async def test_a_decline_is_taken_back_and_the_coordinator_is_left_in_peace(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ablehnen")
    await people.petra.taps("Keine Kapazität")
    await people.coordinator.shows("noch ohne Übernahme")
    await people.petra.taps("Rückgängig")
    await people.anna.sees("MI-7KQ4: nicht übernommen")
    await people.anna.sees("MI-7KQ4: wieder angefragt", "Die Ablehnung wurde zurückgenommen")
    assert (await now(town, referral.id)).is_open
    assert (await case_of(town, referral)).owner == people.anna.person
    await people.coordinator.hides("noch ohne Übernahme")
    await people.petra.shows("Neue Anfrage MI-7KQ4", "Ich übernehme")


async def test_progress_leaves_nothing_to_take_back(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    message = await people.petra.shows("von Ihnen übernommen", "Rückgängig")
    await people.petra.taps("Kontakt hergestellt")
    toast = await people.petra.taps("Rückgängig", message=message["message_id"])
    assert toast == "Rückgängig geht nur fünf Minuten lang."


async def test_what_was_taken_back_before_it_arrived_is_never_heard_of(town: Town) -> None:
    people = await network(town)
    erna = await town.member("Erna Eich", people.town_hall)
    await town.do(lambda work: holds(work, people.town_hall, erna.person, (Topic.KONFLIKT,), area=ESPELKAMP))
    await asked(town, people)
    await later(town, hours=10)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Ordnungsamt Hille, Erna Eich")
    await people.petra.taps("Rückgängig")
    await later(town, hours=13, minutes=30)
    await erna.sees_nothing()
    await people.anna.hides("weitergegeben")


async def test_taking_back_after_the_step_has_ended_lets_the_ladder_go_on(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await later(town, hours=23, minutes=58)
    await people.petra.taps("Ich übernehme")
    await later(town, minutes=4)
    await people.petra.taps("Rückgängig")
    assert (await now(town, referral.id)).asked == people.quirin.person
    await people.quirin.shows("Bitte in Vertretung ansehen")


@pytest.mark.parametrize("facts", [{"practice": True}, {"state": CaseState.CLOSED}])
async def test_nothing_is_taken_back_on_a_case_that_is_practice_or_closed(
    town: Town, facts: dict[str, Any]
) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    message = await people.petra.shows("von Ihnen übernommen", "Rückgängig")
    case = await case_of(town, referral)
    await town.do(lambda work: _change(work, case, facts))
    await people.petra.taps("Rückgängig", message=message["message_id"])
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED
    assert Seat.HELP in await town.do(lambda work: work.seats.of_case(case.id))


def _change(work: SqliteWork, case: Case, facts: dict[str, Any]) -> None:
    work.cases.save(replace(case, **facts))


async def test_a_stale_button_does_not_unseat_whoever_has_taken_over(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    message = await people.petra.shows("von Ihnen übernommen", "Rückgängig")
    case = await case_of(town, referral)
    erna = await town.member("Erna Eich", people.town_hall)
    await town.do(lambda work: holds(work, people.town_hall, erna.person, (Topic.KONFLIKT,), area=ESPELKAMP))
    second = await town.do(lambda work: ask(work, case, Seat.HELP, erna.person))
    accept = AcceptButton(referral=second.id).key("Ich übernehme")
    await shows_keys(town, erna, Message(text="Anfrage", rows=(row(accept),)))
    await erna.taps("Ich übernehme")
    await people.petra.taps("Rückgängig", message=message["message_id"])
    assert (await now(town, second.id)).state is ReferralState.ACCEPTED
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == erna.person
    assert (await case_of(town, referral)).owner == erna.person
