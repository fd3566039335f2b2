"""Where a peer finds the stub, on what it travels there, and a file to keep things in."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOKEN: Final = "4242424242:AAE-a-token-for-the-benches-of-kurze-wege"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """`transport`: as the peer ships it, or ours on aiohttp; `flush`: after each update; `tuned`: storage."""

    api_url: str
    transport: str
    file: Path
    flush: bool
    tuned: bool


def read() -> Connection:
    """As given on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api-url", required=True)
    parser.add_argument("--transport", choices=("shipped", "aiohttp"), default="aiohttp")
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--flush", action="store_true")
    parser.add_argument("--tuned", action="store_true")
    return Connection(**vars(parser.parse_args()))
