"""What is kept in memory of the directory is what the file says, whoever has written it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.model.ids import PersonId
from storage.database import connect_file
from storage.work import SqliteWork
from tests.storage.empty import somebody

Change = Callable[[sqlite3.Connection], object]


@pytest.fixture
def petra(work: SqliteWork) -> PersonId:
    """Somebody who is known in the file, and kept."""
    work.connection.rollback()
    work.begin()
    petra = somebody(work, 7)
    work.connection.execute("COMMIT")
    work.begin()
    assert work.people.get(petra) is work.people.get(petra), "read once"
    return petra


def name(work: SqliteWork, petra: PersonId) -> str:
    person = work.people.get(petra)
    assert person is not None
    return person.name


def rename(connection: sqlite3.Connection) -> object:
    return connection.execute("UPDATE people SET name = 'Petra Neu'")


def test_what_a_transaction_writes_it_reads(work: SqliteWork, petra: PersonId) -> None:
    rename(work.connection)
    assert name(work, petra) == "Petra Neu"
    work.connection.execute("COMMIT")
    work.begin()
    assert name(work, petra) == "Petra Neu"


def test_what_a_savepoint_takes_back_was_never_kept(work: SqliteWork, petra: PersonId) -> None:
    def rename_in_vain() -> None:
        with work.apart():
            rename(work.connection)
            assert name(work, petra) == "Petra Neu"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_in_vain()
    assert name(work, petra) == "Petra 7"
    work.connection.execute("COMMIT")
    work.begin()
    assert name(work, petra) == "Petra 7"


def test_what_a_dropped_batch_has_written_was_never_kept(work: SqliteWork, petra: PersonId) -> None:
    rename(work.connection)
    assert name(work, petra) == "Petra Neu"
    work.connection.rollback()
    work.begin()
    assert name(work, petra) == "Petra 7"


def test_it_is_told_of_writes_also_when_the_very_first_batch_was_dropped(work: SqliteWork) -> None:
    petra = somebody(work, 7)
    work.begin()
    work.connection.rollback()
    work.begin()
    assert name(work, petra) == "Petra 7"
    rename(work.connection)
    assert name(work, petra) == "Petra Neu"


def test_what_another_process_has_written_is_read(work: SqliteWork, petra: PersonId, tmp_path: Path) -> None:
    work.connection.execute("COMMIT")
    with closing(connect_file(tmp_path / "kw.db")) as other:
        rename(other)
    work.begin()
    assert name(work, petra) == "Petra Neu"


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE partners SET name = 'Neu'", lambda work: work.partners.names()),
        ("UPDATE partners SET kind = 'authority'", lambda work: work.partners.kinds()),
        ("UPDATE people SET phone = '05741 1'", lambda work: work.responsibilities.all()),
        ("INSERT INTO absences (person, first_on, last_on, entered_by) SELECT id, '2099-01-01', '2099-01-02',"
         " id FROM people", lambda work: work.absences.since(work.now.date())),
        ("DELETE FROM responsibilities", lambda work: work.responsibilities.all()),
    ],
)  # fmt: skip
def test_a_write_to_one_table_is_seen_in_what_was_read_of_the_others(
    work: SqliteWork, petra: PersonId, change: str, read: Callable[[SqliteWork], object]
) -> None:
    work.connection.execute(
        "INSERT INTO responsibilities (partner, holder) SELECT partner, id FROM people WHERE id = ?", (petra,)
    )
    work.connection.execute("COMMIT")
    work.begin()
    before = read(work)
    assert read(work) == before
    work.connection.execute(change)
    assert read(work) != before
