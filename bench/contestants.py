"""Who is measured, and how each is started."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from bench.ours import OURS
from bench.process import VENV, Contestant
from bench.walks import FIRST_WALKER, STEPS, WALKERS, Walk, walks

SHIPPED = ("--transport", "shipped")
PEERS_PYTHON = VENV / "bin/python"


def _start(
    module: str, options: Sequence[str], folder: Path, url: str
) -> tuple[list[str], Mapping[str, str]]:
    arguments = ["-m", f"bench.peers.{module}", "--api-url", url, "--file", str(folder / "peer"), *options]
    return arguments, {}


def _echo_walks(_: int) -> list[Walk]:
    """Whatever the one button is called."""
    return [(FIRST_WALKER + number, "new", ["*"] * (STEPS - 1)) for number in range(WALKERS)]


def _walks(lap: int) -> list[Walk]:
    return walks(lap, date.today())  # noqa: DTZ011 – peers know no other zone than the machine's


def _echo(name: str, title: str, *options: str) -> Contestant:
    return Contestant(name=name, title=title, start=partial(_start, "ptb_echo", options), walks=_echo_walks)


def _pickle(name: str, title: str, *options: str) -> Contestant:
    return Contestant(name=name, title=title, start=partial(_start, "ptb_report", options), walks=_walks)


def _aiogram(name: str, title: str, *options: str) -> Contestant:
    start = partial(_start, "on_aiogram.report", options)
    return Contestant(name=name, title=title, start=start, walks=_walks, python=PEERS_PYTHON)


CONTESTANTS = (
    OURS,
    _echo("e0", "E0: PTB echo, httpx", *SHIPPED),
    _echo("e1", "E1: PTB echo, aiohttp"),
    _pickle("pickle", "PTB, PicklePersistence, aiohttp"),
    _pickle("pickle_shipped", "PTB, PicklePersistence, httpx", *SHIPPED),
    _pickle("pickle_flushed", "PTB, PicklePersistence flushed each update, aiohttp", "--flush"),
    _aiogram("aiogram", "aiogram FSM, aiogram-sqlite-storage, our aiohttp transport"),
    _aiogram("aiogram_shipped", "the same, aiogram's own session", *SHIPPED),
    _aiogram("aiogram_tuned", "aiogram FSM, an SQLite storage tuned by us, our aiohttp transport", "--tuned"),
)
