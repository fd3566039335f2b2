"""A backup is restored: nothing is sent by itself, a coordinator decides."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.model.case import Case
from domain.model.people import Person, Role
from domain.model.stage import Seat
from domain.services import restored
from storage.backup import back_up, restore
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network, network
from tests.stories.town import Town


def waiting(work: SqliteWork, people: Network) -> Case:
    """A case whose card was on its way to Petra when the backup was made."""
    case = cases.notice(people, work)
    cases.sit(work, people, case, Seat.HELP, people.petra.person)
    cases.show(work, case.id, people.petra.person)
    return case


async def restored_town(town: Town) -> Network:
    """The machine has died; the backup of this morning becomes the database."""
    people = await network(town)
    await town.client.fault("server_error", method="sendMessage", chat=people.petra.chat, times=None)
    await town.do(lambda work: waiting(work, people))
    await town.stop()
    for fault in await town.client.faults():
        await town.client.lift_fault(fault["id"])
    back_up(town.database, town.database.with_name("backup.db"))
    town.database.rename(town.database.with_name("lost.db"))
    for left in town.database.parent.glob(f"{town.database.name}-*"):
        left.unlink()
    held = restore(town.database.with_name("backup.db"), town.database, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert held.messages == 1
    await town.restart()
    return people


@pytest.mark.parametrize(
    ("label", "answer", "arrives"),
    [("Nachrichten senden", "Freigegeben", True), ("Nachrichten verwerfen", "Verworfen", False)],
)
async def test_a_coordinator_decides_what_becomes_of_it(
    town: Town, label: str, answer: str, arrives: bool
) -> None:
    people = await restored_town(town)
    await people.petra.sees_nothing()
    await people.coordinator.sees("Eine Sicherung wurde eingespielt", label)
    await people.coordinator.taps(label)
    await people.coordinator.shows(answer)
    await town.forward(minutes=1)
    assert bool(await people.petra.unread()) is arrives
    assert await town.do(restored.held) == 0


async def test_nobody_else_decides(town: Town) -> None:
    people = await restored_town(town)
    await town.do(lambda work: work.people.save(_demoted(work, people)))
    await people.coordinator.taps("Nachrichten senden")
    await people.petra.sees_nothing()
    assert await town.do(lambda work: work.outbox.held()) == 1


def _demoted(work: SqliteWork, people: Network) -> Person:
    assert people.coordinator.person is not None
    person = work.people.get(people.coordinator.person)
    assert person is not None
    return replace(person, role=Role.MEMBER)
