"""Somebody who speaks with the household notes what it agrees to."""

from dataclasses import fields
from datetime import date, timedelta

from domain.model.case import EventKind, ReferralState, Step
from domain.model.ids import ChatId
from domain.model.notices import NOTICES, Notice
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.services.consent import ConsentForm
from handlers.cards import Reading, render
from handlers.consent_buttons import FormButton
from handlers.give_consent import LaterButton, TypeFormDayButton
from handlers.message import Message, row
from handlers.texts import Texts
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.talk import talking
from tests.stories.test_change_responsibility import shows_keys
from tests.stories.town import Phone, Town

WITHOUT = {"consent": "written_to", "basis": "legitimate_interest"}


async def consents(phone: Phone, label: str) -> None:
    """The button stands behind [Mehr]."""
    await phone.taps("Mehr")
    await phone.taps(label)


async def test_consent_given_later_lets_both_sides_talk(town: Town) -> None:
    people, case = await talking(town, **WITHOUT)
    await consents(people.petra, "Einwilligung liegt jetzt vor")
    await people.petra.sees("MI-7KQ4: Einwilligung notiert", "In welcher Form", "Schriftlich", "Mündlich")
    await people.petra.taps("Schriftlich")
    await people.petra.shows("Von welchem Tag", "Heute", "Gestern")
    await people.petra.taps("Heute")
    await people.petra.shows("Schriftlich, vom 23.11.2026")
    await people.anna.shows("MI-7KQ4: Einwilligung liegt vor")
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert (stored.basis, stored.names_to_authority, stored.consent_by) == (
        "consent",
        True,
        people.petra.person,
    )
    await people.petra.taps("Nachricht")
    await people.petra.shows("MI-7KQ4: Nachricht an Anna Alt", "Rate vereinbart", "Freier Text")


async def test_the_form_is_asked_for_after_five_working_days(town: Town) -> None:
    people, _ = await talking(town, **WITHOUT)
    await consents(people.petra, "Einwilligung liegt jetzt vor")
    await people.petra.taps("Später")
    await people.petra.shows("In fünf Arbeitstagen")
    await town.forward(days=6)
    await people.petra.hides("Einwilligung belegen")
    await town.forward(days=2)
    await people.petra.shows("MI-7KQ4: Einwilligung belegen", "Schriftlich", "Mündlich")


async def test_an_oral_consent_is_asked_about_once_more(town: Town) -> None:
    people, case = await talking(town, **WITHOUT)
    await consents(people.petra, "Einwilligung liegt jetzt vor")
    await people.petra.taps("Mündlich")
    await people.petra.taps("Gestern")
    await people.petra.shows("Mündlich, vom 22.11.2026. Bitte holen Sie die schriftliche Form nach.")
    await town.forward(days=8)
    await people.petra.shows("MI-7KQ4: Einwilligung belegen")
    await people.petra.taps("Mündlich")
    await people.petra.taps("Älter")
    await people.petra.sends("31.12.2030")
    await people.petra.shows("Dieser Tag liegt noch vor uns")
    await people.petra.sends("20.11.")
    asked = await town.do(lambda work: [timer.kind.value for timer in work.timers.of_case(case.id)])
    assert "consent_proof" not in asked


