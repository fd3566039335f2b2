"""A failure run: started, carried out step by step, returned from; nothing closes over its head."""

from dataclasses import replace

import pytest

from domain.model.errors import AlreadyDone, NotAllowed
from domain.model.failure import ReturnWhy, RunState, SkipWhy, StepState
from domain.model.failure_rule import Task
from domain.model.routing import Topic
from domain.model.stage import Seat
from domain.services import failure_guarantees, failure_steps, failure_view, failures
from storage.work import SqliteWork
from tests.stories.cases import begun
from tests.stories.commitments import turn
from tests.stories.failures import running, skip_all, steps, stored
from tests.stories.network import Network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.talk import identity
from tests.stories.test_close_case import KEPT, ends
from tests.stories.test_not_working import says
from tests.stories.town import Town, labels


async def test_the_checklist_is_the_live_card_of_every_side(town: Town) -> None:
    people, _ = await begun(town)
    await says(people.petra, "Kontakt abgebrochen")
    for phone in (people.petra, people.carla, people.coordinator):
        await phone.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt", "Verfahren")
    await people.petra.shows(
        "Anlass: Kontakt abgebrochen",
        "1. Vermieter zuerst anrufen · Fachstelle Nord, bis Di 24.11., 9:00",
        "2. Schritte gegen das Mietverhältnis ruhen lassen · Wohnhaus Minden, bis Di 24.11., 9:00",
        "4. Leistungen prüfen (nicht Pflicht)",
        "5. Fallkonferenz ansetzen · Koordination, bis Mo 30.11., 9:00",
        "nach Schritt 6",
    )
    await people.carla.shows("Ihre feste Ansprechperson: Petra Nord", "Meldung beim Vermieter bis")


async def test_a_step_is_done_in_three_taps_with_what_must_be_recorded(town: Town) -> None:
    people, _, run = await running(town)
    for label in ("Verfahren", "1"):
        await people.petra.taps(label)
    await people.petra.shows(
        "MI-7KQ4: Schritt 1", "Vermieter zuerst anrufen", "Carla Cent: 05731 1000", "Was ist das Ergebnis?"
    )
    await people.petra.taps("Nicht erreicht")
    await people.petra.shows("notiert, nicht erreicht")
    assert (await steps(town, run))[Task.CALL_FIRST].tries == 1
    for label in ("Zurück", "1", "Erreicht"):
        await people.petra.taps(label)
    await people.petra.shows("MI-7KQ4: notiert", "Vermieter zuerst anrufen: Erreicht", "Rückgängig")
    await people.carla.shows("Scheitern-Verfahren: 1 von 7", "1. Vermieter zuerst anrufen: erledigt")
    for label in ("Verfahren", "2", "Ruhen, bis es geklärt ist"):
        await people.carla.taps(label)
    await people.petra.shows(
        "MI-7KQ4: Schritte gegen das Mietverhältnis ruhen lassen: Ruhen, bis es geklärt ist"
    )


async def test_nobody_does_the_step_of_another_office_but_the_coordinator(town: Town) -> None:
    people, _, run = await running(town)
    await people.carla.taps("Verfahren")
    shown = await people.carla.shows("MI-7KQ4: Scheitern-Verfahren")
    numbers = labels(shown)
    assert "2" in numbers
    assert "1" not in numbers
    for label in ("Verfahren", "2", "Ruhen nicht"):
        await people.coordinator.taps(label)
    assert (await steps(town, run))[Task.HOLD_STEPS].state is StepState.DONE


async def test_order_is_kept_where_it_matters(town: Town) -> None:
    people, _, run = await running(town)
    for label in ("Verfahren", "7"):
        await people.petra.taps(label)
    await people.petra.shows("Zuerst kommt Schritt 6.", "Auslassen")
    await people.petra.hides("Gemeinsam weiter wie bisher")
    for label in ("Zurück", "6"):
        await people.petra.taps(label)
    await people.petra.shows("MI-7KQ4: Schritt 6", "Vereinbart: Notunterkunft")
    for label in ("Notunterkunft", "Verfahren", "7", "Gemeinsam weiter, anders"):
        await people.petra.taps(label)
    assert (await steps(town, run))[Task.DECIDE].result == "go_on_otherwise"


