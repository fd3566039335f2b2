"""Core time: what one press asks of the one writer, for a landlord with three hundred of everything."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bench import crowd
from bench.crowd import Command
from bench.result import Estimate, Plan, Table, Target
from domain.model.people import Person
from storage.work import SqliteWork

MOST_MS: Final = 50
_PRESSES: Final = 20
_SHORT_PRESSES: Final = 3

METHOD: Final = f"""\
Core time is CPU of the database's thread from BEGIN to COMMIT with the words of the answer, measured in \
this process for the lead of a landlord with {crowd.MANY} cases under one agreement, all of them in failure, \
with a commitment each and {crowd.MANY} on one of them; the commands take turns."""


def measured(plan: Plan) -> Mapping[str, Estimate]:
    """Milliseconds by command. Raises RuntimeError when one has no answer."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, crowd.opened(Path(name) / "crowd.db") as work:
        commands = crowd.commands(crowd.fill(work))
        presses = plan.repeats * (_SHORT_PRESSES if plan.short else _PRESSES)
        took: dict[str, list[float]] = {one: [] for one in commands}
        for number in range(presses + 1):
            for one, (person, command) in commands.items():
                took_ms = _press(work, person, command)
                if number:  # the first of each finds the directory, which is kept from then on
                    took[one].append(took_ms)
    return {one: Estimate.of(values) for one, values in took.items()}


def _press(work: SqliteWork, person: Person, command: Command) -> float:
    before = time.thread_time()
    work.begin()
    answer = command(work, crowd.turn(person))
    work.connection.execute("COMMIT")
    took_s = time.thread_time() - before
    if answer is None:
        raise RuntimeError("a press was not answered")
    return took_s * 1000


def table(found: Mapping[str, Estimate]) -> Table:
    return Table(
        title="Core time of one press, three hundred of everything",
        columns=("press", "ms"),
        rows=tuple(found.items()),
    )


def targets(found: Mapping[str, Estimate]) -> tuple[Target, ...]:
    """No command needs more: everybody else waits for so long."""
    return tuple(
        Target(what=f"core time of {name}", measured=one.median, must=MOST_MS, at_most=True, unit="ms")
        for name, one in found.items()
    )
