"""Time: what a wake-up costs over a million timers, and how long a start takes, against schedulers."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from bench import region, ticking
from bench.copies import multiply
from bench.pairs import interleaved
from bench.process import ROOT, VENV
from bench.result import Cell, Estimate, Plan, Plot, Section, Series, Table, Target
from bench.starts import start_s
from domain.model.timers import TimerKind
from storage.work import SqliteWork

AT_ONCE: Final = 100
TICKS: Final = 200
RIVALS: Final = {
    "job_queue": "PTB's JobQueue, in memory",
    "job_store": "APScheduler, SQLAlchemy on SQLite",
}
_METHOD = """\
A tick is the bot's own core and ticker on the file: woken up, the transaction, what is due, what that \
brings about, COMMIT with `synchronous=FULL`, until nothing is due any more. "Moved on" are the ends of \
steps whose request has been taken meanwhile: found, read, looked at, forgotten. "Asking" are check-ins \
that open: each reads its case, writes its new state, further timers and somebody's message. A start is \
what the bot does between opening the file and taking updates; the whole process counts from its command \
to its first request for updates, imports included. The rivals hold 100,000 jobs that do nothing; after a \
start the JobQueue is given all of them again, as its documentation says. They run as they come, one \
process each, late jobs are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Seconds, each of one start on one file."""

    start: float
    idle: float
    idle_p99: float
    moved_on: float
    asking: float


async def bench(plan: Plan) -> Section:
    """Raises RuntimeError when a rival or the bot does not come to its end."""
    small, large = (100, 1_000) if plan.short else (100, 100_000)
    timers = 10_000 if plan.short else 1_000_000
    jobs = 1_000 if plan.short else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        base = await region.begin(folder)
        files = {cases: folder / f"{cases}.db" for cases in (small, large)}
        multiply(base, files[small], small)
        await asyncio.to_thread(multiply, base, files[large], large, timers=timers)
        whole = await _processes(plan, files)
        rounds = [await _round(files[large]) for _ in range(plan.repeats)]
        theirs = await interleaved(list(RIVALS), 1 if plan.short else 3, lambda one, _: _rival(one, jobs))
    return Section(
        title="Time",
        method=_METHOD,
        tables=(_ours(rounds, timers, large), _starts(whole), _theirs(theirs, jobs)),
        targets=_targets(rounds, timers, large),
        plots=(_plot(rounds, theirs, timers, jobs),),
    )


async def _round(file: Path) -> Round:
    async with ticking.opened(file) as (ours, start):
        idle = [await ours.tick() for _ in range(TICKS)]
        moved_on = await _due(ours, _SET_MOVED_ON)
        asking = await _due(ours, _SET_ASKING)
    return Round(
        start=start,
        idle=median(idle),
        idle_p99=quantiles(idle, n=100)[98],
        moved_on=moved_on,
        asking=asking,
    )


async def _due(ours: ticking.Ticking, prepare: str) -> float:
    """Seconds until 100 timers that have just come due are answered, and gone from where they were."""
    soon = ours.clock.at + timedelta(seconds=1)
    await ours.core.submit(lambda work: _prepare(work, prepare, soon))
    await ours.tick()
    ours.clock.at = soon
    spent = await ours.tick()
    left = await ours.core.submit(lambda work: len(work.timers.due(soon, AT_ONCE)))
    if left:
        raise RuntimeError(f"{left} timers have not been answered")
    return spent


_SET_ASKING = "UPDATE timers SET due_at = ? WHERE id IN (SELECT id FROM timers WHERE kind = ? LIMIT ?)"
_SET_MOVED_ON = """\
INSERT INTO timers (due_at, kind, subject, state, case_id, dedupe)
SELECT ?, ?, id, '', case_id, 'bench:' || id FROM referrals WHERE state = 'accepted' LIMIT ?"""


def _prepare(work: SqliteWork, statement: str, at: datetime) -> None:
    kind = TimerKind.CHECK_IN_OPENS if statement == _SET_ASKING else TimerKind.STEP_ENDS
    due_at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    written = work.connection.execute(statement, (due_at, kind, AT_ONCE)).rowcount
    if written != AT_ONCE:
        raise RuntimeError(f"{written} timers of {AT_ONCE} are due")


async def _rival(kind: str, jobs: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            str(VENV / "bin/python"),
            str(ROOT / "bench/schedulers.py"),
            kind,
            str(jobs),
            folder,
            stdout=asyncio.subprocess.PIPE,
        )
        answer, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{kind} has ended with {process.returncode}")
    return {name: float(value) for name, value in json.loads(answer).items()}


async def _processes(plan: Plan, files: dict[int, Path]) -> dict[int, list[float]]:
    """Seconds of a start of the whole process on a copy of each file, one after the other."""
    found: dict[int, list[float]] = {cases: [] for cases in files}
    copies = {cases: file.with_name(f"start-{file.name}") for cases, file in files.items()}
    for cases, file in files.items():
        await asyncio.to_thread(shutil.copy, file, copies[cases])
    for _ in range(1 if plan.short else plan.repeats):
        for cases, copy in copies.items():
            found[cases].append(await start_s(copy))
    return found


# What comes out


def _ours(rounds: Sequence[Round], timers: int, cases: int) -> Table:
    rows = (
        ("a tick with nothing due, the median of 200", [one.idle for one in rounds]),
        ("the same, p99", [one.idle_p99 for one in rounds]),
        (f"{AT_ONCE} due that have moved on", [one.moved_on for one in rounds]),
        (f"{AT_ONCE} due that ask somebody", [one.asking for one in rounds]),
        ("from opening the file to taking updates", [one.start for one in rounds]),
    )
    return Table(
        title=f"Kurze Wege over {timers:,} timers of {cases:,} cases",
        columns=("", "ms"),
        rows=tuple((what, _ms(values)) for what, values in rows),
    )


def _starts(whole: dict[int, list[float]]) -> Table:
    rows = tuple((f"{cases:,}", Estimate.of(values)) for cases, values in whole.items())
    return Table(title="A start of the whole process", columns=("cases", "s"), rows=rows)


def _theirs(found: dict[str, list[dict[str, float]]], jobs: int) -> Table:
    names = {"start_s": 1, "tick_s": 1000, "due_s": 1000, "memory_mb": 1}
    rows: list[tuple[Cell, ...]] = []
    for kind, title in RIVALS.items():
        figures = [Estimate.of([one[name] * by for one in found[kind]]) for name, by in names.items()]
        rows.append((title, *figures))
    columns = ("", "start s", "tick with nothing due ms", f"{AT_ONCE} due ms", "memory MB")
    return Table(title=f"Others over {jobs:,} jobs", columns=columns, rows=tuple(rows))


def _ms(values: Sequence[float]) -> Estimate:
    return Estimate.of([one * 1000 for one in values])


def _targets(rounds: Sequence[Round], timers: int, cases: int) -> tuple[Target, ...]:
    def target(what: str, values: Sequence[float], must: float) -> Target:
        return Target(what=what, measured=_ms(values).median, must=must, at_most=True, unit="ms")

    return (
        target(f"tick over {timers:,} timers, nothing due", [one.idle for one in rounds], 1),
        target(f"{AT_ONCE} due (moved on)", [one.moved_on for one in rounds], 5),
        target(f"start with {timers:,} timers and {cases:,} cases", [one.start for one in rounds], 1000),
    )


def _plot(rounds: Sequence[Round], theirs: dict[str, list[dict[str, float]]], timers: int, jobs: int) -> Plot:
    starts = [(f"Kurze Wege, {timers:,} timers", median(one.start for one in rounds))]
    starts += [(title, median(one["start_s"] for one in theirs[kind])) for kind, title in RIVALS.items()]
    return Plot(
        file="start",
        title=f"Until everything is scheduled again (others: {jobs:,} jobs)",
        x="",
        y="s",
        series=(Series(name="start", points=tuple(starts)),),
    )
