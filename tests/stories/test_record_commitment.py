"""A side without Telegram answers on the telephone; whoever has rung enters it, and nobody else's answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.case import Case, CaseState, EventKind
from domain.model.commitment import Between, Commitment, DueState, Frequency, State, Terms, Why
from domain.model.errors import NotAllowed
from domain.model.help_catalogue import Help
from domain.model.ids import ChatId, PersonId
from domain.model.stage import Seat
from domain.services import commitment_calls, commitments
from storage.work import SqliteWork
from tests.stories.aftercare import digests, until
from tests.stories.cases import begun, sit
from tests.stories.commitments import TOMORROW, WEEKLY, stored, turn
from tests.stories.network import Network
from tests.stories.town import Phone, Town

ACCEPTED, DECLINED = "Am Telefon angenommen", "Am Telefon abgelehnt"
TO_OTTO = Between(Seat.HELP, Seat.BENEFITS)
TO_CARLA = Between(Seat.HELP, Seat.LANDLORD)
TODAY = TOMORROW - timedelta(days=1)
VISITS = Terms(
    help=Help.HOME_VISIT,
    frequency=Frequency.WEEKLY,
    first_on=TOMORROW,
    ends_on=TOMORROW + timedelta(weeks=4),
)


async def with_otto(town: Town) -> tuple[Network, Case]:
    """Otto, who is not on Telegram, sits for the body that pays."""
    people, case = await begun(town)
    await town.do(lambda work: sit(work, people, case, Seat.BENEFITS, people.otto))
    return people, case


async def offered(town: Town, people: Network, case: Case, between: Between = TO_OTTO) -> Commitment:
    """Petra offers a weekly visit."""
    return await town.do(
        lambda work: commitments.offer(work, turn(work, people.petra), case.id, between, VISITS)
    )


async def joins(town: Town, person: PersonId | None, phone: Phone | None) -> None:
    """This person's telephone is from now on that one; None: no Telegram."""
    assert person is not None

    def save(work: SqliteWork) -> None:
        found = work.people.get(person)
        assert found is not None
        chat = None if phone is None else ChatId(phone.user)
        work.people.save(replace(found, telegram=chat, acknowledged_at=work.now))

    await town.do(save)


async def otto_joins(town: Town, people: Network) -> Phone:
    otto = await town.phone("Otto")
    otto.person = people.otto
    await joins(town, people.otto, otto)
    await town.client.send(otto.user, otto.chat, "/start")
    await town.settle()
    return otto


async def opens(phone: Phone) -> None:
    """The first commitment of the case, by command."""
    await phone.sends("/zusage MI-7KQ4")
    await phone.taps("1")


async def refusal(town: Town, phone: Phone, made: Commitment) -> str:
    """Why this member may not enter an answer; empty where they may. Nothing is changed."""

    def enter(work: SqliteWork) -> str:
        try:
            with work.apart():
                commitment_calls.declining(work, turn(work, phone), made.id, made.offers)
        except NotAllowed as refused:
            return refused.detail
        return ""

    return await town.do(enter)


async def test_whoever_offers_reads_whom_to_ring_and_enters_the_acceptance(town: Town) -> None:
    people, case = await with_otto(town)
    for label in (*WEEKLY[:3], "Ordnungsamt Hille", *WEEKLY[3:], "24", "3 Monate", "zu den Sprechzeiten"):
        await people.petra.taps(label)
    await people.petra.taps("Zusage anbieten")
    sent = await people.petra.shows(
        "MI-7KQ4: Zusage steht bereit\nHausbesuch.\n"
        "Ordnungsamt Hille ist nicht in diesem Chat. Bitte anrufen und die Antwort hier eintragen.\n"
        "Otto Ohm, 05703 2000, Mo bis Fr 8 bis 12 Uhr",
        "Es geht um MI-7KQ4. Wir bieten Ihnen eine Zusage an: Hausbesuch, jede Woche. Nehmen Sie an?",
    )
    rows = [[one["text"] for one in line] for line in sent["buttons"]]
    assert [ACCEPTED, DECLINED] in rows, "both side by side"
    await people.petra.taps(ACCEPTED)
    await people.petra.shows(
        "MI-7KQ4: am Telefon angenommen\nAm Telefon gesagt von Otto Ohm, eingetragen von Petra Nord.",
        "Rückgängig",
    )
    (made,) = await town.do(lambda work: work.commitments.of_case(case.id))
    assert (made.state, made.answered_for, made.proxy) == (State.RUNNING, people.otto, people.petra.person)
    await people.petra.taps("Alle Zusagen")
    await people.petra.shows(
        "1. Hausbesuch, jede Woche · Fachstelle Nord · 24.11. · am Telefon · Sie sind dran"
    )
    await people.petra.taps("1")
    await people.petra.shows("Stand: läuft", "Am Telefon gesagt von Otto Ohm, eingetragen von Petra Nord.")
    await people.petra.hides("Zusage gilt")


