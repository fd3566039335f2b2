"""Interleaved repeats: everybody once a round, so that a slow minute of the machine is slow for all."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from bench.result import Estimate

T = TypeVar("T")


async def interleaved(
    names: Sequence[str], repeats: int, measure: Callable[[str, int], Awaitable[T]]
) -> dict[str, list[T]]:
    """Measure each name once a round, every round beginning with another one; results in order of rounds."""
    results: dict[str, list[T]] = {name: [] for name in names}
    for number in range(repeats):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            results[name].append(await measure(name, number))
    return results


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """The median of ours over theirs, each pair from the same round. Raises ValueError for odd pairs."""
    return Estimate.of([one / other for one, other in zip(ours, theirs, strict=True)])


def ratios(values: Mapping[str, Sequence[float]], reference: str) -> dict[str, Estimate]:
    """Of `reference` over every other name."""
    return {name: ratio(values[reference], one) for name, one in values.items() if name != reference}
