"""A project fails: /scheitern on an agreement, with the same steps, guarantee and review as a case's run."""

import sqlite3
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.model.agreement import NoticeReason
from domain.model.agreement_templates import Template
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotUnderstood
from domain.model.failure import FailureRun, RunState
from domain.model.failure_review import Aid, Cause, FailureReview, Opinion, Remedy, Resolve
from domain.model.failure_rule import FailureRole, Task, Trigger
from domain.model.ids import PersonId
from domain.model.people import Role
from domain.model.stage import PartnerKind
from domain.services import agreements, failure_reviews, failure_steps, failures
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, signing
from tests.stories.commitments import TOMORROW, turn
from tests.stories.failures import skip_all, steps, stored
from tests.stories.network import Network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.test_end_agreement import until
from tests.stories.town import Phone, Town, labels

OTHER_DAY = TOMORROW.replace(year=2027)


async def failing(town: Town, trigger: Trigger | None = None) -> tuple[Network, FailureRun]:
    """Petra has started it on the agreement between her office and Carla's; everybody has read of it."""
    people = await signing(town)
    version = await in_force(town, people)
    run = await town.do(
        lambda work: failures.start_project(work, turn(work, people.petra), version.agreement, trigger)
    )
    await read(town)
    return people, run


async def test_a_signatory_starts_it_from_the_list_in_three_taps(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.petra.sends("/scheitern")
    await people.petra.shows("Vereinbarungen, für die Sie unterschreiben", "1. Zusammenarbeit")
    await people.petra.taps("1")
    door = await people.petra.shows("Was ist passiert?", "Ein Partner steigt aus")
    assert "Kontakt abgebrochen" not in labels(door), "what happens to a household is no reason here"
    await people.petra.taps("Ein Partner steigt aus")
    await people.petra.shows("Scheitern-Verfahren: 0 von", "Anlass: Ein Partner steigt aus")
    for phone in (people.carla, people.coordinator):
        await phone.shows("Verfahren gestartet", "Petra Nord")
        await phone.shows("Scheitern-Verfahren: 0 von", "Vermieter zuerst anrufen", "Gespräch aller")
        await phone.hides("Haushalt aufsuchen")
        await phone.hides("Ersatzunterkunft")
    await people.jana.sees_nothing()
    await people.carla.sends("/scheitern")
    await people.carla.shows("Verfahren läuft")


async def cards(phone: Phone) -> list[dict[str, Any]]:
    """The messages that show the checklist as it stands."""
    return [one for one in await phone.messages() if "Schritten erledigt" in one["text"]]


async def test_one_live_card_a_chat_shows_how_it_stands(town: Town) -> None:
    people, run = await failing(town)
    phones = (people.petra, people.carla, people.coordinator)
    before = [await cards(phone) for phone in phones]
    assert [len(one) for one in before] == [1, 1, 1]
    assert await cards(people.jana) == []
    await people.petra.taps("1")
    await people.petra.taps("Erreicht")
    for phone, (card,) in zip(phones, before, strict=True):
        (now,) = await cards(phone)
        assert now["message_id"] == card["message_id"], "edited in its place"
        assert "1 von 3 Schritten erledigt" in now["text"]
        assert "Vermieter zuerst anrufen: Erreicht" in now["text"]
    await town.forward(days=8)
    (late,) = await cards(people.carla)
    assert "überfällig seit" in late["text"]
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    await people.carla.shows("Verfahren abgeschlossen", "Auswertung")
    assert await cards(people.carla) == [], "the card says that it is over"


async def test_another_screen_gives_way_to_the_card(town: Town) -> None:
    people, _ = await failing(town)
    (card,) = await cards(people.petra)
    await people.petra.taps("1")
    await people.petra.shows("Schritt 1", "Erreicht")
    await people.petra.taps("Zurück")
    (again,) = await cards(people.petra)
    assert (again["message_id"], again["text"]) == (card["message_id"], card["text"])


async def test_the_landlords_group_reads_how_much_is_settled_and_no_more(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    chat = await group_with_bot(town, people.carla, people.coordinator, people.bernd)
    await people.coordinator.taps("Wohnhaus Minden")
    group = inside(people.bernd, chat)
    await group.reads_all()

    def begins(work: SqliteWork) -> FailureRun:
        return failures.start_project(work, turn(work, people.petra), version.agreement, None)

    run = await town.do(begins)
    card = await group.sees("Gemeinsames Verfahren: 0 von 3 Schritten erledigt")
    assert labels(card) == []
    for word in ("Petra", "Fachstelle Nord", "anrufen", "klappt nicht", "Scheitern-Verfahren"):
        assert word not in card["text"]
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    (now,) = [one for one in await group.messages() if one["message_id"] == card["message_id"]]
    assert "gemeinsames Verfahren beendet" in now["text"]
    assert [one for one in await group.unread() if one["message_id"] != card["message_id"]] == []


async def test_whoever_signs_no_more_reads_nothing_new_of_it(town: Town) -> None:
    people, _ = await failing(town)

    def steps_down(work: SqliteWork) -> None:
        person = work.people.get(people.carla.person or PersonId(0))
        assert person is not None
        work.people.save(replace(person, role=Role.MEMBER))

    await town.do(steps_down)
    await people.petra.taps("1")
    await people.petra.taps("Erreicht")
    (card,) = await cards(people.carla)
    assert "0 von 3 Schritten erledigt" in card["text"]


async def test_it_starts_from_the_agreements_card_too(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.carla.sends("/vereinbarung")
    for label in ("1", "Es klappt nicht", "Die Zusammenarbeit klappt nicht"):
        await people.carla.taps(label)
    await people.carla.shows("Scheitern-Verfahren: 0 von", "Ihre feste Ansprechperson: Petra Nord")
    await people.carla.hides("Zurück zur normalen Arbeit")


async def test_each_partner_does_its_steps_and_the_last_one_ends_it(town: Town) -> None:
    people, run = await failing(town)
    await people.petra.sends("/scheitern")
    for label in ("1", "1", "Erreicht"):
        await people.petra.taps(label)
    assert (await steps(town, run))[Task.CALL_FIRST].settled_by == people.petra.person
    await people.carla.shows("Vermieter zuerst anrufen: Erreicht")
    (given,) = await town.do(lambda work: work.guarantees.of_run(run.id))
    assert given.in_time, "the first call keeps the guarantee"
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.DECIDE))
    number = str((await steps(town, run))[Task.DECIDE].number)
    for label in ("Verfahren", number):
        await people.petra.taps(label)
    await people.petra.shows("Zusammenarbeit endet geordnet")
    await people.petra.hides("Mietverhältnis endet geordnet")
    await people.petra.taps("Zusammenarbeit endet geordnet")
    assert (await stored(town, run)).state is RunState.ENDED
    await people.carla.shows("Verfahren abgeschlossen", "Auswertung")


async def test_the_deadlines_count_in_working_days_and_reach_whoever_signs(town: Town) -> None:
    people, run = await failing(town)
    call = (await steps(town, run))[Task.CALL_FIRST]
    assert call.due_at.date() == TOMORROW
    assert (call.case_id, run.case_id) == (None, None)
    await town.forward(hours=30)
    await people.petra.shows("Schritt 1", "Vermieter zuerst anrufen (Fachstelle Nord)")
    await people.petra.taps("Warum?")
    await people.petra.shows("Für diese Vereinbarung läuft ein Scheitern-Verfahren")
    await people.coordinator.shows("Meldung beim Vermieter steht aus")


async def test_back_to_normal_with_a_reason_then_the_review_apart_and_a_change(town: Town) -> None:
    people, run = await failing(town)
    await people.petra.sends("/scheitern")
    for label in ("1", "Zurück zur normalen Arbeit", "Geklärt"):
        await people.petra.taps(label)
    assert (await stored(town, run)).state is RunState.RETURNED
    for phone in (people.petra, people.carla):
        for label in ("Auswertung", "Ihre Sicht"):
            await phone.taps(label)
        await phone.hides("Unterlagen")
        for label in ("Zu spät Bescheid gegeben", "Weiter", "Nichts", "Weiter", "Vorgehen ändern"):
            await phone.taps(label)
        if phone is people.petra:
            await phone.shows("Es fehlt noch die Sicht von: Wohnhaus Minden")
    for label in ("Änderung festlegen", "Zu spät Bescheid gegeben", "Vorgehen ändern", "Fachstelle Nord"):
        await people.carla.taps(label)
    for label in ("In 2 Wochen", "Veröffentlichen"):
        await people.carla.taps(label)
    await people.petra.shows("Auswertung veröffentlicht", "Vorgehen ändern gegen", "Fachstelle Nord")
    await read(town)
    await town.forward(days=16)
    await people.petra.shows("Änderung fällig am")
    await people.petra.taps("Umgesetzt")
    (review,) = [one for one in [await town.do(lambda work: work.failure_reviews.of_run(run.id))] if one]
    (change,) = await town.do(lambda work: work.failure_changes.of_review(review.id))
    assert change.settled_by == people.petra.person


async def test_no_notice_is_given_over_open_mandatory_steps(town: Town) -> None:
    people, run = await failing(town)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Vereinbarung beenden")
    await people.carla.shows("noch nicht beenden", "1. Vermieter zuerst anrufen", "Verfahren")

    def gives(work: SqliteWork) -> None:
        assert run.agreement is not None
        version = work.agreement_versions.in_force(run.agreement)
        assert version is not None
        given = (OTHER_DAY, NoticeReason.GOAL_REACHED)
        with pytest.raises(Incomplete):
            agreements.give_notice(work, turn(work, people.carla), version.id, *given)
        skip_all(work, people.coordinator, run)
        agreements.give_notice(work, turn(work, people.carla), version.id, *given)

    await town.do(gives)


async def test_a_run_outlives_the_last_day_of_its_agreement(town: Town) -> None:
    """It goes on under the rule that it has copied, until it is closed and reviewed."""
    people = await signing(town)
    version = await in_force(town, people, Template.PROJECT, ends_on=date(2026, 11, 30))
    await town.forward(days=3)
    run = await town.do(
        lambda work: failures.start_project(work, turn(work, people.petra), version.agreement, None)
    )
    await read(town)
    await town.forward(days=6)
    for phone in (people.carla, people.petra, people.coordinator):
        await phone.shows("Vereinbarung beendet am 30.11.2026", "geht weiter, bis es abgeschlossen")
    assert (await stored(town, run)).state is RunState.RUNNING
    assert (await stored(town, run)).rule == run.rule
    await people.coordinator.shows("Schritt 1", "ist nicht erledigt")
    await people.carla.sends("/scheitern")
    await people.carla.shows("Verfahren läuft")
    await people.carla.taps("1")
    await people.carla.shows("Scheitern-Verfahren: 0 von")
    await people.petra.sends("/vereinbarung")

    def may_not_begin_anew(work: SqliteWork) -> None:
        with pytest.raises(Expired):
            failures.start_project(work, turn(work, people.carla), version.agreement, None)

    await town.do(may_not_begin_anew)
    await people.petra.sends("/scheitern")
    for label in ("1", "1", "Erreicht"):
        await people.petra.taps(label)
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.DECIDE))
    last = (await steps(town, run))[Task.DECIDE]

    def decides(work: SqliteWork) -> None:
        petra = turn(work, people.petra)
        failure_steps.do(work, petra, last.id, "project_ends")
        failure_steps.take_back(work, petra, last.id)
        failure_steps.do(work, petra, last.id, "project_ends")

    await town.do(decides)
    assert (await stored(town, run)).state is RunState.ENDED
    await people.carla.shows("Verfahren abgeschlossen", "Auswertung")
    await people.carla.sends("/scheitern")
    await people.carla.taps("1")
    await people.carla.shows("Auswertung", "Ihre Sicht fehlt noch.")
    review = await town.do(lambda work: work.failure_reviews.of_run(run.id))
    assert review is not None

    def reviews(work: SqliteWork) -> None:
        said = Opinion(causes=(Cause.TOO_LATE,), aids=(Aid.NOTHING,), remedy=Remedy.LESSON)
        for phone in (people.petra, people.carla):
            failure_reviews.answer(work, turn(work, phone), review.id, said)
        wanted = Resolve(
            cause=Cause.TOO_LATE, remedy=Remedy.LESSON, owner=FailureRole.HELP, due_on=date(2027, 1, 11)
        )
        failure_reviews.decide(work, turn(work, people.petra), review.id, wanted)
        failure_reviews.publish(work, turn(work, people.petra), review.id)

    await town.do(reviews)
    await people.carla.shows("Auswertung veröffentlicht")
    await read(town)
    await people.carla.sends("/scheitern")
    await people.carla.hides("1. Projekt mit Nachsorge")
    await until(town, date(2027, 1, 12))
    await people.petra.shows("Änderung fällig am")


