"""Before accepting somebody asks back, and is answered, in codes."""

from domain.model.case import EventKind
from tests.stories.network import network
from tests.stories.requests import asked
from tests.stories.town import Town


async def test_a_question_and_its_answer_go_to_whom_they_concern(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Rückfrage")
    await people.petra.taps("Andere Stelle dabei?")
    await people.petra.sees("MI-7KQ4: Rückfrage gestellt", "Die Frist läuft weiter")
    await people.anna.sees(
        "MI-7KQ4: Rückfrage", "Petra Nord, Fachstelle Nord", "Ist schon eine andere Stelle"
    )
    await people.anna.taps("Nein")
    await people.anna.shows("MI-7KQ4: beantwortet", "Petra Nord hat Ihre Antwort")
    await people.petra.sees("MI-7KQ4: Antwort auf Ihre Rückfrage", "beteiligt? Nein", "Ich übernehme")
    events = await town.do(lambda work: work.events.of_case(referral.case_id))
    kinds = [event.kind for event in events]
    assert EventKind.QUESTION_ASKED in kinds
    assert EventKind.QUESTION_ANSWERED in kinds
    await town.everything_is_read()


async def test_the_same_question_is_not_asked_twice(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    for _ in range(2):
        await people.petra.taps("Rückfrage")
        await people.petra.taps("Bis wann?")
    assert people.petra.toast == "Diese Rückfrage ist schon gestellt."
    await people.anna.sees("Bis wann wird eine Antwort gebraucht?")
    await people.anna.sees_nothing()


async def test_a_request_to_call_brings_the_number(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Rückfrage")
    await people.petra.taps("Bitte um Rückruf")
    await people.anna.sees("Bitte um Rückruf.", "05731 1000", "Ich rufe heute an")
    await people.anna.taps("Bitte rufen Sie mich an")
    await people.petra.reads_all()
    await people.petra.shows("Antwort auf Ihre Rückfrage", "05731 1000")


async def test_an_answer_after_the_acceptance_comes_too_late(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Rückfrage")
    await people.petra.taps("Bis wann?")
    await people.petra.taps("Ich übernehme")
    question = await people.anna.shows("Bis wann wird eine Antwort gebraucht?")
    toast = await people.anna.taps("Heute", message=question["message_id"])
    assert toast == "Das ist schon erledigt."
