"""The machine's clock jumps while the bot runs, to and fro: nothing twice, nothing lost."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from drills.district import District
from drills.instances import hold_back, lift
from drills.letters import Letters
from drills.nights import DIGEST, local

GRACE = timedelta(minutes=2)


async def jump(district: District, letters: Letters, hours: int) -> None:
    """What waits leaves, at the latest when the clock is back where it was; others are answered at once."""
    report = await district.chance.choice(district.pairs).fills_in()
    await hold_back(district, letters)
    before = await district.client.now()
    await district.client.to(before + timedelta(hours=hours), "jump")
    await district.settle()
    await lift(district)
    await _follows(district)
    await report.author.taps(report.last)
    if hours < 0:
        await district.passes((before - await district.client.now() + GRACE).total_seconds())
    await letters.arrive()
    made = {await report.code()} | await report.new_codes()
    district.check(len(made) == 1, "a report over a jump of the clock is one case", sorted(made))
    await _one_digest_a_day(district)


async def _follows(district: District) -> None:
    """The weather has been met: what the bot writes down now bears the new time."""
    quiet = district.coordinator
    await quiet.sends("/hilfe")
    (text,) = district.read(
        "SELECT created_at FROM outbox WHERE chat = ? ORDER BY id DESC LIMIT 1", quiet.chat
    )
    now = (await district.client.now()).strftime("%Y-%m-%dT%H:%M")
    district.check(text[:16] == now, "the bot has the new time", f"{text}, it is {now}")


async def _one_digest_a_day(district: District) -> None:
    for one in district.everybody:
        days = Counter(local(message).date().isoformat() for message in await one.reading(DIGEST))
        twice = [day for day, times in days.items() if times > 1]
        district.check(not twice, "a digest comes once a day", f"{one.name}: {twice}")


KINDS: tuple[tuple[str, Callable[[District, Letters], Awaitable[None]]], ...] = (
    ("clock an hour ahead", partial(jump, hours=1)),
    ("clock a day ahead", partial(jump, hours=24)),
    ("clock an hour back", partial(jump, hours=-1)),
    ("clock a day back", partial(jump, hours=-24)),
)
