"""The help side answers what is still open, one tap each."""

from tests.stories.cases import begun, stored
from tests.stories.town import Town


async def test_one_tap_each_and_the_card_again(town: Town) -> None:
    people, case = await begun(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Noch offen (8)")
    await people.petra.shows("MI-7KQ4: noch offen: 8", "durch Nachzahlung geheilt?")
    answers = ("Nein", "Ja, wenn gezahlt wird", "Rente", "Direktzahlung", "2", "Unbekannt", "Nein", "Gut")
    for answer in answers:
        await people.petra.taps(answer)
    assert people.petra.toast == "Alles beantwortet."
    await people.petra.shows("MI-7KQ4: bei Ihnen", "Kontakt hergestellt")
    assert (await stored(town, case)).follow_up["income"] == "pension"
    await people.petra.taps("Mehr")
    await people.petra.hides("Noch offen")


async def test_a_question_can_wait(town: Town) -> None:
    people, case = await begun(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Noch offen (8)")
    await people.petra.taps("Später")
    await people.petra.shows("MI-7KQ4: noch offen: 7", "das Mietverhältnis fortzusetzen?")
    await people.petra.taps("Nein")
    assert dict((await stored(town, case)).follow_up) == {"landlord_continues": "no"}


async def test_given_answers_stay_visible_and_stay_with_the_help_side(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Noch offen")
    await people.petra.taps("Ja")
    await people.petra.shows("Schonfrist in 2 Jahren genutzt: Ja")
    await people.carla.taps("Mehr")
    await people.carla.hides("Noch offen", "Schonfrist")


async def test_an_eviction_asks_for_its_hour_first(town: Town) -> None:
    people, case = await begun(town)
    for label in ("Mehr", "Stand ändern", "Räumungstermin", "3", "Mehr", "Noch offen", "9 Uhr"):
        await people.petra.taps(label)
    assert (await stored(town, case)).follow_up["eviction_hour"] == "09"