async def test_a_step_is_left_out_with_a_reason_only_and_taken_back(town: Town) -> None:
    people, _, run = await running(town)
    for label in ("Verfahren", "3", "Auslassen"):
        await people.petra.taps(label)
    await people.petra.shows("MI-7KQ4: Warum auslassen?", "Haushalt aufsuchen")
    await people.petra.taps("Einwilligung fehlt")
    await people.petra.shows("Haushalt aufsuchen: ausgelassen (Einwilligung fehlt)")
    await people.petra.taps("Rückgängig")
    assert (await steps(town, run))[Task.SEE_HOUSEHOLD].state is StepState.OPEN
    for label in ("Auslassen", "Nicht nötig"):
        await people.petra.taps(label)
    undo = await people.petra.with_button("Rückgängig")
    await town.forward(minutes=6)
    await people.petra.taps("Rückgängig", message=undo)
    assert people.petra.toast == "Rückgängig geht nur fünf Minuten lang."


async def test_the_day_of_the_conference_is_told_to_all(town: Town) -> None:
    people, _, _ = await running(town)
    for label in ("Verfahren", "5", "Tag eintragen", "26"):
        await people.coordinator.taps(label)
    for phone in (people.petra, people.carla):
        await phone.shows("MI-7KQ4: Fallkonferenz ansetzen: 26.11.")


async def test_without_consent_a_landlord_reads_its_own_steps_only(town: Town) -> None:
    people, _ = await begun(town, basis="legitimate_interest", consent="informed", landlord_may_know=False)
    await says(people.petra, "Kontakt abgebrochen")
    await people.carla.shows(
        "2. Schritte gegen das Mietverhältnis",
        "5. Fallkonferenz",
        "Andere Seiten: 0 von 5 Schritten erledigt",
    )
    await people.carla.hides("Haushalt aufsuchen")
    await people.carla.hides("Ersatzunterkunft")
    await people.carla.hides("Kontakt abgebrochen")


async def test_where_a_household_would_sleep_only_the_help_side_reads(town: Town) -> None:
    people, _, _ = await running(town)
    for label in ("Verfahren", "6", "Bei Angehörigen"):
        await people.petra.taps(label)
    await people.petra.shows("6. Ersatzunterkunft sichern: Bei Angehörigen")
    for phone in (people.carla, people.coordinator):
        await phone.shows("6. Ersatzunterkunft sichern: erledigt")
        await phone.hides("Angehörigen")


async def test_a_case_cannot_be_closed_over_open_steps(town: Town) -> None:
    people, _, run = await running(town)
    await people.petra.taps("Abschließen")
    await people.petra.shows(
        "MI-7KQ4: noch nicht abschließen", "1. Vermieter zuerst anrufen", "7. Gemeinsam entscheiden"
    )
    await people.petra.hides("4. Leistungen prüfen\n")
    await people.petra.taps("Zurück")
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    assert (await stored(town, run)).state is RunState.ENDED
    await ends(people.petra, *KEPT)
    await people.petra.shows("MI-7KQ4: Fall abschließen?")


async def test_back_to_normal_work_at_any_time_with_a_reason(town: Town) -> None:
    people, case, run = await running(town)
    for label in ("Verfahren", "Zurück zur normalen Arbeit"):
        await people.petra.taps(label)
    await people.petra.shows("MI-7KQ4: Warum zurück zur normalen Arbeit?")
    await people.petra.taps("Kontakt ist wieder da")
    await people.carla.shows(
        "MI-7KQ4: zurück zur normalen Arbeit", "Grund: Kontakt ist wieder da.", "Auswertung"
    )
    await people.petra.hides("Scheitern-Verfahren: 0 von 7")
    assert (await stored(town, run)).state is RunState.RETURNED
    left = await town.do(lambda work: work.failure_steps.of_run(run.id))
    assert {one.state for one in left} == {StepState.LAPSED}
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    assert not [one for one in timers if one.kind.startswith("failure")]


