"""A professional writes on a case."""

import asyncio
from dataclasses import replace
from datetime import date
from functools import partial

from domain.model.ids import CaseId, PartnerId, PersonId
from domain.model.routing import Absence
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.talk import identity, notes_of, talking
from tests.stories.town import Town

HARMLESS = "Wir warten mit der Klage bis 15.12."


async def test_news_of_one_case_reaches_only_its_people(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Zahlung eingegangen")
    for phone in (people.bernd, people.carla, people.quirin, people.jana, people.coordinator):
        await phone.sees_nothing()


async def test_a_phrase_leaves_at_once_and_the_writer_sees_when_it_arrived(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.sees("MI-7KQ4: Nachricht an Petra Nord", "Bitte um Rückruf", "Freier Text")
    await people.anna.taps("Zahlung eingegangen")
    got = await people.petra.sees(
        "MI-7KQ4: Nachricht von Anna Alt",
        "Mietenmanagement, Wohnhaus Minden",
        "„Zahlung eingegangen“",
        "Anrufen",
    )
    assert got["protected"]
    await people.anna.shows("Zugestellt an Petra Nord, 9:00", "Zahlung eingegangen", "Zurückziehen")
    assert await notes_of(town, case) == [(None, "sent")]


async def test_a_text_is_shown_before_it_leaves(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    await people.anna.sends(HARMLESS)
    await people.anna.shows(f"So geht es an Petra Nord: „{HARMLESS}“", "Steht ein Name")
    await people.petra.sees_nothing()
    assert await notes_of(town, case) == []
    await people.anna.taps("Nein, senden")
    await people.petra.sees(f"„{HARMLESS}“", "Zum Antworten auf diese Nachricht antworten.")
    await people.anna.shows("Zugestellt an Petra Nord, 9:00")
    assert await notes_of(town, case) == [(HARMLESS, "sent")]
    assert await town.do(lambda work: work.drafts.get(identity(people.anna), "note")) is None


async def test_a_preview_sends_one_note_however_often_it_is_pressed(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    await people.anna.sends(HARMLESS)
    old = (await people.anna.shows("Nein, senden"))["message_id"]
    await people.anna.sends("Bitte morgen anrufen.")
    assert "schon erledigt" in await people.anna.taps("Nein, senden", message=old)
    await people.anna.taps("Nein, senden")
    assert await notes_of(town, case) == [("Bitte morgen anrufen.", "sent")]


async def test_a_text_with_a_name_is_stopped_and_forgotten(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    sent = await people.anna.sends("Frau Kowalski hat angerufen")
    await people.anna.shows("Nicht gesendet", "einen Namen", "Neu schreiben", "Anrufen")
    assert sent not in [one["message_id"] for one in await people.anna.messages()]
    assert await notes_of(town, case) == []
    assert await town.do(lambda work: work.journal.count("text_stopped", case.reported_at)) == 1
    await people.anna.taps("Neu schreiben")
    await people.anna.sends(HARMLESS)
    await people.anna.taps("Nein, senden")
    assert await notes_of(town, case) == [(HARMLESS, "sent")]


async def test_the_writer_is_asked_to_delete_what_telegram_will_not(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    await town.client.fault("bad_request", method="deleteMessage", description="message can't be deleted")
    await people.anna.sends("Frau Kowalski hat angerufen")
    await people.anna.shows("Nicht gesendet", "einen Namen")
    await people.anna.shows("Bitte löschen Sie ihn in diesem Chat auch selbst.")


async def test_a_draft_is_forgotten_after_fifteen_minutes(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    await people.anna.sends(HARMLESS)
    await town.forward(minutes=16)
    await people.anna.shows("Nicht gesendet", "15 Minuten")
    assert await town.do(lambda work: work.drafts.get(identity(people.anna), "note")) is None
    await people.petra.sees_nothing()
    assert await notes_of(town, case) == []


async def test_a_long_text_is_refused_and_may_be_shortened(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Freier Text")
    await people.anna.sends("Bitte melden. " * 30)
    await people.anna.shows("Bitte höchstens 300 Zeichen.")
    await people.anna.sends(HARMLESS)
    await people.anna.taps("Nein, senden")
    assert await notes_of(town, case) == [(HARMLESS, "sent")]


async def test_a_phrase_with_a_day_asks_for_it(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Wir warten bis")
    await people.anna.shows("Bitte wählen Sie den Tag", "Mo 7.12.")
    await people.anna.sends("irgendwann")
    await people.anna.shows("Bitte einen Tag tippen")
    await people.anna.sends("15.12.")
    await people.petra.sees("„Wir warten bis 15.12.“")


async def test_patience_moves_the_promise_and_settles_nothing(town: Town) -> None:
    people, case = await talking(town)
    await people.petra.taps("Nachricht")
    await people.petra.taps("Bitte um Geduld")
    await people.petra.taps("Mi 25.11.")
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.promise_settled_at is None
    assert referral.promised_at is not None
    assert referral.promised_at.date() == date(2026, 11, 25)
    await people.anna.shows("„Bitte um Geduld bis 25.11.“")


async def test_a_note_settles_the_promise(town: Town) -> None:
    people, case = await talking(town)
    await people.petra.taps("Nachricht")
    await people.petra.taps("Unterlagen fehlen")
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.promise_settled_at is not None


async def test_without_consent_a_landlord_hears_only_that_somebody_works_on_it(town: Town) -> None:
    people, _ = await talking(town, consent="written_to", basis="legitimate_interest")
    await people.petra.taps("Nachricht")
    shown = await people.petra.sees("MI-7KQ4: Nachricht an Anna Alt", "Bitte um Rückruf", "Bitte um Geduld")
    assert [key["text"] for row in shown["buttons"] for key in row] == [
        "Bitte um Rückruf",
        "Bitte um Geduld …",
        "Abbrechen",
    ]
    await people.anna.taps("Nachricht")
    await people.anna.sees("Freier Text", "Rate vereinbart")


async def test_a_partner_without_free_text_has_its_phrases(town: Town) -> None:
    people, _ = await talking(town)
    await town.do(lambda work: _no_free_text(work, people.landlord))
    await people.anna.taps("Nachricht")
    shown = await people.anna.sees("Bitte um Rückruf")
    assert "Freier Text" not in str(shown["buttons"])


def _no_free_text(work: SqliteWork, partner: PartnerId) -> None:
    stored = work.partners.get(partner)
    assert stored is not None
    work.partners.save(replace(stored, free_text_notes=False))


async def test_whoever_sits_there_when_it_leaves_gets_it(town: Town) -> None:
    """Written on Monday evening, delivered on Tuesday morning, when Petra is away (P8)."""
    people, _ = await talking(town)
    await town.forward(hours=10)
    for phone in (people.anna, people.petra, people.quirin):
        await phone.reads_all()
    await people.anna.taps("Nachricht")
    await people.anna.taps("Bitte um Rückruf")
    await people.anna.shows("Sie geht hinaus: Di 24.11., 8:00")
    tomorrow = date(2026, 11, 24)
    away = Absence(person=identity(people.petra), first_on=tomorrow, last_on=tomorrow)
    await town.do(lambda work: work.absences.enter(away, identity(people.petra)))
    await town.forward(hours=14)
    await people.petra.hides("Nachricht von Anna Alt")
    await people.quirin.shows("MI-7KQ4: Nachricht von Anna Alt")
    await people.anna.shows("Zugestellt an Quirin Quast, 8:00")


async def test_the_writer_learns_that_nobody_could_be_reached(town: Town) -> None:
    people, _ = await talking(town)
    await town.forward(hours=10)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Bitte um Rückruf")
    await town.client.block(people.petra.user, 4242424242)
    await town.forward(hours=14)
    await people.anna.shows("Petra Nord ist hier nicht erreichbar.", "05731 1000")


async def test_a_reader_without_telegram_must_be_rung(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: _otto_helps(work, case.id, people.otto))
    await people.anna.taps("Nachricht")
    await people.anna.sees("MI-7KQ4: bitte anrufen", "Otto Ohm", "05703 2000")


def _otto_helps(work: SqliteWork, case: CaseId, otto: PersonId) -> None:
    seat = work.seats.of_case(case)[Seat.HELP]
    work.seats.save(replace(seat, holder=otto, responsibility=None))


async def test_the_help_side_chooses_between_two_sides(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: cases.sit(work, people, case, Seat.BENEFITS, people.jana.person))
    await people.petra.taps("Nachricht")
    await people.petra.sees("An wen?", "Vermieter: Anna Alt", "Leistungen: Jana Jung")
    await people.petra.taps("Leistungen")
    await people.petra.taps("Unterlagen fehlen")
    await people.jana.sees("MI-7KQ4: Nachricht von Petra Nord", "„Unterlagen fehlen“")
    await people.anna.hides("Unterlagen fehlen")


async def test_nobody_else_writes_on_a_case(town: Town) -> None:
    people, case = await talking(town)
    await town.do(lambda work: cases.show(work, case.id, people.coordinator.person))
    card = await people.coordinator.shows("MI-7KQ4")
    assert "Nachricht" not in str(card.get("buttons"))


async def test_a_phrase_tapped_twice_leaves_once(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    menu = (await people.anna.shows("Bitte um Rückruf"))["message_id"]
    tap = partial(people.anna.taps, "Bitte um Rückruf", message=menu)
    await asyncio.gather(tap(), tap())
    await people.petra.sees("MI-7KQ4: Nachricht von Anna Alt", "„Bitte um Rückruf“")
    await people.petra.sees_nothing()
    assert await notes_of(town, case) == [(None, "sent")]
    await town.forward(minutes=1)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Bitte um Rückruf")
    assert len(await notes_of(town, case)) == 2, "a minute later it is another one"
