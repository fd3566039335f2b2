"""Somebody says that it does not work."""

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