async def test_a_mistake_has_no_review(town: Town) -> None:
    people, _, run = await running(town)
    for label in ("Verfahren", "Zurück zur normalen Arbeit", "War ein Versehen"):
        await people.petra.taps(label)
    assert await town.do(lambda work: work.failure_reviews.of_run(run.id)) is None


async def test_a_landlord_does_not_end_it(town: Town) -> None:
    people, _, run = await running(town)
    await people.carla.taps("Verfahren")
    await people.carla.hides("Zurück zur normalen Arbeit")
    assert (await stored(town, run)).state is RunState.RUNNING


async def test_the_step_that_ended_it_is_taken_back(town: Town) -> None:
    people, _, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.DECIDE))
    for label in ("Verfahren", "7", "Gemeinsam weiter wie bisher"):
        await people.petra.taps(label)
    await people.petra.shows("Das Verfahren ist abgeschlossen.", "Auswertung")
    await people.petra.taps("Rückgängig")
    await people.carla.shows("MI-7KQ4: Schritt 7 ist wieder offen")
    assert (await stored(town, run)).state is RunState.RUNNING
    assert await town.do(lambda work: work.failure_reviews.of_run(run.id)) is None
    assert (await steps(town, run))[Task.CHECK_BENEFITS].state is StepState.OPEN


async def test_a_step_finds_whoever_holds_the_role_today(town: Town) -> None:
    people, case, run = await running(town)

    def passes_on(work: SqliteWork) -> None:
        seat = work.seats.of_case(case.id)[Seat.HELP]
        work.seats.save(replace(seat, holder=identity(people.quirin), responsibility=None))

    await town.do(passes_on)
    await people.quirin.sends("/scheitern MI-7KQ4")
    for label in ("3", "Erreicht"):
        await people.quirin.taps(label)
    assert (await steps(town, run))[Task.SEE_HOUSEHOLD].settled_by == people.quirin.person


async def test_a_group_reads_how_many_steps_and_nothing_else(town: Town) -> None:
    people, case = await begun(town)
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    team = inside(people.anna, chat)
    await team.reads_all()
    await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, None))
    await team.sees(
        "MI-7KQ4", "Gemeinsames Verfahren: 0 von 7 Schritten erledigt", "Ihre Seite bis Di 24.11., 9:00"
    )
    await team.hides("Haushalt aufsuchen")
    await team.hides("anrufen")