async def test_the_history_says_by_telephone_by_whom_and_for_whom(town: Town) -> None:
    people, case = await with_otto(town)
    await offered(town, people, case)
    await opens(people.petra)
    await people.petra.taps(ACCEPTED)
    kind = EventKind.COMMITMENT_ACCEPTED_BY_PROXY
    event = await town.do(lambda work: work.events.last(case.id, kind))
    assert event is not None
    assert (event.actor, event.facts["rung"]) == (people.petra.person, people.otto)
    await people.petra.sends("/fall MI-7KQ4")
    await people.petra.taps("Mehr")
    await people.petra.taps("Verlauf")
    await people.petra.shows("Zusage am Telefon angenommen")


async def test_declined_on_the_telephone_with_a_code(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await opens(people.petra)
    await people.petra.taps(DECLINED)
    await people.petra.shows("MI-7KQ4: Warum nicht?")
    await people.petra.taps("Keine Kapazität")
    await people.petra.shows("MI-7KQ4: am Telefon abgelehnt", "eingetragen von Petra Nord")
    now = await stored(town, made)
    assert (now.state, now.why, now.proxy) == (State.DECLINED, Why.NO_CAPACITY, people.petra.person)
    await opens(people.petra)
    await people.petra.shows("Stand: abgelehnt (Keine Kapazität)", "eingetragen von Petra Nord")


async def test_the_coordinator_hears_at_once_and_may_enter_it_without_what_it_is_about(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await people.coordinator.sees(
        "MI-7KQ4: Zusage ohne Antwort\n"
        "Ordnungsamt Hille ist nicht in diesem Chat. Bitte anrufen und die Antwort hier eintragen.\n"
        "Otto Ohm, 05703 2000, Mo bis Fr 8 bis 12 Uhr",
        "Worum es geht, sagt Ihnen Fachstelle Nord; auch dort kann die Antwort eingetragen werden.",
    )
    await people.coordinator.taps(ACCEPTED)
    await people.coordinator.shows(
        "MI-7KQ4: am Telefon angenommen", "eingetragen von Karin Kurz", "Rückgängig"
    )
    await people.coordinator.hides("Hausbesuch", "Ansehen")
    await people.petra.sees(
        "MI-7KQ4: Zusage gilt\nHausbesuch, jede Woche\n"
        "Am Telefon gesagt von Otto Ohm, eingetragen von Karin Kurz."
    )
    assert (await stored(town, made)).proxy == people.coordinator.person


async def test_a_slip_is_taken_back_for_five_minutes_and_both_hear_it(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await people.coordinator.taps(ACCEPTED)
    await people.petra.sees("MI-7KQ4: Zusage gilt")
    await people.coordinator.taps("Rückgängig")
    await people.coordinator.shows("MI-7KQ4: Antwort zurückgenommen", "Otto Ohm, 05703 2000")
    await people.petra.sees("MI-7KQ4: Antwort zurückgenommen", "Hausbesuch, jede Woche", "Otto Ohm")
    now = await stored(town, made)
    assert (now.state, now.proxy, now.answered_for, now.answered_at) == (State.OFFERED, None, None, None)
    await people.petra.taps(DECLINED)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Rückgängig")
    await people.petra.taps(ACCEPTED)
    dues = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert [one.state for one in dues] == [DueState.DROPPED, DueState.PLANNED]
    await town.forward(minutes=6)
    await people.petra.taps("Rückgängig")
    assert (await stored(town, made)).state is State.RUNNING


async def test_it_is_not_taken_back_once_it_has_gone_on(town: Town) -> None:
    people, case = await with_otto(town)
    today = replace(VISITS, first_on=TODAY)
    made = await town.do(
        lambda work: commitments.offer(work, turn(work, people.petra), case.id, TO_OTTO, today)
    )
    await people.coordinator.taps(ACCEPTED)
    await people.petra.taps("Erfüllt")
    await people.coordinator.taps("Rückgängig")
    assert people.coordinator.toast is not None
    assert "Das hat sich inzwischen geändert." in people.coordinator.toast
    assert (await stored(town, made)).state is State.RUNNING


async def test_it_is_not_taken_back_after_the_end_of_the_case(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await opens(people.petra)
    await people.petra.taps(DECLINED)
    await people.petra.taps("Keine Kapazität")
    await town.do(lambda work: work.cases.save(replace(case, state=CaseState.CLOSED)))
    await people.petra.taps("Rückgängig")
    assert (await stored(town, made)).state is State.DECLINED


async def test_nobody_takes_back_what_somebody_else_has_entered(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await people.coordinator.taps(ACCEPTED)

    def refused(work: SqliteWork) -> str:
        with pytest.raises(NotAllowed) as caught, work.apart():
            commitment_calls.undo(work, turn(work, people.petra), made.id)
        return caught.value.detail

    assert await town.do(refused) == "undo"


async def test_nobody_enters_anything_for_a_side_that_is_in_the_chat(town: Town) -> None:
    people, case = await begun(town)
    made = await offered(town, people, case, TO_CARLA)
    await opens(people.petra)
    await people.petra.hides(ACCEPTED, DECLINED)
    await people.coordinator.hides("Zusage ohne Antwort")
    for phone in (people.petra, people.coordinator):
        assert await refusal(town, phone, made) == "commitment_answer"
    await joins(town, people.carla.person, None)
    refused = await refusal(town, people.petra, made)
    assert refused == "commitment_answer", "her deputy is in the chat"
    await joins(town, people.bernd.person, None)
    assert await refusal(town, people.petra, made) == ""


async def test_only_whoever_has_offered_and_the_coordinator_may_enter_it(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    outsiders = (people.anna, people.bernd, people.carla, people.jana)
    for phone in outsiders:
        assert await refusal(town, phone, made) == "record_call"
    for phone in (people.petra, people.quirin, people.coordinator):
        assert await refusal(town, phone, made) == ""


async def test_a_button_that_was_shown_before_somebody_joined_is_refused(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await opens(people.petra)
    otto = await otto_joins(town, people)
    await people.petra.taps(ACCEPTED)
    assert people.petra.toast == "Darauf antwortet die andere Seite."
    assert (await stored(town, made)).state is State.OFFERED
    await people.petra.taps("Zurück")
    await people.petra.taps("1")
    await people.petra.hides(ACCEPTED)
    await opens(otto)
    await otto.taps("Annehmen")
    assert (await stored(town, made)).proxy is None


async def test_whoever_joins_later_reads_it_and_may_end_it(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await opens(people.petra)
    await people.petra.taps(ACCEPTED)
    otto = await otto_joins(town, people)
    await opens(otto)
    await otto.shows("Stand: läuft", "Am Telefon gesagt von Otto Ohm, eingetragen von Petra Nord.", "Beenden")
    await otto.taps("Beenden")
    await otto.taps("Nicht mehr nötig")
    await people.petra.shows("MI-7KQ4: Zusage beendet")
    assert (await stored(town, made)).state is State.WITHDRAWN


async def test_an_earlier_offer_is_not_accepted_by_its_button(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await town.do(lambda work: work.commitments.save(replace(made, offers=2)))
    await people.coordinator.taps(ACCEPTED)
    assert (await stored(town, made)).state is State.OFFERED


async def test_whoever_has_offered_is_reminded_of_the_call_and_the_coordinator_too(town: Town) -> None:
    people, case = await with_otto(town)
    await offered(town, people, case)
    await people.coordinator.sees("MI-7KQ4: Zusage ohne Antwort")
    await town.forward(days=4)
    reminded = await people.petra.sees("MI-7KQ4: Zusage ohne Antwort", "Otto Ohm, 05703 2000", ACCEPTED)
    await town.forward(days=6)
    await people.coordinator.sees("MI-7KQ4: Zusage ohne Antwort", "Otto Ohm, 05703 2000", DECLINED)
    await people.petra.taps(ACCEPTED, message=reminded["message_id"])
    assert (await town.do(lambda work: work.commitments.offered())) == ()


async def test_the_morning_says_whom_to_ring(town: Town) -> None:
    people, case = await with_otto(town)
    await offered(town, people, case)
    await digests(town, people.petra.person)
    await until(town, "24.11.2026", "8:01")
    await people.petra.shows("Heute für Sie", "MI-7KQ4 · Espelkamp: Zusage: Ordnungsamt Hille anrufen")


async def test_the_landlord_rings_the_help_side_too(town: Town) -> None:
    people, case = await begun(town)
    terms = replace(VISITS, help=Help.REPAIR, frequency=Frequency.ONCE, ends_on=None)
    between = Between(Seat.LANDLORD, Seat.HELP)
    for phone in (people.petra, people.quirin):
        await joins(town, phone.person, None)
    made = await town.do(
        lambda work: commitments.offer(work, turn(work, people.carla), case.id, between, terms)
    )
    await opens(people.carla)
    await people.carla.shows("Petra Nord, 05731 1000", "Wir bieten Ihnen eine Zusage an: Reparatur.")
    await people.carla.taps(ACCEPTED)
    assert (await stored(town, made)).proxy == people.carla.person


async def test_the_landlord_is_not_rung_without_the_households_consent(town: Town) -> None:
    people, case = await begun(town)
    made = await offered(town, people, case, TO_CARLA)
    for phone in (people.carla, people.bernd):
        await joins(town, phone.person, None)
    await opens(people.petra)
    await people.petra.shows(ACCEPTED)
    await town.do(lambda work: work.cases.save(replace(case, landlord_may_know=False)))
    await people.petra.taps("Zurück")
    await people.petra.taps("1")
    await people.petra.hides(ACCEPTED)
    refused = await refusal(town, people.petra, made)
    assert refused == "commitment_needs_consent"


async def test_a_deputy_who_is_here_is_asked_where_the_holder_is_not(town: Town) -> None:
    people, case = await begun(town)
    await joins(town, people.carla.person, None)
    await offered(town, people, case, TO_CARLA)
    await people.bernd.sees("MI-7KQ4: Zusage angeboten", "Hausbesuch", "Annehmen")
    await people.coordinator.hides("Zusage ohne Antwort")


async def test_the_givers_word_stands_where_the_receiver_is_not_here(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await opens(people.petra)
    await people.petra.taps(ACCEPTED)
    await town.forward(hours=24)
    await people.petra.taps("Erfüllt")
    await people.petra.shows(
        "MI-7KQ4: notiert, Erfüllt", "Die andere Seite ist nicht in diesem Chat. Ihre Angabe gilt nach drei"
    )
    await town.forward(days=7)
    first, *_ = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert (first.state, first.judged_by) == (DueState.KEPT, None)


async def test_whoever_joins_in_time_contradicts_the_givers_word(town: Town) -> None:
    people, case = await with_otto(town)
    made = await offered(town, people, case)
    await people.coordinator.taps(ACCEPTED)
    await town.forward(hours=24)
    await people.petra.taps("Erfüllt")
    otto = await otto_joins(town, people)
    await opens(otto)
    await otto.taps("Nicht erfüllt")
    first, *_ = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert (first.state, first.judged_by) == (DueState.BROKEN, people.otto)
    await people.petra.shows("MI-7KQ4: Zusage nicht erfüllt")


async def test_what_a_side_without_telegram_gives_is_asked_of_whoever_receives(town: Town) -> None:
    people, case = await with_otto(town)
    between = Between(Seat.BENEFITS, Seat.HELP)
    terms = replace(VISITS, help=Help.ROUND_TABLE)
    made = await town.do(
        lambda work: commitments.offer(work, turn(work, people.petra), case.id, between, terms)
    )
    await opens(people.petra)
    await people.petra.shows("Wir bitten Sie um eine Zusage", "Sagen Sie zu?")
    await people.petra.taps(ACCEPTED)
    await town.forward(days=3)
    await people.petra.shows("MI-7KQ4: Zusage erfüllt?", "Ordnungsamt Hille, fällig am 24.11.")
    await people.petra.taps("Erfüllt")
    first, *_ = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert first.state is DueState.KEPT
