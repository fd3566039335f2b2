"""A commitment falls due: asked once a time, judged by whoever receives, missed twice it goes further."""

from datetime import date, timedelta

from domain.model.commitment import Between, DueState, Frequency, State, Terms, Why
from domain.model.help_catalogue import Help
from domain.model.stage import Seat, Stage
from domain.services import commitment_dues, commitments, failures
from tests.stories.cases import begun
from tests.stories.commitments import TOMORROW, runs, stored, turn
from tests.stories.test_close_case import KEPT, ends
from tests.stories.town import Phone, Town


async def test_one_tap_on_the_day_and_one_to_confirm(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await people.petra.sees(
        "MI-7KQ4: Zusage heute fällig\nHausbesuch für Wohnhaus Minden.\nWie ist es gegangen?",
        "Nicht erfüllt",
        "Neuer Tag",
    )
    await people.petra.taps("Warum?")
    await people.petra.sees("MI-7KQ4: warum diese Nachricht", "Hausbesuch ist zugesagt.")
    await people.petra.taps("Erfüllt")
    await people.petra.shows("MI-7KQ4: notiert, Erfüllt", "Die andere Seite wird gefragt", "Rückgängig")
    await people.carla.shows("MI-7KQ4: Zusage erfüllt?", "Fachstelle Nord sagt für den 24.11.: Erfüllt.")
    await people.carla.taps("Erfüllt")
    first, following = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert (first.state, following.state) == (DueState.KEPT, DueState.PLANNED)
    assert following.due_on == TOMORROW + timedelta(weeks=1)


async def test_the_receiver_decides(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.taps("1")
    await people.petra.taps("Erfüllt")
    await people.carla.taps("Nicht erfüllt")
    await people.petra.shows("MI-7KQ4: Zusage nicht erfüllt", "Hausbesuch")
    assert (await stored(town, made)).broken == 1


async def test_a_landlord_hears_of_a_missed_visit_only_that_it_was_not_kept(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    await town.forward(hours=24)
    await people.carla.reads_all()
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.taps("1")
    await people.petra.taps("Nicht erfüllt")
    seen = await people.carla.sees("MI-7KQ4: Zusage nicht erfüllt\nFachstelle Nord, 24.11.")
    assert "Hausbesuch" not in seen["text"]


async def test_two_broken_in_a_row_reach_the_coordinator(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    for _ in range(2):
        await town.forward(hours=24)
        await people.petra.sends("/zusage MI-7KQ4")
        await people.petra.taps("1")
        await people.petra.taps("Nicht erfüllt")
        await town.forward(days=6)
    await people.coordinator.shows("MI-7KQ4: Zusage mehrmals nicht erfüllt", "Fachstelle Nord: 2 Mal")
    await people.coordinator.hides("Hausbesuch")


async def test_a_wrong_tap_is_taken_back_within_five_minutes(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.taps("1")
    await people.petra.taps("Nicht erfüllt")
    await people.petra.taps("Rückgängig")
    await people.carla.shows("MI-7KQ4: Angabe zurückgenommen")
    (due,) = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert (due.state, (await stored(town, made)).broken) == (DueState.ASKED, 0)
    await people.petra.taps("Erfüllt")
    undo = await people.petra.with_button("Rückgängig")
    await town.forward(minutes=6)
    await people.petra.taps("Rückgängig", message=undo)
    assert people.petra.toast == "Rückgängig geht nur fünf Minuten lang."


async def judges(phone: Phone, label: str) -> None:
    await phone.sends("/zusage MI-7KQ4")
    await phone.taps("1")
    await phone.taps(label)


async def test_the_word_that_ended_it_is_taken_back_like_any_other(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case, frequency=Frequency.ONCE, ends_on=None)
    await town.forward(hours=24)
    await judges(people.carla, "Nicht erfüllt")
    assert (await stored(town, made)).state is State.BROKEN
    await people.carla.taps("Rückgängig")
    now = await stored(town, made)
    assert (now.state, now.ended_at, now.broken) == (State.RUNNING, None, 0)
    await people.petra.shows("MI-7KQ4: Angabe zurückgenommen")
    await judges(people.carla, "Erfüllt")
    assert (await stored(town, made)).state is State.KEPT


async def test_what_was_ended_otherwise_is_not_taken_up_again(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await judges(people.carla, "Erfüllt")
    undo = await people.carla.with_button("Rückgängig")
    why = Why.NO_LONGER_NEEDED
    await town.do(lambda work: commitments.withdraw(work, turn(work, people.petra), made.id, why))
    await people.carla.taps("Rückgängig", message=undo)
    assert people.carla.toast is not None
    assert "Das hat sich inzwischen geändert." in people.carla.toast
    assert (await stored(town, made)).state is State.WITHDRAWN


async def test_kept_by_a_wrong_tap_does_not_begin_to_count_anew(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await town.forward(hours=24)
    await judges(people.carla, "Nicht erfüllt")
    await town.forward(days=7)
    await judges(people.carla, "Erfüllt")
    await people.carla.taps("Rückgängig")
    assert (await stored(town, made)).broken == 1
    await judges(people.carla, "Nicht erfüllt")
    assert (await stored(town, made)).broken == 2
    await people.coordinator.shows("MI-7KQ4: Zusage mehrmals nicht erfüllt")


async def test_a_wrong_tap_proposes_no_procedure(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case)
    await town.forward(hours=24)
    await judges(people.petra, "Nicht erfüllt")
    proposed = await people.petra.with_button("Verfahren starten")
    await people.petra.taps("Rückgängig")
    assert await town.do(lambda work: failures.present(work, case)) is None
    await people.petra.taps("Verfahren starten", message=proposed)
    assert await town.do(lambda work: failures.present(work, case)) is None
    await judges(people.petra, "Nicht erfüllt")
    again = await town.do(lambda work: failures.present(work, case))
    assert again is not None, "nobody has turned it down"


async def test_a_series_in_which_one_was_missed_ends_without_its_name_for_the_landlord(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case, ends_on=TOMORROW + timedelta(weeks=1))
    await town.forward(hours=24)
    await judges(people.carla, "Nicht erfüllt")
    await town.forward(days=7)
    await judges(people.carla, "Erfüllt")
    assert (await stored(town, made)).state is State.PARTLY
    await people.carla.shows("Zusage abgeschlossen\nZusage von Fachstelle Nord: teilweise erfüllt.")
    await people.petra.shows("Zusage abgeschlossen\nHausbesuch: teilweise erfüllt.")


async def test_at_the_end_a_landlord_reads_no_more_of_a_missed_visit(town: Town) -> None:
    people, case = await begun(town)
    await runs(town, people, case, frequency=Frequency.ONCE, ends_on=None)
    await town.forward(hours=24)
    await people.carla.reads_all()
    await judges(people.petra, "Nicht erfüllt")
    for told in ("Zusage nicht erfüllt", "Zusage abgeschlossen\nZusage von Fachstelle Nord: nicht erfüllt."):
        seen = await people.carla.sees(told)
        assert "Hausbesuch" not in seen["text"]
    await people.petra.shows("MI-7KQ4: Zusage abgeschlossen", "Hausbesuch: nicht erfüllt.")


async def test_another_day_needs_a_reason_and_tells_the_other_side(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await people.petra.sends("/zusage MI-7KQ4")
    for label in ("1", "Neuer Tag", "Kein gemeinsamer Termin", "26"):
        await people.petra.taps(label)
    await people.petra.shows("Stand: läuft, nächster Tag 26.11.")
    await people.carla.sees("MI-7KQ4: Zusage verschoben auf 26.11.", "Kein gemeinsamer Termin")
    await people.petra.taps("Neuer Tag")
    for label in ("Unterlagen fehlen", "1.12."):
        await people.petra.taps(label)
    assert people.petra.toast is not None
    assert "vor dem nächsten vereinbarten Tag" in people.petra.toast
    (due,) = await town.do(lambda work: work.commitment_dues.of_commitment(made.id))
    assert (due.due_on, due.moves) == (TOMORROW + timedelta(days=2), 1)


async def test_nobody_says_anything_and_nobody_knows(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case, frequency=Frequency.ONCE, ends_on=TOMORROW)
    await town.forward(days=4)
    await people.carla.shows("MI-7KQ4: Zusage erfüllt?", "Fachstelle Nord, fällig am 24.11.")
    await town.forward(days=6)
    await people.coordinator.shows("MI-7KQ4: Zusage ohne Auskunft", "Fachstelle Nord, fällig am 24.11.")
    assert (await stored(town, made)).state is State.UNKNOWN
    await people.petra.shows("MI-7KQ4: Zusage abgeschlossen", "Hausbesuch: ohne Auskunft.")
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.shows("Von Ihnen: 1 ohne Auskunft", "Fachstelle Nord · ohne Auskunft")


async def test_what_the_giver_said_stands_when_nobody_contradicts(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case, frequency=Frequency.ONCE, ends_on=TOMORROW)
    await town.forward(hours=24)
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.taps("1")
    await people.petra.taps("Erfüllt")
    await town.forward(days=9)
    assert (await stored(town, made)).state is State.KEPT
    await people.petra.shows("MI-7KQ4: Zusage abgeschlossen", "Hausbesuch: erfüllt.")


async def test_a_broken_condition_names_what_hangs_on_it(town: Town) -> None:
    people, case = await begun(town)
    visits = await runs(town, people, case)
    suspended = await runs(
        town,
        people,
        case,
        between=Between(Seat.LANDLORD, Seat.HELP),
        help=Help.EVICTION_SUSPENDED,
        frequency=Frequency.MONTHLY,
        depends_on=visits.id,
    )
    await town.forward(hours=24)
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.taps("1")
    await people.petra.taps("Nicht erfüllt")
    await people.petra.shows("MI-7KQ4: Bedingung nicht erfüllt", "Davon hängt ab: Räumung ausgesetzt")
    await people.carla.shows("Nicht erfüllt: eine Zusage von Fachstelle Nord.", "Aussetzen")
    await people.carla.taps("Aussetzen")
    assert (await stored(town, suspended)).state is State.SUSPENDED
    await people.petra.shows("MI-7KQ4: Zusage ausgesetzt", "Bedingung nicht erfüllt")
    await people.carla.taps("Läuft wieder")
    assert (await stored(town, suspended)).state is State.RUNNING


async def test_until_further_notice_is_reviewed(town: Town) -> None:
    people, case = await begun(town)
    review = TOMORROW + timedelta(weeks=2)
    made = await runs(town, people, case, frequency=Frequency.MONTHLY, ends_on=None, review_on=review)
    await town.forward(days=16)
    await people.carla.shows("MI-7KQ4: Zusage überprüfen", "Hausbesuch, jeden Monat, bis auf Weiteres")
    await people.carla.taps("Gilt weiter")
    later = (await stored(town, made)).review_on
    assert later is not None
    assert later > review + timedelta(days=60)


async def test_what_is_suspended_is_asked_about_until_somebody_decides(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    why = Why.ILLNESS
    await town.do(lambda work: commitments.suspend(work, turn(work, people.petra), made.id, why))
    await people.carla.reads_all()
    for _ in range(2):
        await town.forward(days=15)
        asked = await people.petra.with_button("Läuft wieder")
        await people.petra.shows("MI-7KQ4: Zusage überprüfen", "Hausbesuch, jede Woche: zurzeit ausgesetzt.")
        await people.petra.reads_all()
    await people.carla.hides("zurzeit ausgesetzt")
    await people.petra.taps("Läuft wieder", message=asked)
    assert (await stored(town, made)).state is State.UNKNOWN, "its last day is over"
    await town.forward(days=30)
    await people.petra.hides("Zusage heute fällig")


async def test_suspended_at_the_end_of_the_case_it_is_asked_about_all_the_same(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case, ends_on=None, review_on=TOMORROW + timedelta(weeks=12))
    why = Why.ILLNESS
    await town.do(lambda work: commitments.suspend(work, turn(work, people.petra), made.id, why))
    await ends(people.petra, *KEPT)
    await people.petra.taps("Alles beenden")
    await people.petra.reads_all()
    await town.forward(days=15)
    await people.petra.taps("Läuft wieder")
    assert (await stored(town, made)).state is State.RUNNING


async def test_no_consent_no_commitments(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    for label in ("Mehr", "Einwilligung widerrufen"):
        await people.petra.taps(label)
    assert (await stored(town, made)).state is State.WITHDRAWN
    await people.carla.reads_all()
    await town.forward(days=2)
    await people.carla.sends("/zusage MI-7KQ4")
    await people.carla.hides("Hausbesuch bis")


async def test_a_kept_home_keeps_its_commitments(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await ends(people.petra, *KEPT)
    screen = await people.petra.shows("MI-7KQ4: Fall abschließen?", "Zusagen, die weiter gelten: 1")
    assert "· Zusagen" not in screen["text"], "they do not end with it"
    await people.petra.taps("Alles beenden")
    assert (await stored(town, made)).state is State.RUNNING
    await people.petra.reads_all()
    await town.forward(hours=24)
    await people.petra.shows("MI-7KQ4: Zusage heute fällig")
    await people.petra.taps("Erfüllt")
    await people.carla.shows("MI-7KQ4: Zusage erfüllt?")
    await people.petra.sends("/zusage MI-7KQ4")
    await people.petra.shows("Von Ihnen: 1 laufend")
    await people.petra.hides("Neue Zusage")
    for label in ("1", "Beenden", "Nicht mehr nötig"):
        await people.petra.taps(label)
    await people.carla.shows("MI-7KQ4: Zusage beendet", "Nicht mehr nötig")


async def test_a_new_letting_has_commitments_and_aftercare_from_its_first_day(town: Town) -> None:
    people, case = await begun(town, stage=Stage.NEW, stage_on=None, notice_kind=None)
    made = await runs(town, people, case)
    await ends(people.petra, "Wohnung erhalten", "Wohnung erhalten, alles geregelt", "Heute", "Ja", "Ja")
    await people.petra.taps("Alles beenden")
    plan = await town.do(lambda work: work.plans.running(case.id))
    assert plan is not None
    assert (plan.started_on, (await stored(town, made)).state) == (date(2026, 11, 23), State.RUNNING)
    await town.forward(days=15)
    await people.carla.shows("MI-7KQ4", "Alles in Ordnung", "Neuer Rückstand")
    await people.carla.taps("Neuer Rückstand")
    await people.carla.taps("1 Miete oder mehr")
    again = await town.do(lambda work: work.cases.get(case.id))
    assert again is not None
    assert (again.is_open, again.stage) == (True, Stage.ARREARS)


async def test_an_offer_ends_with_the_case_while_what_runs_goes_on(town: Town) -> None:
    people, case = await begun(town)
    running = await runs(town, people, case)
    between = Between(Seat.HELP, Seat.LANDLORD)
    terms = Terms(help=Help.BUDGET_PLAN, frequency=Frequency.ONCE, first_on=TOMORROW, ends_on=TOMORROW)
    offered = await town.do(
        lambda work: commitments.offer(work, turn(work, people.petra), case.id, between, terms)
    )
    await ends(people.petra, *KEPT)
    await people.petra.shows("· Angebotene Zusagen ohne Antwort", "Zusagen, die weiter gelten: 1")
    await people.petra.taps("Alles beenden")
    assert (await stored(town, running)).state is State.RUNNING
    assert (await stored(town, offered)).state is State.WITHDRAWN


async def test_what_comes_once_is_called_to_mind_the_working_day_before(town: Town) -> None:
    people, case = await begun(town)
    friday = TOMORROW + timedelta(days=3)
    await runs(town, people, case, frequency=Frequency.ONCE, first_on=friday, ends_on=friday)
    await town.forward(days=3)
    await people.petra.shows(
        "MI-7KQ4: Zusage fällig am 27.11.", "Hausbesuch für Wohnhaus Minden.", "Neuer Tag"
    )
    await people.petra.hides("Wie ist es gegangen?")


async def test_a_lost_home_ends_them_and_a_wrong_tap_brings_them_back(town: Town) -> None:
    people, case = await begun(town)
    made = await runs(town, people, case)
    await ends(people.petra, "Mietverhältnis beendet", "Verlust, untergebracht", "Heute")
    screen = await people.petra.shows("Damit enden auch:", "· Zusagen")
    assert "weiter gelten" not in screen["text"]
    await people.petra.taps("Alles beenden")
    assert (await stored(town, made)).state is State.WITHDRAWN
    await people.petra.taps("Rückgängig")
    assert (await stored(town, made)).state is State.RUNNING
    due = await town.do(lambda work: commitment_dues.open_due(work, made))
    assert due is not None
    assert due.due_on == TOMORROW
