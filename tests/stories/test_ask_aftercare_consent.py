"""[Noch fragen] at closing: the help side is asked again after five working days."""

from domain.model.case import Answer
from domain.model.check_in import Question
from domain.model.stage import Seat
from tests.stories.aftercare import check_in, closed, jump, until
from tests.stories.network import network
from tests.stories.town import Town


async def test_two_yes_let_the_landlord_be_asked_how_things_are(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.LATER, None))
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).question is Question.NEED
    await until(town, "30.11.2026", "9:01")
    await people.petra.sees(
        "MI-7KQ4: Nachsorge noch zu klären",
        "Ist der Haushalt mit Nachsorge einverstanden?",
        "Ja",
        "Nein",
        "Noch fragen",
    )
    await people.petra.taps("Ja")
    await people.petra.shows("Nachsorge geklärt")
    await town.everything_is_read()


async def test_the_second_question_follows_a_yes(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.LATER, Answer.LATER))
    await until(town, "30.11.2026", "9:01")
    await people.petra.sees("Ist der Haushalt mit Nachsorge einverstanden?")
    await people.petra.taps("Ja")
    await people.petra.shows("Darf dabei auch der Vermieter gefragt werden?")
    await people.petra.taps("Ja")
    await people.petra.shows("MI-7KQ4: Nachsorge geklärt", "Beide Seiten werden gefragt.")
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).question is Question.SITUATION


async def test_no_ends_the_questions_to_the_help_side(town: Town) -> None:
    people = await network(town)
    await closed(town, people, consent=(Answer.LATER, None))
    await until(town, "30.11.2026", "9:01")
    await people.petra.sees("Nachsorge noch zu klären")
    await people.petra.taps("Nein")
    await people.petra.shows("Es wird nicht nach dem Haushalt gefragt.")
    await until(town, "4.12.2026")
    await people.petra.sees_nothing()
    await people.carla.sees("Brauchen Sie etwas von uns?")


async def test_it_is_asked_three_times_at_most(town: Town) -> None:
    people = await network(town)
    await closed(town, people, consent=(Answer.LATER, None))
    for day in ("30.11.2026", "7.12.2026", "14.12.2026", "21.12.2026", "29.12.2026"):
        await jump(town, day, "9:30")
    asked = [
        one for one in await people.petra.messages() if "Nachsorge noch zu klären" in (one.get("text") or "")
    ]
    assert len(asked) == 3