async def test_only_whoever_signs_starts_and_does_steps(town: Town) -> None:
    people, run = await failing(town)

    def forges(work: SqliteWork) -> None:
        assert run.agreement is not None
        first = work.failure_steps.of_run(run.id)[0]
        for phone in (people.jana, people.quirin, people.anna):
            with pytest.raises(NotAllowed):
                failures.start_project(work, turn(work, phone), run.agreement, None)
            with pytest.raises(NotAllowed):
                failure_steps.do(work, turn(work, phone), first.id, "reached")
        with pytest.raises(NotAllowed):
            failure_steps.do(work, turn(work, people.carla), first.id, "reached")
        with pytest.raises(NotAllowed):
            failures.start_project(work, turn(work, people.coordinator), run.agreement, None)
        with pytest.raises(AlreadyDone):
            failures.start_project(work, turn(work, people.carla), run.agreement, None)

    await town.do(forges)


async def test_nothing_of_a_household_is_recorded(town: Town) -> None:
    people, run = await failing(town)

    def says(work: SqliteWork) -> None:
        assert run.agreement is not None
        skip_all(work, people.coordinator, run)
        with pytest.raises(NotUnderstood):
            failures.start_project(work, turn(work, people.petra), run.agreement, Trigger.NEW_NOTICE)
        review = work.failure_reviews.of_run(run.id)
        assert review is not None
        said = Opinion(causes=(Cause.CONTACT,), aids=(Aid.NOTHING,), remedy=Remedy.LESSON)
        with pytest.raises(NotUnderstood):
            failure_reviews.answer(work, turn(work, people.petra), review.id, said)

    await town.do(says)


