"""Somebody says that it does not work: the door to a failure run, and everybody speaks within a day."""

from dataclasses import replace

from domain.model.case import Case, CaseState
from storage.work import SqliteWork
from tests.stories.talk import talking
from tests.stories.town import Phone, Town

PLAIN = "Die Zusammenarbeit klappt nicht"


async def says(phone: Phone, what: str = PLAIN) -> None:
    for label in ("Mehr", "Es klappt nicht", what):
        await phone.taps(label)


async def test_both_contacts_and_the_coordinator_are_asked_to_speak(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Mehr")
    await people.anna.taps("Es klappt nicht")
    await people.anna.shows("MI-7KQ4: Was ist passiert?", PLAIN, "Kontakt abgebrochen", "Zurück")
    await people.coordinator.sees_nothing()
    await people.anna.taps(PLAIN)
    await people.anna.sees(
        "MI-7KQ4: Verfahren gestartet", "bis Di 24.11., 9:00", "Carla Cent", "Petra Nord", "Karin Kurz"
    )
    for phone in (people.carla, people.coordinator):
        told = await phone.shows(
            "MI-7KQ4: Verfahren gestartet", "Wohnhaus Minden meldet", "Petra Nord", "05731"
        )
        assert "Kündigung" not in told["text"]
    await people.petra.shows("MI-7KQ4: Verfahren gestartet", "Carla Cent, Wohnhaus Minden: 05731 1000")
    await people.bernd.sees_nothing()


async def test_whoever_has_no_number_is_named_without_one(town: Town) -> None:
    people, _ = await talking(town)

    def forget(work: SqliteWork) -> None:
        (karin,) = work.people.coordinators()
        work.people.save(replace(karin, phone="", hours=""))

    await town.do(forget)
    await says(people.petra)
    told = await people.petra.shows("MI-7KQ4: Verfahren gestartet")
    assert told["text"].endswith("\nKarin Kurz, Koordinationsstelle")


async def test_it_is_started_once(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.sends("/scheitern MI-7KQ4")
    door = await people.anna.with_button(PLAIN)
    await says(people.petra)
    await people.carla.reads_all()
    assert "läuft schon" in await people.anna.taps(PLAIN, message=door)
    await people.carla.sees_nothing()
    await people.petra.taps("Mehr")
    await people.petra.hides("Es klappt nicht")


async def test_after_a_withdrawal_the_landlord_hears_nothing(town: Town) -> None:
    people, _ = await talking(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Einwilligung widerrufen")
    await says(people.petra)
    await people.coordinator.shows("MI-7KQ4: Verfahren gestartet")
    await people.carla.sees_nothing()
    await people.anna.hides("Scheitern")
    await people.anna.sends("/scheitern MI-7KQ4")
    await people.anna.shows("Der Austausch zu diesem Fall ist beendet.")


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
