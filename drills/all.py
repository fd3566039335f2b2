"""Every drill by name, and how one of them is run."""

import asyncio
import sys

from drills import hostile, kills, machine, telegram
from drills.chapter import Chapter, Drill, Scale

DRILLS: dict[str, tuple[str, Drill]] = {
    "hostile": ("Hostile input", hostile.drill),
    "kill": ("Kill", kills.drill),
    "telegram": ("Telegram's weather", telegram.drill),
    "machine": ("The machine's weather", machine.drill),
}


def run(name: str, scale: Scale, seed: int) -> Chapter:
    """One drill in a process of its own: they share nothing, and wait most of their time."""
    title, drill = DRILLS[name]
    print(f"{title} (seed {seed}) …", file=sys.stderr, flush=True)
    chapter = Chapter(title)
    asyncio.run(drill(chapter, scale, seed))
    return chapter
