"""kill -9 in the middle of a failure run: started once, each step settled once, one review, told to all."""

from pathlib import Path

import pytest

from tests.kills.test_kill_agreement import confirm, let_sign, propose
from tests.kills.test_kill_commitment import AGREED
from tests.kills.test_kill_main_job import MOMENTS, KilledTown, killed_town, no_message_twice
from tests.stories.network import Network
from tests.stories.reports import walk


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_failure_run_survives(tmp_path: Path, moment: str) -> None:
    async with killed_town(tmp_path, moment) as (town, people):
        await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
        await people.petra.taps("Ich übernehme")
        await start(town, people)
        await step(town, people)
        await review(town, people)
        await no_message_twice([people.carla, people.petra, people.coordinator], deeds=town.process.kills)
        assert "Traceback" not in town.process.log


async def start(town: KilledTown, people: Network) -> None:
    for label in ("Mehr", "Es klappt nicht"):
        await people.petra.taps(label)
    await town.dies_while(people.petra, "Kontakt abgebrochen")
    assert town.rows("SELECT state, trigger FROM failure_runs") == [("running", "contact_lost")]
    assert town.rows("SELECT count(*), count(DISTINCT number) FROM failure_steps") == [(7, 7)]
    assert town.rows("SELECT count(*) FROM timers WHERE kind = 'failure_step'") == [(7,)]
    await people.carla.shows("Verfahren gestartet")
    await people.coordinator.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt")


async def step(town: KilledTown, people: Network) -> None:
    """The landlord lets its steps rest, which the others are told."""
    await people.carla.taps("Verfahren")
    await people.carla.taps("2")
    await town.dies_while(people.carla, "Ruhen, bis es geklärt ist")
    assert town.rows("SELECT state, result FROM failure_steps WHERE number = 2") == [("done", "held")]
    assert town.rows("SELECT count(*) FROM events WHERE kind = 'failure_step'") == [(1,)]
    assert town.rows("SELECT count(*) FROM timers WHERE kind = 'failure_step'") == [(6,)]
    await people.petra.shows("Schritte gegen das Mietverhältnis ruhen lassen: Ruhen, bis es geklärt ist")
    await people.coordinator.shows("Scheitern-Verfahren: 1 von 7 Schritten erledigt")


async def review(town: KilledTown, people: Network) -> None:
    """The bot dies over the tap that ends the run: there is one review, and every side is told."""
    ((code,),) = town.rows("SELECT code FROM cases")
    await people.petra.sends(f"/scheitern {code}")
    await people.petra.taps("Zurück zur normalen Arbeit")
    await town.dies_while(people.petra, "Anders vereinbart")
    assert town.rows("SELECT state, why FROM failure_runs") == [("returned", "agreed_otherwise")]
    assert town.rows("SELECT state FROM failure_reviews") == [("open",)]
    kinds = town.rows("SELECT kind FROM timers WHERE kind LIKE 'failure%'")
    assert kinds == [("failure_review",)], "nothing of the run falls due any more"
    await people.carla.shows("zurück zur normalen Arbeit", "Anders vereinbart")


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_projects_run_survives(tmp_path: Path, moment: str) -> None:
    """On an agreement: begun once, told to every partner, each step settled once."""
    async with killed_town(tmp_path, moment) as (town, people):
        let_sign(town.database)
        await propose(town, people)
        await confirm(town, people)
        await people.petra.sends("/scheitern")
        await people.petra.taps("1")
        await town.dies_while(people.petra, "Ein Partner steigt aus")
        runs = town.rows("SELECT state, trigger, case_id FROM failure_runs")
        assert runs == [("running", "partner_leaves", None)]
        await people.carla.shows("Verfahren gestartet", "Petra Nord")
        await people.carla.shows("Vermieter zuerst anrufen", "Scheitern-Verfahren: 0 von")
        assert town.rows("SELECT count(*), count(DISTINCT chat) FROM cards WHERE run IS NOT NULL") == [(3, 3)]
        await people.petra.sends("/scheitern")
        for label in ("1", "1"):
            await people.petra.taps(label)
        await town.dies_while(people.petra, "Erreicht")
        done = town.rows("SELECT number, result FROM failure_steps WHERE state = 'done'")
        assert done == [(1, "reached")]
        await people.carla.shows("Vermieter zuerst anrufen: Erreicht")
        phones = [people.carla, people.petra, people.coordinator]
        await no_message_twice(phones, deeds=town.process.kills)
        assert "Traceback" not in town.process.log
