"""kurze-wege simulate: the local Bot API server alone."""

import argparse
import asyncio
import contextlib

from bot.commands.parsers import Parsers
from simulator.server import serve


def add(parsers: Parsers) -> None:
    parser = parsers.add("simulate", run, "run the local Bot API server, for trying any bot without Telegram")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen, loopback only (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8081, help="the port (8081)")
    limits = parser.add_mutually_exclusive_group()
    limits.add_argument(
        "--real-limits", action="store_true", default=True, help="refuse with 429 as Telegram does"
    )
    limits.add_argument("--no-limits", dest="real_limits", action="store_false", help="never refuse with 429")


def run(arguments: argparse.Namespace) -> int:
    print(f"Bot API: http://{arguments.host}:{arguments.port}/bot<token>/<method>", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(host=arguments.host, port=arguments.port, real_limits=arguments.real_limits))
    return 0
