"""kill -9 in the middle of an agreement: proposed once, signed once by each, handed over once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.kills.test_kill_main_job import MOMENTS, KilledTown, killed_town, no_message_twice
from tests.stories.network import Network
from tests.stories.reports import WALK_A, walk

AGREED = tuple("Ja, mit Einwilligung" if one.startswith("Angeschrieben") else one for one in WALK_A)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_an_agreement_survives(tmp_path: Path, moment: str) -> None:
    async with killed_town(tmp_path, moment) as (town, people):
        let_sign(town.database)
        await propose(town, people)
        await confirm(town, people)
        await bind(town, people)
        await hand_over(town, people)
        phones = [people.carla, people.petra, people.jana]
        await no_message_twice(phones, deeds=town.process.kills)
        assert "Traceback" not in town.process.log


def let_sign(database: Path) -> None:
    """Petra and Jana sign for their partners; Jana answers at hers for everything."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE people SET role = 'lead' WHERE name IN ('Petra Nord', 'Jana Jung')")
        connection.execute(
            "UPDATE partners SET main_contact = (SELECT id FROM people WHERE name = 'Jana Jung') "
            "WHERE name = 'Jobcenter Mitte'"
        )


async def propose(town: KilledTown, people: Network) -> None:
    await people.petra.sends("/vereinbarung")
    for label in ("Neue Vereinbarung", "Projekt mit Nachsorge", "Wohnhaus Minden", "Anlegen", "Vorschlagen"):
        await people.petra.taps(label)
    await town.dies_while(people.petra, "Ja, vorschlagen")
    assert town.rows("SELECT state FROM agreement_versions") == [("proposed",)]
    assert len(town.rows("SELECT id FROM agreement_signatures")) == 1
    await people.carla.shows("Vereinbarung vorgeschlagen")


async def confirm(town: KilledTown, people: Network) -> None:
    await people.carla.taps("Bestätigen")
    await town.dies_while(people.carla, "Ja, bestätigen")
    assert town.rows("SELECT state FROM agreement_versions") == [("in_force",)]
    assert len(town.rows("SELECT id FROM agreement_signatures")) == 2
    kinds = {kind for (kind,) in town.rows("SELECT kind FROM timers WHERE kind LIKE 'agreement%'")}
    assert kinds == {"agreement_guard", "agreement_ends", "agreement_balance"}
    await people.petra.shows("Vereinbarung gilt, Version 1")


async def bind(town: KilledTown, people: Network) -> None:
    await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
    await town.dies_while(people.petra, "Ich übernehme")
    assert len(town.rows("SELECT id FROM case_agreements")) == 1


async def hand_over(town: KilledTown, people: Network) -> None:
    await people.petra.sends("/vereinbarung")
    for label in ("1", "Wer danach da ist", "Übergeben (Fachstelle Nord)", "Jobcenter Mitte"):
        await people.petra.taps(label)
    await people.jana.shows("Bitte um Übernahme von Fachstelle Nord")
    await town.dies_while(people.jana, "Wir übernehmen")
    assert town.rows("SELECT state FROM agreement_handovers") == [("accepted",)]
    ((name,),) = town.rows(
        "SELECT p.name FROM seats s JOIN people p ON p.id = s.holder WHERE s.seat = 'help'"
    )
    assert name == "Jana Jung"
    await people.carla.shows("Danach da: Jobcenter Mitte")
