"""The deadline engine alone: 10,000 events to all their deadlines, each with its sentence."""

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bench.result import Estimate, Plan, Section, Table, Target
from domain.model.deadlines.engine import FIRST_DAY, LAST_DAY, compute
from domain.model.deadlines.explanation import explain, warnings
from domain.model.deadlines.rules import table

EVENTS: Final = 10_000
_MOST_S: Final = 1.0


async def bench(plan: Plan) -> Section:
    """CPU seconds of the engine's own thread, which nothing else on the machine can lengthen much."""
    number = EVENTS // 10 if plan.short else EVENTS
    kinds = [event for event, rules in table().of_event.items() if rules]
    mixed, suits = _events(kinds, number), _events(["klage_zugestellt"], number)
    _measured(mixed)  # the holidays of 111 years are read once a process
    factor = EVENTS / number
    rows = [
        (what, deadlines, Estimate.of([factor * _measured(events)[1] for _ in range(plan.repeats)]))
        for what, events in (("all kinds of events, by chance", mixed), ("served suits alone", suits))
        for deadlines in [round(factor * _measured(events)[0])]
    ]
    return Section(
        title="Deadlines",
        method=(
            f"{EVENTS:,} events on days between {FIRST_DAY:%Y} and {LAST_DAY:%Y}: every deadline, its safe "
            "day, the comparison with the neighbouring Land, the sentence and the warnings. CPU time."
        ),
        tables=(
            Table(title="Ten thousand events", columns=("events", "deadlines", "seconds"), rows=tuple(rows)),
        ),
        targets=tuple(
            Target(
                what=f"{EVENTS:,} events: {what}",
                measured=seconds.median,
                must=_MOST_S,
                at_most=True,
                unit="s",
            )
            for what, _, seconds in rows
        ),
    )


def _events(kinds: Sequence[str], number: int) -> list[tuple[str, date]]:
    dice, span = random.Random(569), (LAST_DAY - FIRST_DAY).days
    return [(dice.choice(kinds), FIRST_DAY + timedelta(days=dice.randint(0, span))) for _ in range(number)]


def _measured(events: Sequence[tuple[str, date]]) -> tuple[int, float]:
    """How many deadlines came out, and the seconds they took."""
    started, found = time.process_time(), 0
    for event, day in events:
        for deadline in compute(event, day):
            explain(deadline)
            warnings(deadline)
            found += 1
    return found, time.process_time() - started
