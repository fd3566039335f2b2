"""Hostile input: everything that can be sent, from everybody, and the rights table pressed cell by cell."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from domain.model.stage import Reason, Seat
from drills import rights
from drills.attack import Attack
from drills.chapter import Chapter, Scale
from drills.pressing import Pressing
from drills.protected import Affair, Builder
from drills.siege import besieged
from drills.verdict import Verdict

LONG, SHORT = 20_000, 1_500
ENTITLED_SHARE = 0.15
GROUP_CARDS = 3


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Strangers first, whose every change is a loss; then the rights; then members who may do much."""
    chance = Random(seed)
    affairs: list[Affair] = []
    cells: list[rights.Cell] = []

    def fill(builder: Builder) -> None:
        affairs.extend(builder.case_of_the_group() for _ in range(GROUP_CARDS))
        affairs.extend(_protected(builder))
        cells.extend(rights.prepare(builder))

    with tempfile.TemporaryDirectory() as folder:
        async with besieged(Path(folder), chance, fill) as siege:
            total = scale.of(LONG, SHORT)
            attack = Attack(chapter, siege, chance, affairs)
            entitled = int(total * ENTITLED_SHARE)
            await attack.by_outsiders(total - entitled)
            await Pressing(chapter, siege, chance).all_of(cells)
            await attack.by_insiders(entitled)
            await Verdict(chapter, siege, attack.sent).at_the_end(Path(folder))


def _protected(builder: Builder) -> Iterable[Affair]:
    yield builder.open_case()
    yield builder.open_case(reason=Reason.PROTECTED, protected=True)
    yield builder.open_case(side=Seat.HELP, landlord_may_know=False, consent="", basis="enquiry")
    yield builder.closed_case()
    yield builder.open_case(practice=True)
