"""A member practises a report."""

from tests.stories.network import network
from tests.stories.town import Town


async def test_a_practice_report_is_answered_by_the_bot_and_gone_after_an_hour(town: Town) -> None:
    people = await network(town)
    before = len(await people.anna.messages())
    await people.anna.sends("/start")
    await people.anna.taps("Probe-Meldung")
    await people.anna.taps("Kündigung")
    await people.anna.taps("An Kurze Wege (Probe) senden")
    await people.anna.shows("UEB-", "gesendet", "Merkwort")
    await people.anna.shows("UEB-", "übernommen", "Kurze Wege (Probe) meldet sich bis Di 24.11., 9:00.")
    for phone in (people.carla, people.petra, people.coordinator):
        await phone.sees_nothing()

    await town.forward(minutes=59)
    await people.anna.shows("UEB-", "übernommen")
    await town.forward(minutes=2)
    await people.anna.hides("UEB-", "Probe-Meldung, Schritt")
    assert len(await people.anna.messages()) == before + 2  # /start and its answer
    rows = await town.do(lambda work: work.connection.execute("SELECT count(*) FROM cases").fetchone())
    assert rows[0] == 0


async def test_a_practice_case_is_in_no_list_and_nobody_can_do_anything_on_it(town: Town) -> None:
    people = await network(town)
    await people.anna.taps("Probe-Meldung")
    await people.anna.taps("Mietrückstand")
    await people.anna.taps("An Kurze Wege")
    case = (await town.do(lambda work: work.cases.where("practice")))[0]
    assert await town.do(lambda work: work.cases.open()) == ()
    await people.anna.reads_all()
    await people.anna.sends("/faelle")
    await people.anna.hides(f"{case.code} ·")
    await people.anna.reads_all()
    await people.coordinator.sends(f"/fall {case.code}")
    await people.coordinator.sees("Diesen Code gibt es nicht.")


async def test_three_at_a_time_are_enough(town: Town) -> None:
    people = await network(town)
    for _ in range(3):
        await people.anna.taps("Probe-Meldung")
        await people.anna.taps("Räumungstermin")
        await people.anna.taps("An Kurze Wege")
    await people.anna.taps("Probe-Meldung")
    await people.anna.taps("Räumungstermin")
    assert "Mehr als 3" in await people.anna.taps("An Kurze Wege")