async def test_a_run_is_about_a_case_or_an_agreement_and_never_both_nor_none(town: Town) -> None:
    _, run = await failing(town)

    def breaks(work: SqliteWork) -> None:
        for change in ("agreement = NULL", "case_id = 1"):
            with pytest.raises(sqlite3.IntegrityError):
                work.connection.execute(f"UPDATE failure_runs SET {change} WHERE id = ?", (run.id,))

    await town.do(breaks)


async def test_the_coordinator_reads_it_among_what_runs(town: Town) -> None:
    people, _ = await failing(town)
    await people.coordinator.sends("/scheitern")
    await people.coordinator.shows("Zurzeit laufend:", "von", "Scheitern-Verfahren, letzte 12 Monate: 1")
    await people.coordinator.taps("Vereinbarung")
    await people.coordinator.shows("Scheitern-Verfahren: 0 von")


async def with_two_providers(town: Town) -> tuple[Network, Phone, FailureReview]:
    """Petra's office and Susi's club both help; the run on their agreement with Carla's is over."""
    people = await signing(town)
    club = await town.partner("Verein Süd", PartnerKind.PROVIDER)
    susi = await town.member("Susi Süd", club, role=Role.LEAD)
    version = await in_force(town, people, others=(club,))

    def fails(work: SqliteWork) -> FailureReview:
        signed = agreements.confirm(work, turn(work, susi), version.id)
        run = failures.start_project(work, turn(work, people.petra), signed.agreement, None)
        skip_all(work, people.coordinator, run)
        review = work.failure_reviews.of_run(run.id)
        assert review is not None
        return review

    review = await town.do(fails)
    await read(town)
    return people, susi, review


