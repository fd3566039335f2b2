"""Somebody opens a closed case again."""

from domain.model.case import EventKind
from tests.stories.talk import talking
from tests.stories.test_close_case import KEPT, ends, stored_case
from tests.stories.town import Town


async def test_the_help_side_opens_a_case_again(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT, "Alles beenden")
    await people.petra.taps("Wieder öffnen")
    await people.petra.taps("Neue Schwierigkeiten")
    await people.petra.shows("MI-7KQ4: wieder offen")
    await people.anna.shows("MI-7KQ4: wieder offen", "Fachstelle Nord ist informiert")
    opened = await stored_case(town, case)
    assert opened.is_open
    assert await town.do(lambda work: work.plans.running(case.id)) is None
    event = await town.do(lambda work: work.events.last(case.id, EventKind.REOPENED))
    assert event is not None
    assert event.facts["why"] == "relapse"


async def test_without_consent_the_landlord_does_not_hear_of_a_relapse(town: Town) -> None:
    people, _ = await talking(town, consent="written_to", basis="legitimate_interest")
    await ends(people.petra, *KEPT, "Alles beenden")
    await people.anna.reads_all()
    await people.petra.taps("Wieder öffnen")
    await people.petra.taps("Neue Schwierigkeiten")
    await people.anna.sees_nothing()


async def test_a_case_that_is_open_stays_as_it_is(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT, "Alles beenden")
    await people.petra.taps("Wieder öffnen")
    question = await people.petra.shows("Warum wird der Fall wieder geöffnet?")
    await people.petra.taps("War ein Versehen")
    assert (await stored_case(town, case)).is_open
    events = await town.do(lambda work: work.events.of_case(case.id))
    assert sum(event.kind is EventKind.REOPENED for event in events) == 1
    assert question["message_id"]
