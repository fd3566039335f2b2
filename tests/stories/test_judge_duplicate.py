"""Two reports of what may be one household: only the help side judges, after it has taken the case."""

from collections.abc import Callable

import pytest

from domain.model.case import Case, EventKind
from domain.model.duplicate import Duplicate, DuplicateAnswer
from storage.work import SqliteWork
from tests.stories.network import Network, network
from tests.stories.reports import walk
from tests.stories.town import Town

LANDLORDS_REPORT = (
    "Neue Meldung",
    "Mietrückstand",
    "Unter 1",
    "Paar",
    "Espelkamp",
    "Nein, noch nicht",
    "Kontakt zum Haushalt",
    "An Fachstelle Nord senden",
)
JOBCENTERS_REPORT = (
    "Neue Meldung",
    "Eigener Fall",
    "Mietrückstand",
    "Espelkamp",
    "Nein",
    "An Fachstelle Nord senden",
)


def _open(work: SqliteWork) -> list[Case]:
    """The open cases, the latest first."""
    return sorted(work.cases.open(), key=lambda one: -one.id)


def _pairs(work: SqliteWork) -> tuple[Duplicate, ...]:
    return work.duplicates.of_case(_open(work)[0].id)


def _by_code(code: str) -> Callable[[SqliteWork], Case]:
    def find(work: SqliteWork) -> Case:
        case = work.cases.by_code(code)
        assert case is not None
        return case

    return find


async def reported_twice(town: Town) -> tuple[Network, str, str]:
    """The landlord and the Jobcenter report; Petra takes the later one. Gives both codes."""
    people = await network(town)
    await walk(people.anna, *LANDLORDS_REPORT)
    await walk(people.jana, *JOBCENTERS_REPORT)
    later, earlier = await town.do(lambda work: [one.code for one in _open(work)])
    await people.petra.shows(later)
    await people.petra.hides("vielleicht schon bekannt")
    card = (await people.petra.shows(f"Neue Anfrage {later}"))["message_id"]
    await people.petra.taps("Ich übernehme", message=card)
    return people, later, earlier


async def test_the_reporters_learn_nothing_of_each_other(town: Town) -> None:
    people, later, earlier = await reported_twice(town)
    await people.anna.hides(later)
    await people.jana.hides(earlier)
    await people.petra.shows(f"{later}: vielleicht schon bekannt", f"{earlier} · Mietrückstand · Espelkamp")


async def test_the_same_household_counts_as_reported_again(town: Town) -> None:
    people, later, earlier = await reported_twice(town)
    await people.petra.taps("Derselbe Haushalt")
    await people.petra.shows(f"{later}: derselbe Haushalt wie {earlier}", "schließen Sie den anderen")
    for code in (later, earlier):
        case = await town.do(_by_code(code))
        assert (case.reported_again, case.urgency, case.urgency_reason) == (
            True,
            "yellow",
            "reported_again",
        )
    case = await town.do(_by_code(later))
    assert await town.do(lambda work: work.events.last(case.id, EventKind.DUPLICATE_JUDGED))


@pytest.mark.parametrize(
    ("label", "answer", "shown"),
    [
        ("Anderer", DuplicateAnswer.OTHER, "ein anderer Haushalt"),
        ("Weiß nicht", DuplicateAnswer.UNKNOWN, "offen, ob es derselbe Haushalt"),
    ],
)
async def test_another_household_stays_a_case_of_its_own(
    town: Town, label: str, answer: DuplicateAnswer, shown: str
) -> None:
    people, later, _ = await reported_twice(town)
    await people.petra.taps(label)
    await people.petra.shows(f"{later}: {shown}")
    case = await town.do(_by_code(later))
    assert not case.reported_again
    (pair,) = await town.do(lambda work: work.duplicates.of_case(case.id))
    assert pair.answer is answer


async def test_an_old_button_judges_nothing_twice(town: Town) -> None:
    people, _, _ = await reported_twice(town)
    asked = (await people.petra.shows("vielleicht schon bekannt"))["message_id"]
    await people.petra.taps("Weiß nicht", message=asked)
    await people.petra.taps("Anderer")
    (pair,) = await town.do(_pairs)
    assert pair.answer is DuplicateAnswer.OTHER
