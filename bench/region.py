"""A region's file to start from: a hundred cases, reported through the real process and gone their ways.

What the services have written is what `bench.copies` multiplies.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bench import ours
from bench.process import Contestant, bot
from bench.seed import FIRST_LEAD
from bench.walks import FIRST_WALKER
from domain.model.calendar import WorkCalendar
from domain.model.case import Answer, Case, Referral, ReferralState
from domain.model.closing import Ending
from domain.model.ids import ChatId
from domain.model.people import Person
from domain.model.stage import Outcome, Solution
from domain.ports import Network, Turn
from domain.services import acceptance, progress
from domain.services import closing as closings
from domain.services.progress import Progress
from storage.database import connect_file
from storage.work import SqliteWork

CASES: Final = 100
DATABASE: Final = "bench.db"  # as `bench.ours` calls it
OF_A_LANDLORD: Final = 11
"""Walkers that report for one landlord; its lead sits on all their cases."""

LEADS: Final = tuple(range(FIRST_LEAD, FIRST_LEAD + CASES // OF_A_LANDLORD * OF_A_LANDLORD, OF_A_LANDLORD))
"""The chats of leads who sit on the same eleven cases however many there are."""

_UNTAKEN = 10  # of a hundred: asked, and not answered yet
_OPEN = 25  # of a hundred: not closed


async def begin(folder: Path) -> Path:
    """Write the file of a hundred cases and give its path."""
    file = folder / "region.db"
    report = Contestant(name="region", title="", start=partial(_start, None, folder), walks=ours.OURS.walks)
    async with bot(report) as running:
        await running.run(report.walks(0)[:CASES], at_once=32)
        _copy(_source(folder), file)
    with opened(file) as work:
        work.connection.execute("DELETE FROM inbox")  # every stub counts its updates from one
        _go_on(work)
    told = Contestant(name="region", title="", start=partial(_start, file, folder), walks=ours.OURS.walks)
    async with bot(told) as running:  # what was decided reaches those who wait for it
        await running.run([(FIRST_WALKER, "myc", [])], at_once=1)
        _copy(_source(folder), file)
    with opened(file) as work:
        work.connection.execute("DELETE FROM inbox")
    return file


def starting(file: Path) -> Contestant:
    """Ours, on a file of its own that stays where it is."""
    return Contestant(
        name=file.stem, title=file.stem, start=partial(_start, file, file.parent), walks=ours.OURS.walks
    )


@contextmanager
def opened(file: Path) -> Iterator[SqliteWork]:
    """The file in one transaction, at this moment."""
    with closing(connect_file(file)) as connection:
        network = Network(name="Bench", case_prefix="MI", calendar=WorkCalendar())
        work = SqliteWork(connection, network).at(datetime.now(UTC))
        connection.execute("BEGIN IMMEDIATE")
        yield work
        connection.execute("COMMIT")


def _start(file: Path | None, folder: Path, home: Path, url: str) -> tuple[Sequence[str], Mapping[str, str]]:
    """As `ours`, on `file` where there is one; notes in `folder` where the database lies."""
    arguments, environment = ours.start(home, url)
    database = home / DATABASE
    if file is not None:
        environment = {**environment, "KW_DATABASE": str(file)}
        database = file
    (folder / "source").write_text(str(database), "utf-8")
    return arguments, environment


def _source(folder: Path) -> Path:
    return Path((folder / "source").read_text("utf-8"))


def _copy(source: Path, target: Path) -> None:
    if source == target:
        return
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


# What becomes of the cases


def _go_on(work: SqliteWork) -> None:
    """Nine of ten are taken over and worked on, three of four are closed, half of them with aftercare."""
    for number, case in enumerate(sorted(work.cases.open(), key=lambda one: one.id)):
        if number % 100 >= _UNTAKEN:
            _take(work, case)
        if number % 100 >= _OPEN:
            _close(work, case, Outcome.E1 if number % 2 else Outcome.V1)


def _take(work: SqliteWork, case: Case) -> None:
    for referral in work.referrals.of_case(case.id):
        if referral.state is ReferralState.OPEN and (person := _asked(work, referral)) is not None:
            acceptance.accept(work, _turn(work, person), referral.id)
            progress.make(work, _turn(work, person), case.id, Progress.CONTACT_MADE)


def _close(work: SqliteWork, case: Case, outcome: Outcome) -> None:
    owner = work.people.get(work.cases.get(case.id).owner)  # type: ignore[union-attr]
    assert owner is not None
    ending = Ending(
        outcome=outcome,
        on=(work.now - timedelta(days=1)).date(),
        solution=Solution.INSTALMENTS,
        aftercare=Answer.YES if outcome.has_aftercare else None,
        landlord_asked=Answer.YES if outcome.has_aftercare else None,
    )
    points = closings.open_points(work, case, ending.outcome)
    closings.close(work, _turn(work, owner), case.id, ending, named=points)


def _asked(work: SqliteWork, referral: Referral) -> Person | None:
    return None if referral.asked is None else work.people.get(referral.asked)


def _turn(work: SqliteWork, person: Person) -> Turn:
    chat = person.telegram or ChatId(0)
    return Turn(person=person, telegram=chat, chat=chat, private=True, now=work.now)
