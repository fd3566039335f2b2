"""A project's failure run has one live checklist a chat, harmless in a group."""

from dataclasses import replace
from typing import Any

from domain.model.failure import FailureRun
from domain.model.ids import PersonId
from domain.model.people import Role
from domain.services import failures
from storage.work import SqliteWork
from tests.stories.agreements import in_force, signing
from tests.stories.commitments import turn
from tests.stories.failures import skip_all
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.test_fail_project import failing
from tests.stories.town import Phone, Town, labels


async def cards(phone: Phone) -> list[dict[str, Any]]:
    """The messages that show the checklist as it stands."""
    return [one for one in await phone.messages() if "Schritten erledigt" in one["text"]]


async def test_one_live_card_a_chat_shows_how_it_stands(town: Town) -> None:
    people, run = await failing(town)
    phones = (people.petra, people.carla, people.coordinator)
    before = [await cards(phone) for phone in phones]
    assert [len(one) for one in before] == [1, 1, 1]
    assert await cards(people.jana) == []
    await people.petra.taps("1")
    await people.petra.taps("Erreicht")
    for phone, (card,) in zip(phones, before, strict=True):
        (now,) = await cards(phone)
        assert now["message_id"] == card["message_id"], "edited in its place"
        assert "1 von 3 Schritten erledigt" in now["text"]
        assert "Vermieter zuerst anrufen: Erreicht" in now["text"]
    await town.forward(days=8)
    (late,) = await cards(people.carla)
    assert "überfällig seit" in late["text"]
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    await people.carla.shows("Verfahren abgeschlossen", "Auswertung")
    assert await cards(people.carla) == [], "the card says that it is over"


async def test_another_screen_gives_way_to_the_card(town: Town) -> None:
    people, _ = await failing(town)
    (card,) = await cards(people.petra)
    await people.petra.taps("1")
    await people.petra.shows("Schritt 1", "Erreicht")
    await people.petra.taps("Zurück")
    (again,) = await cards(people.petra)
    assert (again["message_id"], again["text"]) == (card["message_id"], card["text"])


async def test_the_landlords_group_reads_how_much_is_settled_and_no_more(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    chat = await group_with_bot(town, people.carla, people.coordinator, people.bernd)
    await people.coordinator.taps("Wohnhaus Minden")
    group = inside(people.bernd, chat)
    await group.reads_all()

    def begins(work: SqliteWork) -> FailureRun:
        return failures.start_project(work, turn(work, people.petra), version.agreement, None)

    run = await town.do(begins)
    card = await group.sees("Gemeinsames Verfahren: 0 von 3 Schritten erledigt")
    assert labels(card) == []
    for word in ("Petra", "Fachstelle Nord", "anrufen", "klappt nicht", "Scheitern-Verfahren"):
        assert word not in card["text"]
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    (now,) = [one for one in await group.messages() if one["message_id"] == card["message_id"]]
    assert "gemeinsames Verfahren beendet" in now["text"]
    assert [one for one in await group.unread() if one["message_id"] != card["message_id"]] == []


async def test_whoever_signs_no_more_reads_nothing_new_of_it(town: Town) -> None:
    people, _ = await failing(town)

    def steps_down(work: SqliteWork) -> None:
        person = work.people.get(people.carla.person or PersonId(0))
        assert person is not None
        work.people.save(replace(person, role=Role.MEMBER))

    await town.do(steps_down)
    await people.petra.taps("1")
    await people.petra.taps("Erreicht")
    (card,) = await cards(people.carla)
    assert "0 von 3 Schritten erledigt" in card["text"]
