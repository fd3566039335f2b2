"""Somebody takes a line into the own file."""

from dataclasses import replace
from datetime import date

from domain.model.case import CaseState
from domain.model.stage import Outcome, Seat
from domain.services import telling
from storage.work import SqliteWork
from tests.stories.cases import ask, begun, notice, show
from tests.stories.network import network
from tests.stories.town import Town


async def test_the_reporter_takes_who_was_asked(town: Town) -> None:
    people = await network(town)

    def begin(work: SqliteWork) -> None:
        case = notice(people, work)
        ask(work, case, Seat.HELP, people.petra.person)
        show(work, case.id, people.anna.person)

    await town.do(begin)
    await people.anna.reads_all()
    await people.anna.taps("Text für die Akte")
    until = "Antwort bis Di 24.11., 9:00."
    text = f"23.11.2026, MI-7KQ4, Kündigung, Espelkamp: angefragt bei Fachstelle Nord, {until}"
    message = await people.anna.sees("MI-7KQ4: Text für die Akte", text, "Kopieren")
    (copy,) = [key for row in message["buttons"] for key in row]
    assert copy["copy_text"]["text"] == text
    assert not message["protected"]


async def test_both_sides_take_who_has_it(town: Town) -> None:
    people, _ = await begun(town)
    await people.carla.taps("Text für die Akte")
    await people.carla.sees("übernommen von Petra Nord, Fachstelle Nord, Rückmeldung bis Di 24.11., 9:00.")
    await people.petra.taps("Mehr")
    await people.petra.taps("Text für die Akte")
    await people.petra.sees("von uns übernommen, gemeldet von Anna Alt, Wohnhaus Minden.")


async def test_the_end_as_each_side_may_read_it(town: Town) -> None:
    people, case = await begun(town)
    closed = replace(case, state=CaseState.CLOSED, outcome=Outcome.U2, ended_on=date(2026, 11, 23))
    await town.do(lambda work: telling.changed(work, replace(closed, closed_at=work.now)))
    await people.carla.taps("Text für die Akte")
    await people.carla.sees("abgeschlossen, Umzug.")
    await people.petra.taps("Text für die Akte")
    await people.petra.sees("abgeschlossen, Umzug in betreutes Wohnen oder Pflege.")
