"""Somebody says that it does not work."""

from dataclasses import replace

from domain.model.case import Case, CaseState
from storage.work import SqliteWork
from tests.stories.talk import talking
from tests.stories.town import Town


async def test_both_contacts_and_the_coordinator_are_asked_to_speak(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Mehr")
    await people.anna.taps("Es klappt nicht")
    await people.anna.sees(
        "MI-7KQ4: Gespräch angefragt", "bis Di 24.11., 9:00", "Carla Cent", "Petra Nord", "Karin Kurz"
    )
    for phone in (people.carla, people.coordinator):
        told = await phone.sees(
            "MI-7KQ4: Gespräch gewünscht", "Wohnhaus Minden meldet", "Petra Nord", "05731"
        )
        assert "Kündigung" not in told["text"]
    await people.petra.shows("MI-7KQ4: Gespräch gewünscht", "Carla Cent, Wohnhaus Minden: 05731 1000")
    await people.bernd.sees_nothing()


async def test_once_a_day_is_enough(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Mehr")
    await people.anna.taps("Es klappt nicht")
    await people.carla.reads_all()
    await people.petra.taps("Mehr")
    assert "Heute sind schon alle gebeten worden" in await people.petra.taps("Es klappt nicht")
    await people.carla.sees_nothing()
    await town.forward(days=1)
    await people.petra.taps("Es klappt nicht")
    await people.carla.shows("Fachstelle Nord meldet")


async def test_after_a_withdrawal_the_landlord_hears_nothing(town: Town) -> None:
    people, _ = await talking(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Einwilligung widerrufen")
    await people.petra.taps("Mehr")
    await people.petra.taps("Es klappt nicht")
    await people.coordinator.shows("MI-7KQ4: Gespräch gewünscht")
    await people.carla.sees_nothing()


async def test_nobody_is_asked_to_speak_about_a_closed_case(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Mehr")
    message = await people.anna.shows("Es klappt nicht")
    await town.do(lambda work: _close(work, case))
    await people.anna.taps("Es klappt nicht", message=message["message_id"])
    for phone in (people.carla, people.coordinator):
        await phone.sees_nothing()


def _close(work: SqliteWork, case: Case) -> None:
    work.cases.save(replace(case, state=CaseState.CLOSED, closed_at=work.now))
