"""All commitments of a case: whoever is to move first, in pages, to the sides alone."""

import time
from dataclasses import replace
from datetime import timedelta

from domain.model.commitment import Commitment, DueState
from domain.model.ids import CommitmentId
from domain.services import commitments
from storage.work import SqliteWork
from tests.stories.cases import begun
from tests.stories.commitments import TOMORROW, runs, turn
from tests.stories.town import Town


async def many(town: Town, made: Commitment, number: int) -> None:
    """So many more like this one, each with a day of its own."""

    def copy(work: SqliteWork) -> None:
        (due,) = work.commitment_dues.of_commitment(made.id)
        for place in range(number):
            one = work.commitments.add(replace(made, id=CommitmentId(0)))
            day = TOMORROW + timedelta(days=place)
            work.commitment_dues.add(replace(due, id=0, commitment=one.id, due_on=day))

    await town.do(copy)


async def test_a_command_a_list_and_one_of_them(town: Town) -> None:
    people, case = await begun(town)
    await people.carla.sends("/zusage MI-7KQ4")
    await people.carla.sees("MI-7KQ4: Zusagen\n\nNoch keine.", "Neue Zusage", "Zurück")
    await runs(town, people, case)
    await people.carla.reads_all()
    await people.carla.sends("/zusage")
    await people.carla.sees("Bitte den Code dazu eingeben, zum Beispiel /zusage MI-7KQ4.")
    await people.carla.sends("/zusage mi7kq4")
    await people.carla.sees(
        "MI-7KQ4: Zusagen\nVon Ihnen: keine\nVon Fachstelle Nord: 1 laufend\n\n"
        "1. Hausbesuch, jede Woche · Fachstelle Nord · 24.11.",
        "1",
    )
    await people.carla.taps("1")
    await people.carla.shows(
        "MI-7KQ4: Hausbesuch", "Vertretung: Quirin Quast", "Stand: läuft, nächster Tag 24.11."
    )
    await people.carla.taps("Zurück")
    await people.carla.shows("MI-7KQ4: Zusagen", "Von Fachstelle Nord: 1 laufend")


async def test_three_hundred_are_read_in_pages_whoever_is_to_move_first(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await many(town, made, 299)
    last = await town.do(lambda work: work.commitment_dues.of_commitment(CommitmentId(made.id + 299))[0])
    await town.do(lambda work: work.commitment_dues.save(replace(last, state=DueState.SAID)))
    await people.carla.sends("/zusage MI-7KQ4")
    shown = await people.carla.sees("Von Fachstelle Nord: 300 laufend", "Sie sind dran", "Weiter")
    assert "Sie sind dran" in shown["text"].splitlines()[4]
    assert len(shown["text"].splitlines()) <= 13
    await people.carla.taps("Weiter")
    await people.carla.shows("9. Hausbesuch", "Zurückblättern")


async def test_three_hundred_cost_little(town: Town) -> None:
    people, case = await begun(town)
    await many(town, await runs(town, people, case), 299)

    def cpu_s(work: SqliteWork) -> float:
        before = time.thread_time()
        commitments.overview(work, turn(work, people.carla), case.id)
        return time.thread_time() - before

    assert min([await town.do(cpu_s) for _ in range(5)]) < 0.05


async def test_only_the_sides_read_them(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    for stranger in (people.jana, people.coordinator, people.anna):
        await stranger.sends("/zusage MI-7KQ4")
        await stranger.hides("Hausbesuch")
    await people.carla.sends("/zusage")
    await people.carla.sees("Welcher Fall?")
    await people.carla.sends("/zusage Frau Kowalski")
    await people.carla.sees("Bitte nur den Code eingeben")
