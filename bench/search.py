"""Contact search over 1,000 to 100,000 entries: how long it takes and whom it finds, against two rivals."""

import asyncio
import random
import sqlite3
import string
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

from bench.finders import FullText, Fuzzy
from bench.result import Plan, Plot, Section, Series, Table, Target
from bench.town_of_names import Entry, fill
from domain.model.municipalities import municipality
from storage.database import connect_file
from storage.work import SqliteWork

SIZES: Final = (1_000, 10_000, 100_000)
_SHORT_SIZES: Final = (1_000, 10_000)
QUERIES: Final = 400
_SHORT_QUERIES: Final = 60
_SLOW_QUERIES: Final = 60  # of a rival over 100,000 entries, which takes a tenth of a second each
BOUND: Final = 10_000  # entries for which the bounds are set
_METHOD = """\
A directory of people with German names, four topics each in one municipality, a quarter of the surnames \
twice. Four kinds of queries: first and last name; the first four letters of a surname with the place; \
surname, place and topic with one slip (a letter left out, doubled, swapped or wrong, never the first of \
a word); place and topic alone. hit@5: the person meant is among the first five; for a beginning, somebody \
in that place whose name begins so; for place and topic, somebody who holds that topic there. Times are CPU \
of one thread in this process. "rapidfuzz alone" compares the query with every entry's line \
(`process.extract`, token_sort_ratio); "FTS5 alone" asks the same kind of index for every word by its \
beginning, without understanding or correcting anything."""

Find = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is typed, and whom it means: anybody of these."""

    text: str
    meant: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of one kind of query by one finder. `p99` and `median` in milliseconds."""

    median: float
    p99: float
    hits: float


async def bench(plan: Plan) -> Section:
    """Everything happens in one thread."""
    sizes = _SHORT_SIZES if plan.short else SIZES
    found = {size: await asyncio.to_thread(_at, size, plan) for size in sizes}
    return Section(
        title="Contact search",
        method=_METHOD,
        tables=tuple(_table(size, one) for size, one in found.items()),
        targets=_targets(found[BOUND]),
        plots=(_plot(found),),
    )


def _at(size: int, plan: Plan) -> dict[str, dict[str, Found]]:
    """By finder and kind of query."""
    chance = random.Random(size)
    with _directory(size, chance) as (work, entries):
        kinds = _queries(entries, chance, _SHORT_QUERIES if plan.short else QUERIES)
        found = {}
        for name, find in _finders(work, entries).items():
            most = _SLOW_QUERIES if size > BOUND and name == Fuzzy.title else QUERIES
            found[name] = {kind: _measure(find, queries[:most]) for kind, queries in kinds.items()}
        return found


@contextmanager
def _directory(size: int, chance: random.Random) -> Iterator[tuple[SqliteWork, list[Entry]]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        connection = connect_file(Path(folder) / "search.db")
        try:
            yield fill(connection, size, chance)
        finally:
            connection.close()


def _finders(work: SqliteWork, entries: Sequence[Entry]) -> dict[str, Find]:
    holders = {entry.responsibility: entry.person for entry in entries}

    def ours(query: str) -> Sequence[int]:
        return [holders[one.responsibility] for one in work.contacts.find(query).hits]

    return {
        "Kurze Wege": ours,
        Fuzzy.title: Fuzzy(entries).find,
        FullText.title: FullText(sqlite3.connect(":memory:"), entries).find,
    }


def _measure(find: Find, queries: Sequence[Query]) -> Found:
    spans, hits = [], 0
    for query in queries:
        started = time.thread_time()
        people = find(query.text)
        spans.append((time.thread_time() - started) * 1000)
        hits += not query.meant.isdisjoint(people)
    cuts = quantiles(spans, n=100)
    return Found(median=cuts[49], p99=cuts[98], hits=hits / len(queries))


# What is asked

CLEAN, BEGINNING, SLIP, TOPIC = "clean name", "beginning and place", "one slip", "place and topic"


def _queries(entries: Sequence[Entry], chance: random.Random, count: int) -> dict[str, list[Query]]:
    chosen = chance.choices(entries, k=count)
    here: dict[object, set[int]] = {}
    for one in entries:
        for key in ((one.place, one.topic), (one.place, one.surname[:4])):
            here.setdefault(key, set()).add(one.person)
    named: dict[str, set[int]] = {}
    for one in entries:
        named.setdefault(one.name, set()).add(one.person)
    return {
        CLEAN: [Query(text=one.name, meant=frozenset(named[one.name])) for one in chosen],
        BEGINNING: [
            Query(text=f"{one.surname[:4]} {_place(one)}", meant=frozenset(here[one.place, one.surname[:4]]))
            for one in chosen
        ],
        SLIP: [
            Query(
                text=with_one_slip(f"{one.surname} {_place(one)} {one.topic}", chance),
                meant=frozenset({one.person}),
            )
            for one in chosen
        ],
        TOPIC: [
            Query(text=f"{one.topic} {_place(one)}", meant=frozenset(here[one.place, one.topic]))
            for one in chosen
        ],
    }


def _place(entry: Entry) -> str:
    return municipality(entry.place).name


def with_one_slip(text: str, chance: random.Random) -> str:
    """`text` with a letter left out, doubled, swapped or wrong, never the first of a word."""
    at = chance.choice([i for i in range(2, len(text) - 1) if text[i].isalpha() and text[i - 1].isalpha()])
    match chance.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2:
            return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return text[:at] + chance.choice(string.ascii_lowercase) + text[at + 1 :]


# What comes out


def _table(size: int, found: dict[str, dict[str, Found]]) -> Table:
    rows = tuple(
        (name, kind, one.median, one.p99, one.hits)
        for name, kinds in found.items()
        for kind, one in kinds.items()
    )
    columns = ("", "query", "median ms", "p99 ms", "hit@5")
    return Table(title=f"{size:,} entries", columns=columns, rows=rows)


def _targets(found: dict[str, dict[str, Found]]) -> tuple[Target, ...]:
    ours = found["Kurze Wege"]
    slowest = max(one.p99 for one in ours.values())
    what = f"at {BOUND:,} entries"
    return (
        Target(what=f"p99 of every kind {what}", measured=slowest, must=5, at_most=True, unit="ms"),
        Target(what=f"hit@5 with one slip {what}", measured=ours[SLIP].hits, must=0.95),
    )


def _plot(found: dict[int, dict[str, dict[str, Found]]]) -> Plot:
    names = next(iter(found.values()))
    series = tuple(
        Series(name=name, points=tuple((size, one[name][SLIP].p99) for size, one in found.items()))
        for name in names
    )
    return Plot(
        file="search",
        title="A query with one slip, p99",
        x="entries",
        y="ms",
        series=series,
        log_x=True,
        log_y=True,
    )
