"""No command needs more than 50 ms of core time: a landlord with 300 commitments and 300 failure runs."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from domain.model.agreement import Version
from domain.model.case import Case
from domain.model.case_code import ALPHABET
from domain.model.ids import CommitmentId
from domain.model.stage import Seat
from domain.ports import Turn
from domain.services import agreement_cases, failures
from handlers import end_agreement, fail_project, list_agreements, list_cases, list_commitments, not_working
from handlers.message import Message
from handlers.texts import Texts
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, signing
from tests.stories.cases import notice, sit, taken
from tests.stories.commitments import runs, turn
from tests.stories.network import Network
from tests.stories.town import Phone, Town

MANY = 300
MOST_S = 0.05
MOST_QUERIES = 100
BEST_OF = 60
GERMAN = Texts("de")

Command = Callable[[SqliteWork, Turn], Message | None]


async def busy(town: Town) -> tuple[Network, Case, Version]:
    """300 cases of Carla's under her agreement with Petra, each in failure; 300 commitments on the first."""
    people = await signing(town)
    version = await in_force(town, people)

    def begin(work: SqliteWork) -> Case:
        cases = [_case(work, people, number) for number in range(MANY)]
        for one in cases:
            failures.start(work, turn(work, people.petra), one.id, None)
        return cases[0]

    first = await town.do(begin)
    made = await runs(town, people, first)

    def copy(work: SqliteWork) -> None:
        (due,) = work.commitment_dues.of_commitment(made.id)
        for place in range(1, MANY):
            one = work.commitments.add(replace(made, id=CommitmentId(0)))
            day = due.due_on + timedelta(days=place)
            work.commitment_dues.add(replace(due, id=0, commitment=one.id, due_on=day))

    await town.do(copy)
    await read(town)
    return people, first, version


def _case(work: SqliteWork, people: Network, number: int) -> Case:
    code = f"MI-7{ALPHABET[number // len(ALPHABET)]}{ALPHABET[number % len(ALPHABET)]}4"
    case = notice(people, work, code=code)
    sit(work, people, case, Seat.LANDLORD, people.carla.person)
    taken(work, people, case, people.petra.person)
    agreement_cases.bind(work, case)
    return case


async def cpu_s(town: Town, phone: Phone, command: Command) -> float:
    """The least of several, in seconds of this thread; once it is within the bound nobody need ask again."""

    def once(work: SqliteWork) -> float:
        speaker = turn(work, phone)
        before = time.thread_time()
        shown = command(work, speaker)
        took_s = time.thread_time() - before
        assert shown is not None
        return took_s

    least_s = await town.do(once)
    for _ in range(BEST_OF - 1):
        if least_s <= MOST_S:
            break
        least_s = min(least_s, await town.do(once))
    return least_s


async def lists_ask_once_for_all_cases(town: Town, people: Network, version: Version) -> None:
    """What runs on each of 300 cases is gathered: as many queries as a page has cases, and some."""
    commands: tuple[Command, ...] = (
        lambda work, who: list_cases.listed(work, who, 0, False, GERMAN),
        lambda work, who: end_agreement.who_is_left(work, who, version.agreement, GERMAN),
    )

    def queries(work: SqliteWork, command: Command) -> int:
        asked: list[str] = []
        speaker = turn(work, people.carla)
        work.connection.set_trace_callback(asked.append)
        try:
            assert command(work, speaker) is not None
        finally:
            work.connection.set_trace_callback(None)
        return len(asked)

    for command in commands:
        asked = await town.do(partial(queries, command=command))
        assert 0 < asked < MOST_QUERIES, asked


async def test_no_command_needs_more_than_fifty_milliseconds(town: Town) -> None:
    people, case, version = await busy(town)
    await lists_ask_once_for_all_cases(town, people, version)
    project = await town.do(
        lambda work: failures.start_project(work, turn(work, people.petra), version.agreement, None)
    )
    assert project.agreement == version.agreement
    commands: dict[str, tuple[Phone, Command]] = {
        "/vereinbarung": (people.carla, lambda work, who: list_agreements.listed(work, who, 0, GERMAN)),
        "its card": (people.carla, lambda work, who: list_agreements.shown(work, who, version.id, GERMAN)),
        "/scheitern": (people.coordinator, lambda work, who: not_working.overview(work, who, GERMAN)),
        "its checklist": (
            people.carla,
            lambda work, who: not_working.where_it_stands(work, who, case.id, GERMAN),
        ),
        "a project's checklist": (
            people.carla,
            lambda work, who: fail_project.where_it_stands(work, who, version.agreement, GERMAN),
        ),
        "/zusage": (people.carla, lambda work, who: list_commitments.listed(work, who, case.id, 0, GERMAN)),
        "/faelle": (people.carla, lambda work, who: list_cases.listed(work, who, 0, False, GERMAN)),
        "who is there afterwards": (
            people.carla,
            lambda work, who: end_agreement.who_is_left(work, who, version.agreement, GERMAN),
        ),
    }
    took_s = {name: await cpu_s(town, phone, command) for name, (phone, command) in commands.items()}
    assert {name: f"{one * 1000:.0f} ms" for name, one in took_s.items() if one > MOST_S} == {}
