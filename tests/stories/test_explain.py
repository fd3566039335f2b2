"""Warum bekomme ich das? Rule, date, and how to pause."""

from dataclasses import replace
from datetime import date

from domain.model.case import Answer
from domain.model.ids import ChatId
from domain.model.notices import CaseQuiet, Notice
from domain.model.stage import Seat
from domain.services import access, case_reviews, consent, promises
from handlers.card_buttons import WhyButton
from handlers.cards import Reading, render
from handlers.message import Message
from handlers.texts import Texts
from storage.work import SqliteWork
from tests.stories.aftercare import check_in, closed, digests, until
from tests.stories.network import network
from tests.stories.requests import asked
from tests.stories.talk import talking
from tests.stories.town import Phone, Town

TODAY = date(2026, 12, 1)


async def test_a_check_in_explains_itself(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, "4.12.2026")
    await people.carla.taps("Warum bekomme ich das?")
    await people.carla.shows(
        "MI-7KQ4: warum diese Frage",
        "Der Fall endete am 20.11.2026. Vereinbart sind Nachfragen nach 14 Tagen, 1, 3, 6, 12 und 24 Monaten",
        "diese zwischen 2.12. und 9.12.",
        "Zuständig: Wohnhaus Minden, Mietenmanagement.",
        "/abwesend",
        "Beenden: Haushalt möchte das nicht mehr, Umzug oder Tod.",
    )


async def test_the_digest_explains_itself(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    await asked(town, people)
    await until(town, "24.11.2026", "8:01")
    await people.petra.sees("Heute für Sie: 1")
    await people.petra.taps("Warum?")
    await people.petra.sees(
        "um 8 Uhr an Ihren Arbeitstagen (Mo, Di, Mi, Do, Fr)", "/einstellungen", "/abwesend"
    )


async def test_a_promise_explains_itself(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await until(town, "24.11.2026", "10:01")
    await people.petra.taps("Warum?")
    await people.petra.shows(
        "MI-7KQ4: warum diese Erinnerung", "Rückmeldung bis Di 24.11., 12:00", "Neues Datum"
    )


async def test_somebody_elses_reminder_is_not_explained(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    own = await check_in(town, case, Seat.LANDLORD, "days_14")
    await digests(town, people.jana.person)
    button = WhyButton(kind="check_in", id=own.id)

    def forge(work: SqliteWork) -> None:
        shown = Message(text="Gefälscht", rows=((button.key("Warum?"),),))
        work.outbox.say(ChatId(people.jana.chat), shown.model_dump_json(exclude_defaults=True))

    await town.do(forge)
    await people.jana.taps("Warum?")
    assert "nur die Zuständigen" in (people.jana.toast or "")
    await people.jana.hides("20.11.2026")


async def test_a_question_about_needs_a_step_and_a_consent_explain_themselves(town: Town) -> None:
    people = await network(town)
    await closed(town, people, consent=(Answer.LATER, None))
    await until(town, "30.11.2026", "9:01")
    await people.petra.taps("Warum?")
    await people.petra.shows("MI-7KQ4: warum diese Frage", "Beim Abschluss am 23.11.", "Gefragt wird dreimal")
    await until(town, "4.12.2026")
    await people.carla.taps("Warum bekomme ich das?")
    await people.carla.shows("Wir fragen, ob Sie etwas brauchen", "Über den Haushalt wird nichts gefragt.")


async def test_an_escalation_explains_itself(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await until(town, "27.11.2026", "12:00")
    await people.coordinator.taps("Warum?")
    await people.coordinator.shows("MI-7KQ4: warum diese Anfrage", "seit Mo 23.11., 9:00 offen", "/abwesend")


async def test_silence_explains_itself_to_the_coordinator(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, "10.12.2026")
    await people.coordinator.taps("Warum bekomme ich das?")
    await people.coordinator.shows(
        "MI-7KQ4: warum diese Nachricht", "zwischen 2.12. und 9.12.", "Schweigen heißt nicht stabil"
    )


async def test_a_consent_a_quiet_case_and_a_passed_word_explain_themselves(town: Town) -> None:
    people, case = await talking(town)

    def due(work: SqliteWork) -> None:
        stored = access.case_of(work, case.id)
        work.cases.save(replace(stored, consent_by=people.petra.person, consent_at=work.now))
        (held,) = work.referrals.of_case(case.id)
        promises.wind(work, held)
        consent.ask_for_proof(work, stored)
        case_reviews.arm(work, stored)

    await town.do(due)
    await until(town, "24.11.2026", "12:00")
    await people.petra.taps("Warum?")
    await people.petra.shows("MI-7KQ4: warum diese Erinnerung", "Zugesagt ist eine Rückmeldung")
    await until(town, "1.12.2026")
    await people.petra.taps("Warum bekomme ich das?")
    await people.petra.shows("MI-7KQ4: warum diese Frage", "Die Einwilligung wurde am 23.11. notiert")
    quiet = WhyButton(kind="quiet", id=case.id)
    look = await town.do(lambda work: _rendered(work, people.petra, CaseQuiet(case=case.id, day=TODAY)))
    assert quiet.pack() in look


def _rendered(work: SqliteWork, phone: Phone, notice: Notice) -> str:
    """The message that this person would get now."""
    person = None if phone.person is None else work.people.get(phone.person)
    reading = Reading(work=work, person=person, chat=ChatId(phone.chat), texts=Texts.of("de"))
    message = render(reading, notice)
    return "" if message is None else message.model_dump_json()
