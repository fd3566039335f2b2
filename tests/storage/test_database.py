"""The file itself: one private call, its pragmas, two who write, and nothing that is deleted stays behind."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.model.people import Partner
from domain.model.stage import PartnerKind
from storage.database import (
    SCHEMA_VERSION,
    Database,
    ForeignFile,
    NewerDatabase,
    connect_file,
    is_weather,
    open_database,
)
from storage.work import SqliteWork
from tests.storage.empty import NETWORK, NOW, empty_work

SECRET = "Kanarienstraße 5, Frau Canaria"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(tmp_path / "kw.db", busy_s=0.05)
    try:
        yield database
    finally:
        await database.close()


def found(work: SqliteWork, name: str) -> None:
    work.partners.add(Partner(name=name, kind=PartnerKind.PROVIDER))


def half(work: SqliteWork) -> None:
    """A part that fails after its own inner part has succeeded."""
    with work.apart():
        found(work, "Halb")
        with work.apart():
            found(work, "Innen")
        raise ZeroDivisionError


async def test_a_whole_deed_runs_in_one_hop_in_the_databases_own_thread(database: Database) -> None:
    """Pins the one private call of aiosqlite that this needs: `_execute`, and `_conn` inside the thread."""
    threads = await database.run(
        lambda: (threading.get_ident(), database.plain.execute("SELECT 7").fetchone())
    )
    assert threads[0] != threading.get_ident()
    assert threads[1] == (7,)
    assert await database.run(divmod, 17, 5) == (3, 2)
    with pytest.raises(ZeroDivisionError):
        await database.run(lambda: 1 / 0)


async def test_deeds_run_one_after_the_other(database: Database) -> None:
    order: list[int] = []
    await asyncio.gather(*(database.run(order.append, number) for number in range(50)))
    assert order == list(range(50))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
async def test_every_connection_has_the_pragmas(database: Database, pragma: str, value: object) -> None:
    row = await database.run(lambda: database.plain.execute(f"PRAGMA {pragma}").fetchone())
    assert row == (value,)


def test_every_table_is_strict(work: SqliteWork) -> None:
    tables = work.connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert [name for (name,) in tables if not name.startswith("contact_")] == []


def test_opening_a_second_time_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with closing(connect_file(tmp_path / "kw.db")) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_newer_or_foreign_file_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = threading.active_count()
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    (tmp_path / "letter.txt").write_text("Sehr geehrte Damen und Herren" * 100)
    with pytest.raises(NewerDatabase):
        await open_database(tmp_path / "newer.db")
    with pytest.raises(ForeignFile):
        await open_database(tmp_path / "letter.txt")
    named = [thread.name for thread in threading.enumerate() if "asyncio" not in thread.name]
    assert len(named) <= before


async def test_two_connections_write_in_turn_and_lose_nothing(tmp_path: Path) -> None:
    """What the command line does while the bot runs."""

    def write(name: str) -> None:
        with empty_work(tmp_path / "kw.db") as work:
            for number in range(20):
                work.connection.execute("BEGIN IMMEDIATE")
                found(work, f"{name} {number}")
                work.connection.execute("COMMIT")

    connect_file(tmp_path / "kw.db").close()
    await asyncio.gather(*(asyncio.to_thread(write, name) for name in ("Bot", "Befehl", "Sicherung")))
    with empty_work(tmp_path / "kw.db") as work:
        assert len(work.partners.all()) == 60


async def test_a_lock_held_by_somebody_else_is_weather(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kw.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            await database.run(lambda: database.plain.execute("BEGIN IMMEDIATE"))
    assert is_weather(caught.value)


def test_a_mistake_of_ours_is_no_weather(work: SqliteWork) -> None:
    for wrong in ("SELECT nothing FROM nowhere", "INSERT INTO partners (name) VALUES ('Halb')"):
        with pytest.raises(sqlite3.Error) as caught:
            work.connection.execute(wrong)
        assert not is_weather(caught.value)


def test_a_part_is_taken_back_alone(work: SqliteWork) -> None:
    work.connection.execute("BEGIN")
    found(work, "Davor")
    with pytest.raises(ZeroDivisionError):
        half(work)
    with work.apart():
        found(work, "Danach")
    work.connection.execute("COMMIT")
    assert [one.name for one in work.partners.all()] == ["Danach", "Davor"]


def test_what_is_deleted_is_overwritten_and_gone_from_the_log(tmp_path: Path) -> None:
    path = tmp_path / "kw.db"
    connection = connect_file(path)
    work = SqliteWork(connection, NETWORK).at(NOW)
    work.inbox.accept([{"update_id": 1, "message": {"text": SECRET}}])
    work.inbox.settle(1)
    remembered = path.with_name("kw.db-wal").read_bytes()
    assert SECRET.encode() in remembered, "the write-ahead log remembers until it is emptied"
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy
    assert path.with_name("kw.db-wal").stat().st_size == 0
    assert SECRET.encode() not in path.read_bytes()
    connection.close()
