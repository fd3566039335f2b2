"""A person lists the own cases."""

import time
from datetime import timedelta

from domain.model.case import CaseState
from domain.model.ids import ChatId
from domain.model.routing import Absence
from domain.model.stage import Outcome, Seat, Stage
from domain.ports import Turn
from domain.services import case_list
from storage.work import SqliteWork
from tests.stories.cases import ask, notice, show, sit, taken
from tests.stories.network import Network, network
from tests.stories.town import Town, labels


async def test_who_moves_next_comes_first(town: Town) -> None:
    people = await network(town)

    def begin(work: SqliteWork) -> None:
        first = notice(people, work)
        taken(work, people, first, people.petra.person)
        second = notice(people, work, code="MI-2HXR", stage=Stage.SUIT)
        ask(work, second, Seat.HELP, people.petra.person)
        third = notice(people, work, code="MI-9D3M")
        sit(work, people, third, Seat.HELP, people.petra.person)

    await town.do(begin)
    await people.petra.sends("/faelle")
    listed = await people.petra.sees("Meine Fälle: 3")
    yours, working = listed["text"].split("In Arbeit bei Ihnen")
    assert "MI-7KQ4 · Kündigung · Espelkamp · Paar · gemeldet 23.11." in yours
    assert "Rückmeldung bis Di 24.11., 9:00" in yours
    assert "MI-2HXR · Räumungsklage" in yours
    assert "Antwort bis Di 24.11., 9:00" in yours
    assert "MI-9D3M" in working
    await people.anna.taps("Meine Fälle")
    await people.anna.sees("Andere sind am Zug", "Fachstelle Nord, bis Di 24.11., 9:00")


async def test_a_line_opens_the_card(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: taken(work, people, notice(people, work), people.petra.person).case_id)
    await town.do(lambda work: show(work, case, people.petra.person))
    older = await people.petra.sees("MI-7KQ4: bei Ihnen")
    await people.petra.sends("/faelle")
    await people.petra.sees("Meine Fälle: 1", "MI-7KQ4")
    await people.petra.taps("MI-7KQ4")
    newer = await people.petra.sees("MI-7KQ4: bei Ihnen")
    assert newer["message_id"] > older["message_id"]
    await people.petra.shows("MI-7KQ4: Die Karte steht weiter unten.")


async def test_nobody_lists_the_cases_of_others(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: taken(work, people, notice(people, work), people.petra.person))
    for stranger in (people.jana, people.bernd, people.coordinator):
        await stranger.sends("/faelle")
        await stranger.sees("keine offenen Fälle")


async def test_a_deputy_lists_the_cases_of_somebody_away(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: taken(work, people, notice(people, work), people.petra.person))
    await people.quirin.sends("/faelle")
    await people.quirin.sees("keine offenen Fälle")
    await town.do(lambda work: away(work, people))
    await people.quirin.sends("/faelle")
    await people.quirin.sees("MI-7KQ4", "Rückmeldung bis")


def away(work: SqliteWork, people: Network) -> None:
    assert people.petra.person is not None
    today = work.network.calendar.local(work.now).date()
    absence = Absence(person=people.petra.person, first_on=today, last_on=today + timedelta(days=3))
    work.absences.enter(absence, people.petra.person)


async def test_closed_cases_are_apart(town: Town) -> None:
    people = await network(town)

    def begin(work: SqliteWork) -> None:
        case = notice(people, work, state=CaseState.CLOSED, outcome=Outcome.E1, closed_at=work.now)
        sit(work, people, case, Seat.HELP, people.petra.person)

    await town.do(begin)
    await people.petra.sends("/faelle")
    await people.petra.sees("keine offenen Fälle", "Abgeschlossen (1)")
    await people.petra.taps("Abgeschlossen")
    await people.petra.shows("Abgeschlossene Fälle: 1", "MI-7KQ4 · Kündigung")


def reads(work: SqliteWork, people: Network) -> list[str]:
    """What the list asks of the database, statement by statement."""
    person, chat = work.people.by_telegram(people.petra.user), ChatId(people.petra.chat)
    turn = Turn(person=person, telegram=chat, chat=chat, private=True, now=work.now)
    said: list[str] = []
    work.connection.set_trace_callback(said.append)
    case_list.own(work, turn)
    work.connection.set_trace_callback(None)
    return said


async def test_three_hundred_cases_stay_readable_and_quick(town: Town) -> None:
    people = await network(town)

    def begin(work: SqliteWork) -> None:
        for number in range(300):
            case = notice(people, work, code=f"MI-{number:04}")
            if number % 3 == 0:
                ask(work, case, Seat.HELP, people.petra.person)
            elif number % 3 == 1:
                taken(work, people, case, people.petra.person)
            else:
                sit(work, people, case, Seat.HELP, people.petra.person)

    await town.do(begin)
    began = time.monotonic()
    await people.petra.sends("/faelle")
    took = time.monotonic() - began
    listed = await people.petra.sees(
        "Meine Fälle: 300", "Weiter (2 von 50)", "Am Zug (200)", "In Arbeit (100)"
    )
    assert len(listed["text"]) < 1000
    assert len(labels(listed)) < 12
    assert took < 2
    assert len(await town.do(lambda work: reads(work, people))) < 150, "not some for each case"
    await people.petra.taps("In Arbeit (100)")
    await people.petra.shows("In Arbeit bei Ihnen", "Vorige", "Weiter (35 von 50)")
