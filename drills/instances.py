"""The bot may not run at all: the token is revoked, or a second instance has been started."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from drills.district import District
from drills.letters import Letters
from drills.process import LONGEST_S

TOKEN_REFUSED = 3
SECOND_INSTANCE = 4


async def revoked_token(district: District, letters: Letters) -> None:
    """One clear line and exit code 3; with the token in force again everything goes on."""
    await hold_back(district, letters)
    said = len(district.process.log)
    await district.client.fault("unauthorized", method="getUpdates", times=None)
    await district.pairs[0].deputy.types("/hilfe")
    code = await district.process.ends()
    line = district.process.log[said:]
    district.check(code == TOKEN_REFUSED, "a revoked token ends it with code 3", f"{code}: {line}")
    district.check(
        line.count("\n") == 1 and "Telegram refuses the token (KW_TOKEN)" in line, "and with one line", line
    )
    await go_on(district, letters)


async def second_instance(district: District, letters: Letters) -> None:
    """One of the two ends with exit code 4 and says why; the other is not harmed."""
    await hold_back(district, letters)
    first = district.process
    second = replace(first, database=first.database.with_name("second.db"), process=None)
    await second.begin()
    try:
        async with asyncio.timeout(LONGEST_S):
            while first.exit_code is None and second.exit_code is None:
                await asyncio.sleep(0.02)
        ended = first if first.exit_code is not None else second
        said = ended.log[-300:]
        code = ended.exit_code
        district.check(code == SECOND_INSTANCE, "a second instance ends one with code 4", f"{code}: {said}")
        district.check("Another instance runs with the same token" in said, "which says why", said)
    finally:
        await second.stop()
        await first.stop()
        with suppress(FileNotFoundError):
            second.database.unlink()
    await go_on(district, letters)


async def hold_back(district: District, letters: Letters) -> None:
    """A note in every pair that has been accepted and has not left."""
    ready = [await letters.prepares(pair) for pair in district.pairs]
    await district.client.fault("server_error", method="sendMessage", times=None)
    for letter in ready:
        await letters.posts(letter)
    await district.settle()


async def go_on(district: District, letters: Letters, *, repeats: int = 0) -> None:
    """The next life brings what was held back, and everything goes on."""
    await lift(district)
    await district.process.start()
    await letters.arrive(repeats=repeats)
    await letters.everywhere()


async def lift(district: District) -> None:
    """Telegram is well again."""
    for fault in await district.client.faults():
        await district.client.lift_fault(fault["id"])
