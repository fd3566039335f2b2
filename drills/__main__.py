"""`python -m drills`: run the drills, print the report, and end with 1 if anything was lost."""

import argparse
import asyncio
import os
import platform
import secrets
import sys
import time
from pathlib import Path

from drills import hostile, kills, machine, telegram
from drills.chapter import Chapter, Drill, Scale
from drills.report import page

DRILLS: dict[str, tuple[str, Drill]] = {
    "hostile": ("Hostile input", hostile.drill),
    "kill": ("Kill", kills.drill),
    "telegram": ("Telegram's weather", telegram.drill),
    "machine": ("The machine's weather", machine.drill),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few minutes' worth, as in CI")
    parser.add_argument("--seed", type=int, default=None, help="repeat a run; without it a new one is drawn")
    parser.add_argument("--only", choices=sorted(DRILLS), action="append", help="this drill alone")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the report to this file")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    seed = secrets.randbelow(1_000_000) if arguments.seed is None else arguments.seed
    started = time.monotonic()
    chapters = []
    for name in arguments.only or DRILLS:
        title, drill = DRILLS[name]
        print(f"{title} (seed {seed}) …", file=sys.stderr, flush=True)
        chapter = Chapter(title)
        asyncio.run(drill(chapter, Scale(short=arguments.short), seed))
        chapters.append(chapter)
    short = " --short" if arguments.short else ""
    report = page(
        chapters,
        seed=seed,
        machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
        took_s=time.monotonic() - started,
        command=f"python -m drills{short} --seed {seed}",
    )
    print(report)
    if arguments.write:
        arguments.write.write_text(report, "utf-8")
    return 1 if any(chapter.losses for chapter in chapters) else 0


if __name__ == "__main__":
    sys.exit(main())
