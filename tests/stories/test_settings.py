"""Working days, the hour of the digest, the language; what help says."""

from domain.model.people import Role
from handlers.commands import COMMANDS, commands_for
from tests.stories.network import network
from tests.stories.town import Town


async def test_settings_are_changed_in_one_message(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/einstellungen")
    await people.anna.sees("✓ Mo", "✓ Di", "✓ Mi", "✓ Do", "✓ Fr", "✓ 8 Uhr", "✓ Deutsch")
    await people.anna.taps("✓ Mi")
    await people.anna.taps("7 Uhr")
    await people.anna.taps("English")
    await people.anna.shows("✓ Mon", "✓ Fri", "✓ 7:00", "✓ English")
    await people.anna.taps("Done")
    await people.anna.shows("Working days: Mon, Tue, Thu, Fri. Daily overview at 7:00.")
    await people.anna.sees_nothing()
    await people.anna.sends("/hilfe")
    await people.anna.sees("What would you like to do?")


async def test_one_working_day_must_remain(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/einstellungen")
    for day in ("✓ Mo", "✓ Di", "✓ Mi", "✓ Do"):
        assert await people.anna.taps(day) == ""
    assert await people.anna.taps("✓ Fr") == "Ein Arbeitstag muss bleiben."


async def test_what_is_held_back_leaves_on_the_next_working_day(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einstellungen")
    await people.coordinator.taps("✓ Mo")
    await people.coordinator.reads_all()
    await town.client.block(people.anna.user, 4242424242)
    await town.settle()
    await people.coordinator.sees_nothing()
    await town.forward(hours=23)
    await people.coordinator.sees("Nicht erreichbar: Anna Alt")


async def test_help_names_every_command_of_the_role_and_no_other(town: Town) -> None:
    people = await network(town)
    for phone, role in (
        (people.anna, Role.MEMBER),
        (people.carla, Role.LEAD),
        (people.coordinator, Role.COORDINATOR),
    ):
        await phone.sends("/hilfe")
        text = (await phone.sees("Was möchten Sie tun?"))["text"]
        named = {line.split(":")[0] for line in text.splitlines() if line.startswith("/")}
        assert named == {f"/{name}" for name in commands_for(role)}
    assert set(commands_for(Role.COORDINATOR)) == set(COMMANDS)
