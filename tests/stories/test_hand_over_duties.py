"""A member leaves with open cases: whoever has them now is asked; the coordinator hears No and silence."""

from dataclasses import replace

from domain.model.case import Case
from domain.model.handover import HandoverState
from domain.model.stage import Seat
from domain.services import leaving
from storage.work import SqliteWork
from tests.stories.agreements import read
from tests.stories.cases import begun
from tests.stories.commitments import turn
from tests.stories.network import Network
from tests.stories.town import Town


async def left(town: Town) -> tuple[Network, Case]:
    """Petra has left; Quirin, her deputy, has her case."""
    people, case = await begun(town)
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Petra Nord")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.taps("Ja, Zugang beenden")
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.quirin.person
    return people, case


async def test_the_heir_is_asked_and_takes_it(town: Town) -> None:
    people, _ = await left(town)
    await people.quirin.shows(
        "Übergabe von Petra Nord an Quirin Quast\noffene Fälle: 1\nBetroffen: MI-7KQ4",
        "Können Sie das übernehmen?",
        "Das übernehme ich",
    )
    await people.coordinator.shows("Übergabe von Petra Nord an Quirin Quast", "Die Antwort steht noch aus.")
    await people.carla.shows("Quirin Quast, Fachstelle Nord")
    await people.carla.sees(
        "Neue Ansprechperson: Quirin Quast\nFachstelle Nord, 05731 1000. Bisher: Petra Nord.\n"
        "Betroffen: MI-7KQ4"
    )
    await people.quirin.taps("Das übernehme ich")
    await people.quirin.shows("Danke. Das bleibt bei Ihnen.")
    await read(town)
    await town.forward(days=4)
    await people.coordinator.hides("hat noch nicht gesagt")
    (duty,) = await town.do(lambda work: [work.duty_handovers.get(1)])
    assert duty is not None
    assert duty.state is HandoverState.ACCEPTED


async def test_a_no_reaches_the_coordinator_and_the_case_stays_until_then(town: Town) -> None:
    people, case = await left(town)
    await people.quirin.taps("Das kann ich nicht")
    await people.quirin.shows("Die Koordination sucht mit Ihrer Leitung eine andere Lösung")
    await people.coordinator.shows("Quirin Quast kann das nicht übernehmen", "Betroffen: MI-7KQ4")
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.quirin.person


async def test_silence_reaches_the_coordinator_too(town: Town) -> None:
    people, _ = await left(town)
    await town.forward(days=3)
    await people.coordinator.shows("Quirin Quast hat noch nicht gesagt, ob das geht.")


async def test_after_a_withdrawal_the_landlord_hears_of_nobody_new(town: Town) -> None:
    people, case = await begun(town)
    petra = people.petra.person
    assert petra is not None

    def leaves(work: SqliteWork) -> None:
        work.cases.save(replace(case, withdrawn_at=work.now))
        leaving.end_access(work, turn(work, people.coordinator), petra)

    await town.do(leaves)
    await people.quirin.shows("Übergabe von Petra Nord an Quirin Quast")
    await people.carla.hides("Neue Ansprechperson")