async def test_an_unknown_code_and_a_name_are_no_code(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.sends("/scheitern Müller")
    await people.petra.shows("Bitte nur den Code eingeben")
    await people.petra.sends("/scheitern")
    await people.petra.shows("Code")


async def test_a_landlord_without_consent_does_not_read_that_contact_is_back(town: Town) -> None:
    people, _ = await begun(town, basis="legitimate_interest", consent="informed", landlord_may_know=False)
    await says(people.petra)
    for label in ("Verfahren", "Zurück zur normalen Arbeit", "Kontakt ist wieder da"):
        await people.petra.taps(label)
    await people.carla.shows("MI-7KQ4: zurück zur normalen Arbeit")
    await people.carla.hides("Kontakt ist wieder da")
    await people.coordinator.hides("Kontakt ist wieder da")


def _names_another_contact(work: SqliteWork, people: Network) -> None:
    for one in work.responsibilities.of_partner(people.help):
        if one.topic is Topic.SCHEITERN:
            work.responsibilities.save(replace(one, holder=identity(people.quirin), deputy=None))


async def test_of_a_protected_case_the_coordinator_reads_no_reason(town: Town) -> None:
    people, _ = await begun(town, protected=True)
    await town.do(lambda work: _names_another_contact(work, people))
    await says(people.petra, "Sofort handeln nötig")
    await people.quirin.sees_nothing()
    await people.petra.shows("Anlass: Sofort handeln nötig")
    await people.coordinator.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt")
    for phone in (people.coordinator, people.quirin):
        await phone.hides("Sofort handeln nötig")
    await people.quirin.hides("MI-7KQ4")


async def test_a_practice_case_does_not_fail(town: Town) -> None:
    people, case = await begun(town, practice=True)
    await people.petra.sends("/scheitern MI-7KQ4")
    await people.petra.hides("Was ist passiert?")
    assert await town.do(lambda work: work.failure_runs.of_case(case.id)) == ()


async def test_a_stranger_to_the_case_learns_nothing(town: Town) -> None:
    people, _, _ = await running(town)
    await people.jana.sends("/scheitern MI-7KQ4")
    await people.jana.hides("Scheitern-Verfahren")
    await people.jana.hides("Was ist passiert?")


async def test_whoever_reported_starts_it_and_reads_no_checklist(town: Town) -> None:
    people, _ = await begun(town)
    await says(people.anna)
    await people.anna.shows("MI-7KQ4: Verfahren gestartet", "Petra Nord")
    await people.anna.hides("Vermieter zuerst anrufen")
    await people.petra.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt")


async def test_the_coordinator_reads_what_runs_and_what_it_comes_to(town: Town) -> None:
    people, _, _ = await running(town)
    await people.coordinator.sends("/scheitern")
    await people.coordinator.shows(
        "Zurzeit laufend:",
        "MI-7KQ4: 0 von 7 Schritten erledigt",
        "Scheitern-Verfahren, letzte 12 Monate: 1",
        "Ausgewertet wird ab 5 Verfahren.",
    )
    await people.coordinator.taps("MI-7KQ4")
    await people.coordinator.shows("MI-7KQ4: Scheitern-Verfahren", "5. Fallkonferenz ansetzen")


async def test_an_old_button_changes_nothing(town: Town) -> None:
    people, _, run = await running(town)
    await people.petra.sends("/scheitern MI-7KQ4")
    await people.petra.taps("3")
    old = await people.petra.with_button("Erreicht")
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    await people.petra.taps("Erreicht", message=old)
    assert people.petra.toast == "Dieser Schritt ist schon erledigt."
    assert (await steps(town, run))[Task.SEE_HOUSEHOLD].state is StepState.SKIPPED


async def test_a_forged_press_does_nobody_elses_step(town: Town) -> None:
    people, _, run = await running(town)
    mine = (await steps(town, run))[Task.SEE_HOUSEHOLD]

    def forges(work: SqliteWork) -> None:
        for deed in (
            lambda: failure_steps.do(work, turn(work, people.carla), mine.id, "reached"),
            lambda: failure_steps.skip(work, turn(work, people.carla), mine.id, SkipWhy.NOT_NEEDED),
            lambda: failure_steps.try_in_vain(work, turn(work, people.carla), mine.id),
            lambda: failures.give_back(work, turn(work, people.carla), run.id, ReturnWhy.SETTLED),
            lambda: failure_steps.do(work, turn(work, people.anna), mine.id, "reached"),
            lambda: failure_view.read(work, turn(work, people.anna), run.id),
        ):
            with pytest.raises(NotAllowed):
                deed()

    await town.do(forges)


async def test_the_groups_button_leads_to_whoever_may_read(town: Town) -> None:
    people, case = await begun(town)
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    run = await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, None))
    team = inside(people.carla, chat)
    await team.taps("Einzelheiten")
    assert team.opened is not None
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    await team.shows("MI-7KQ4: gemeinsames Verfahren beendet.")


async def test_what_waited_for_the_landlord_waits_again_after_a_wrong_tap(town: Town) -> None:
    people, case, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run, Task.DECIDE))
    step = (await steps(town, run))[Task.DECIDE]
    await town.do(
        lambda work: failure_steps.skip(work, turn(work, people.petra), step.id, SkipWhy.NOT_NEEDED)
    )
    assert await town.do(lambda work: failure_guarantees.waiting(work, run)) is None
    await town.do(lambda work: failure_steps.take_back(work, turn(work, people.petra), step.id))
    assert await town.do(lambda work: failure_guarantees.waiting(work, run)) is not None
    await town.forward(hours=24)
    await people.coordinator.shows("MI-7KQ4: Meldung beim Vermieter steht aus")
    assert case.id


async def test_a_wrong_tap_is_not_taken_back_over_another_run(town: Town) -> None:
    people, case, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    last = (await steps(town, run))[Task.DECIDE]
    await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, None))

    def takes_back(work: SqliteWork) -> None:
        with pytest.raises(AlreadyDone):
            failure_steps.take_back(work, turn(work, people.coordinator), last.id)

    await town.do(takes_back)
