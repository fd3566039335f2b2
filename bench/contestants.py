"""Who is measured, and how each is started."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.ours import OURS
from bench.process import Contestant
from bench.walks import FIRST_WALKER, WALKERS, Walk

STEPS = 9


def _start(
    module: str, options: Sequence[str], folder: Path, url: str
) -> tuple[list[str], Mapping[str, str]]:
    arguments = ["-m", f"bench.peers.{module}", "--api-url", url, "--file", str(folder / "peer"), *options]
    return arguments, {}


def _echo_walks(_: int) -> list[Walk]:
    """Whatever the one button is called."""
    return [(FIRST_WALKER + number, "new", ["*"] * (STEPS - 1)) for number in range(WALKERS)]


def _echo(name: str, title: str, transport: str) -> Contestant:
    start = partial(_start, "ptb_echo", ["--transport", transport])
    return Contestant(name=name, title=title, start=start, walks=_echo_walks)


CONTESTANTS = (
    OURS,
    _echo("e0", "E0: PTB echo, httpx", "httpx"),
    _echo("e1", "E1: PTB echo, aiohttp", "aiohttp"),
)
