"""Daily work reads what it needs by an index: a file of many years answers like a new one."""

import re
from typing import Final

from domain.services import housekeeping
from storage.work import SqliteWork
from tests.stories.network import network
from tests.stories.reports import WALK_A, walk
from tests.stories.town import Town

GROWING: Final = (
    "cases",
    "seats",
    "referrals",
    "call_tasks",
    "notes",
    "events",
    "duplicates",
    "aftercare_plans",
    "check_ins",
    "inbox",
    "outbox",
    "cards",
    "spoken",
    "timers",
    "journal",
)
AT_NIGHT: Final = re.compile(r"DELETE FROM (inbox|outbox) ")
"""What is forgotten once a night, out of tables that hold days and weeks."""


async def test_no_deed_of_the_day_reads_a_whole_table_that_grows(town: Town) -> None:
    people = await network(town)
    statements: dict[str, str] = {}

    def remember(statement: str) -> None:
        statements.setdefault(re.sub(r"'[^']*'|\b\d+\b", "?", statement), statement)

    await town.do(lambda work: work.connection.set_trace_callback(remember))
    await town.do(_start)
    await walk(people.anna, *WALK_A, "An ")
    await people.petra.taps("Ich übernehme")
    for phone in (people.petra, people.anna, people.coordinator):
        await phone.sends("/faelle")
    await walk(people.petra, "MI-", "Kontakt hergestellt", "Mehr", "Verlauf")
    await people.petra.sends("/kontakt mietschulden espelkamp")
    await town.forward(days=12)
    await town.do(lambda work: work.connection.set_trace_callback(None))
    read = [one for one in statements.values() if re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)", one)]
    assert len(read) > 50
    scanned = [one for one in read if not AT_NIGHT.search(one) and await _scans(town, one)]
    assert not scanned


def _start(work: SqliteWork) -> None:
    """What every start asks for."""
    work.outbox.recover()
    work.inbox.waiting()
    housekeeping.wind(work)


async def _scans(town: Town, statement: str) -> list[str]:
    """What SQLite would read from end to end. Of a partial index this is little: what is under way."""
    plan = await town.do(
        lambda work: [row[3] for row in work.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
    )
    names = {name: table for table, name in re.findall(r"(?:FROM|JOIN)\s+(\w+)(?:\s+AS)?\s+(\w+)", statement)}
    found = (re.fullmatch(r"SCAN (\w+)(?: USING .*INDEX (\w+))?", line) for line in plan)
    scans = [(names.get(one[1], one[1]), one[2] or "") for one in found if one is not None]
    return [table for table, index in scans if table in GROWING and not PARTIAL.search(index)]


PARTIAL: Final = re.compile(r"_(pending|leased|held|waiting)$")
