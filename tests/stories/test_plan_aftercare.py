"""The plan of windows: month ends, leap days, changing clocks, corrected dates, empty seats."""

from dataclasses import replace
from datetime import date

import pytest

from domain.model.case import Answer, EventKind
from domain.model.check_in import CheckInState
from domain.model.errors import NotAllowed
from domain.model.routing import Topic
from domain.model.stage import Seat
from domain.services import aftercare, check_in_answers, digest
from storage.work import SqliteWork
from tests.stories.aftercare import check_in, closed, digests, jump, until
from tests.stories.network import HILLE, holds, network
from tests.stories.requests import turn_of
from tests.stories.town import Phone, Town


@pytest.mark.parametrize(
    ("ended_on", "label", "target", "asked_on"),
    [
        (date(2026, 8, 31), "months_6", "2027-02-28", "26.2.2027"),
        (date(2027, 8, 31), "months_6", "2028-02-29", "29.2.2028"),
        (date(2026, 9, 28), "months_6", "2027-03-28", "25.3.2027"),
        (date(2026, 10, 31), "months_12", "2027-10-31", "29.10.2027"),
        (date(2026, 9, 26), "months_3", "2026-12-26", "24.12.2026"),
        (date(2026, 2, 28), "months_24", "2028-02-28", "28.2.2028"),
    ],
)
async def test_the_day_of_asking(town: Town, ended_on: date, label: str, target: str, asked_on: str) -> None:
    """31 August and six months, 29 February, the nights in which the clocks change, Christmas."""
    people = await network(town)
    case = await closed(town, people, ended_on=ended_on)
    planned = await check_in(town, case, Seat.LANDLORD, label)
    assert planned.target_on.isoformat() == target
    await jump(town, asked_on, "7:59")
    await people.carla.reads_all()
    await until(town, asked_on, "8:01")
    assert (await check_in(town, case, Seat.LANDLORD, label)).state is CheckInState.ASKED
    texts = [one["text"] for one in await people.carla.unread()]
    assert any("Wie läuft das Mietverhältnis" in one for one in texts)


async def test_a_case_closed_long_after_its_end_leaves_out_what_is_over(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, ended_on=date(2026, 9, 1))
    labels = {one.label for one in await town.do(lambda work: work.check_ins.of_case(case.id))}
    assert labels == {"months_3", "months_6", "months_12", "months_24"}


async def test_a_window_that_is_open_already_is_asked_now(town: Town) -> None:
    people = await network(town)
    await closed(town, people, ended_on=date(2026, 11, 6))
    await people.carla.sees("MI-7KQ4, Nachsorge nach 14 Tagen")
    await people.petra.sees("MI-7KQ4, Nachsorge nach 14 Tagen")


