"""kill -9 in the middle of a commitment: offered once, accepted once, judged once, told to everybody."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.model.ids import PartnerId
from tests.kills.test_kill_main_job import MOMENTS, KilledTown, killed_town, no_message_twice
from tests.stories.commitments import WEEKLY
from tests.stories.network import Network
from tests.stories.reports import WALK_A, walk

AGREED = tuple("Ja, mit Einwilligung" if one.startswith("Angeschrieben") else one for one in WALK_A)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_commitment_survives(tmp_path: Path, moment: str) -> None:
    async with killed_town(tmp_path, moment) as (town, people):
        await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
        await people.petra.taps("Ich übernehme")
        await offer(town, people)
        await accept(town, people)
        await keep(town, people)
        await no_message_twice([people.carla, people.petra], deeds=town.process.kills)
        assert "Traceback" not in town.process.log


def nobody_is_here(town: KilledTown, partner: PartnerId) -> None:
    with closing(sqlite3.connect(town.database)) as connection, connection:
        connection.execute("UPDATE people SET telegram = NULL WHERE partner = ?", (partner,))


async def offer(town: KilledTown, people: Network) -> None:
    for label in (*WEEKLY, "24", "3 Monate", "zu den Sprechzeiten"):
        await people.petra.taps(label)
    await town.dies_while(people.petra, "Zusage anbieten")
    assert town.rows("SELECT state, offers FROM commitments") == [("offered", 1)]
    await people.carla.shows("Zusage angeboten", "Hausbesuch, jede Woche")


async def accept(town: KilledTown, people: Network) -> None:
    await town.dies_while(people.carla, "Annehmen")
    assert town.rows("SELECT state FROM commitments") == [("running",)]
    assert town.rows("SELECT state FROM commitment_dues") == [("planned",)]
    await people.petra.shows("Zusage gilt", "Hausbesuch")


async def keep(town: KilledTown, people: Network) -> None:
    """The next day both sides say how it went; the bot dies over the first answer."""
    await town.client.forward(24 * 3600)
    await town.settle()
    ((code,),) = town.rows("SELECT code FROM cases")
    await people.petra.sends(f"/zusage {code}")
    await people.petra.taps("1")
    await town.dies_while(people.petra, "Erfüllt")
    assert town.rows("SELECT state FROM commitment_dues") == [("said",)]
    await people.carla.shows("Zusage erfüllt?")
    await people.carla.taps("Erfüllt")
    assert town.rows("SELECT state FROM commitment_dues ORDER BY id") == [("kept",), ("planned",)]
    timers = town.rows("SELECT kind FROM timers WHERE kind LIKE 'commitment%'")
    assert len(timers) == len(set(timers)), "nothing is planned twice"


@pytest.mark.parametrize("moment", MOMENTS)
async def test_an_answer_by_telephone_survives(tmp_path: Path, moment: str) -> None:
    """Entered once, taken back once, declined once: the bot dies between each entry and its answer."""
    async with killed_town(tmp_path, moment) as (town, people):
        await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
        await people.petra.taps("Ich übernehme")
        nobody_is_here(town, people.landlord)
        for label in (*WEEKLY, "24", "3 Monate", "zu den Sprechzeiten", "Zusage anbieten"):
            await people.petra.taps(label)
        karin = people.coordinator
        await town.dies_while(karin, "Am Telefon angenommen")
        assert town.rows("SELECT state, proxy FROM commitments") == [("running", karin.person)]
        assert town.rows("SELECT state FROM commitment_dues") == [("planned",)]
        await karin.shows("am Telefon angenommen", "eingetragen von Karin Kurz")
        await town.dies_while(karin, "Rückgängig")
        assert town.rows("SELECT state, proxy FROM commitments") == [("offered", None)]
        await karin.taps("Am Telefon abgelehnt")
        await town.dies_while(karin, "Keine Kapazität")
        assert town.rows("SELECT state, proxy FROM commitments") == [("declined", karin.person)]
        kinds = town.rows("SELECT kind FROM events WHERE kind LIKE 'commitment%' ORDER BY id")
        assert [one for (one,) in kinds] == [
            "commitment_offered",
            "commitment_accepted_by_proxy",
            "commitment_declined_by_proxy",
        ]
        await no_message_twice([people.petra, people.coordinator], deeds=town.process.kills)
        assert "Traceback" not in town.process.log
