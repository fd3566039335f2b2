"""Growth: a report, /faelle, a card and a tick over 10², 10⁴ and 10⁵ cases; one press with 300 of all."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Final

from bench import core_time, region, ticking
from bench.copies import multiply
from bench.pairs import interleaved, ratio
from bench.process import Bot, Run, bot
from bench.region import LEADS
from bench.result import Cell, Estimate, Plan, Plot, Section, Series, Table, Target
from bench.walks import Walk
from domain.model.ids import CaseId
from handlers.card_buttons import OpenCaseButton
from handlers.menu import MyCasesButton

SIZES: Final = (100, 10_000, 100_000)
_SHORT_SIZES: Final = (100, 1_000, 5_000)
AT_ONCE: Final = 8
PRESSES: Final = 108
_TICKS: Final = 100
_MB: Final = 1e6
_METHOD = """\
A hundred cases are reported through the real process, taken over, worked on and closed by the services: \
ten of them wait for an answer, fifteen are worked on, 75 are closed, half of these with aftercare. Every \
row that this has written is written again for further cases, with identities of its own, until there are \
enough; the file then satisfies every foreign key. The directory, 20 landlords with 240 members and the \
sample directory's offices, stays the same, so the last ten landlords' people have more and more cases. \
Reports come from both halves of the landlords; /faelle and the card are pressed by leads who sit on the \
same eleven cases at every size. The bot is the real process with the stub of the dialogue bench, all \
sizes side by side, rounds interleaved; costs are CPU of the bot's process an update (nine updates are a \
report), ratios are medians of pairs from the same round. A tick is a wake-up with nothing due, in \
seconds of the clock, before the processes start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round on one size."""

    report: Run
    listing: Run
    card: Run


Rounds = dict[str, list[Round]]
COSTS: Final[Mapping[str, Callable[[Round], float]]] = {
    "a report": lambda one: one.report.cpu_us,
    "/faelle": lambda one: one.listing.cpu_us,
    "a card": lambda one: one.card.cpu_us,
}


async def bench(plan: Plan) -> Section:
    """Raises RuntimeError when somebody's press is not answered."""
    sizes = _SHORT_SIZES if plan.short else SIZES
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        base = await region.begin(folder)
        files = {str(cases): folder / f"{cases}.db" for cases in sizes}
        for cases, file in files.items():
            await asyncio.to_thread(multiply, base, file, int(cases))
        bytes_a_case = _bytes_a_case(files)
        ticks = {cases: await _ticks(file) for cases, file in files.items()}
        with region.opened(base) as work:
            own = {
                chat: [one.id for one in work.cases.of_person(person.id)]
                for chat in LEADS
                if (person := work.people.by_telegram(chat)) is not None
            }
        rounds = await _rounds(plan, files, own)
    pressed = await asyncio.to_thread(core_time.measured, plan)
    return Section(
        title="Growth",
        method=f"{_METHOD} {core_time.METHOD}",
        tables=(_costs(rounds, ticks), _ratios(rounds, ticks), _size(bytes_a_case), core_time.table(pressed)),
        targets=(*_targets(rounds, ticks), *core_time.targets(pressed)),
        plots=(_plot(rounds),),
        facts=_facts(rounds, bytes_a_case),
    )


def _bytes_a_case(files: Mapping[str, Path]) -> dict[str, float]:
    """What further cases have added to the smallest file."""
    (smallest, least), *larger = ((int(cases), file.stat().st_size) for cases, file in files.items())
    return {str(cases): (size - least) / (cases - smallest) for cases, size in larger}


async def _ticks(file: Path) -> list[float]:
    """Milliseconds."""
    async with ticking.opened(file) as (ours, _):
        return [await ours.tick() * 1000 for _ in range(_TICKS)]


