"""`python -m bench`: measure, print what came out, and end with 1 if a must was missed."""

import argparse
import asyncio
import sys
from pathlib import Path

from bench import deadlines, dialogue
from bench.page import page
from bench.result import Bench, Plan

BENCHES: dict[str, Bench] = {
    "dialogue": dialogue.bench,
    "deadlines": deadlines.bench,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", type=_names, default=tuple(BENCHES), help="these benches, with commas")
    parser.add_argument("--repeats", type=int, default=5, help="how often each is measured, in turn")
    parser.add_argument("--short", action="store_true", help="a quick look: less work, larger spread")
    parser.add_argument("--peers", type=_names, default=(), help="the dialogue against these alone")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the page to this file")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def main() -> int:
    arguments = _arguments()
    plan = Plan(repeats=arguments.repeats, short=arguments.short, peers=arguments.peers)
    sections = []
    for name in arguments.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        sections.append(asyncio.run(BENCHES[name](plan)))
    shown = page(sections)
    print(shown)
    if arguments.write:
        arguments.write.write_text(shown, "utf-8")
    return 0 if all(target.met for section in sections for target in section.targets) else 1


if __name__ == "__main__":
    sys.exit(main())
