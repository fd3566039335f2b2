"""The disk under the bot: full, read-only, locked by another process, or with a file of a newer version."""

import asyncio
import ctypes
import os
import resource
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from drills.district import District
from drills.instances import go_on, hold_back
from drills.letters import Letters

FULL, ROOM = signal.SIGUSR1, signal.SIGUSR2
ROOM_FOR_LINES = 64 * 1024
CAPABILITIES_3, CAP_DAC_OVERRIDE = 0x20080522, 1
CANNOT_WRITE = "the database cannot be written"
NOT_STARTED, NEWER_DATABASE = 1, 5
MOST_QUESTIONS = 400
SHORT_LOCK_S, PATIENCE_S = 1.5, 4.0
"""The bot waits five seconds for a lock; on a machine under load even a short one may last as long."""
TO_TELEGRAM = ("sendMessage", "editMessageText")


def disk_by_signal() -> None:
    """In the bot's process: SIGUSR1 leaves no file room beyond some lines of the log, SIGUSR2 lifts that."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(*_: object) -> None:
        room = os.fstat(2).st_size + ROOM_FOR_LINES
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))

    signal.signal(FULL, fill)
    signal.signal(ROOM, lambda *_: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))


def as_ordinary_account() -> None:
    """In the bot's process: the rights of files count, also where root runs it (Linux, capabilities(7))."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0)
    sets = (ctypes.c_uint32 * 6)()
    if libc.capget(head, sets) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    sets[0] &= ~(1 << CAP_DAC_OVERRIDE)
    if libc.capset(head, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")


async def full(district: District, letters: Letters) -> None:
    """Nothing can be written for a while; what people do meanwhile waits, and is done once there is room."""
    report = await district.chance.choice(district.pairs).fills_in()
    ready = [await letters.prepares(pair, back=pair.helper is report.author) for pair in district.pairs]
    since = len(district.process.log)
    district.process.send(FULL)
    await _until_it_complains(district, since)
    for letter in ready:
        await letters.posts(letter)
    await report.author.presses(report.last)
    district.process.send(ROOM)
    await district.settle()
    made = {await report.code()} | await report.new_codes()
    district.check(len(made) == 1, "a report on a full disk is one case", sorted(made))


async def full_and_killed(district: District, letters: Letters) -> None:
    """kill -9 while nothing can be written: what was confirmed is there, what was not comes again."""
    ready = [await letters.prepares(pair) for pair in district.pairs]
    since = len(district.process.log)
    district.process.send(FULL)
    await _until_it_complains(district, since)
    for letter in ready:
        await letters.posts(letter)
    await district.process.kill()
    await district.process.start()
    await letters.arrive(repeats=1)


async def _until_it_complains(district: District, since: int) -> None:
    """People ask until there is no room. Raises TimeoutError."""
    for number in range(MOST_QUESTIONS):
        if CANNOT_WRITE in district.process.log[since:]:
            break
        await district.everybody[number % len(district.everybody)].types("/hilfe")
        await asyncio.sleep(0.02)
    await district.complains(CANNOT_WRITE, since)
    district.chapter.count("complaints of a full disk, found in the log")


async def read_only(district: District, letters: Letters) -> None:
    """The file has come back with the wrong rights: one line, code 1; with the right ones it goes on."""
    await hold_back(district, letters)
    await district.process.stop()
    earlier, district.process.prepare = district.process.prepare, as_ordinary_account
    try:
        with of_mode(district.process.database, 0o444):
            await _refused(district, NOT_STARTED, "attempt to write a readonly database")
    finally:
        district.process.prepare = earlier
    await go_on(district, letters, repeats=1)


@contextmanager
def of_mode(database: Path, mode: int) -> Iterator[None]:
    """For a while the database and what belongs to it have these rights."""
    files = [*database.parent.glob(f"{database.name}*")]
    modes = [one.stat().st_mode for one in files]
    for one in files:
        one.chmod(mode)
    try:
        yield
    finally:
        for one, before in zip(files, modes, strict=True):
            one.chmod(before)


async def newer(district: District, letters: Letters) -> None:
    """A newer program has been here: one line, code 5; with the old file everything goes on."""
    await hold_back(district, letters)
    await district.process.stop()
    (version,) = district.read("PRAGMA user_version")
    district.write(f"PRAGMA user_version = {version + 1}")
    await _refused(district, NEWER_DATABASE, f"the database has schema {version + 1}")
    district.write(f"PRAGMA user_version = {version}")
    await go_on(district, letters, repeats=1)


async def _refused(district: District, code: int, words: str) -> None:
    """The next life ends at once, with this code and one line."""
    since = len(district.process.log)
    await district.process.begin()
    found = await district.process.ends()
    line = district.process.log[since:]
    district.check(found == code, f"it does not start, with code {code}", f"{found}: {line}")
    district.check(words in line and line.count("\n") == 1, "and says why in one line", line)


async def locked_shortly(district: District, letters: Letters) -> None:
    """Another process writes for a moment: nobody notices."""
    since, began = len(district.process.log), time.monotonic()
    async with _locked(district, letters):
        await asyncio.sleep(SHORT_LOCK_S * district.chance.random())
    was_short = time.monotonic() - began < PATIENCE_S
    await letters.arrive()
    if was_short:
        district.check(CANNOT_WRITE not in district.process.log[since:], "a short lock is waited for")


async def locked_for_long(district: District, letters: Letters) -> None:
    """Another process holds the lock longer than anybody waits: the bot says so, and goes on afterwards."""
    since = len(district.process.log)
    async with _locked(district, letters):
        began = len(district.process.calls)
        await district.complains(f"{CANNOT_WRITE}: database is locked", since)
        said = [one.method for one in district.process.calls[began:] if one.method in TO_TELEGRAM]
        district.check(not said, "nothing is said that could not be written", said)
    district.chapter.count("complaints of a lock, found in the log")


@asynccontextmanager
async def _locked(district: District, letters: Letters) -> AsyncIterator[None]:
    """A lock that is taken while notes are posted."""
    ready = [await letters.prepares(pair) for pair in district.pairs]
    with closing(sqlite3.connect(district.process.database, isolation_level=None, timeout=20)) as other:
        other.execute("BEGIN IMMEDIATE")
        for letter in ready:
            await letters.posts(letter)
        yield
        other.execute("ROLLBACK")


KINDS: tuple[tuple[str, Callable[[District, Letters], Awaitable[None]]], ...] = (
    ("disk full", full),
    ("disk full and killed", full_and_killed),
    ("database read-only", read_only),
    ("database of a newer version", newer),
    ("write lock held for a moment", locked_shortly),
    ("write lock held for long", locked_for_long),
)
