"""How a verb describes itself to argparse."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Parsers:
    """The place where every verb puts its own parser."""

    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]"

    def add(self, name: str, run: Run, what: str) -> argparse.ArgumentParser:
        """A verb with one sentence; `run` gets the parsed arguments and gives the exit code."""
        parser = self.verbs.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        parser.set_defaults(run=run)
        return parser
