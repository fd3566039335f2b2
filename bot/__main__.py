"""The command line: kurze-wege, also python -m bot."""

import argparse
import sys

from bot.commands import backup, deadlines, demo, doctor, import_directory, invite, run, simulate
from bot.commands.parsers import Parsers
from bot.settings import WrongSettings

ABOUT = """\
Kurze Wege: a Telegram bot with which a region's housing companies, social organisations
and authorities keep people in their homes."""
FIRST_STEPS = """\
first steps:
  copy .env.example to .env and enter the token that BotFather gave you, then
  kurze-wege doctor                 is everything as it should be?
  kurze-wege invite "Your Name"     the first coordinator's link
  kurze-wege run                    start

without a token: kurze-wege demo"""
VERBS = (run, demo, simulate, invite, import_directory, backup, doctor, deadlines)


def build_parser() -> argparse.ArgumentParser:
    """Everything that can be typed behind kurze-wege."""
    parser = argparse.ArgumentParser(
        prog="kurze-wege",
        description=ABOUT,
        epilog=FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parsers = Parsers(parser.add_subparsers(dest="verb", required=True, metavar="VERB"))
    for verb in VERBS:
        verb.add(parsers)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; gives the exit code: 0 well, 1 failed, 2 wrong settings or input (docs/operating.md)."""
    parsed = build_parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
