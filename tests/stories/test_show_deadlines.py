"""The deadlines of a case: on the card, corrected with the date, entered by hand, as a calendar."""

from datetime import date

from icalendar import Calendar

from domain.model.case import Case
from domain.model.case_deadline import DeadlineState
from domain.model.deadlines.explanation import DISCLAIMER, PASSED
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories.cases import ask, begun, notice, show, stored
from tests.stories.deadlines import all_of, jobcenter_sits, kept, reminders, served, stage, typed
from tests.stories.network import network
from tests.stories.reports import open_case, walk
from tests.stories.town import Town, labels


async def test_a_suit_brings_its_deadlines_onto_the_card(town: Town) -> None:
    """Served on Friday, 20 November: the most urgent one stands first, the disclaimer under them."""
    people, case = await begun(town)
    await stage(people.petra, "Räumungsklage", "20")
    shown = await people.petra.shows("Fristen\n", DISCLAIMER, "Fristen")
    lines = shown["text"].splitlines()
    first = lines.index("Fristen")
    assert lines[first + 1 : first + 4] == [
        "Verteidigungsanzeige: bis Fr 4.12.2026",
        "Klageerwiderung (frühestens): bis Fr 18.12.2026",
        "Schonfrist: bis Mi 20.1.2027",
    ]
    assert set(await kept(town, case)) == {"verteidigungsanzeige", "klageerwiderung_min", "schonfrist"}
    await people.carla.sees("MI-7KQ4: neuer Stand")
    for phone in (people.anna, people.carla):
        await phone.hides("Schonfrist", DISCLAIMER)


async def test_a_corrected_date_takes_the_old_reminders_with_it(town: Town) -> None:
    people, case = await begun(town)
    await stage(people.petra, "Räumungsklage", "20")
    before = await reminders(town, case)
    assert before["verteidigungsanzeige"] == date(2026, 11, 25)
    await people.carla.reads_all()
    await stage(people.petra, "Räumungsklage", "18")
    after = await reminders(town, case)
    assert after["verteidigungsanzeige"] == date(2026, 11, 27)  # safe on Wednesday, 2 December: 3 days left
    assert len(after) == len(before) == 3
    states = [state for _, state in await all_of(town, case)]
    assert (states.count(DeadlineState.OPEN), states.count(DeadlineState.DROPPED)) == (3, 3)
    await people.petra.shows("Verteidigungsanzeige: bis Mi 2.12.2026")
    await people.carla.sees("MI-7KQ4: Stand berichtigt", "zugestellt 18.11.")
    await people.carla.sees_nothing()


async def test_whoever_may_read_them_hears_them_with_the_new_stage(town: Town) -> None:
    people, case = await begun(town)
    await jobcenter_sits(town, people, case)
    await stage(people.petra, "Räumungsklage", "20")
    told = await people.jana.sees("MI-7KQ4: neuer Stand", "Schonfrist: bis Mi 20.1.2027", DISCLAIMER)
    assert "Verteidigungsanzeige" not in told["text"]  # a matter between the household and the court
    await people.jana.shows("Schonfrist: bis Mi 20.1.2027", "Fristen")


async def test_christmas(town: Town) -> None:
    """Served on 2 November: by the calendar 4 January, safely 31 December."""
    people, case = await begun(town)
    await typed(people.petra, "Räumungsklage", "2. November")
    await people.petra.shows("Schonfrist: sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027", PASSED)
    assert (await kept(town, case))["schonfrist"].safe_on == date(2026, 12, 31)


async def test_both_notices_start_the_objection_the_extraordinary_one_none(town: Town) -> None:
    people, case = await begun(town)
    await stage(people.petra, "Beide Kündigungen", "4")
    found = await kept(town, case)
    assert found["mietende_3m"].ends_on == date(2027, 1, 31)
    assert found["widerspruch_574b"].ends_on == date(2026, 11, 30)
    await people.petra.shows("Widerspruch gegen die Kündigung: bis Mo 30.11.2026")
    await people.petra.taps("Fristen")
    await people.petra.shows("Mietende ab 5 Jahren Mietdauer: Fr 30.4.2027", "vom frühesten Mietende")
    await people.petra.taps("Zurück")
    await stage(people.petra, "Fristlose Kündigung", "4")
    assert await kept(town, case) == {}


async def test_a_title_keeps_the_schonfrist_and_drops_the_defence(town: Town) -> None:
    people, case = await begun(town)
    await stage(people.petra, "Räumungsklage", "5")
    await stage(people.petra, "Urteil, Vergleich", "20")
    assert set(await kept(town, case)) == {
        "schonfrist",
        "einspruch_vu",
        "berufung",
        "berufungsbegruendung",
    }
    await people.petra.shows("Einspruch gegen das Versäumnisurteil: bis Fr 4.12.2026")


async def test_an_eviction_date_computes_backwards(town: Town) -> None:
    people, case = await begun(town)
    await stage(people.petra, "Räumungstermin", "18")
    assert (await kept(town, case))["vollstreckungsschutz_765a"].ends_on == date(2026, 12, 3)
    shown = await people.petra.shows("Antrag auf Vollstreckungsschutz: bis Do 3.12.2026")
    assert "Notunterkunft: Kontakt" in labels(shown)


async def test_a_landlord_has_the_day_from_hearsay(town: Town) -> None:
    """Reported by the landlord, the day is unsure until the help side has seen the envelope."""
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Räumungsklage", "20", "Mietschulden", "Paar", "Espelkamp")
    await walk(people.anna, "Ja, mit Einwilligung", "Kontakt zum Haushalt", "An Fachstelle Nord senden")
    case = await open_case(town)
    await people.petra.sees("Neue Anfrage", "Schonfrist: bis Mi 20.1.2027", "Unsicher")
    await people.petra.taps("Ich übernehme")
    await people.petra.taps("Fristen")
    await people.petra.taps("Tag bestätigt")
    assert not any(one.uncertain for one in (await kept(town, case)).values())
    await people.petra.taps("Zurück")
    await people.petra.hides("Unsicher")
    await people.anna.reads_all()


