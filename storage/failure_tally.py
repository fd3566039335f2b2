"""What failure runs have come to, counted where the rows are."""

import sqlite3
from datetime import datetime

from domain.model.failure import RunTally
from storage.table import moment_text, read_moment

_RUNS = "SELECT id FROM failure_runs WHERE started_at IS NOT NULL AND started_at >= :since"
_CALLS = f"""
SELECT run.begun_at, min(step.settled_at)
FROM failure_steps AS step JOIN failure_runs AS run ON run.id = step.run
WHERE step.run IN ({_RUNS}) AND step.task = 'call_first' AND step.state = 'done' GROUP BY run.id"""
_STEPS = f"""
SELECT coalesce(sum(state = 'done' AND settled_at <= due_at), 0), count(*) FROM failure_steps
WHERE run IN ({_RUNS}) AND (state = 'done' OR (state = 'open' AND due_at < :now))"""
_GUARANTEES = f"""
SELECT coalesce(sum(kept_at IS NOT NULL AND kept_at <= due_at), 0), count(*) FROM failure_guarantees
WHERE run IN ({_RUNS}) AND (kept_at IS NOT NULL OR broken_at IS NOT NULL)"""
_REVIEWS = f"""
SELECT coalesce(sum(state = 'published'), 0), count(*) FROM failure_reviews WHERE run IN ({_RUNS})"""
_CASES = f"""
SELECT outcome, count(*) FROM cases
WHERE id IN (SELECT case_id FROM failure_runs WHERE id IN ({_RUNS})) GROUP BY outcome"""


def tally(connection: sqlite3.Connection, since: datetime, now: datetime) -> RunTally:
    """Of the runs that started since then. Pairs are: how many of how many."""
    given = {"since": moment_text(since), "now": moment_text(now)}

    def pair(query: str) -> tuple[int, int]:
        first, second = connection.execute(query, given).fetchone()
        return int(first), int(second)

    calls = [
        (read_moment(done) - read_moment(begun)).total_seconds()
        for begun, done in connection.execute(_CALLS, given)
    ]
    outcomes: dict[str | None, int] = dict(connection.execute(_CASES, given))
    (runs,) = connection.execute(f"SELECT count(*) FROM ({_RUNS})", given).fetchone()
    return RunTally(
        runs=runs,
        calls=tuple(calls),
        steps=pair(_STEPS),
        guarantees=pair(_GUARANTEES),
        reviews=pair(_REVIEWS),
        outcomes={outcome: number for outcome, number in outcomes.items() if outcome is not None},
        open_cases=outcomes.get(None, 0),
    )
