"""Whatever is not asked for gets one short answer, is not opened, not kept, and changes nothing."""

import pytest

from tests.stories.network import network
from tests.stories.staff_group import everything_stored
from tests.stories.town import Town

FILES = "Bilder, Sprachnachrichten und Dateien kann ich nicht annehmen. Ich habe sie nicht geöffnet."


@pytest.mark.parametrize(
    "kind", ["voice", "photo", "document", "sticker", "video", "audio", "location", "poll", "dice"]
)
async def test_what_is_no_text_is_deleted_and_answered_once(town: Town, kind: str) -> None:
    people = await network(town)
    sent = await town.client.file(people.anna.user, people.anna.chat, b"canary", "Mueller.bin", kind=kind)
    await town.settle()
    await people.anna.sees(FILES)
    await people.anna.sees_nothing()
    assert sent["message_id"] not in [one["message_id"] for one in await people.anna.messages()]
    assert "getFile" not in [one["method"] for one in await town.client.calls()]


async def test_contacts_of_others_are_not_taken(town: Town) -> None:
    people = await network(town)
    await town.client.file(
        people.anna.user, people.anna.chat, kind="contact", phone_number="01701234567", first_name="Canaria"
    )
    await town.settle()
    await people.anna.sees("Bitte keine Kontakte von Mietern senden.")
    assert "Canaria" not in await everything_stored(town)


async def test_forwarded_and_quoted_words_are_turned_away_in_every_dialogue(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einladen")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Neue Person")
    await people.coordinator.reads_all()
    answer = int((await people.coordinator.messages())[-1]["message_id"])
    for options in (
        {"forward_from_name": "Canaria Vogel"},
        {"quote": "Canaria", "reply_to": answer},
        {"via_bot": 4242424242},
    ):
        message = await people.coordinator.sends("Canaria Vogel", **options)
        await people.coordinator.sees("Weitergeleitete Nachrichten und Zitate kann ich nicht annehmen.")
        assert message not in [one["message_id"] for one in await people.coordinator.messages()]
    assert "Canaria" not in await everything_stored(town)


async def test_five_thousand_characters_are_too_many(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("Canaria " * 625)
    await people.anna.sees("Das ist zu lang.")
    assert "Canaria" not in await everything_stored(town)


async def test_an_unknown_command_points_to_help(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/zauberei jetzt")
    await people.anna.sees("Diesen Befehl kenne ich nicht. /hilfe zeigt, was möglich ist.")


async def test_an_edit_changes_nothing(town: Town) -> None:
    people = await network(town)
    message = await people.anna.sends("/hilfe")
    await people.anna.sees("Was möchten Sie tun?")
    await town.client.edit(people.anna.user, people.anna.chat, message, "/start Canaria")
    await town.settle()
    await people.anna.sees_nothing()
    assert "Canaria" not in await everything_stored(town)


async def test_an_old_button_answers_and_changes_nothing(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einladen")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Neue Person")
    await people.coordinator.sends("Nina Neu")
    roles = (await people.coordinator.messages())[-1]["message_id"]
    await people.coordinator.taps("Abbrechen", message=roles)
    await people.coordinator.sends("/einladen")
    await people.coordinator.reads_all()
    assert [one.name for one in await town.do(lambda work: work.people.all())].count("Nina Neu") == 0


async def test_a_name_that_nobody_asked_for_is_taken_out_of_the_chat(town: Town) -> None:
    people = await network(town)
    message = await people.anna.sends("Frau Canaria wohnt jetzt woanders")
    await people.anna.sees("Gelöscht und nicht gespeichert", "einen Namen")
    assert message not in [one["message_id"] for one in await people.anna.messages()]
    assert "Canaria" not in await everything_stored(town)


async def test_text_that_nobody_asked_for_is_not_kept(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("canaria ist umgezogen")
    await people.anna.sees("Das habe ich nicht verstanden. Was möchten Sie tun?", "Neue Meldung")
    assert "canaria" not in await everything_stored(town)
