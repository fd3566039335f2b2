"""A failure run in time: triggers propose it, steps climb their ladder, the guarantee is watched."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from domain.model import failure_copy
from domain.model.failure import RunState, SkipWhy
from domain.model.failure_review import Cause, Remedy, Resolve
from domain.model.failure_rule import USUAL, FailureRole, Task, Trigger
from domain.model.ids import CaseId
from domain.model.stage import NoticeKind, Stage
from domain.services import failure_guarantees, failure_reviews, failure_steps, progress, stages
from domain.services.failures import present
from domain.services.progress import Progress
from storage.work import SqliteWork
from tests.stories.aftercare import digests
from tests.stories.cases import begun
from tests.stories.commitments import TOMORROW, runs, turn
from tests.stories.failures import answers, over, running, skip_all, steps, stored
from tests.stories.town import Phone, Town


async def test_a_broken_commitment_proposes_it_and_one_tap_confirms(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    await town.forward(hours=24)
    await people.carla.reads_all()
    await people.petra.sends("/zusage MI-7KQ4")
    for label in ("1", "Nicht erfüllt"):
        await people.petra.taps(label)
    await people.petra.shows(
        "MI-7KQ4: Verfahren beginnen?", "Zusage nicht erfüllt", "Verfahren starten", "Nicht nötig"
    )
    await people.carla.hides("Verfahren beginnen?")
    await people.petra.taps("Verfahren starten")
    await people.petra.shows("MI-7KQ4: Verfahren gestartet")
    await people.carla.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt")
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert (run.state, run.trigger) == (RunState.RUNNING, Trigger.COMMITMENT_BROKEN)


async def test_contact_counts_as_lost_after_three_tries_in_a_row(town: Town) -> None:
    people, case = await begun(town)
    tried = (Progress.TRIED, Progress.TRIED)
    for kind in (*tried, Progress.CONTACT_MADE, *tried):
        await town.do(partial(_makes, people.petra, case.id, kind))
        await town.forward(minutes=10)
    assert await town.do(lambda work: present(work, case)) is None
    await town.do(partial(_makes, people.petra, case.id, Progress.TRIED))
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert (run.state, run.trigger) == (RunState.PROPOSED, Trigger.CONTACT_LOST)


def _makes(phone: Phone, case: CaseId, kind: Progress, work: SqliteWork) -> None:
    progress.make(work, turn(work, phone), case, kind)


@pytest.mark.parametrize(
    ("before", "stage", "trigger"),
    [
        (Stage.ARREARS, "Kündigung", Trigger.NEW_NOTICE),
        (Stage.NOTICE, "Räumungstermin", Trigger.EVICTION_DATE),
    ],
)
async def test_a_worse_stage_proposes_it(town: Town, before: Stage, stage: str, trigger: Trigger) -> None:
    people, case = await begun(town, stage=before, notice_kind=None)
    wanted = {"Kündigung": Stage.NOTICE, "Räumungstermin": Stage.EVICTION_DATE}[stage]
    await town.do(lambda work: _stage(work, people.petra, case.id, wanted))
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert (run.state, run.trigger) == (RunState.PROPOSED, trigger)
    await people.petra.shows("MI-7KQ4: Verfahren beginnen?")


@pytest.mark.parametrize(("days", "proposed"), [(4, True), (-1, False)])
async def test_one_more_notice_proposes_it_and_a_corrected_date_does_not(
    town: Town, days: int, proposed: bool
) -> None:
    people, case = await begun(town)
    await town.forward(days=5)
    to = stages.Standing(stage=Stage.NOTICE, on=date(2026, 11, 23) + timedelta(days=days))
    await town.do(lambda work: stages.change(work, turn(work, people.petra), case.id, to))
    run = await town.do(lambda work: present(work, case))
    assert (run is not None and run.trigger is Trigger.NEW_NOTICE) is proposed


def _stage(work: SqliteWork, phone: Phone, case: CaseId, stage: Stage) -> None:
    kind = NoticeKind.EXTRAORDINARY if stage is Stage.NOTICE else None
    to = stages.Standing(stage=stage, on=TOMORROW - timedelta(days=1), notice_kind=kind)
    stages.change(work, turn(work, phone), case, to)


async def test_what_was_turned_down_is_not_proposed_again_at_once(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await people.petra.sends("/zusage MI-7KQ4")
    for label in ("1", "Nicht erfüllt", "Nicht nötig"):
        await people.petra.taps(label)
    await people.petra.shows("MI-7KQ4: Kein Verfahren.")
    await people.petra.hides("Verfahren beginnen?")
    assert await town.do(lambda work: present(work, case)) is None
    assert made.id


async def test_a_proposal_without_an_answer_reaches_the_coordinator_daily(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: _stage(work, people.petra, case.id, Stage.EVICTION_DATE))
    await people.coordinator.reads_all()
    await town.forward(hours=26)
    await people.coordinator.shows("MI-7KQ4: Verfahren beginnen?", "Räumungstermin")
    await people.coordinator.taps("Verfahren starten")
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert run.started_by == people.coordinator.person
    assert run.begun_at < (run.started_at or run.begun_at)


# The ladder


async def test_a_step_climbs_from_its_morning_to_the_coordinator(town: Town) -> None:
    people, _, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.SEE_HOUSEHOLD, Task.DECIDE))
    for phone in (people.petra, people.quirin, people.coordinator):
        await phone.reads_all()
    await town.forward(days=1, hours=23)  # Wednesday at eight
    await people.petra.shows("MI-7KQ4: Schritt 3 bis Do 26.11., 9:00", "Erreicht", "Ansehen")
    await town.forward(days=1, hours=2)
    await people.petra.shows(
        "MI-7KQ4: Schritt 3 ist fällig", "Haushalt aufsuchen (Fachstelle Nord)", "Erreicht"
    )
    await people.quirin.sees_nothing()
    await town.forward(days=1)
    await people.quirin.shows("MI-7KQ4: Schritt 3, bitte in Vertretung ansehen", "Petra Nord: 05731")
    await people.coordinator.hides("Schritt 3 ist nicht erledigt")
    await town.forward(days=3)
    await people.coordinator.shows("MI-7KQ4: Schritt 3 ist nicht erledigt", "Petra Nord: 05731")
    await people.carla.hides("Schritt 3 ist")
    await people.quirin.taps("Erreicht")
    for phone in (people.petra, people.quirin, people.coordinator):
        await phone.reads_all()
    await town.forward(days=1)
    await people.coordinator.hides("Schritt 3 bis")


async def test_deadlines_are_counted_in_working_days(town: Town) -> None:
    """Started on 23 December: two Christmas days and a weekend do not count."""
    people, case = await begun(town)
    await town.forward(days=30)
    for phone in (people.petra, people.carla, people.coordinator):
        await phone.reads_all()
    await people.petra.sends("/scheitern MI-7KQ4")
    await people.petra.taps("Die Zusammenarbeit klappt nicht")
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    found = await steps(town, run)
    local = [found[one].due_at.date().isoformat() for one in (Task.HOLD_STEPS, Task.SEE_HOUSEHOLD)]
    assert local == ["2026-12-24", "2026-12-29"]


# The guarantee


async def test_the_guarantee_is_watched_and_its_breach_told_upwards(town: Town) -> None:
    people, _, run = await running(town)
    await town.forward(hours=25)
    await people.coordinator.shows(
        "MI-7KQ4: Meldung beim Vermieter steht aus", "Fachstelle Nord wollte sich bis Di 24.11., 9:00 melden."
    )
    await people.carla.shows("Fachstelle Nord hat sich nicht bis", "Die Koordination weiß es")
    await people.petra.shows(
        "MI-7KQ4: Meldung beim Vermieter steht aus\n"
        "Sie war zugesagt bis Di 24.11., 9:00, der Vermieter wartet noch.\nCarla Cent: 05731",
        "Vermieter erreicht",
    )
    await people.petra.hides("Der Vermieter bittet um Meldung")
    await people.petra.taps("Vermieter erreicht")
    (given,) = await town.do(lambda work: work.guarantees.of_run(run.id))
    assert given.kept_at is not None
    assert not given.in_time
    await people.coordinator.reads_all()
    await town.forward(days=2)
    waits = await town.do(lambda work: failure_guarantees.waiting(work, run))
    assert waits is None


async def test_the_first_call_keeps_it_and_the_landlord_may_call_upon_it_again(town: Town) -> None:
    people, _, run = await running(town)
    for label in ("Verfahren", "1", "Erreicht"):
        await people.petra.taps(label)
    (given,) = await town.do(lambda work: work.guarantees.of_run(run.id))
    assert given.in_time
    for label in ("Verfahren", "Bitte melden Sie sich"):
        await people.carla.taps(label)
    await people.carla.shows("Ihre Ansprechperson meldet sich bis")
    await people.petra.shows("MI-7KQ4: Der Vermieter bittet um Meldung", "Zugesagt ist eine Meldung bis")
    await people.petra.taps("Vermieter erreicht")
    kept = await town.do(lambda work: work.guarantees.of_run(run.id))
    assert [one.in_time for one in kept] == [True, True]


async def test_after_a_withdrawal_the_run_goes_on_without_the_landlord(town: Town) -> None:
    people, case, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.HOLD_STEPS))
    for label in ("Mehr", "Einwilligung widerrufen"):
        await people.petra.taps(label)
    await people.carla.reads_all()
    await town.forward(days=4)
    await people.carla.sees_nothing()
    await people.coordinator.shows("MI-7KQ4: Schritt 2 ist fällig")
    step = (await steps(town, run))[Task.HOLD_STEPS]
    await people.carla.sends("/scheitern MI-7KQ4")
    await people.carla.hides("Scheitern-Verfahren: ")
    await town.do(
        lambda work: failure_steps.skip(work, turn(work, people.coordinator), step.id, SkipWhy.NO_CONSENT)
    )
    assert (await stored(town, run)).state is RunState.ENDED
    assert case.id


async def test_the_digest_says_what_is_owed_today_and_opens_it(town: Town) -> None:
    people, _, _ = await running(town)
    await digests(town, people.petra.person, people.carla.person)
    await town.forward(hours=23)  # Tuesday at eight
    await people.petra.shows("Heute für Sie", "Schritt im Verfahren bis 9:00")
    await people.petra.hides("Haushalt aufsuchen (")
    await people.carla.shows("Heute für Sie", "MI-7KQ4 · Espelkamp: Schritt im Verfahren bis 9:00")
    await people.carla.taps("1")
    await people.carla.shows("MI-7KQ4: Schritt 2", "Ruhen, bis es geklärt ist")
    await people.carla.taps("Ruhen, bis es geklärt ist")
    await people.carla.shows("MI-7KQ4: notiert")


async def test_a_review_and_a_change_stand_in_the_digest(town: Town) -> None:
    people, _, review = await over(town)
    await answers(town, people.petra, review, Cause.TOO_LATE)
    await answers(town, people.carla, review, Cause.TOO_LATE)
    petra = people.petra
    await town.do(partial(_resolves, petra, review.id))
    await digests(town, petra.person)
    await town.forward(days=8)
    await petra.shows("Heute für Sie", "Änderung bis 16:00")
    await petra.taps("2")
    await petra.shows("MI-7KQ4: Änderung fällig am 1.12.", "Nicht umsetzen")
    for label in ("Nicht umsetzen", "Etwas anderes ist geändert"):
        await petra.taps(label)
    await petra.shows("MI-7KQ4: notiert", "nicht umgesetzt")


def _resolves(phone: Phone, review: int, work: SqliteWork) -> None:
    resolve = Resolve(
        cause=Cause.TOO_LATE,
        remedy=Remedy.LESSON,
        owner=FailureRole.HELP,
        due_on=TOMORROW + timedelta(weeks=1),
    )
    failure_reviews.decide(work, turn(work, phone), review, resolve)
    failure_reviews.publish(work, turn(work, phone), review)


async def test_whoever_hands_the_case_back_has_the_coordinator_asked(town: Town) -> None:
    people, case = await begun(town)
    for label in ("Mehr", "Abgeben", "Koordination"):
        await people.petra.taps(label)
    await people.coordinator.shows("MI-7KQ4: Verfahren beginnen?", "Ein Partner steigt aus")
    assert not [one for one in await people.petra.unread() if "Verfahren beginnen?" in (one["text"] or "")]
    await people.coordinator.taps("Nicht nötig")
    assert await town.do(lambda work: present(work, case)) is None


async def test_a_run_goes_by_the_rule_that_held_when_it_began(town: Town) -> None:
    """What holds for the case today is the usual rule; this run began when another one was agreed."""
    people, case, run = await running(town)
    agreed = replace(USUAL, guarantee_hours=2, review_days=5)
    await town.do(lambda work: work.failure_runs.save(replace(run, rule=failure_copy.kept(agreed))))
    for label in ("Verfahren", "1", "Erreicht"):
        await people.petra.taps(label)
    for label in ("Verfahren", "Bitte melden Sie sich"):
        await people.carla.taps(label)
    await people.carla.shows("Ihre Ansprechperson meldet sich bis Mo 23.11., 11:00.")
    for label in ("Verfahren", "Zurück zur normalen Arbeit", "Geklärt"):
        await people.petra.taps(label)
    review = await town.do(lambda work: work.failure_reviews.of_run(run.id))
    assert review is not None
    assert review.due_on == TOMORROW + timedelta(days=6)
    assert case.id


async def test_the_live_card_says_by_itself_that_a_step_is_overdue(town: Town) -> None:
    people, _, _ = await running(town)
    await town.forward(hours=25)
    for phone in (people.petra, people.carla):
        await phone.shows("1. Vermieter zuerst anrufen · Fachstelle Nord, überfällig seit")
