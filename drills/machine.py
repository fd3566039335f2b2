"""The machine's weather: its disk, its clock, and rows that somebody has damaged."""

import asyncio
from collections.abc import Sequence
from random import Random

from drills import disk
from drills.chapter import Chapter, Scale
from drills.founding import district
from drills.weather import Weather, passes_over

LONG_ROUNDS = 5


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Every round begins anew with a seed of its own."""
    for number in range(scale.of(LONG_ROUNDS, 1)):
        await asyncio.gather(_over(chapter, disk.KINDS, seed + number, number + 1))


async def _over(chapter: Chapter, kinds: Sequence[tuple[str, Weather]], seed: int, number: int) -> None:
    async with district(chapter, Random(seed), prepare=disk.disk_by_signal) as made:
        await passes_over(made, kinds, number)
