"""The review of a failure run: two separate views, then each other's; it ends in a change that is owed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.model.errors import Incomplete
from domain.model.failure_review import (
    Aid,
    Cause,
    ChangeState,
    Effect,
    FailureChange,
    FailureReview,
    Opinion,
    Remedy,
    Resolve,
    ReviewState,
)
from domain.model.failure_rule import FailureRole
from domain.model.ids import CaseId
from domain.model.stage import Seat
from domain.services import failure_changes, failure_reviews, failures
from storage.work import SqliteWork
from tests.stories.cases import begun, notice, sit
from tests.stories.commitments import turn
from tests.stories.failures import answers, over, skip_all
from tests.stories.network import Network
from tests.stories.test_close_case import KEPT, ends
from tests.stories.town import Phone, Town, labels


async def gives_view(phone: Phone, *taps: str) -> None:
    await phone.sends("/scheitern MI-7KQ4")
    for label in ("Auswertung", "Ihre Sicht", *taps):
        await phone.taps(label)


HELP = ("Zu spät Bescheid", "Keine Vertretung", "Weiter", "Schneller Anruf", "Weiter", "Vorgehen ändern")
LANDLORD = ("Zu spät Bescheid", "Weiter", "Fallkonferenz", "Weiter", "Zuständigkeit klären")
CHANGE = ("Änderung festlegen", "Zu spät Bescheid", "Vorgehen ändern", "Fachstelle Nord", "In 2 Wochen")


async def test_both_sides_answer_apart_and_then_see_each_others_view(town: Town) -> None:
    people, _, _ = await over(town)
    await gives_view(people.petra, *HELP)
    await people.petra.shows(
        "MI-7KQ4: Auswertung", "nicht um Schuld", "Ihre Sicht ist notiert.", "die Sicht von: Wohnhaus Minden"
    )
    await people.carla.sends("/scheitern MI-7KQ4")
    await people.carla.taps("Auswertung")
    await people.carla.shows("Ihre Sicht fehlt noch.", "Ihre Sicht")
    await people.carla.hides("Keine Vertretung da")
    await people.petra.hides("Änderung festlegen")
    for label in ("Ihre Sicht", *LANDLORD):
        await people.carla.taps(label)
    await people.carla.shows("Fachstelle Nord\nUrsachen: Zu spät Bescheid gegeben, Keine Vertretung da")
    await people.petra.shows("MI-7KQ4: Auswertung, alle haben geantwortet")
    await people.coordinator.shows("MI-7KQ4: Auswertung, alle haben geantwortet")
    await people.petra.taps("Auswertung")
    await people.petra.shows("Wohnhaus Minden\nUrsachen: Zu spät Bescheid gegeben\nGeholfen: Fallkonferenz")


async def test_a_toggle_goes_on_and_off_and_nothing_is_taken_for_an_answer(town: Town) -> None:
    people, _, _ = await over(town)
    await gives_view(people.petra)
    await people.petra.taps("Weiter")
    assert people.petra.toast == "Bitte mindestens eines antippen."
    await people.petra.taps("Keine Kapazität")
    await people.petra.shows("✓ Keine Kapazität")
    await people.petra.taps("✓ Keine Kapazität")
    await people.petra.hides("✓")
    for label in ("Jede Seite für sich", "Weiter", "Schneller Anruf", "Nichts davon"):
        await people.petra.taps(label)
    await people.petra.shows("✓ Nichts davon")
    await people.petra.hides("✓ Schneller Anruf")
    await people.petra.taps("Zurück")
    await people.petra.shows("✓ Jede Seite für sich")


async def test_it_is_published_with_a_change_only_and_the_change_is_owed(town: Town) -> None:
    people, case, review = await over(town)
    await answers(town, people.petra, review, Cause.TOO_LATE)
    await answers(town, people.carla, review, Cause.TOO_LATE, Cause.NO_DEPUTY)
    await people.petra.taps("Auswertung")
    await people.petra.shows("Noch ist keine Änderung festgelegt.")
    await people.petra.hides("Veröffentlichen")
    for label in CHANGE:
        await people.petra.taps(label)
    await people.petra.shows(
        "Das ändern wir:",
        "1. Vorgehen ändern gegen „Zu spät Bescheid gegeben“: Fachstelle Nord, bis 7.12.",
        "1. entfernen",
    )
    await people.petra.taps("Veröffentlichen")
    await people.carla.shows("MI-7KQ4: Auswertung veröffentlicht", "1. Vorgehen ändern")
    await town.do(lambda work: _settle_promise(work, case.id))
    await ends(people.petra, *KEPT)
    await people.petra.taps("Abschließen")
    closed = await town.do(lambda work: work.cases.get(case.id))
    assert closed is not None
    assert not closed.is_open, "the end of a case ends no change"
    await people.petra.reads_all()
    await town.forward(days=14)
    await people.petra.shows("MI-7KQ4: Änderung fällig am 7.12.", "Vorgehen ändern gegen", "Umgesetzt")
    await town.forward(days=4)
    await people.coordinator.shows("MI-7KQ4: Änderung war fällig am 7.12.")
    await people.petra.taps("Umgesetzt")
    await people.petra.shows("MI-7KQ4: notiert", "Vorgehen ändern: umgesetzt")
    (change,) = await town.do(lambda work: work.failure_changes.of_review(review.id))
    assert change.state is ChangeState.DONE


def _settle_promise(work: SqliteWork, case: CaseId) -> None:
    """Nothing else stands in the way of closing."""
    for one in work.referrals.of_case(case):
        work.referrals.save(replace(one, promise_settled_at=work.now))


async def test_it_is_called_to_mind_until_it_is_published_and_told_upwards(town: Town) -> None:
    people, _, review = await over(town)
    await answers(town, people.petra, review, Cause.TOO_LATE)
    await town.forward(days=4)
    await people.carla.shows("MI-7KQ4: Auswertung, Ihre Sicht fehlt", "Drei Fragen")
    await people.carla.reads_all()
    await town.forward(days=4)
    assert any("Ihre Sicht fehlt" in (one["text"] or "") for one in await people.carla.unread())
    await people.coordinator.hides("Auswertung überfällig")
    await town.forward(days=26)
    await people.coordinator.shows("MI-7KQ4: Auswertung überfällig", "die Sicht von Wohnhaus Minden")
    await people.coordinator.taps("Auswertung")
    for label in (*CHANGE[:3], "Koordination", "In 1 Monat", "Veröffentlichen"):
        await people.coordinator.taps(label)
    published = await town.do(lambda work: work.failure_reviews.get(review.id))
    assert published is not None
    assert published.state is ReviewState.PUBLISHED


async def test_it_is_cancelled_by_whoever_leads_with_a_reason(town: Town) -> None:
    people, _, review = await over(town)
    await people.carla.sends("/scheitern MI-7KQ4")
    await people.carla.taps("Auswertung")
    await people.carla.hides("Ohne Auswertung beenden")
    await people.petra.sends("/scheitern MI-7KQ4")
    for label in ("Auswertung", "Ohne Auswertung beenden", "Schon an anderer Stelle"):
        await people.petra.taps(label)
    await people.petra.shows("Ohne Auswertung beendet: Schon an anderer Stelle besprochen.")
    cancelled = await town.do(lambda work: work.failure_reviews.get(review.id))
    assert cancelled is not None
    assert cancelled.state is ReviewState.CANCELLED
    await people.carla.sees("MI-7KQ4: Auswertung")
    told = ("MI-7KQ4: keine Auswertung", "Ohne Auswertung beendet: Schon an anderer Stelle besprochen.")
    await people.carla.sees(*told)
    await people.coordinator.sees(*told)
    await town.forward(days=10)
    await people.carla.sees_nothing()


async def test_whoever_owes_a_view_settles_nothing_when_the_time_is_over(town: Town) -> None:
    people, _, review = await over(town)
    await answers(town, people.petra, review, Cause.TOO_LATE)
    await town.forward(days=40)
    await people.carla.sends("/scheitern MI-7KQ4")
    await people.carla.taps("Auswertung")
    await people.carla.shows("Ihre Sicht fehlt noch.", "Ihre Sicht")
    await people.carla.hides("Änderung festlegen", "Zu spät Bescheid gegeben")

    def forged(work: SqliteWork) -> str:
        wanted = Resolve(
            cause=Cause.TOO_LATE, remedy=Remedy.PROCEDURE, owner=FailureRole.HELP, due_on=date(2027, 2, 1)
        )
        with pytest.raises(Incomplete) as caught, work.apart():
            failure_reviews.decide(work, turn(work, people.carla), review.id, wanted)
        return caught.value.detail

    assert await town.do(forged) == "failure_views"
    await people.petra.sends("/scheitern MI-7KQ4")
    await people.petra.taps("Auswertung")
    await people.petra.shows("Änderung festlegen")


async def test_a_landlord_without_consent_reads_no_cause_that_tells_of_the_household(town: Town) -> None:
    people, case, review = await over(town)
    await answers(town, people.petra, review, Cause.CONTACT, Cause.NO_DEPUTY)
    await answers(town, people.carla, review, Cause.TOO_LATE)

    def withdraws(work: SqliteWork) -> None:
        stored = work.cases.get(case.id)
        assert stored is not None
        work.cases.save(replace(stored, basis="legitimate_interest", consent="informed"))

    await town.do(withdraws)
    await people.carla.sends("/scheitern MI-7KQ4")
    await people.carla.taps("Auswertung")
    await people.carla.shows("Fachstelle Nord\nUrsachen: Keine Vertretung da\nGeholfen")
    await people.carla.hides("Kontakt riss ab")
    await people.carla.taps("Änderung festlegen")
    await people.carla.hides("Kontakt riss ab")


async def test_after_five_more_runs_with_the_cause_it_is_asked_whether_the_change_helped(town: Town) -> None:
    people, _ = await begun(town)
    first = await _published(town, people, "MI-2222", Cause.TOO_LATE)
    for number in range(4):
        await _published(town, people, f"MI-333{number}", Cause.TOO_LATE)
    await _published(town, people, "MI-4444", Cause.NO_DEPUTY)
    await people.petra.hides("Hat die Änderung geholfen?")
    await _published(town, people, "MI-5555", Cause.TOO_LATE)
    await people.petra.shows("MI-2222: Hat die Änderung geholfen?", "fünf weitere Verfahren", "Teilweise")
    await people.coordinator.shows("MI-2222: Hat die Änderung geholfen?")
    await people.petra.taps("Teilweise")
    change = await town.do(lambda work: failure_changes.of_id(work, first))
    assert (change.effect, change.effect_by) == (Effect.PARTLY, people.petra.person)
    late = await people.coordinator.with_button("Hat geholfen")
    await people.coordinator.taps("Hat geholfen", message=late)
    assert people.coordinator.toast == "Zu dieser Änderung ist schon alles gesagt."


async def _published(town: Town, people: Network, code: str, cause: Cause) -> int:
    """A whole run on a case of its own, from the start to its published review; gives the change."""

    def runs(work: SqliteWork) -> int:
        case = notice(people, work, code=code)
        sit(work, people, case, Seat.HELP, people.petra.person)
        run = failures.start(work, turn(work, people.petra), case.id, None)
        skip_all(work, people.coordinator, run)
        review = work.failure_reviews.of_run(run.id)
        assert review is not None
        return _finish(work, people, review, cause).id

    made = await town.do(runs)
    await town.forward(minutes=5)
    return made


def _finish(work: SqliteWork, people: Network, review: FailureReview, cause: Cause) -> FailureChange:
    petra = turn(work, people.petra)
    said = Opinion(causes=(cause,), aids=(Aid.NOTHING,), remedy=Remedy.PROCEDURE)
    failure_reviews.answer(work, petra, review.id, said)
    day = work.now.date() + timedelta(days=30)
    resolve = Resolve(cause=cause, remedy=Remedy.PROCEDURE, owner=FailureRole.HELP, due_on=day)
    made = failure_reviews.decide(work, petra, review.id, resolve)
    failure_reviews.publish(work, petra, review.id)
    return made


async def test_a_side_that_is_not_in_the_chat_is_asked_on_the_telephone(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: sit(work, people, case, Seat.BENEFITS, people.otto))
    run = await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, None))
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    review = await town.do(lambda work: work.failure_reviews.of_run(run.id))
    assert review is not None
    await answers(town, people.petra, review, Cause.TOO_LATE)
    await answers(town, people.carla, review, Cause.TOO_LATE)
    await people.coordinator.sends("/scheitern MI-7KQ4")
    await people.coordinator.taps("Auswertung")
    await people.coordinator.shows("Ordnungsamt Hille ist nicht in diesem Chat.")
    await people.coordinator.hides("Fachstelle Nord\nUrsachen")
    for label in ("Sicht am Telefon erfragt", "Leistung kam zu spät", "Weiter", "Fallkonferenz", "Weiter"):
        await people.coordinator.taps(label)
    await people.coordinator.taps("Erfahrung festhalten")
    await people.coordinator.shows(
        "Fachstelle Nord\nUrsachen: Zu spät", "Ordnungsamt Hille\nUrsachen: Leistung kam zu spät"
    )


async def test_a_change_is_opened_only_by_whoever_may_settle_it(town: Town) -> None:
    people, _, review = await over(town)
    for phone in (people.petra, people.carla):
        await answers(town, phone, review, Cause.TOO_LATE)

    def publishes(work: SqliteWork) -> None:
        petra = turn(work, people.petra)
        wanted = Resolve(
            cause=Cause.TOO_LATE, remedy=Remedy.LESSON, owner=FailureRole.HELP, due_on=date(2026, 12, 8)
        )
        failure_reviews.decide(work, petra, review.id, wanted)
        failure_reviews.publish(work, petra, review.id)

    await town.do(publishes)
    for phone, opens in ((people.petra, True), (people.carla, False), (people.coordinator, True)):
        await phone.reads_all()
        await phone.sends("/scheitern MI-7KQ4")
        await phone.taps("Auswertung")
        screen = await phone.shows("Das ändern wir:", "1. ")
        assert ("1" in labels(screen)) is opens
