"""`python -m drills`: the drills, as many at once as there are cores; ends with 1 when anything was lost."""

import argparse
import os
import platform
import secrets
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from drills.all import DRILLS, run
from drills.chapter import Scale
from drills.report import page


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
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        conduct = partial(run, scale=Scale(short=arguments.short), seed=seed)
        chapters = list(pool.map(conduct, arguments.only or DRILLS))
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