async def _rounds(plan: Plan, files: Mapping[str, Path], own: Mapping[int, Sequence[CaseId]]) -> Rounds:
    async with AsyncExitStack() as running:
        bots: dict[str, Bot] = {}
        for cases, file in files.items():
            bots[cases] = await running.enter_async_context(bot(region.starting(file)))

        async def measure(cases: str, number: int) -> Round:
            walks = region.starting(files[cases]).walks(number + 2)
            return await _round(bots[cases], walks[number % 2 :: 22 if plan.short else 6], own)

        for cases, one in bots.items():  # warm up
            await one.run(region.starting(files[cases]).walks(1)[::22], at_once=AT_ONCE)
        return await interleaved(list(bots), plan.repeats, measure)


async def _round(ours: Bot, walks: Sequence[Walk], own: Mapping[int, Sequence[CaseId]]) -> Round:
    return Round(
        report=await ours.run(walks, at_once=AT_ONCE),
        listing=await ours.run(
            [(chat, MyCasesButton().pack(), []) for chat in islice(cycle(own), PRESSES)], at_once=AT_ONCE
        ),
        card=await ours.run(
            [(chat, OpenCaseButton(case=case).pack(), []) for chat in own for case in own[chat]][:PRESSES],
            at_once=AT_ONCE,
        ),
    )


# What comes out


def _costs(rounds: Rounds, ticks: Mapping[str, list[float]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            f"{int(cases):,}",
            *(Estimate.of([cost(one) / 1000 for one in found]) for cost in COSTS.values()),
            median(ticks[cases]),
        )
        for cases, found in rounds.items()
    ]
    columns = ("cases", *(f"{name}, CPU ms an update" for name in COSTS), "a tick, ms")
    return Table(title="What it costs", columns=columns, rows=tuple(rows))


def _ratios(rounds: Rounds, ticks: Mapping[str, list[float]]) -> Table:
    first, *larger = rounds
    rows: list[tuple[Cell, ...]] = [
        (
            f"{int(cases):,}",
            *(_over(rounds, cases, cost) for cost in COSTS.values()),
            median(ticks[cases]) / median(ticks[first]),
        )
        for cases in larger
    ]
    return Table(title=f"Over {int(first):,} cases", columns=("cases", *COSTS, "a tick"), rows=tuple(rows))


def _over(rounds: Rounds, cases: str, cost: Callable[[Round], float]) -> Estimate:
    return ratio([cost(one) for one in rounds[cases]], [cost(one) for one in rounds[next(iter(rounds))]])


def _size(bytes_a_case: Mapping[str, float]) -> Table:
    rows = tuple((f"{int(cases):,}", size) for cases, size in bytes_a_case.items())
    return Table(
        title="Bytes a case in the file, with everything that was said about it",
        columns=("cases", "bytes"),
        rows=rows,
    )


def _targets(rounds: Rounds, ticks: Mapping[str, list[float]]) -> tuple[Target, ...]:
    first, *_, largest = rounds
    found = {name: _over(rounds, largest, cost).median for name, cost in COSTS.items()}
    found["a tick"] = median(ticks[largest]) / median(ticks[first])
    return tuple(
        Target(
            what=f"{name} at {int(largest):,} cases over {int(first):,}",
            measured=measured,
            must=2,
            at_most=True,
            unit="×",
        )
        for name, measured in found.items()
    )


def _plot(rounds: Rounds) -> Plot:
    series = tuple(
        Series(
            name=name,
            points=tuple(
                (int(cases), median(cost(one) / 1000 for one in found)) for cases, found in rounds.items()
            ),
        )
        for name, cost in COSTS.items()
    )
    return Plot(file="growth", title="CPU an update", x="cases", y="ms", series=series, log_x=True)


def _facts(rounds: Rounds, bytes_a_case: Mapping[str, float]) -> dict[str, float]:
    """At the largest size, for what one machine carries."""
    found = rounds[list(rounds)[-1]]
    return {
        "cases": float(list(rounds)[-1]),
        "report_cpu_ms": median(one.report.cpu_us for one in found) / 1000,
        "report_calls": median(_messages(one.report) / one.report.updates for one in found),
        "bytes_a_case": list(bytes_a_case.values())[-1],
    }


def _messages(run: Run) -> float:
    """Calls that count as messages for Telegram: what is sent and what is changed."""
    return run.calls.get("sendMessage", 0) + run.calls.get("editMessageText", 0)
