"""The machine's weather: its disk, damaged rows, its clock, and the nights in which the clocks change."""

import asyncio
from collections.abc import Sequence
from random import Random

from drills import damage, disk, jumps, nights
from drills.chapter import Chapter, Scale
from drills.founding import district
from drills.weather import Weather, passes_over

LONG_ROUNDS = 5


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Two districts and both nights at a time; every round has a seed of its own."""
    for number in range(scale.of(LONG_ROUNDS, 1)):
        await asyncio.gather(
            _over(chapter, disk.KINDS, seed + number, number + 1),
            _over(chapter, (*damage.KINDS, *jumps.KINDS), seed + number, number + 1),
            nights.over(chapter, seed + number, number + 1),
        )


async def _over(chapter: Chapter, kinds: Sequence[tuple[str, Weather]], seed: int, number: int) -> None:
    async with district(chapter, Random(seed), prepare=disk.disk_by_signal) as made:
        await passes_over(made, kinds, number)
