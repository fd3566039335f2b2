"""How is the tenancy going? Both sides are asked in their windows, by one tap."""

from dataclasses import replace
from datetime import date

import pytest

from domain.model.case import Answer, ReferralState
from domain.model.check_in import CheckInState, PlanState
from domain.model.errors import Refusal
from domain.model.routing import Absence
from domain.model.stage import Seat, Stage
from domain.services import check_in_answers, consent
from storage.work import SqliteWork
from tests.stories.aftercare import check_in, closed, digests, jump, until
from tests.stories.network import network
from tests.stories.requests import turn_of
from tests.stories.town import Phone, Town

LANDLORD_ASKS = "MI-7KQ4, Nachsorge nach 14 Tagen\nWie läuft das Mietverhältnis seit 20.11.2026?"
HELP_ASKS = "MI-7KQ4, Nachsorge nach 14 Tagen\nWie ist die Lage des Haushalts?"
FOURTEEN_DAYS = "4.12.2026"


async def test_both_sides_are_asked_on_the_day_and_answer_by_one_tap(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS, "7:59")
    await town.everything_is_read()
    await until(town, FOURTEEN_DAYS)
    asked = await people.carla.sees(
        LANDLORD_ASKS,
        "Alles in Ordnung",
        "Miete kam zu spät",
        "Neuer Rückstand",
        "Beschwerden, Konflikt",
        "Neue Kündigung",
        "Mietverhältnis beendet",
        "Bitte anrufen",
        "Später fragen",
        "Warum bekomme ich das?",
    )
    assert asked["text"].splitlines()[0] == "MI-7KQ4, Nachsorge nach 14 Tagen"
    await people.petra.sees(
        HELP_ASKS,
        "Stabil",
        "Kleine Störung",
        "Rückfall",
        "Nicht erreicht",
        "Umgezogen",
        "Beendet auf Wunsch",
        "Später fragen",
    )
    await people.carla.taps("Alles in Ordnung")
    await people.carla.shows("MI-7KQ4: Nachsorge beantwortet", "Alles in Ordnung", "Hinweis schreiben")
    await people.petra.taps("Stabil")
    await people.carla.sees("MI-7KQ4: Nachsorge erfolgt")
    await people.carla.hides("Stabil")
    answered = await check_in(town, case, Seat.LANDLORD, "days_14")
    assert (answered.state, answered.result) == (CheckInState.ANSWERED, "stable")
    await town.everything_is_read()


