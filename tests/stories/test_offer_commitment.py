"""Help is offered, asked for, changed and answered, by taps; nobody answers for the other side."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.commitment import Between, Frequency, State, Terms
from domain.model.errors import NotAllowed
from domain.model.help_catalogue import Help
from domain.model.ids import CommitmentId
from domain.model.stage import Seat
from domain.services import commitments
from storage.work import SqliteWork
from tests.stories.cases import begun
from tests.stories.commitments import TOMORROW, WEEKLY, turn
from tests.stories.town import Phone, Town

NEEDS_CONSENT = "Ohne Einwilligung des Haushalts geht das nicht an den Vermieter."


async def offers_visits(phone: Phone) -> None:
    for label in (*WEEKLY, "24", "3 Monate", "zu den Sprechzeiten"):
        await phone.taps(label)
    await phone.shows("MI-7KQ4: stimmt das so?", "Hausbesuch, jede Woche", "Ab 24.11., bis 24.2.")
    await phone.taps("Zusage anbieten")


def refusal(work: SqliteWork, phone: Phone, identity: CommitmentId) -> str:
    """Why this member may not accept."""
    with pytest.raises(NotAllowed) as caught, work.apart():
        commitments.accept(work, turn(work, phone), identity, 1)
    return caught.value.detail


async def test_a_weekly_visit_is_offered_and_accepted(town: Town) -> None:
    people, _case = await begun(town)
    await offers_visits(people.petra)
    await people.petra.sees("MI-7KQ4: gesendet", "Hausbesuch. Die andere Seite antwortet.")
    await people.carla.sees(
        "MI-7KQ4: Zusage angeboten\nHausbesuch, jede Woche\nFachstelle Nord für Wohnhaus Minden\n"
        "Ab 24.11., bis 24.2.\nErfüllt heißt: der Besuch hat stattgefunden\n"
        "In Krisen erreichbar: zu den Sprechzeiten",
        "Annehmen",
        "Ändern",
        "Ablehnen",
    )
    await people.carla.taps("Annehmen")
    await people.carla.shows(
        "MI-7KQ4: Hausbesuch", "Zuständig: Petra Nord, Wohnungssicherung", "Stand: läuft"
    )
    await people.petra.sees("MI-7KQ4: Zusage gilt", "Hausbesuch, jede Woche")
    await people.petra.shows("Am Zug: Sie, Hausbesuch bis 24.11.", "Zusagen: 1 von Ihnen")
    await people.carla.shows("Am Zug: Fachstelle Nord, Hausbesuch bis 24.11.", "1 von Fachstelle Nord")


async def test_help_is_asked_for_and_declined_with_a_code(town: Town) -> None:
    people, _case = await begun(town)
    for label in (*WEEKLY[:3], "Wir bitten darum", "Mietverhältnis", "Rücknahme der Kündigung", "einmal"):
        await people.petra.taps(label)
    await people.petra.sends("3.12.")
    await people.petra.sees("stimmt das so?", "Am 3.12.", "Wohnhaus Minden für Fachstelle Nord")
    await people.petra.taps("Um Zusage bitten")
    await people.carla.sees("MI-7KQ4: Bitte um eine Zusage", "Rücknahme der Kündigung", "Wir sagen zu")
    await people.carla.taps("Ablehnen")
    await people.carla.shows("MI-7KQ4: Warum nicht?")
    await people.carla.taps("Keine Kapazität")
    await people.petra.sees("MI-7KQ4: Zusage nicht möglich", "Rücknahme der Kündigung: Keine Kapazität.")


async def test_accepted_with_a_change_means_that_the_other_side_answers(town: Town) -> None:
    people, case = await begun(town)
    await offers_visits(people.petra)
    await people.petra.sees("MI-7KQ4: gesendet")
    await people.carla.taps("Ändern")
    for label in ("alle 2 Wochen", "25", "4 Wochen", "Rückruf am nächsten"):
        await people.carla.taps(label)
    await people.carla.taps("So vorschlagen")
    await people.petra.sees(
        "MI-7KQ4: Zusage geändert vorgeschlagen", "alle 2 Wochen", "Ab 25.11.", "Wir sagen zu"
    )
    (made,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert (made.state, made.offers) == (State.OFFERED, 2)
    await people.carla.hides("Annehmen", "Wir sagen zu")
    refused = await town.do(lambda work: refusal(work, people.carla, made.id))
    assert refused == "commitment_answer"
    await people.petra.taps("Wir sagen zu")
    (made,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert made.state is State.RUNNING


async def test_a_button_under_an_earlier_offer_accepts_no_later_one(town: Town) -> None:
    people, case = await begun(town)
    await offers_visits(people.petra)
    first = await people.carla.with_button("Annehmen")
    found = await town.do(lambda work: work.commitments.of_case(case.id))
    made, weekly = found[0], Terms(help=Help.HOME_VISIT, frequency=Frequency.WEEKLY, first_on=TOMORROW)

    def to_and_fro(work: SqliteWork) -> None:
        for phone, weeks in ((people.carla, 8), (people.petra, 12)):
            terms = replace(weekly, ends_on=TOMORROW + timedelta(weeks=weeks))
            commitments.counter(work, turn(work, phone), made.id, terms)

    await town.do(to_and_fro)
    await people.carla.taps("Annehmen", message=first)
    assert people.carla.toast is not None
    assert "Das hat sich inzwischen geändert." in people.carla.toast
    (now,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert (now.state, now.offers) == (State.OFFERED, 3)
    await people.carla.taps("Annehmen")
    (now,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert (now.state, now.ends_on) == (State.RUNNING, TOMORROW + timedelta(weeks=12))


async def test_what_was_for_a_day_that_is_over_is_changed_and_not_accepted(town: Town) -> None:
    people, case = await begun(town)
    once = Terms(help=Help.HOME_VISIT, frequency=Frequency.ONCE, first_on=TOMORROW)
    sides = Between(Seat.HELP, Seat.LANDLORD)
    await town.do(lambda work: commitments.offer(work, turn(work, people.petra), case.id, sides, once))
    await town.forward(days=3)
    await people.carla.taps("Annehmen")
    assert people.carla.toast is not None
    assert "Der Tag dieser Zusage ist vorbei." in people.carla.toast
    (now,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert now.state is State.OFFERED
    await people.carla.shows("Zusage angeboten", "Ändern")


async def test_the_card_says_whether_an_answer_the_help_or_a_word_is_waited_for(town: Town) -> None:
    people, _case = await begun(town)
    await offers_visits(people.petra)
    await people.carla.shows("Am Zug: Sie, Antwort zur Zusage Hausbesuch")
    await people.carla.taps("Annehmen")
    await people.carla.shows("Am Zug: Fachstelle Nord, Hausbesuch bis 24.11.")
    await town.forward(hours=24)
    await people.petra.taps("Erfüllt")
    await people.carla.shows("Am Zug: Sie, Zusage Hausbesuch vom 24.11. bestätigen")


async def test_an_offer_without_an_answer_reaches_the_coordinator(town: Town) -> None:
    people, _case = await begun(town)
    await offers_visits(people.petra)
    await town.forward(days=4)
    await people.carla.shows("MI-7KQ4: Zusage angeboten")
    await people.coordinator.hides("Zusage ohne Antwort")
    await town.forward(days=5)
    await people.coordinator.sees(
        "MI-7KQ4: Zusage ohne Antwort\nWohnhaus Minden hat noch nicht geantwortet. "
        "Bitte sprechen Sie mit beiden Seiten.\nCarla Cent: 05731 1000"
    )
    await people.coordinator.hides("Hausbesuch")


async def test_an_offer_to_somebody_who_is_not_here_reaches_the_coordinator_at_once(town: Town) -> None:
    people, _case = await begun(town)

    def gone(work: SqliteWork) -> None:
        """Neither she nor her deputy."""
        for phone in (people.carla, people.bernd):
            assert phone.person is not None
            person = work.people.get(phone.person)
            assert person is not None
            work.people.save(replace(person, telegram=None))

    await town.do(gone)
    await offers_visits(people.petra)
    await people.coordinator.sees("MI-7KQ4: Zusage ohne Antwort", "Carla Cent, 05731 1000")


async def test_nobody_answers_their_own_offer(town: Town) -> None:
    people, _case = await begun(town)
    await offers_visits(people.petra)
    await people.petra.taps("Alle Zusagen")
    await people.petra.shows("MI-7KQ4: Zusagen", "Von Ihnen: 1 angeboten")
    await people.petra.taps("1")
    await people.petra.shows("Stand: angeboten", "Zurückziehen")
    await people.petra.taps("Zurückziehen")
    await people.petra.taps("Nicht mehr nötig")
    await people.petra.shows("Stand: beendet (Nicht mehr nötig)")


async def test_without_consent_nothing_of_the_help_reaches_the_landlord(town: Town) -> None:
    people, _case = await begun(town, basis="enquiry", consent="")
    await people.petra.taps("Mehr")
    await people.petra.taps("Zusagen")
    await people.petra.hides("Neue Zusage")
    await people.carla.taps("Mehr")
    await people.carla.taps("Zusagen")
    for label in ("Neue Zusage", "Wir sagen zu", "Mietverhältnis", "Reparatur", "einmal", "24"):
        await people.carla.taps(label)
    await people.carla.taps("Zusage anbieten")
    await people.petra.sees("MI-7KQ4: Zusage angeboten", "Reparatur")
    await people.petra.taps("Annehmen")
    assert people.petra.toast == NEEDS_CONSENT


async def test_an_old_screen_changes_nothing(town: Town) -> None:
    people, case = await begun(town)
    for label in WEEKLY[:5]:
        await people.petra.taps(label)
    await people.petra.shows("Was genau?", "Hausbesuch")
    await people.petra.taps("Hausbesuch")
    await people.petra.taps("Zurück")
    await people.petra.shows("Was genau?", "Familienhilfe")
    await people.petra.sends("irgendwas")
    await people.petra.sees("Bitte tippen Sie auf eine der Antworten.")
    await people.petra.taps("Verwerfen")
    assert await town.do(lambda work: work.commitments.of_case(case.id)) == ()


async def test_the_card_over_which_help_was_offered_stands_there_again(town: Town) -> None:
    people, _ = await begun(town)
    await offers_visits(people.petra)
    await people.petra.shows("MI-7KQ4: gesendet", "Alle Zusagen")
    cards = [one for one in await people.petra.messages() if one["text"].startswith("MI-7KQ4: bei Ihnen")]
    assert len(cards) == 1
