"""Two sides who talk: Anna reported, Petra has taken it, both have the case's card before them."""

from domain.model.case import Case
from domain.model.ids import PersonId
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network, network
from tests.stories.town import Phone, Town


async def talking(town: Town, **facts: object) -> tuple[Network, Case]:
    """A case with landlord and help, cards shown and read; `facts` change the case."""
    people = await network(town)
    case = await town.do(lambda work: _begin(work, people, facts))
    for phone in (people.anna, people.petra):
        await phone.reads_all()
    return people, case


def _begin(work: SqliteWork, people: Network, facts: dict[str, object]) -> Case:
    case = cases.notice(people, work, **facts)
    cases.sit(work, people, case, Seat.LANDLORD, people.anna.person)
    cases.taken(work, people, case, people.petra.person)
    cases.show(work, case.id, people.anna.person, people.petra.person)
    return case


async def notes_of(town: Town, case: Case) -> list[tuple[str | None, str]]:
    """Text and state of every note of the case."""
    stored = await town.do(lambda work: work.notes.of_case(case.id))
    return [(note.text, note.state.value) for note in stored]


def identity(phone: Phone) -> PersonId:
    """The member whose phone this is."""
    assert phone.person is not None
    return phone.person
