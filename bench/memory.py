"""Memory: the process at rest, and after a hundred thousand updates."""

import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from bench import region
from bench.process import Bot, bot
from bench.region import LEADS
from bench.result import Plan, Plot, Section, Series, Table, Target
from bench.walks import Walk
from domain.model.ids import CaseId
from handlers.card_buttons import OpenCaseButton
from handlers.menu import MyCasesButton

UPDATES: Final = 100_000
_SHORT_UPDATES: Final = 1_000
PARTS: Final = 10
AT_ONCE: Final = 8
_METHOD = """\
The real process over a hundred cases takes presses from the stub: lists and cards, in turn. Resident \
memory is read from the kernel between the parts, never while presses are under \
way. At rest is after the first answer; warm is after the first tenth, when every code path has been taken \
and the allocator has its pages. Growth is the last reading over the warm one."""


async def bench(plan: Plan) -> Section:
    """Raises RuntimeError when a press is not answered."""
    updates = _SHORT_UPDATES if plan.short else UPDATES
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        base = await region.begin(Path(name))
        presses = _presses(base)
        async with bot(region.starting(base)) as running:
            await running.run(presses[:1], at_once=1)
            readings = [(1, _resident_mb(running))]
            for part in range(1, PARTS + 1):
                turn = islice(cycle(presses), updates // PARTS)
                await running.run(list(turn), at_once=AT_ONCE)
                readings.append((updates // PARTS * part, _resident_mb(running)))
    return _section(readings)


def _presses(base: Path) -> list[Walk]:
    """A list and a card of each lead, each lead's cards in turn."""
    with region.opened(base) as work:
        people = [work.people.by_telegram(chat) for chat in LEADS]
        cards: list[list[CaseId]] = [
            [case.id for case in work.cases.of_person(one.id)] for one in people if one is not None
        ]
    shown: list[Walk] = []
    for chat, own in zip(LEADS, cards, strict=True):
        for case in own:
            shown += [(chat, MyCasesButton().pack(), []), (chat, OpenCaseButton(case=case).pack(), [])]
    return shown


def _resident_mb(running: Bot) -> float:
    status = Path(f"/proc/{running.pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _section(readings: Sequence[tuple[int, float]]) -> Section:
    _, (_, warm), *_, (updates, last) = readings
    growth = last / warm
    return Section(
        title="Memory",
        method=_METHOD,
        tables=(
            Table(
                title="Resident memory",
                columns=("updates", "MB"),
                rows=tuple((f"{number:,}", size) for number, size in readings),
            ),
        ),
        targets=(
            Target(
                what=f"memory after {updates:,} updates over warm",
                measured=growth,
                must=1.1,
                at_most=True,
                unit="×",
            ),
        ),
        plots=(
            Plot(
                file="memory",
                title="Resident memory",
                x="updates",
                y="MB",
                series=(Series(name="Kurze Wege", points=tuple(readings)),),
            ),
        ),
    )
