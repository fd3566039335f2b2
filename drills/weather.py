"""Weather comes over a district and goes again; what people did meanwhile is looked for afterwards."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from drills.chapter import Chapter
from drills.district import District
from drills.letters import Letters
from drills.mobile import Missing
from drills.process import TOKEN, NotRunning
from simulator.client import ClientError

Weather = Callable[[District, Letters], Awaitable[None]]
"""Comes, and is gone when it returns; raises Missing when somebody waited in vain."""

HARD = (Missing, NotRunning, ClientError, TimeoutError)
SECRET_PART = TOKEN.partition(":")[2]


async def passes_over(district: District, kinds: Sequence[tuple[str, Weather]], number: int) -> None:
    """Every kind once, in an order drawn anew; the bot goes on in the same life where it can.

    `number` is the round, for the trace.
    """
    letters = Letters(district)
    for name, weather in district.chance.sample(kinds, len(kinds)):
        district.weather = f"{name}, round {number}"
        try:
            await district.daytime()
            await weather(district, letters)
            await clears(district)
            await letters.arrive()
        except HARD as error:
            district.chapter.lost(f"{district.weather}: {type(error).__name__} {error}")
            if not await _begins_again(district, letters):
                return
        district.chapter.count(name)
    district.check(SECRET_PART not in district.process.log, "the token is in no line of the log")
    tell(district.chapter, letters)


async def clears(district: District) -> None:
    """Lift every fault."""
    for fault in await district.client.faults():
        with suppress(ClientError):
            await district.client.lift_fault(fault["id"])


async def _begins_again(district: District, letters: Letters) -> bool:
    """After a loss the next weather must not suffer from the last one; False: there is no next life."""
    await clears(district)
    letters.under_way.clear()
    try:
        await district.restart()
    except HARD as error:
        district.chapter.lost(f"{district.weather}, next life: {type(error).__name__} {error}")
        return False
    return True


def tell(chapter: Chapter, letters: Letters) -> None:
    """Add what people wrote to the figures of the chapter."""
    for what, more in (("notes read by the other side", letters.read), ("marked repeats", letters.repeated)):
        before = int(chapter.figures.get(what, "0").replace(",", ""))
        chapter.figures[what] = f"{before + more:,}"
