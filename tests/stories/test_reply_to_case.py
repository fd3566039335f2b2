"""A professional answers one of the bot's messages."""

from domain.model.case import Case
from domain.model.ids import ChatId
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network
from tests.stories.talk import notes_of, talking
from tests.stories.town import Town

ANSWER = "Unterlagen kommen morgen."


async def test_a_reply_to_a_note_is_a_note_on_the_same_case(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Bitte um Rückruf")
    got = await people.petra.sees("MI-7KQ4: Nachricht von Anna Alt")
    await people.petra.sends(ANSWER, reply_to=got["message_id"])
    await people.petra.sees(f"So geht es an Anna Alt: „{ANSWER}“")
    await people.petra.taps("Nein, senden")
    await people.anna.shows("MI-7KQ4: Nachricht von Petra Nord", f"„{ANSWER}“")
    assert len(await notes_of(town, case)) == 2


async def test_a_reply_to_the_card_is_a_note_on_its_case(town: Town) -> None:
    people, _ = await talking(town)
    card = await people.anna.shows("MI-7KQ4: übernommen")
    await people.anna.sends(ANSWER, reply_to=card["message_id"])
    await people.anna.sees(f"So geht es an Petra Nord: „{ANSWER}“")


async def test_a_name_in_a_reply_is_stopped(town: Town) -> None:
    people, case = await talking(town)
    card = await people.anna.shows("MI-7KQ4: übernommen")
    await people.anna.sends("Familie Kowalski ist ausgezogen", reply_to=card["message_id"])
    await people.anna.sees("Nicht gesendet", "einen Namen", "Anrufen")
    await people.anna.hides("Kowalski")
    assert await notes_of(town, case) == []


async def test_where_texts_may_not_go_phrases_are_offered(town: Town) -> None:
    people, case = await talking(town, consent="written_to", basis="legitimate_interest")
    card = await people.petra.shows("MI-7KQ4: bei Ihnen")
    await people.petra.sends(ANSWER, reply_to=card["message_id"])
    await people.petra.sees("Freier Text geht hier nicht hinaus", "Bitte um Rückruf")
    await people.petra.taps("Bitte um Rückruf")
    await people.anna.shows("„Bitte um Rückruf“")
    assert await notes_of(town, case) == [(None, "sent")]


async def test_a_reply_to_a_list_asks_which_case(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: _second(work, people))
    greeting = await people.anna.shows("Guten Tag, Anna Alt")
    await people.anna.sends(ANSWER, reply_to=greeting["message_id"])
    await people.anna.sees("Zu welchem Fall", "MI-7KQ4 · Kündigung · Espelkamp", "MI-2HXR")
    await people.anna.taps("MI-7KQ4 ·")
    await people.anna.shows(f"So geht es an Petra Nord: „{ANSWER}“")
    await people.anna.taps("Nein, senden")
    assert await notes_of(town, case) == [(ANSWER, "sent")]


async def test_while_the_case_is_asked_for_another_text_takes_the_place_of_the_first(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: _second(work, people))
    greeting = await people.anna.shows("Guten Tag, Anna Alt")
    await people.anna.sends("Bitte rufen Sie an.", reply_to=greeting["message_id"])
    await people.anna.sees("Zu welchem Fall")
    await people.anna.sends(ANSWER)
    await people.anna.sees("Zu welchem Fall")
    await people.anna.taps("MI-7KQ4 ·")
    await people.anna.taps("Nein, senden")
    assert await notes_of(town, case) == [(ANSWER, "sent")]


async def test_a_name_is_stopped_while_the_case_is_asked_for(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: _second(work, people))
    greeting = await people.anna.shows("Guten Tag, Anna Alt")
    await people.anna.sends(ANSWER, reply_to=greeting["message_id"])
    await people.anna.sees("Zu welchem Fall")
    await people.anna.sends("Familie Kowalski ist ausgezogen")
    await people.anna.sees("Nicht gesendet", "einen Namen")
    await people.anna.hides("Kowalski")
    assert await notes_of(town, case) == []


def _second(work: SqliteWork, people: Network) -> Case:
    case = cases.notice(people, work, code="MI-2HXR")
    cases.sit(work, people, case, Seat.LANDLORD, people.anna.person)
    cases.taken(work, people, case, people.petra.person)
    return case


async def test_whoever_has_no_case_is_told_so(town: Town) -> None:
    people, _ = await talking(town)
    greeting = await people.jana.shows("Guten Tag, Jana Jung")
    await people.jana.sends(ANSWER, reply_to=greeting["message_id"])
    await people.jana.shows("Das habe ich nicht verstanden.")


async def test_a_reply_never_reaches_a_case_of_others(town: Town) -> None:
    """The same message number in somebody else's chat speaks of nothing there."""
    people, case = await talking(town)
    card = await people.anna.shows("MI-7KQ4: übernommen")
    stored = await town.do(lambda work: work.outbox.spoken(ChatId(people.anna.chat), card["message_id"]))
    assert stored is not None
    assert stored.case_id == case.id
    assert (
        await town.do(lambda work: work.outbox.spoken(ChatId(people.jana.chat), card["message_id"])) is None
    )
