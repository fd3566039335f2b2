"""How a peer on python-telegram-bot reaches the stub: on httpx, as shipped, or on our aiohttp transport."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from telegram.ext import ApplicationBuilder

from bot.transport import AiohttpRequest

TOKEN: Final = "4242424242:AAE-a-token-for-the-benches-of-kurze-wege"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where to, on what, and a file to keep things in; `flush`: after each update."""

    api_url: str
    transport: str
    file: Path
    flush: bool

    def builder(self) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
        """An application's beginning."""
        builder = ApplicationBuilder().token(TOKEN).base_url(f"{self.api_url}/bot")
        if self.transport == "aiohttp":
            builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(pool_size=1))
        return builder


def read() -> Connection:
    """As given on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api-url", required=True)
    parser.add_argument("--transport", choices=("httpx", "aiohttp"), default="aiohttp")
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--flush", action="store_true")
    return Connection(**vars(parser.parse_args()))