SAID = Opinion(causes=(Cause.TOO_LATE,), aids=(Aid.NOTHING,), remedy=Remedy.LESSON)


async def test_of_several_providers_each_gives_a_view_of_its_own(town: Town) -> None:
    people, susi, review = await with_two_providers(town)
    for phone in (people.petra, people.carla):
        await town.do(
            lambda work, one=phone: failure_reviews.answer(work, turn(work, one), review.id, SAID)  # type: ignore[misc]
        )
    await people.petra.sends("/scheitern")
    for label in ("1", "Auswertung"):
        await people.petra.taps(label)
    await people.petra.shows("Es fehlt noch die Sicht von: Verein Süd")
    await people.petra.hides("Änderung festlegen")
    await town.forward(days=4)
    await susi.shows("Auswertung, Ihre Sicht fehlt")
    await susi.taps("Auswertung")
    await susi.taps("Ihre Sicht")
    for label in ("Keine Vertretung", "Weiter", "Nichts", "Weiter", "Vorgehen ändern"):
        await susi.taps(label)
    await people.petra.shows("Auswertung, alle haben geantwortet")
    await people.petra.taps("Auswertung")
    screen = await people.petra.shows("Verein Süd\nUrsachen: Keine Vertretung", "Änderung festlegen")
    assert "Fachstelle Nord\nUrsachen: Zu spät Bescheid gegeben" in screen["text"]


async def test_the_view_of_a_partner_that_is_not_here_is_asked_on_the_telephone(town: Town) -> None:
    people, susi, review = await with_two_providers(town)

    def lost(work: SqliteWork) -> None:
        person = work.people.get(susi.person or PersonId(0))
        assert person is not None
        work.people.save(replace(person, unreachable_at=work.now))
        for phone in (people.petra, people.carla, people.coordinator):
            failure_reviews.answer(work, turn(work, phone), review.id, SAID)
        given = work.failure_views.of_review(review.id)
        assert [one.partner for one in given] == [people.help, people.landlord, person.partner]
        with pytest.raises(AlreadyDone):
            failure_reviews.answer(work, turn(work, people.petra), review.id, SAID)
        for phone in (people.quirin, people.jana):
            with pytest.raises(NotAllowed):
                failure_reviews.answer(work, turn(work, phone), review.id, SAID)

    await town.do(lost)
    await people.petra.shows("Auswertung, alle haben geantwortet")
