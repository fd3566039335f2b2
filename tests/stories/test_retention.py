"""What the network forgets by itself, night after night (the practice paper, P9)."""

import json
from datetime import timedelta
from pathlib import Path

from storage.work import SqliteWork
from tests.stories.talk import talking
from tests.stories.town import Town

HARMLESS = "Wir warten mit der Klage bis 15.12."


async def test_a_settled_message_leaves_no_text(town: Town) -> None:
    people, _ = await talking(town)
    for label in ("Nachricht", "Freier Text"):
        await people.anna.taps(label)
    await people.anna.sends(HARMLESS)
    await people.anna.taps("Nein, senden")
    bodies, payloads = await town.do(_texts_left)
    assert bodies == []
    assert payloads == []


def _texts_left(work: SqliteWork) -> tuple[list[str], list[str]]:
    bodies = work.connection.execute("SELECT body FROM outbox WHERE state = 'sent' AND body IS NOT NULL")
    payloads = work.connection.execute("SELECT payload FROM inbox WHERE payload IS NOT NULL")
    return [row[0] for row in bodies], [row[0] for row in payloads]


async def test_the_write_ahead_log_is_emptied_every_night(town: Town) -> None:
    await talking(town)
    assert _log_bytes(town) > 100_000
    await town.forward(hours=24)
    assert _log_bytes(town) < 100_000


def _log_bytes(town: Town) -> int:
    return Path(f"{town.database}-wal").stat().st_size


async def test_settled_and_set_aside_updates_are_forgotten(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.sends("/hilfe")
    await town.do(_set_one_aside)
    assert await town.do(_ids_kept) > 1
    await town.forward(days=7)
    assert await town.do(_asides) == 1
    await town.forward(days=2)
    assert await town.do(_ids_kept) == 0
    assert await town.do(_asides) == 0


def _set_one_aside(work: SqliteWork) -> None:
    identity = work.inbox.accept_internal("message", json.loads("{}"))
    work.inbox.set_aside(identity, "4F2A")


def _ids_kept(work: SqliteWork) -> int:
    return int(work.connection.execute("SELECT count(*) FROM inbox").fetchone()[0])


def _asides(work: SqliteWork) -> int:
    return int(work.connection.execute("SELECT count(*) FROM inbox WHERE state = 'aside'").fetchone()[0])


async def test_that_somebody_was_told_is_forgotten_after_ninety_days(town: Town) -> None:
    people, _ = await talking(town)
    await people.anna.sends("/hilfe")
    first = await town.do(lambda work: work.now)
    await town.forward(days=92)
    query = "SELECT count(*) FROM outbox WHERE settled_at < ?"
    before = (first + timedelta(days=1)).isoformat()
    left = await town.do(lambda work: work.connection.execute(query, (before,)).fetchone()[0])
    assert left == 0


async def test_the_night_comes_again_after_a_restart(town: Town) -> None:
    await town.restart()
    await town.forward(hours=20)
    await town.restart()
    due = await town.do(
        lambda work: work.connection.execute("SELECT due_at FROM timers WHERE kind = 'clean_up'").fetchall()
    )
    assert due == [("2026-11-25T02:00:00.000000Z",)]
