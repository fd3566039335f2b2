"""`python bench/schedulers.py`: PTB's JobQueue, or APScheduler on SQLAlchemy, with as many jobs as wanted.

Runs in the environment of the peers and prints one line of JSON: `start_s` until every job is scheduled
again, `tick_s` of a wake-up with nothing due, `due_s` from the moment at which 100 are due until the last
has been called, `memory_mb` resident. It imports nothing of ours.
"""

import argparse
import asyncio
import gc
import json
import pickle
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from telegram.ext import ApplicationBuilder

AT_ONCE = 100
TICKS = 21
FAR = timedelta(days=30)
called: list[float] = []
everybody = asyncio.Event()


async def job(*_: object) -> None:
    """What becomes due does nothing."""
    called.append(time.perf_counter())
    if len(called) == AT_ONCE:
        everybody.set()


def memory_mb() -> float:
    text = Path("/proc/self/status").read_text("ascii")
    return int(text.partition("VmRSS:")[2].split()[0]) / 1024


async def tick_s(scheduler: AsyncIOScheduler) -> float:
    """The scheduler's own wake-up, nothing due; the median of several."""
    spans = []
    for _ in range(TICKS):
        started = time.perf_counter()
        scheduler.wakeup()
        await asyncio.sleep(0)  # it is done in the loop's next round
        spans.append(time.perf_counter() - started)
    return median(spans)


async def due_s(at: datetime) -> float:
    """Until everything that was due at this moment has been called."""
    begun = time.perf_counter() + (at - datetime.now(UTC)).total_seconds()
    async with asyncio.timeout(120):
        await everybody.wait()
    return max(called) - begun


async def job_queue(jobs: int) -> dict[str, float]:
    """In memory: after a start everything is scheduled again, as its documentation says."""
    application = ApplicationBuilder().token("4242424242:bench").updater(None).build()
    queue = application.job_queue
    assert queue is not None
    before = memory_mb()
    started = time.perf_counter()
    base = datetime.now(UTC) + FAR
    for number in range(jobs):
        queue.run_once(job, base + timedelta(seconds=number))
    await queue.start()
    start = time.perf_counter() - started
    gc.collect()
    facts = {"start_s": start, "memory_mb": memory_mb() - before, "tick_s": await tick_s(queue.scheduler)}
    at = datetime.now(UTC) + timedelta(seconds=30)
    for _ in range(AT_ONCE):
        queue.run_once(job, at)
    facts["due_s"] = await due_s(at)
    await queue.stop()
    return facts


async def job_store(jobs: int, folder: Path) -> dict[str, float]:
    """In SQLite through SQLAlchemy: after a start the store knows them, and loads what is due."""
    url = f"sqlite:///{folder / 'jobs.db'}"
    await _fill(jobs, url)
    before = memory_mb()
    started = time.perf_counter()
    scheduler = _scheduler(url)
    scheduler.start()
    start = time.perf_counter() - started
    facts = {"start_s": start, "memory_mb": memory_mb() - before, "tick_s": await tick_s(scheduler)}
    at = datetime.now(UTC) + timedelta(seconds=30)
    for _ in range(AT_ONCE):
        scheduler.add_job(job, "date", run_date=at)
    facts["due_s"] = await due_s(at)
    scheduler.shutdown(wait=False)
    return facts


def _scheduler(url: str) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(url=url)
    defaults = {"misfire_grace_time": None}  # late is better than never, as with ours
    return AsyncIOScheduler(jobstores={"default": store}, job_defaults=defaults, timezone=UTC)


async def _fill(jobs: int, url: str) -> None:
    """One job as the scheduler stores it, and the others like it in one statement: adding takes minutes."""
    scheduler = _scheduler(url)
    scheduler.start(paused=True)
    base = datetime.now(UTC) + FAR
    first = scheduler.add_job(job, "date", run_date=base, id="0")
    store = scheduler._jobstores["default"]
    state: dict[str, Any] = first.__getstate__()
    rows = []
    for number in range(1, jobs):
        at = base + timedelta(seconds=number)
        state |= {"id": str(number), "next_run_time": at, "trigger": DateTrigger(at)}
        content = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
        rows.append({"id": str(number), "next_run_time": at.timestamp(), "job_state": content})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("job_queue", "job_store"))
    parser.add_argument("jobs", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    measured = job_queue(given.jobs) if given.kind == "job_queue" else job_store(given.jobs, given.folder)
    print(json.dumps(asyncio.run(measured)))


if __name__ == "__main__":
    main()
