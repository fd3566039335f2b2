"""Hostile input: everything that can be sent, from everybody, and every right pressed cell by cell."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from domain.model.stage import Reason, Seat
from drills import rights, roles
from drills.attack import Attack
from drills.chapter import Chapter, Scale
from drills.pressing import Pressing
from drills.protected import Affair, Builder
from drills.roles import Roles
from drills.screens import Screens
from drills.siege import Siege, besieged
from drills.stale import Stale
from drills.verdict import Verdict

LONG, SHORT = 20_000, 1_500
ENTITLED_SHARE = 0.15
MOST_SCREENS, FEW_SCREENS = 6_000, 400
GROUP_CARDS = 3


@dataclass(slots=True, kw_only=True)
class Ground:
    """What is made before the bot starts."""

    groups: list[Affair]
    affairs: list[Affair]
    cells: list[rights.Cell]
    trials: list[roles.Trial]
    handed: Affair
    closed: Affair

    @classmethod
    def of(cls, builder: Builder, *, practice_share: float) -> "Ground":
        """The first cases have low numbers, which forged buttons meet."""
        return cls(
            groups=[builder.case_of_the_group() for _ in range(GROUP_CARDS)],
            affairs=list(_protected(builder)),
            handed=builder.open_case(wanted=Seat.HELP),
            closed=builder.closed_case(),
            cells=list(rights.prepare(builder, practice_share=practice_share)),
            trials=list(roles.prepare(builder)),
        )


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """In an empty folder, which is removed."""
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        fill = partial(Ground.of, practice_share=0.25 if scale.short else 1)
        async with besieged(Path(folder), chance, fill) as (siege, ground):
            await _drill(chapter, scale, chance, siege, ground)


async def _drill(chapter: Chapter, scale: Scale, chance: Random, siege: Siege, ground: Ground) -> None:
    """Outsiders, whose every change is a loss, but for what their role allows, which is tried before; then
    the rights on cases; then members who may do much."""
    total = scale.of(LONG, SHORT)
    entitled = int(total * ENTITLED_SHARE)
    attack = Attack(chapter, siege, chance, [*ground.groups, *ground.affairs])
    await Roles(chapter, siege, chance).tried_by_all(ground.trials)
    await attack.by_outsiders(total - entitled)
    await Pressing(chapter, siege, chance).all_of(ground.cells)
    await Screens(attack, chance).used_by_others(ground.groups, scale.of(MOST_SCREENS, FEW_SCREENS))
    await Stale(chapter, siege, chance).handed_over(ground.handed)
    await Stale(chapter, siege, chance).closed(ground.closed)
    await attack.by_insiders(entitled)
    await Verdict(chapter, siege, attack.sent).at_the_end()


def _protected(builder: Builder) -> Iterable[Affair]:
    yield builder.open_case()
    yield builder.open_case(reason=Reason.PROTECTED, protected=True)
    yield builder.open_case(side=Seat.HELP, landlord_may_know=False, consent="", basis="enquiry")
    yield builder.closed_case()
    yield builder.open_case(practice=True)
