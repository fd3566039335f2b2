"""A project fails: /scheitern on an agreement, with the same steps, guarantee and review as a case's run."""

import sqlite3
from datetime import date

import pytest

from domain.model.agreement import NoticeReason
from domain.model.agreement_templates import Template
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotUnderstood
from domain.model.failure import FailureRun, RunState
from domain.model.failure_review import Aid, Cause, Opinion, Remedy, Resolve
from domain.model.failure_rule import FailureRole, Task, Trigger
from domain.services import agreements, failure_reviews, failure_steps, failures
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, signing
from tests.stories.commitments import TOMORROW, turn
from tests.stories.failures import skip_all, steps, stored
from tests.stories.network import Network
from tests.stories.test_end_agreement import until
from tests.stories.town import Town, labels

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
