"""What went wrong in systems that do parts of this job, and the test that shows that it does not here.

LESSONS is the table: each line a defect that was read in somebody's code, and the tests that would fail if
it were ours. The lessons that no other file tells are told below.
"""

import asyncio
import re
from pathlib import Path
from random import Random

import pytest

from domain.model.case import Case
from domain.model.ids import CaseId, PersonId
from domain.model.stage import Seat
from domain.services import housekeeping
from handlers.presses import Presses
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network, network
from tests.stories.reports import WALK_A, walk
from tests.stories.requests import phones
from tests.stories.talk import identity, talking
from tests.stories.test_core import explode
from tests.stories.town import Phone, Town, labels

TESTS = Path(__file__).parents[1]
LESSONS = {
    "a reminder that the night held back counted as sent": (
        "stories/test_settings.py::test_what_is_held_back_leaves_on_the_next_working_day",
        "stories/test_climb_ladder.py::test_a_step_begins_when_its_notice_could_be_delivered",
    ),
    "a run that was missed lost its whole interval": (
        "stories/test_climb_ladder.py::test_nobody_loses_time_to_an_outage",
        "stories/test_digest.py::test_after_three_days_of_outage_there_is_one_digest",
    ),
    "a reminder counted although it could not be sent": (
        "stories/test_delivery.py::test_a_5xx_is_tried_again_without_a_mark",
        "stories/test_write_note.py::test_a_phrase_leaves_at_once_and_the_writer_sees_when_it_arrived",
    ),
    "a failure while somebody was looked up ended the reminders for good": (
        "stories/test_damaged_rows.py::test_a_damaged_timer_and_one_with_a_bug_are_tried_again_in_an_hour",
        "stories/test_outages.py::test_after_an_outage_the_urgent_leave_first_and_nobody_is_flooded",
    ),
    "a crash between two reminders ended the series": (
        "stories/test_retention.py::test_the_night_comes_again_after_a_restart",
        "stories/test_answer_check_in.py::test_the_plan_survives_a_restart_and_a_yearly_sign_follows_it",
        "kills/test_kill_main_job.py::test_the_main_job_survives",
    ),
    "codes in links never expired": (
        "stories/test_invite.py::test_a_link_expires_after_72_hours",
        "stories/test_invite.py::test_a_used_link_admits_nobody_else",
    ),
    "a button was answered only when something went wrong": (
        "stories/test_lessons.py::test_every_press_is_answered_also_one_that_meets_a_bug",
        "stories/test_bad_input.py::test_an_old_button_answers_and_changes_nothing",
    ),
    "cases older than two days were looked after no more": (
        "stories/test_lessons.py::test_a_case_that_lost_its_timers_is_found_after_a_year",
    ),
    "news of one case went to the people of another": (
        "stories/test_lessons.py::test_nothing_of_a_case_reaches_anybody_else",
        "stories/test_reply_to_case.py::test_a_reply_never_reaches_a_case_of_others",
    ),
    "the case was read out of the visible text": (
        "stories/test_lessons.py::test_a_reply_belongs_to_the_case_of_its_message_whatever_the_text_says",
    ),
    "two reports at once got the same number": (
        "stories/test_lessons.py::test_two_reports_at_once_are_two_cases_with_two_codes",
        "domain/test_case_code.py::test_codes_grow_when_short_ones_run_out_and_give_up_aloud",
    ),
    "empty steps used up time": (
        "domain/test_ladder.py::test_every_pattern_of_skipped_steps",
        "stories/test_climb_ladder.py::test_whoever_is_away_is_skipped_at_once_and_logged",
    ),
    "what was going on was kept in memory only": (
        "stories/test_report_tenancy.py::test_a_report_goes_on_on_another_device",
        "stories/test_climb_ladder.py::test_a_restart_in_between_loses_no_step",
    ),
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_has_its_test(lesson: str) -> None:
    for named in LESSONS[lesson]:
        path, _, name = named.partition("::")
        assert re.search(rf"^(async )?def {name}\(", (TESTS / path).read_text("utf-8"), re.MULTILINE), named


async def test_every_press_is_answered_also_one_that_meets_a_bug(town: Town) -> None:
    people, case = await talking(town)
    presses = town.running.application.handlers[0][0]
    assert isinstance(presses, Presses)
    handler = presses.answering("mor:1")
    assert handler is not None
    handler.callback = explode
    assert "Nummer" in await people.petra.taps("Mehr")
    card = await people.petra.with_button("Abschließen")
    gone = "UPDATE people SET active = 0 WHERE name LIKE 'Petra%'"
    await town.do(lambda work: work.connection.execute(gone))
    await people.petra.taps("Abschließen", message=card)
    await people.anna.shows(case.code)


async def test_a_case_that_lost_its_timers_is_found_after_a_year(town: Town) -> None:
    _, case = await talking(town)
    await town.do(lambda work: work.timers.cancel_case(case.id))
    await town.client.jump(370 * 24 * 3600)
    await town.settle()
    await town.do(housekeeping.wind)
    await town.forward(days=1)
    assert await town.do(lambda work: work.timers.of_case(case.id))


async def test_two_reports_at_once_are_two_cases_with_two_codes(town: Town) -> None:
    people = await network(town)
    reporters = (people.anna, people.carla)
    await walk(people.anna, *WALK_A)
    await walk(people.carla, *("1 Person" if one == "Paar" else one for one in WALK_A))
    label = "An Fachstelle Nord senden"
    messages = [await phone.with_button(label) for phone in reporters]
    await asyncio.gather(
        *(
            town.client.tap(phone.user, phone.chat, message, label)
            for phone, message in zip(reporters, messages, strict=True)
        )
    )
    await town.settle()
    opened = await town.do(lambda work: work.cases.open())
    assert len({case.code for case in opened}) == 2


def _two(work: SqliteWork, people: Network) -> tuple[Case, Case]:
    """Anna and Petra have one case, Carla and Quirin another."""
    first = cases.notice(people, work)
    carla = identity(people.carla)
    second = cases.notice(people, work, code="MI-8LR5", word="Birke", reporter=carla, owner=carla)
    for case, landlord, helper in (
        (first, people.anna, people.petra),
        (second, people.carla, people.quirin),
    ):
        cases.sit(work, people, case, Seat.LANDLORD, landlord.person)
        cases.sit(work, people, case, Seat.HELP, helper.person)
        cases.show(work, case.id, landlord.person, helper.person)
    return first, second


async def test_a_reply_belongs_to_the_case_of_its_message_whatever_the_text_says(town: Town) -> None:
    people = await network(town)
    first, second = await town.do(lambda work: _two(work, people))
    card = await people.petra.shows(first.code)
    await people.petra.sends(f"Zu {second.code}: bitte um Rückruf", reply_to=card["message_id"])
    assert await town.do(lambda work: work.notes.of_case(second.id)) == ()
    for phone in (people.carla, people.quirin):
        await phone.reads_all()
        await phone.hides("Rückruf")


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_of_a_case_reaches_anybody_else(town: Town, seed: int) -> None:
    """A random walk over two cases by everybody, pressing whatever is there."""
    people = await network(town)
    first, second = await town.do(lambda work: _two(work, people))
    chance = Random(seed)
    insiders: dict[CaseId, set[PersonId]] = {first.id: set(), second.id: set()}
    for _ in range(25):
        await _presses(chance.choice(phones(people)), chance)
        for case in (first, second):
            insiders[case.id] |= await town.do(lambda work, case=case: _people_of(work, case))  # type: ignore[misc]
    for case in (first, second):
        for phone in phones(people):
            if identity(phone) not in insiders[case.id] | {identity(people.coordinator)}:
                await phone.hides(case.code)


async def _presses(phone: Phone, chance: Random) -> None:
    shown = [one for one in await phone.messages() if labels(one)]
    if not shown:
        return
    message = chance.choice(shown[-4:])
    pressable = [one["text"] for row in message["buttons"] for one in row if not one.get("url")]
    if pressable:
        await phone.taps(chance.choice(pressable), message=message["message_id"])


def _people_of(work: SqliteWork, case: Case) -> set[PersonId]:
    """Who has ever had to do with the case: seats, reporter, whoever was asked, and their deputies."""
    found = {case.reporter, case.owner, *(one.holder for one in work.seats.of_case(case.id).values())}
    for referral in work.referrals.of_case(case.id):
        found |= {one for one in (referral.asked, referral.asked_by, referral.accepted_by) if one is not None}
    entries = [one for one in work.responsibilities.all() if one.holder in found and one.deputy is not None]
    return found | {one.deputy for one in entries if one.deputy is not None}
