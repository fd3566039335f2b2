"""A colleague presses [Ich kümmere mich] in the landlord's group."""

import asyncio

from domain.model.case import Referral, Step
from domain.model.stage import Seat
from domain.model.urgency import Urgency, UrgencyReason
from tests.stories.network import Network, network
from tests.stories.requests import case_of, later, now, put, read
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.town import Phone, Town


async def at_the_group(
    town: Town, *, days: int = 2, **facts: object
) -> tuple[Network, Referral, Phone, Phone]:
    """Nobody of the landlord has answered for so many days: the request stands in the group."""
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna, people.bernd)
    await people.coordinator.taps("Wohnhaus Minden")
    referral = await town.do(lambda work: put(work, people, people.carla.person, Seat.LANDLORD, **facts))
    await later(town, days=days, minutes=1)
    await read(people)
    anna, bernd = inside(people.anna, chat), inside(people.bernd, chat)
    return people, await now(town, referral.id), anna, bernd


async def test_one_tap_takes_it_with_the_due_time_as_promise(town: Town) -> None:
    people, referral, anna, bernd = await at_the_group(town)
    assert referral.step is Step.GROUP
    card = await anna.shows(
        "Neue Anfrage MI-7KQ4", "Kündigung · Espelkamp", "Ich kümmere mich", "Einzelheiten"
    )
    assert card["silent"]
    assert not any(word in card["text"] for word in ("20.11.", "Paar", "Mietschulden", "Petra", "Anna"))
    toast = await anna.taps("Ich kümmere mich")
    assert toast == "Danke. Zugesagt bis Do 26.11., 9:00. Ändern Sie es im Einzelchat."
    await bernd.shows("Anna Alt kümmert sich, bis Do 26.11., 9:00.")
    await people.anna.shows("MI-7KQ4: von Ihnen übernommen", "Petra Nord", "Rückgängig")
    assert (await now(town, referral.id)).accepted_by == people.anna.person
    assert (await case_of(town, referral)).owner == people.petra.person, "a cooperation never moves the lead"


async def test_two_colleagues_press_at_once_and_one_has_it(town: Town) -> None:
    _, referral, anna, bernd = await at_the_group(town)
    await asyncio.gather(anna.taps("Ich kümmere mich"), bernd.taps("Ich kümmere mich"))
    taken = await now(town, referral.id)
    first, second = (anna, bernd) if taken.accepted_by == anna.person else (bernd, anna)
    name = "Anna Alt" if first is anna else "Bernd Bach"
    assert (first.toast or "").startswith("Danke. Zugesagt bis")
    assert second.toast == f"{name} kümmert sich schon."


async def test_only_the_presser_takes_it_back(town: Town) -> None:
    people, referral, anna, bernd = await at_the_group(town)
    await anna.taps("Ich kümmere mich")
    await people.anna.taps("Rückgängig")
    assert (await now(town, referral.id)).is_open
    await bernd.shows("Neue Anfrage MI-7KQ4", "Ich kümmere mich")


async def test_red_alone_is_heard_in_the_group(town: Town) -> None:
    red = {"urgency": Urgency.RED, "urgency_reason": UrgencyReason.EVICTION_DATE}
    _, referral, anna, _ = await at_the_group(town, days=1, **red)
    assert referral.step is Step.GROUP
    card = await anna.shows("Neue Anfrage MI-7KQ4", "Ich kümmere mich")
    assert not card["silent"]


async def test_a_protected_case_never_reaches_the_group(town: Town) -> None:
    people, referral, anna, _ = await at_the_group(town, protected=True)
    assert referral.step is Step.COORDINATOR
    await anna.hides("MI-7KQ4")
    await people.coordinator.shows("MI-7KQ4: noch ohne Übernahme")
