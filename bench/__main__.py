"""`python -m bench`: measure, print what came out, and end with 1 if a must was missed."""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from bench import deadlines, dialogue, growth, memory, search, sending, timers
from bench.page import page, write
from bench.result import Bench, Plan

BENCHES: dict[str, Bench] = {
    "dialogue": dialogue.bench,
    "timers": timers.bench,
    "sending": sending.bench,
    "search": search.bench,
    "growth": growth.bench,
    "memory": memory.bench,
    "deadlines": deadlines.bench,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", type=_benches, default=tuple(BENCHES), help="these benches, with commas")
    parser.add_argument("--repeats", type=int, default=5, help="how often each is measured, in turn")
    parser.add_argument("--short", action="store_true", help="a quick look: less work, larger spread")
    parser.add_argument("--peers", type=_names, default=(), help="the dialogue against these alone")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the page to this file")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _benches(text: str) -> tuple[str, ...]:
    names = _names(text)
    if unknown := set(names) - set(BENCHES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(BENCHES)}")
    return names


def main() -> int:
    arguments = _arguments()
    plan = Plan(repeats=arguments.repeats, short=arguments.short, peers=arguments.peers)
    command = f"python -m bench {' '.join(sys.argv[1:])}".strip()
    sections = []
    for name in arguments.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        sections.append(asyncio.run(BENCHES[name](plan)))
        if arguments.write:  # after each, so that an hour's figures outlive a later failure
            write(arguments.write, sections[-1], date.today(), command)  # noqa: DTZ011 – the reader's day
    print(page(sections))
    return 0 if all(target.met for section in sections for target in section.targets) else 1


if __name__ == "__main__":
    sys.exit(main())
