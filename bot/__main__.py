"""The command line: kurze-wege, also python -m bot."""

import argparse
import asyncio
import sys

from bot import application, logs
from bot.fatal import Fatal
from bot.settings import WrongSettings, load


def build_parser() -> argparse.ArgumentParser:
    """Everything that can be typed behind kurze-wege."""
    parser = argparse.ArgumentParser(prog="kurze-wege", description="A region keeps people in their homes.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="run the bot with the settings from the environment and .env")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; gives the exit code."""
    build_parser().parse_args(arguments)
    try:
        settings = load()
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure(settings.log_level, secrets=settings.secrets)
    try:
        asyncio.run(application.run(settings))
    except Fatal as error:
        print(error.line, file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