async def test_an_older_message_answers_politely_and_changes_nothing(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    asked = await people.carla.sees(LANDLORD_ASKS)
    await until(town, "9.12.2026")
    reminded = await people.carla.sees("MI-7KQ4: Nachsorge noch offen", "Das Fenster endet am 9.12.")
    await people.carla.taps("Miete kam zu spät", message=reminded["message_id"])
    await people.carla.taps("Alles in Ordnung", message=asked["message_id"])
    assert "schon erledigt" in (people.carla.toast or "")
    answered = await check_in(town, case, Seat.LANDLORD, "days_14")
    assert answered.answer == "paid_late"


async def test_arrears_ask_their_size_and_one_rent_reopens_the_case(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.carla.sees(LANDLORD_ASKS)
    await people.petra.sees(HELP_ASKS)
    await people.carla.taps("Neuer Rückstand")
    await people.carla.shows("MI-7KQ4, neuer Rückstand", "Unter 1 Miete", "1 Miete oder mehr", "Zurück")
    await people.carla.taps("Zurück")
    await people.carla.shows(LANDLORD_ASKS)
    await people.carla.taps("Neuer Rückstand")
    await people.carla.taps("1 Miete oder mehr")
    await people.carla.shows(
        "MI-7KQ4: wieder offen", "Fachstelle Nord ist informiert und antwortet bis Mo 7.12., 12:00."
    )
    await people.petra.sees(
        "MI-7KQ4: wieder offen",
        "einen neuen Rückstand (1 Miete oder mehr)",
        "Mo 7.12., 12:00",
        "Ich übernehme",
    )
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert stored.is_open
    assert stored.stage is Stage.ARREARS
    plan = (await town.do(lambda work: work.plans.of_case(case.id)))[0]
    assert plan.state is PlanState.ENDED
    await people.petra.taps("Ich übernehme")


async def test_a_relapse_by_a_wrong_tap_is_taken_back_within_five_minutes(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.carla.sees(LANDLORD_ASKS)
    await people.petra.sees(HELP_ASKS)
    await people.carla.taps("Neue Kündigung")
    await people.petra.sees("MI-7KQ4: wieder offen")
    await town.forward(minutes=4)
    await people.carla.taps("Rückgängig")
    await people.carla.shows(LANDLORD_ASKS)
    await people.petra.sees("MI-7KQ4: wieder abgeschlossen")
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert not stored.is_open
    assert stored.outcome is not None
    assert stored.stage is Stage.NOTICE
    assert (await check_in(town, case, Seat.LANDLORD, "months_3")).state is CheckInState.PLANNED
    referrals = await town.do(lambda work: work.referrals.of_case(case.id))
    assert {one.state for one in referrals} == {ReferralState.WITHDRAWN}
    await people.carla.taps("Alles in Ordnung")
    await town.forward(minutes=6)
    await people.carla.taps("Rückgängig")
    assert "fünf Minuten" in (people.carla.toast or "")


async def test_a_minor_trouble_reaches_the_help_side_in_its_digest_and_the_next_window_comes_earlier(
    town: Town,
) -> None:
    people = await network(town)
    case = await closed(town, people)
    await digests(town, people.petra.person)
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Später fragen")
    await people.petra.reads_all()
    await people.carla.taps("Miete kam zu spät")
    await people.petra.sees_nothing()
    await until(town, "7.12.2026")
    await people.petra.sees(
        "Heute für Sie: 1", "MI-7KQ4 · Espelkamp: Vermieterseite meldet eine Störung: Miete kam zu spät"
    )
    brought = await check_in(town, case, Seat.LANDLORD, "months_1")
    assert brought.target_on.isoformat() == "2026-12-20", "one month after the end is earlier anyway"
    await jump(town, "21.12.2026")
    await people.carla.taps("Beschwerden, Konflikt")
    moved = await check_in(town, case, Seat.LANDLORD, "months_3")
    assert moved.target_on.isoformat() == "2027-01-21"
    assert (await check_in(town, case, Seat.HELP, "months_3")).target_on.isoformat() == "2027-01-21"
    await people.carla.taps("Rückgängig")
    back = await check_in(town, case, Seat.LANDLORD, "months_3")
    assert back.target_on.isoformat() == "2027-02-20"


async def test_the_two_sides_contradict_each_other_and_the_help_side_looks_again(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Stabil")
    await people.carla.taps("Beschwerden, Konflikt")
    await people.petra.sees(
        "MI-7KQ4: Bitte prüfen", "Die Vermieterseite meldet eine Auffälligkeit. Antwort bis Di 8.12., 12:00."
    )
    await people.carla.hides("Stabil")
    await until(town, "8.12.2026", "12:05")
    await people.petra.sees("MI-7KQ4: Nachsorge noch offen")
    await people.petra.taps("Stabil")
    await people.petra.shows("MI-7KQ4: Nachsorge beantwortet", "Stabil")
    await people.petra.sees_nothing()


async def test_a_trouble_that_was_a_wrong_tap_need_not_be_looked_at(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Stabil")
    await people.carla.taps("Beschwerden, Konflikt")
    await people.petra.sees("MI-7KQ4: Bitte prüfen")
    await people.carla.taps("Rückgängig")
    await people.petra.sees("MI-7KQ4: Prüfung erledigt", "hat ihre Angabe zurückgenommen")
    stands = await check_in(town, case, Seat.HELP, "days_14")
    assert (stands.state, stands.result, stands.answer) == (CheckInState.ANSWERED, "stable", "stable")
    await until(town, "10.12.2026")
    await people.petra.sees_nothing()


async def test_the_help_sides_own_relapse_asks_for_the_stage_and_stays_with_it(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.YES, Answer.NO))
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Rückfall")
    await people.petra.shows("MI-7KQ4, Rückfall", "Wie ist der Stand?", "Räumungsklage", "Räumungstermin")
    await people.petra.taps("Räumungsklage")
    said = await people.petra.shows("MI-7KQ4: wieder offen", "Der Fall liegt bei Ihnen.", "Mo 7.12., 12:00")
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert stored.is_open
    assert stored.stage is Stage.SUIT
    assert stored.owner == people.petra.person
    await people.petra.taps("Rückgängig", message=said["message_id"])
    await people.petra.shows(HELP_ASKS)
    again = await town.do(lambda work: work.cases.get(case.id))
    assert again is not None
    assert not again.is_open
    assert again.stage is Stage.NOTICE
    assert await town.do(lambda work: work.referrals.promises()) == ()
    assert await town.do(lambda work: work.plans.running(case.id)) is not None


async def test_a_minor_trouble_of_the_help_side_names_what_is_needed(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.petra.taps("Kleine Störung")
    await people.petra.shows("Was ist nötig?", "Geld, Leistungen", "Vermieter anrufen", "Nichts weiter")
    await people.petra.taps("Besuch")
    await people.petra.shows("MI-7KQ4: Nachsorge beantwortet", "Kleine Störung. Nötig: Besuch.")
    assert (await check_in(town, case, Seat.HELP, "days_14")).detail == "visit"


async def test_not_reached_is_asked_again_twice_and_then_counts(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Nicht erreicht")
    await people.petra.shows("MI-7KQ4: Nachsorge später", "Ich frage wieder: Mi 9.12., 12:00.")
    await until(town, "9.12.2026", "12:01")
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Nicht erreicht")
    await people.petra.shows("Ich frage wieder: Mi 16.12., 12:01.")
    await until(town, "16.12.2026", "12:02")
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Nicht erreicht")
    found = await check_in(town, case, Seat.HELP, "days_14")
    assert (found.state, found.result) == (CheckInState.ANSWERED, "not_reached")


async def test_later_is_offered_twice_and_only_inside_the_window(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await jump(town, "18.2.2027", "8:00")
    await jump(town, "19.2.2027", "8:00")
    await people.carla.shows("Nachsorge nach 3 Monaten", "Später fragen")
    await people.carla.taps("Später fragen")
    await people.carla.shows("MI-7KQ4: Nachsorge später", "Mi 24.2.")
    await people.carla.reads_all()
    await jump(town, "24.2.2027", "12:00")
    await people.carla.sees("Nachsorge nach 3 Monaten", "Später fragen")
    await people.carla.taps("Später fragen")
    await jump(town, "1.3.2027", "12:30")
    asked = await people.carla.sees("Nachsorge nach 3 Monaten", "Bitte anrufen")
    assert "Später fragen" not in str(asked["buttons"])
    assert (await check_in(town, case, Seat.LANDLORD, "months_3")).postponed == 2


async def test_silence_goes_to_the_deputy_and_then_to_the_coordinator_and_is_not_stable(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await jump(town, "19.2.2027", "8:00")
    await people.carla.reads_all()
    await people.petra.reads_all()
    await until(town, "26.2.2027", "8:01")
    await people.carla.sees(
        "MI-7KQ4: Nachsorge noch offen", "Ein Tipp genügt. Das Fenster endet am 6.3.", "Alles in Ordnung"
    )
    await until(town, "5.3.2027", "8:01")
    await people.bernd.sees(
        "MI-7KQ4: Nachsorge in Vertretung",
        "Carla Cent hat noch nicht geantwortet. Können Sie etwas sagen?",
        "Alles in Ordnung",
    )
    await people.coordinator.reads_all()
    await until(town, "8.3.2027", "8:01")
    texts = [one["text"] for one in await people.coordinator.unread()]
    assert any("Nachsorge nach 3 Monaten ohne Antwort\nWohnhaus Minden" in one for one in texts)
    assert not any("Carla" in one for one in texts), "offices, never persons"
    silent = await check_in(town, case, Seat.LANDLORD, "months_3")
    assert (silent.state, silent.result) == (CheckInState.SILENT, "no_answer")
    await people.bernd.taps("Alles in Ordnung")
    late = await check_in(town, case, Seat.LANDLORD, "months_3")
    assert (late.state, late.result) == (CheckInState.ANSWERED, "stable")


async def test_the_answer_outlives_whoever_was_responsible(town: Town) -> None:
    """A responsibility passes to somebody else; the next question goes there, not to the person of then."""
    people = await network(town)
    await closed(town, people)

    petra, quirin = people.petra.person, people.quirin.person
    assert petra is not None
    assert quirin is not None

    def hand_over(work: SqliteWork) -> None:
        for entry in work.responsibilities.of_person(petra):
            if entry.holder == petra:
                work.responsibilities.save(replace(entry, holder=quirin, deputy=None))

    await town.do(hand_over)
    await until(town, FOURTEEN_DAYS)
    await people.quirin.sees(HELP_ASKS)
    await people.petra.sees_nothing()
    await people.quirin.taps("Stabil")
    await people.quirin.shows("Nachsorge beantwortet")


async def test_whoever_is_away_is_not_asked(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    away = people.carla.person
    assert away is not None

    absence = Absence(person=away, first_on=date(2026, 12, 1), last_on=date(2026, 12, 11))
    await town.do(lambda work: work.absences.enter(absence, away))
    await until(town, FOURTEEN_DAYS)
    await people.bernd.sees(LANDLORD_ASKS)
    await people.carla.sees_nothing()


async def test_without_consent_the_landlord_is_only_asked_whether_it_needs_something(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.NO, None))
    await until(town, FOURTEEN_DAYS)
    await people.carla.sees(
        "MI-7KQ4: Brauchen Sie etwas von uns?",
        "Ihre Ansprechstelle ist heute: Fachstelle Nord, Petra Nord.",
        "Nein, danke",
        "Bitte anrufen",
        "Später fragen",
    )
    await people.petra.sees_nothing()
    await people.carla.taps("Bitte anrufen")
    await people.petra.sees(
        "MI-7KQ4: Bitte um Rückruf", "Carla Cent, Wohnhaus Minden, bittet um einen Anruf: 05731 1000."
    )
    stored = await town.do(lambda work: work.cases.get(case.id))
    assert stored is not None
    assert not stored.is_open


async def test_no_to_the_second_question_leaves_the_help_side_asked(town: Town) -> None:
    people = await network(town)
    await closed(town, people, consent=(Answer.YES, Answer.NO))
    await until(town, FOURTEEN_DAYS)
    await people.carla.sees("Brauchen Sie etwas von uns?")
    await people.petra.sees(HELP_ASKS)
    await people.petra.taps("Stabil")
    await people.carla.sees_nothing()


async def test_whoever_moved_is_not_asked_about_any_more(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.carla.reads_all()
    await people.petra.taps("Umgezogen")
    await people.carla.reads_all()
    assert (await town.do(lambda work: work.plans.running(case.id))) is None
    assert (await check_in(town, case, Seat.LANDLORD, "months_3")).state is CheckInState.DROPPED
    await people.petra.taps("Rückgängig")
    assert (await town.do(lambda work: work.plans.running(case.id))) is not None
    assert (await check_in(town, case, Seat.LANDLORD, "months_3")).state is CheckInState.PLANNED


async def test_withdrawn_consent_ends_the_questions_to_the_landlord_at_once(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await town.do(lambda work: consent.withdraw(work, turn_of(work, people.petra), case.id))
    await people.carla.reads_all()
    await until(town, FOURTEEN_DAYS)
    await people.petra.sees(HELP_ASKS)
    await people.carla.sees_nothing()


async def test_nobody_else_may_answer(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    asked = await people.petra.sees(HELP_ASKS)
    own = await check_in(town, case, Seat.LANDLORD, "days_14")
    data = f"cia:{own.id}:all_well"
    assert data not in str(asked)
    await people.jana.sees_nothing()
    found = await town.do(lambda work: _refused(work, people.jana, own.id))
    assert found == "NotAllowed"
    found = await town.do(lambda work: _refused(work, people.petra, own.id))
    assert found == "NotAllowed", "the help side does not answer for the landlord"


def _refused(work: SqliteWork, phone: Phone, identity: int, code: str = "all_well") -> str:
    try:
        check_in_answers.answer(work, turn_of(work, phone), identity, code)
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


async def test_the_plan_survives_a_restart_and_a_yearly_sign_follows_it(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await jump(town, "19.11.2029", "12:00")
    await people.carla.reads_all()
    await people.petra.reads_all()
    await town.restart()
    await jump(town, "20.11.2030", "12:00")
    texts = [one["text"] for one in await people.carla.messages() if one["from"]["is_bot"]]
    assert any("Brauchen Sie etwas von uns?" in one for one in texts)


async def test_please_call_reaches_the_help_side_and_the_question_comes_again(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await jump(town, "19.2.2027", "8:30")
    await people.petra.reads_all()
    await people.carla.taps("Bitte anrufen")
    await people.carla.shows("MI-7KQ4: Bitte um Rückruf weitergegeben", "Fachstelle Nord ruft Sie an.")
    await people.petra.sees("MI-7KQ4: Bitte um Rückruf", "05731 1000")
    await people.carla.reads_all()
    await until(town, "24.2.2027", "8:31")
    await people.carla.sees("Nachsorge nach 3 Monaten", "Später fragen")
    assert (await check_in(town, case, Seat.LANDLORD, "months_3")).postponed == 0


async def test_at_the_end_of_the_window_a_wish_for_a_call_leaves_the_question_open(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, "7.12.2026")
    await people.carla.reads_all()
    await people.carla.taps("Bitte anrufen")
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).state is CheckInState.ASKED
    await until(town, "9.12.2026")
    await people.carla.sees("MI-7KQ4: Nachsorge noch offen")


async def test_no_thanks_ends_the_need_question_and_can_be_taken_back(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.NO, None))
    await until(town, FOURTEEN_DAYS)
    await people.carla.taps("Nein, danke")
    await people.carla.shows("MI-7KQ4: Nachsorge beantwortet", "Nein, danke")
    await people.petra.sees_nothing()
    await people.carla.taps("Rückgängig")
    await people.carla.shows("Brauchen Sie etwas von uns?")
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).answer is None


async def test_silence_about_a_need_bothers_nobody(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, consent=(Answer.NO, None))
    await until(town, "15.12.2026")
    await people.coordinator.sees_nothing()
    await people.bernd.sees_nothing()
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).state is CheckInState.SILENT


@pytest.mark.parametrize(
    ("seat", "code", "refusal"),
    [
        (Seat.LANDLORD, "stable", "NotUnderstood"),
        (Seat.LANDLORD, "moved", "NotUnderstood"),
        (Seat.HELP, "all_well", "NotUnderstood"),
        (Seat.HELP, "nonsense", "NotUnderstood"),
    ],
)
async def test_a_forged_answer_changes_nothing(town: Town, seat: Seat, code: str, refusal: str) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    own = await check_in(town, case, seat, "days_14")
    phone = people.carla if seat is Seat.LANDLORD else people.petra
    assert await town.do(lambda work: _refused(work, phone, own.id, code)) == refusal
    assert (await check_in(town, case, seat, "days_14")) == own


async def test_a_window_that_has_not_opened_and_one_of_a_reopened_case_take_no_answer(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    planned = await check_in(town, case, Seat.LANDLORD, "months_3")
    assert await town.do(lambda work: _refused(work, people.carla, planned.id)) == "AlreadyDone"
    await until(town, FOURTEEN_DAYS)
    await people.carla.taps("Neue Kündigung")
    other = await check_in(town, case, Seat.HELP, "days_14")
    assert await town.do(lambda work: _refused(work, people.petra, other.id, "stable")) == "Expired"
    assert await town.do(lambda work: _refused(work, people.petra, 999, "stable")) == "NotFound"


async def test_a_relapse_that_somebody_has_taken_cannot_be_undone(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, FOURTEEN_DAYS)
    await people.carla.taps("Neue Kündigung")
    await people.petra.taps("Ich übernehme")
    await people.carla.taps("Rückgängig")
    assert "schon erledigt" in (people.carla.toast or "")


async def test_a_deputy_of_the_asked_hears_once_and_an_answer_stops_the_series(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await jump(town, "19.2.2027", "8:30")
    await people.carla.reads_all()
    await people.carla.taps("Alles in Ordnung")
    await until(town, "9.3.2027", "12:00")
    await people.bernd.sees_nothing()
    texts = [one["text"] for one in await people.coordinator.unread()]
    assert not [one for one in texts if "nach 3 Monaten" in one and "Wohnhaus" in one]