async def test_withdrawal_ends_the_exchange_at_once(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.taps("Nachricht")
    await town.forward(hours=10)
    await people.anna.taps("Nachricht")
    await people.anna.taps("Bitte um Rückruf")
    await people.petra.taps("Nachricht")
    await people.petra.taps("Unterlagen fehlen")
    await consents(people.petra, "Einwilligung widerrufen")
    await people.petra.shows("MI-7KQ4: Einwilligung widerrufen", "ab sofort beendet")
    await people.anna.shows("MI-7KQ4: Austausch beendet.")
    await people.anna.hides("MI-7KQ4: übernommen", "Merkwort")
    await town.forward(hours=14)
    await people.anna.hides("Unterlagen fehlen“")
    await people.petra.hides("MI-7KQ4: Nachricht von Anna Alt")
    assert "Austausch zu diesem Fall ist beendet" in await people.petra.taps("Nachricht")
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert (stored.basis, stored.names_to_authority, stored.names_to_provider) == ("withdrawn", False, "no")
    event = await town.do(lambda work: work.events.last(case.id, EventKind.CONSENT_WITHDRAWN))
    assert event is not None
    assert event.actor == people.petra.person


async def test_a_request_to_the_other_side_ends_with_the_consent(town: Town) -> None:
    people, case = await talking(town)
    asked = await town.do(lambda work: cases.ask(work, case, Seat.BENEFITS, people.jana.person))
    await consents(people.petra, "Einwilligung widerrufen")
    stored = await town.do(lambda work: work.referrals.get(asked.id))
    assert stored is not None
    assert stored.state is ReferralState.WITHDRAWN


async def test_a_new_consent_opens_the_exchange_again(town: Town) -> None:
    people, _ = await talking(town)
    await consents(people.petra, "Einwilligung widerrufen")
    await consents(people.petra, "Einwilligung liegt jetzt vor")
    await people.anna.shows("MI-7KQ4: übernommen")
    await people.anna.taps("Nachricht")
    await people.anna.taps("Zahlung eingegangen")
    await people.petra.shows("„Zahlung eingegangen“")


async def test_both_sides_are_reminded_that_the_household_should_know(town: Town) -> None:
    people, case = await talking(town)
    due = Timer(
        kind=TimerKind.HOUSEHOLD_INFORMED,
        subject=case.id,
        due_at=await town.now() + timedelta(weeks=3),
        case_id=case.id,
        dedupe="household",
    )
    await town.do(lambda work: work.timers.set(due))
    await town.forward(days=22)
    for phone in (people.anna, people.petra):
        await phone.shows("MI-7KQ4: Haushalt informieren", "Haushalt informiert", "Warum bekomme ich das?")
    await people.anna.taps("Warum bekomme ich das?")
    await people.anna.shows("warum diese Erinnerung", "Art. 13 und 14 DSGVO", "nach der Meldung am 23.11.")


def _example(kind: type[Notice], values: dict[str, object]) -> Notice:
    """A notice of this kind about the case; what is not given is 1."""
    return kind(**{one.name: values.get(one.name, 1) for one in fields(kind)})  # type: ignore[arg-type]


async def test_whatever_waits_is_put_into_no_words_after_a_withdrawal(town: Town) -> None:
    """Every kind of notice about the case, to the landlord's side: only that the exchange has ended."""
    people, case = await talking(town)
    await people.petra.taps("Nachricht")
    await people.petra.taps("Unterlagen fehlen")
    await consents(people.petra, "Einwilligung widerrufen")

    def told(work: SqliteWork) -> set[str]:
        (referral,) = work.referrals.of_case(case.id)
        actor = people.petra.person
        values: dict[str, object] = {"case": case.id, "referral": referral.id, "given": False}
        values |= {
            "actor": actor,
            "asker": actor,
            "reader": actor,
            "kind": "contact_made",
            "step": Step.DEPUTY,
        }
        values |= {"day": date(2026, 11, 23), "until": work.now, "since_at": work.now, "why": "relapse"}
        reader = None if people.anna.person is None else work.people.get(people.anna.person)
        look = Reading(work=work, person=reader, chat=ChatId(people.anna.chat), texts=Texts.of("de"))
        return {name for name, kind in NOTICES.items() if render(look, _example(kind, values)) is not None}

    assert await town.do(told) == {"ConsentChanged", "NoteRedacted"}


async def test_forged_buttons_tell_a_colleague_no_code(town: Town) -> None:
    people, case = await talking(town, **WITHOUT)
    forged = (
        LaterButton(case=case.id).key("Später"),
        FormButton(case=case.id, form=ConsentForm.ORAL).key("Mündlich"),
        TypeFormDayButton(case=case.id, form=ConsentForm.ORAL).key("Älter"),
    )
    for key in forged:
        await shows_keys(town, people.bernd, Message(text="Alt", rows=(row(key),)))
        await people.bernd.taps(key.label)
    await people.bernd.hides(case.code)
