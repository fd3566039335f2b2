"""kill -9 in the middle of a partner's leaving: entered once, everybody told, taken over once, gone once."""

from pathlib import Path

import pytest

from tests.kills.test_kill_agreement import AGREED, confirm, let_sign, propose
from tests.kills.test_kill_main_job import MOMENTS, KilledTown, killed_town, no_message_twice
from tests.stories.network import Network
from tests.stories.reports import walk


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_partner_that_leaves_survives(tmp_path: Path, moment: str) -> None:
    async with killed_town(tmp_path, moment) as (town, people):
        let_sign(town.database)
        await propose(town, people)
        await confirm(town, people)
        await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
        await people.petra.taps("Ich übernehme")
        await announce(town, people)
        await hand_over(town, people)
        await no_message_twice([people.carla, people.petra, people.jana], deeds=town.process.kills)
        assert "Traceback" not in town.process.log


async def announce(town: KilledTown, people: Network) -> None:
    """The partner, its agreement's end, the proposal and the timers are one deed."""
    await people.coordinator.sends("/verzeichnis")
    for label in ("Ändern", "Fachstelle Nord", "Angaben ändern", "Partner scheidet aus", "23.12.2026"):
        await people.coordinator.taps(label)
    await town.dies_while(people.coordinator, "Ja, scheidet aus")
    assert town.rows("SELECT name, active FROM partners WHERE leaves_on = '2026-12-23'") == [
        ("Fachstelle Nord", 1)
    ]
    assert town.rows("SELECT ends_on, end_reason FROM agreements") == [("2026-12-23", "partner_leaves")]
    assert town.rows("SELECT state, trigger FROM failure_runs") == [("proposed", "partner_leaves")]
    assert town.rows("SELECT count(*) FROM timers WHERE kind LIKE 'partner_%'") == [(2,)]
    assert town.rows("SELECT count(*) FROM journal WHERE kind = 'partner_leaves'") == [(1,)]
    for phone in (people.carla, people.petra):
        await phone.shows("Fachstelle Nord scheidet aus dem Netzwerk aus")


async def hand_over(town: KilledTown, people: Network) -> None:
    await people.petra.taps("Übergeben (Fachstelle Nord)")
    await people.petra.taps("Jobcenter Mitte")
    await people.jana.shows("Bitte um Übernahme von Fachstelle Nord")
    await town.dies_while(people.jana, "Wir übernehmen")
    assert town.rows("SELECT state, agreement FROM agreement_handovers") == [("accepted", None)]
    ((name,),) = town.rows(
        "SELECT p.name FROM seats s JOIN people p ON p.id = s.holder WHERE s.seat = 'help'"
    )
    assert name == "Jana Jung"
    await people.carla.shows("Jobcenter Mitte übernimmt von Fachstelle Nord")
