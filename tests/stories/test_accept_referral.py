"""A responsible person presses [Ich übernehme]."""

import asyncio

import pytest

from domain.model.case import EventKind, ReferralState
from domain.model.errors import NotAllowed
from domain.model.routing import Absence
from domain.model.stage import Seat
from domain.services import acceptance
from tests.stories.network import network
from tests.stories.requests import asked, case_of, later, now, turn_of
from tests.stories.town import Town


async def test_the_first_tap_takes_the_case_and_both_sides_hear_whom_to_ring(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.sees(
        "MI-7KQ4: von Ihnen übernommen", "Anna Alt, Wohnhaus Minden", "Di 24.11., 12:00", "05731 1000"
    )
    await people.anna.sees(
        "MI-7KQ4: übernommen",
        "Petra Nord, Fachstelle Nord, meldet sich bis Di 24.11., 12:00",
        "Vertretung: Quirin Quast",
        "Text für die Akte",
    )
    await people.anna.shows("MI-7KQ4", "Petra Nord")
    case = await case_of(town, referral)
    assert case.owner == people.petra.person
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.petra.person
    await town.everything_is_read()


async def test_two_accept_at_once_and_one_has_it(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await later(town, days=1)
    await people.petra.reads_all()
    await people.quirin.sees("MI-7KQ4: Bitte in Vertretung ansehen")
    await asyncio.gather(people.petra.taps("Ich übernehme"), people.quirin.taps("Ich übernehme"))
    toasts = [people.petra.toast, people.quirin.toast]
    assert sum("schon erledigt: übernommen von" in (toast or "") for toast in toasts) == 1
    events = await town.do(lambda work: work.events.of_case(referral.case_id))
    assert sum(event.kind is EventKind.ACCEPTED for event in events) == 1
    await people.anna.sees("MI-7KQ4: übernommen")
    await people.anna.sees_nothing()


async def test_a_double_press_takes_it_once(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    card = await people.petra.shows("Neue Anfrage MI-7KQ4")
    await asyncio.gather(
        people.petra.taps("Ich übernehme", message=card["message_id"]),
        people.petra.taps("Ich übernehme", message=card["message_id"]),
    )
    await people.petra.sees("von Ihnen übernommen")
    await people.petra.sees_nothing()
    await people.anna.sees("MI-7KQ4: übernommen")
    await people.anna.sees_nothing()


async def test_an_old_button_says_who_was_first_and_changes_nothing(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Rückfrage")
    await people.petra.taps("Bis wann?")
    await people.anna.taps("Diese Woche")
    answered = await people.petra.shows("Antwort auf Ihre Rückfrage", "Diese Woche")
    card = await people.petra.shows("Neue Anfrage MI-7KQ4")
    await people.petra.taps("Ich übernehme", message=card["message_id"])
    toast = await people.petra.taps("Ich übernehme", message=answered["message_id"])
    assert toast == "Das ist schon erledigt: übernommen von Petra Nord, 9:00."
    assert (await now(town, referral.id)).state is ReferralState.ACCEPTED


async def test_somebody_who_is_away_may_accept_all_the_same(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    petra, quirin = people.petra.person, people.quirin.person
    assert petra is not None
    assert quirin is not None
    day = (await town.now()).date()
    away = Absence(person=petra, first_on=day, last_on=day, deputy=quirin)
    await town.do(lambda work: work.absences.enter(away, petra))
    await people.petra.taps("Ich übernehme")
    await people.petra.sees("von Ihnen übernommen")
    assert (await now(town, referral.id)).accepted_by == petra


async def test_a_step_that_has_ended_does_not_take_the_button_away(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await later(town, days=1, hours=1)
    await people.petra.taps("Ich übernehme")
    await people.petra.sees("von Ihnen übernommen")
    assert (await now(town, referral.id)).accepted_by == people.petra.person
    await people.quirin.shows("MI-7KQ4: bei Petra Nord")


async def test_nobody_else_may_accept(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    with pytest.raises(NotAllowed):
        await town.do(lambda work: acceptance.accept(work, turn_of(work, people.jana), referral.id))
    assert (await now(town, referral.id)).is_open
