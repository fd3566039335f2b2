"""The help side closes a case."""

from domain.model.case import Answer, Case, CaseState, EventKind
from domain.model.stage import Outcome, Seat
from domain.model.timers import TimerKind
from tests.stories import cases
from tests.stories.talk import notes_of, talking
from tests.stories.town import Phone, Town


async def ends(phone: Phone, *labels: str) -> None:
    """From the card to the overview."""
    for label in ("Abschließen", *labels):
        await phone.taps(label)


KEPT = ("Wohnung erhalten", "Wohnung erhalten, mit Vereinbarung", "Heute", "Ja", "Ja")


async def stored_case(town: Town, case: Case) -> Case:
    found = await town.do(lambda work: work.cases.get(case.id))
    assert found is not None
    return found


async def test_a_case_ends_with_outcome_day_and_aftercare(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT)
    await people.petra.shows(
        "MI-7KQ4: Fall abschließen?",
        "Wohnung erhalten, mit Vereinbarung (23.11.2026)",
        "Nachsorge mit dem Haushalt: Ja",
        "Nachfrage beim Vermieter: Ja",
        "Zugesagte Rückmeldung",
    )
    await people.petra.taps("Alles beenden")
    await people.petra.shows("MI-7KQ4: abgeschlossen", "Rückgängig")
    await people.anna.sees("MI-7KQ4: abgeschlossen", "Wohnung erhalten, mit Vereinbarung", "7.12.")
    closed = await stored_case(town, case)
    assert closed.state is CaseState.CLOSED
    assert (closed.outcome, closed.aftercare_consent) == (Outcome.E2, Answer.YES)
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.promise_settled_at is not None
    assert await town.do(lambda work: work.plans.running(case.id)) is not None


async def test_what_has_helped_may_be_named_and_need_not(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT, "Wie gelöst?", "Raten")
    await people.petra.shows("MI-7KQ4: Fall abschließen?", "Geholfen hat: Raten")
    await people.petra.taps("Alles beenden")
    await people.anna.hides("Raten")
    event = await town.do(lambda work: work.events.last(case.id, EventKind.CLOSED))
    assert event is not None
    assert event.facts["solution"] == "instalments"


async def test_only_aftercare_and_forgetting_are_due_after_the_end(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT, "Alles beenden")
    kinds = await town.do(lambda work: {timer.kind for timer in work.timers.of_case(case.id)})
    assert {TimerKind.OLD_MESSAGES, TimerKind.OLD_NOTES} <= kinds
    assert not kinds & {TimerKind.PROMISE_DAY, TimerKind.PROMISE_PASSES, TimerKind.CASE_REVIEW}


async def test_a_landlord_never_hears_where_a_household_went(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, "Mietverhältnis beendet", "Verlust, untergebracht", "Gestern", "Alles beenden")
    await people.anna.sees("MI-7KQ4: abgeschlossen", "Mietverhältnis beendet")
    await people.anna.hides("untergebracht", "Nachsorge mit")
    assert await town.do(lambda work: work.plans.running(case.id)) is None


async def test_without_consent_a_landlord_hears_only_that_it_ended(town: Town) -> None:
    people, _ = await talking(town, consent="written_to", basis="legitimate_interest")
    await ends(people.petra, *KEPT, "Alles beenden")
    await people.anna.sees("MI-7KQ4: abgeschlossen")
    await people.anna.hides("Vereinbarung")


async def test_a_flat_from_the_network_is_counted(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, "Umgezogen", "Umzug in eigene Wohnung", "Heute")
    await people.petra.shows("Kam die neue Wohnung aus dem Netzwerk?")
    for label in ("Ja", "Noch fragen", "Nein", "Alles beenden"):
        await people.petra.taps(label)
    event = await town.do(lambda work: work.events.last(case.id, EventKind.CLOSED))
    assert event is not None
    assert event.facts["network_flat"] == 1
    closed = await stored_case(town, case)
    assert (closed.aftercare_consent, closed.landlord_asked_consent) == (Answer.LATER, Answer.NO)


async def test_a_no_to_aftercare_asks_nothing_about_the_landlord(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, "Wohnung erhalten", "Wohnung erhalten, alles", "Heute", "Nein")
    await people.petra.shows("MI-7KQ4: Fall abschließen?")
    await people.petra.taps("Alles beenden")
    closed = await stored_case(town, case)
    assert (closed.aftercare_consent, closed.landlord_asked_consent) == (Answer.NO, Answer.NO)


async def test_what_came_up_meanwhile_is_named_first(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT)
    await town.do(lambda work: cases.ask(work, case, Seat.BENEFITS, people.jana.person))
    assert "Inzwischen ist noch etwas offen" in await people.petra.taps("Alles beenden")
    assert (await stored_case(town, case)).is_open
    await people.petra.shows("MI-7KQ4: Fall abschließen?", "Offene Anfrage")
    await people.petra.taps("Alles beenden")
    assert not (await stored_case(town, case)).is_open


async def test_the_day_may_be_typed_and_lies_behind(town: Town) -> None:
    people, _ = await talking(town)
    await ends(people.petra, "Verstorben", "Älter")
    await people.petra.sends("morgen")
    await people.petra.shows("Dieser Tag liegt noch vor uns.")
    await people.petra.sends("1.11.")
    await people.petra.shows("Verstorben (1.11.2026)")


async def test_a_wrong_tap_is_undone_within_five_minutes(town: Town) -> None:
    people, case = await talking(town)
    before = await town.do(lambda work: {timer.dedupe for timer in work.timers.of_case(case.id)})
    await ends(people.petra, *KEPT, "Alles beenden")
    await people.petra.taps("Rückgängig")
    await people.petra.shows("MI-7KQ4: wieder offen", "alles steht wie zuvor")
    await people.anna.shows("MI-7KQ4: wieder offen", "Der Abschluss wurde zurückgenommen.")
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.promise_settled_at is None
    opened = await stored_case(town, case)
    assert (opened.state, opened.outcome, opened.closed_at) == (CaseState.OPEN, None, None)
    assert await town.do(lambda work: work.plans.running(case.id)) is None
    assert await town.do(lambda work: {timer.dedupe for timer in work.timers.of_case(case.id)}) == before


async def test_after_five_minutes_it_stays_closed(town: Town) -> None:
    people, case = await talking(town)
    await ends(people.petra, *KEPT, "Alles beenden")
    await town.forward(minutes=6)
    assert "fünf Minuten" in await people.petra.taps("Rückgängig")
    assert not (await stored_case(town, case)).is_open


async def test_chats_and_texts_forget_a_closed_case(town: Town) -> None:
    """Cards and relayed notes after 30 days, texts after 90 (P10)."""
    text = "Wir warten mit der Klage bis 15.12."
    people, case = await talking(town)
    for label in ("Nachricht", "Freier Text"):
        await people.anna.taps(label)
    await people.anna.sends(text)
    await people.anna.taps("Nein, senden")
    await ends(people.petra, "Ungeklärt", "Verzogen", "Heute", "Alles beenden")
    await town.forward(days=29)
    await people.petra.shows(text)
    await town.forward(days=2)
    await people.petra.hides(text)
    await people.petra.shows("Nachricht entfernt.")
    card = await people.petra.shows("MI-7KQ4: abgeschlossen.")
    assert card["text"] == "MI-7KQ4: abgeschlossen."
    assert await notes_of(town, case) == [(text, "sent")]
    await town.forward(days=60)
    assert await notes_of(town, case) == [(None, "removed")]
