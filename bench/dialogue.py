"""The same nine-step report for everybody: updates a second and CPU an update, ours against peers."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from bench.contestants import CONTESTANTS
from bench.pairs import interleaved, ratio
from bench.process import Contestant, Run, bot
from bench.result import Estimate, Plan, Section, Table, Target

AT_ONCE = 64
PACE = 100.0
_SHORT = 60  # walks
_PACED_WALKS = 80
_METHOD = """\
Every walker takes the report of the practice paper in nine presses: a stub of the Bot API hands the next \
press out when the last one has been acknowledged and answered. Saturated, 64 people walk at once and \
nobody thinks; the seconds end with the last call, so what a report causes in other chats counts. Paced, \
presses come 10 ms apart whatever the bot does, and the wait ends when the press is acknowledged and \
answered. Everybody is a fresh process on a fresh file in every round, warmed up, on a core of its own; \
the stub has the other. Rounds are interleaved; figures are medians, in brackets the smallest and the \
largest; ratios are medians of pairs from the same round. Before anything counts, each of the 220 people \
has taken the walk once, so nobody works on an empty store. CPU is that of the bot's process with all its \
threads. No uvloop for anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One process, measured in both ways."""

    saturated: Run
    paced: Run


async def bench(plan: Plan) -> Section:
    """Raises RuntimeError when somebody's walk does not come to its end."""
    chosen = {one.name: one for one in CONTESTANTS if not plan.peers or one.name in plan.peers}

    async def measure(name: str, number: int) -> Round:
        measured = await _round(chosen[name], plan)
        run = measured.saturated
        told = f"{number + 1}. {name}: {run.per_second:.0f}/s, {run.cpu_us:.0f} µs CPU an update"
        print(f"{told}, stub {run.stub_cpu_s / run.seconds:.0%} busy", file=sys.stderr, flush=True)
        return measured

    rounds = await interleaved(list(chosen), plan.repeats, measure)
    tables = (
        _saturated([chosen[name] for name in rounds], rounds),
        _paced([chosen[name] for name in rounds], rounds),
    )
    return Section(title="The nine-step report", method=_METHOD, tables=tables, targets=_targets(rounds))


async def _round(contestant: Contestant, plan: Plan) -> Round:
    async with bot(contestant) as running:
        few = _SHORT if plan.short else None
        await running.run(contestant.walks(0)[:few], at_once=AT_ONCE)
        walks = contestant.walks(1)[:few]
        saturated = await running.run(walks, at_once=AT_ONCE)
        walks = contestant.walks(2)[: _SHORT if plan.short else _PACED_WALKS]
        paced = await running.run(walks, at_once=AT_ONCE, per_second=PACE)
    return Round(saturated=saturated, paced=paced)


Rounds = dict[str, list[Round]]


def _saturated(contestants: Sequence[Contestant], rounds: Rounds) -> Table:
    rows = []
    for one in contestants:
        runs = [each.saturated for each in rounds[one.name]]
        rows.append(
            (
                one.title,
                Estimate.of([run.per_second for run in runs]),
                _over(rounds, one.name),
                Estimate.of([run.cpu_us for run in runs]),
                Estimate.of([run.calls_per_update for run in runs]).median,
            )
        )
    columns = ("", "updates/s", "ours is × as fast", "CPU µs an update", "calls an update")
    return Table(title="Saturated", columns=columns, rows=tuple(rows))


def _over(rounds: Rounds, name: str) -> Estimate | None:
    if "ours" not in rounds or name == "ours":
        return None
    return ratio(_speeds(rounds, "ours"), _speeds(rounds, name))


def _speeds(rounds: Rounds, name: str) -> list[float]:
    return [one.saturated.per_second for one in rounds[name]]


def _paced(contestants: Sequence[Contestant], rounds: Rounds) -> Table:
    rows = []
    for one in contestants:
        runs = [each.paced for each in rounds[one.name]]
        rows.append(
            (
                one.title,
                Estimate.of([_percentile(run, 50) for run in runs]),
                Estimate.of([_percentile(run, 99) for run in runs]),
                Estimate.of([run.cpu_us for run in runs]),
            )
        )
    columns = ("", "p50 ms", "p99 ms", "CPU µs an update")
    return Table(title=f"At {PACE:.0f} updates/s", columns=columns, rows=tuple(rows))


def _percentile(run: Run, hundredth: int) -> float:
    """Milliseconds."""
    return quantiles(run.waits_s, n=100)[hundredth - 1] * 1000


def _targets(rounds: Rounds) -> tuple[Target, ...]:
    """As issue 3 sets them, for whoever was measured."""
    bounds: dict[str, tuple[float | None, float]] = {
        "e0": (1.2, 1.8),
        "e1": (0.5, 0.75),
        "aiogram": (2.0, 3.2),
        "aiogram_tuned": (None, 2.0),  # harder than what anybody can install
        "pickle_flushed": (6.0, 9.0),
    }
    speed = tuple(
        Target(what=f"updates/s over {name}", measured=over.median, must=must, stretch=stretch, unit="×")
        for name, (must, stretch) in bounds.items()
        if name in rounds and (over := _over(rounds, name)) is not None
    )
    return (*speed, *_stretches(rounds))


def _stretches(rounds: Rounds) -> tuple[Target, ...]:
    targets = []
    if {"ours", "aiogram"} <= rounds.keys():
        waits = {name: [_percentile(one.paced, 99) for one in rounds[name]] for name in ("ours", "aiogram")}
        measured = ratio(waits["ours"], waits["aiogram"]).median
        targets.append(
            Target(what="p99 at 100/s over aiogram", measured=measured, stretch=0.6, at_most=True, unit="×")
        )
    if {"ours", "e0"} <= rounds.keys():
        cpu = {name: [one.saturated.cpu_us for one in rounds[name]] for name in ("ours", "e0")}
        measured = ratio(cpu["ours"], cpu["e0"]).median
        targets.append(
            Target(what="CPU an update over E0", measured=measured, stretch=0.55, at_most=True, unit="×")
        )
    return tuple(targets)
