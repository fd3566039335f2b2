"""A professional takes a note back."""

from domain.model.case import EventKind
from tests.stories.talk import notes_of, talking
from tests.stories.town import Phone, Town

HARMLESS = "Wir warten mit der Klage bis 15.12."


async def write(phone: Phone, text: str = HARMLESS) -> int:
    """A free text, previewed and sent; gives the typed message."""
    await phone.taps("Nachricht")
    await phone.taps("Freier Text")
    typed = await phone.sends(text)
    await phone.taps("Nein, senden")
    return typed


async def test_a_note_is_withdrawn_from_both_chats_and_from_the_database(town: Town) -> None:
    people, case = await talking(town)
    await write(people.anna)
    await people.petra.shows(HARMLESS)
    await town.forward(days=60)
    await people.anna.taps("Zurückziehen")
    await people.petra.hides(HARMLESS)
    await people.petra.shows("MI-7KQ4: Nachricht zurückgezogen.")
    await people.anna.shows("MI-7KQ4: Nachricht zurückgezogen.")
    assert await notes_of(town, case) == [(None, "withdrawn")]
    last = await town.do(lambda work: work.events.last(case.id, EventKind.NOTE_WITHDRAWN))
    assert last is not None


async def test_a_note_that_has_not_left_is_never_sent(town: Town) -> None:
    people, _ = await talking(town)
    await town.forward(hours=10)
    await write(people.anna)
    await people.anna.taps("Zurückziehen")
    await town.forward(days=1)
    await people.petra.hides("Nachricht von Anna Alt", "zurückgezogen")


async def test_an_edit_goes_nowhere_and_offers_to_withdraw(town: Town) -> None:
    people, case = await talking(town)
    typed = await write(people.anna)
    await town.client.edit(people.anna.user, people.anna.chat, typed, "Herr Kowalski zahlt nicht")
    await town.settle()
    prompt = await people.anna.shows("Änderungen gehen nicht hinaus. Nachricht zurückziehen?")
    await people.petra.hides("Kowalski")
    assert await notes_of(town, case) == [(HARMLESS, "sent")]
    await people.anna.taps("Zurückziehen", message=prompt["message_id"])
    await people.petra.shows("Nachricht zurückgezogen.")
    await people.anna.hides("Zugestellt")


async def test_an_edit_of_anything_else_is_not_answered(town: Town) -> None:
    people, _ = await talking(town)
    typed = await people.anna.sends("hallo")
    await people.anna.reads_all()
    await town.client.edit(people.anna.user, people.anna.chat, typed, "hallo nochmal")
    await town.settle()
    await people.anna.sees_nothing()


async def test_withdrawing_twice_changes_nothing(town: Town) -> None:
    people, case = await talking(town)
    typed = await write(people.anna)
    await town.client.edit(people.anna.user, people.anna.chat, typed, "anders")
    await town.settle()
    prompt = await people.anna.shows("Änderungen gehen nicht hinaus")
    await people.anna.taps("Zurückziehen", message=prompt["message_id"])
    assert await notes_of(town, case) == [(None, "withdrawn")]
    await town.client.edit(people.anna.user, people.anna.chat, typed, "noch einmal anders")
    await people.anna.reads_all()
    await town.settle()
    await people.anna.sees_nothing()