async def test_a_reopened_case_is_asked_about_no_more_and_a_new_closing_plans_anew(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await town.do(lambda work: aftercare.stop(work, case, "reopened"))
    await town.do(lambda work: aftercare.start(work, replace(case, ended_on=date(2026, 11, 22))))
    plans = await town.do(lambda work: work.plans.of_case(case.id))
    assert [one.state.value for one in plans] == ["ended", "running"]
    await until(town, "4.12.2026", "23:00")
    asked = [one for one in await people.carla.unread() if "Nachsorge nach 14 Tagen" in one["text"]]
    assert len(asked) == 1


async def test_without_a_landlord_in_the_network_only_the_help_side_is_asked(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)

    def leave(work: SqliteWork) -> None:
        work.seats.remove(work.seats.of_case(case.id)[Seat.LANDLORD].id)
        aftercare.start(work, case)

    await town.do(leave)
    running = await town.do(lambda work: work.plans.running(case.id))
    assert running is not None
    found = await town.do(lambda work: work.check_ins.of_plan(running.id))
    assert {one.seat for one in found} == {Seat.HELP}


async def test_an_office_without_telegram_is_rung_by_the_coordinator(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people, municipality=HILLE, helper=people.otto)
    await until(town, "4.12.2026")
    await people.coordinator.sees(
        "MI-7KQ4: Nachsorge nach 14 Tagen nicht zustellbar",
        "Ordnungsamt Hille ist hier nicht erreichbar.",
        "Bitte anrufen und die Antwort hier eintragen.\nOtto Ohm",
    )
    await people.carla.taps("Alles in Ordnung")
    await people.coordinator.taps("Nicht erreicht")
    await until(town, "9.12.2026", "13:00")
    await people.coordinator.shows("nicht zustellbar", "Stabil", "Warum bekomme ich das?")
    await people.coordinator.taps("Rückfall")
    await people.coordinator.taps("Mietrückstand")
    entered = await check_in(town, case, Seat.HELP, "days_14")
    assert (entered.result, entered.answered_by) == ("relapse", people.coordinator.person)
    asked = await town.do(lambda work: work.referrals.of_case(case.id)[-1])
    assert asked.is_open, "who enters the answer has not taken the case"
    event = await town.do(lambda work: work.events.last(case.id, EventKind.CHECK_IN_ANSWERED))
    assert event is not None
    assert event.facts["by_proxy"] == 1


async def test_a_coordinator_answers_for_nobody_who_can_answer(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await until(town, "4.12.2026")
    asked = await check_in(town, case, Seat.HELP, "days_14")
    await town.do(lambda work: _refused(work, people.coordinator, asked.id))


def _refused(work: SqliteWork, phone: Phone, identity: int) -> None:
    with pytest.raises(NotAllowed):
        check_in_answers.answer(work, turn_of(work, phone), identity, "stable")


async def test_an_outage_longer_than_the_window_ends_in_silence_not_in_a_late_question(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await jump(town, "14.12.2026")
    assert (await check_in(town, case, Seat.LANDLORD, "days_14")).state is CheckInState.SILENT
    assert not [one for one in await people.carla.unread() if "nach 14 Tagen" in one["text"]]
    texts = [one["text"] for one in await people.coordinator.unread()]
    assert sum("Nachsorge nach 14 Tagen ohne Antwort" in one for one in texts) == 2


async def test_a_hint_can_be_written_after_the_tap(town: Town) -> None:
    people = await network(town)
    await closed(town, people)
    await until(town, "4.12.2026")
    await people.carla.taps("Alles in Ordnung")
    await people.petra.reads_all()
    await people.carla.taps("Hinweis schreiben")
    await people.carla.taps("Zahlung eingegangen")
    await people.petra.sees("MI-7KQ4: Nachricht von Carla Cent", "Zahlung eingegangen")


async def test_a_group_hears_how_many_check_ins_wait_and_no_more(town: Town) -> None:
    people = await network(town)
    case = await closed(town, people)
    await digests(town, people.carla.person)
    await jump(town, "19.2.2027", "8:30")

    def neglect(work: SqliteWork) -> int:
        for one in work.check_ins.of_case(case.id):
            if one.label == "months_3" and one.seat is Seat.LANDLORD:
                work.check_ins.save(replace(one, reminders=2))
        return digest.waiting_in(work, people.landlord)

    assert await town.do(neglect) == 1
    assert await town.do(lambda work: digest.waiting_in(work, people.help)) == 0


async def test_the_topic_nachsorge_decides_who_is_asked(town: Town) -> None:
    """Somebody else of the same office answers for aftercare in this place; the seat's holder does not."""
    people = await network(town)
    case = await closed(town, people, municipality=HILLE, consent=(Answer.YES, Answer.NO))
    ruth = await town.member("Ruth Rau", people.help, function="Nachsorge")
    await town.do(lambda work: holds(work, people.help, ruth.person, (Topic.NACHSORGE,), area=HILLE))
    await until(town, "4.12.2026")
    await ruth.sees("MI-7KQ4, Nachsorge nach 14 Tagen", "Stabil")
    await people.petra.sees_nothing()
    await ruth.taps("Stabil")
    assert (await check_in(town, case, Seat.HELP, "days_14")).answered_by == ruth.person