async def test_a_landlord_on_somebody_elses_report_has_it_from_hearsay_too(town: Town) -> None:
    """The help side has reported; the landlord says that the suit was served."""
    people, case = await begun(town, side=Seat.HELP)
    await stage(people.carla, "Räumungsklage", "20")
    assert all(one.uncertain for one in (await kept(town, case)).values())
    await people.petra.sees("MI-7KQ4: neuer Stand", "Schonfrist: bis Mi 20.1.2027", "Unsicher")
    await people.anna.reads_all()


async def test_how_one_was_reckoned(town: Town) -> None:
    people, _ = await begun(town)
    await stage(people.petra, "Räumungsklage", "20")
    await people.petra.taps("Fristen")
    await people.petra.taps("Schonfrist")
    await people.petra.shows(
        "Zustellung der Klage Fr 20.11.2026 plus 2 Monate",
        "Wer handelt: Mieter zahlt alles Fällige",
        "Streitig: ",
        DISCLAIMER,
        "Ich kümmere mich",
        "Erledigt",
    )
    await people.carla.reads_all()


async def test_another_deadline_is_entered_by_hand(town: Town) -> None:
    people, case = await begun(town)
    await stage(people.petra, "Urteil, Vergleich", "20")
    await people.carla.reads_all()
    await people.petra.taps("Fristen")
    for label in ("Weitere Frist", "Räumung", "Ende der Räumungsfrist", "Ja, er steht fest", "18"):
        await people.petra.taps(label)
    assert people.petra.toast == "MI-7KQ4: Frist eingetragen."
    await people.petra.shows("Antrag, die Räumungsfrist zu verlängern: bis Fr 4.12.2026")
    hand = (await kept(town, case))["raeumungsfrist_verlaengerung"]
    assert hand.stage is None
    await people.petra.taps("Zurück")
    await stage(people.petra, "Urteil, Vergleich", "19")
    assert (await kept(town, case))["raeumungsfrist_verlaengerung"] == hand
    await people.carla.reads_all()


async def test_a_day_by_hand_stands_before_the_stages(town: Town) -> None:
    """The judgment was a default judgment served later: that one counts, also after a correction."""
    people, case = await begun(town)
    await stage(people.petra, "Urteil, Vergleich", "20")
    await people.petra.taps("Fristen")
    for label in ("Weitere Frist", "Klage und Urteil", "Versäumnisurteil", "Ja, er steht fest", "Älter"):
        await people.petra.taps(label)
    await people.petra.sends("23.11.2026")
    await people.petra.sees("Einspruch gegen das Versäumnisurteil: bis Mo 7.12.2026")
    await stage(people.petra, "Urteil, Vergleich", "19")
    found = await kept(town, case)
    assert found["einspruch_vu"].event_on == date(2026, 11, 23)
    assert found["berufung"].event_on == date(2026, 11, 19)
    await people.carla.reads_all()


async def test_a_day_corrected_by_hand_is_told_once_to_whoever_is_reminded(town: Town) -> None:
    """After the judgment it turns out that the suit was served later: the Schonfrist ends later."""
    people, case = await begun(town)
    await jobcenter_sits(town, people, case)
    await stage(people.petra, "Räumungsklage", "5")
    await stage(people.petra, "Urteil, Vergleich", "20")
    for phone in (people.jana, people.carla):
        await phone.reads_all()
    event = ("Klage und Urteil", "Räumungsklage zugestellt", "Ja, er steht fest", "9")
    for _ in ("corrected", "entered once more"):
        await people.petra.taps("Fristen")
        for label in ("Weitere Frist", *event, "Zurück"):
            await people.petra.taps(label)
    told = await people.jana.sees(
        "MI-7KQ4: Frist berichtigt", "Schonfrist: sicher bis Fr 8.1.2027", DISCLAIMER
    )
    assert "Petra Nord" in told["text"]
    assert "Verteidigungsanzeige" not in told["text"]
    for phone in (people.jana, people.carla, people.anna):
        await phone.sees_nothing()


async def test_the_calendar_names_the_code_alone(town: Town) -> None:
    people, _ = await begun(town)
    await stage(people.petra, "Räumungsklage", "20")
    await people.petra.taps("Fristen")
    await people.petra.taps("Als Kalender")
    sent = await people.petra.sees("Der Kalender nennt nur")
    content = await people.petra.client.download(people.petra.user, sent["document"]["file_id"])
    titles = {str(one["summary"]) for one in Calendar.from_ical(content).walk("VEVENT")}
    assert titles == {"Frist MI-7KQ4"}
    assert b"Schonfrist" not in content
    await people.carla.reads_all()


async def test_a_landlord_who_is_asked_reads_none_of_it(town: Town) -> None:
    """Somebody asked for the landlord's side gets a card too; the household's deadlines are not on it."""
    people = await network(town)

    def begin(work: SqliteWork) -> Case:
        case = notice(
            people, work, reporter=people.petra.person, reporter_partner=people.help, side=Seat.HELP
        )
        ask(work, case, Seat.LANDLORD, people.carla.person)
        return case

    case = await town.do(begin)
    await served(town, case, people, date(2026, 11, 20))
    await town.do(lambda work: show(work, case.id, people.carla.person))
    await people.carla.hides("Schonfrist")
    await people.carla.reads_all()
    assert (await stored(town, case)).stage_on == date(2026, 11, 20)
