"""Somebody sets another urgency by hand."""

from domain.model.urgency import Urgency
from tests.stories.cases import begun, show, stored
from tests.stories.town import Town


async def test_by_hand_with_a_coded_reason_and_back(town: Town) -> None:
    people, case = await begun(town)
    for label in ("Mehr", "Dringlichkeit", "rot", "Strom oder Wasser gesperrt"):
        await people.petra.taps(label)
    assert people.petra.toast == "MI-7KQ4: Dringlichkeit rot."
    await people.petra.shows("Dringlichkeit rot, von Hand gesetzt: Strom oder Wasser gesperrt")
    assert (await stored(town, case)).present_urgency is Urgency.RED
    for label in ("Mehr", "Dringlichkeit", "Wieder nach den Regeln"):
        await people.petra.taps(label)
    await people.petra.shows("Dringlichkeit orange, weil eine Kündigung vorliegt")
    assert (await stored(town, case)).urgency_override is None


async def test_the_reason_is_not_for_the_landlord(town: Town) -> None:
    people, _ = await begun(town)
    for label in ("Mehr", "Dringlichkeit", "rot", "Strom oder Wasser gesperrt"):
        await people.petra.taps(label)
    await people.carla.hides("gesperrt")
    await people.carla.taps("Mehr")
    await people.carla.hides("Dringlichkeit")


async def test_more_urgent_facts_overtake_what_was_set_by_hand(town: Town) -> None:
    people, case = await begun(town)
    for label in ("Mehr", "Dringlichkeit", "grün", "Einigung in Sicht"):
        await people.petra.taps(label)
    assert (await stored(town, case)).present_urgency is Urgency.GREEN
    for label in ("Mehr", "Stand ändern", "Räumungstermin", "30"):
        await people.petra.taps(label)
    changed = await stored(town, case)
    assert (changed.present_urgency, changed.urgency_override) == (Urgency.RED, None)


async def test_a_coordinator_may_too(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: show(work, case.id, people.coordinator.person))
    for label in ("Mehr", "Dringlichkeit", "rot", "Weniger Zeit als gemeldet"):
        await people.coordinator.taps(label)
    assert (await stored(town, case)).urgency_override is Urgency.RED
