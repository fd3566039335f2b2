"""kurze-wege deadlines: what an event and its day come to, without settings, network or personal data."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.commands.parsers import Parsers
from domain.model.deadlines.deadline_table import as_markdown
from domain.model.deadlines.engine import (
    FIRST_DAY,
    LAST_DAY,
    DayOutOfRange,
    Deadline,
    UnknownEvent,
    compute,
    event_of,
)
from domain.model.deadlines.explanation import DISCLAIMER, UNCERTAIN, explain, standing, warnings
from domain.model.deadlines.rules import Event, Reform, table
from domain.model.public_holidays import LAENDER

BERLIN: Final = ZoneInfo("Europe/Berlin")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_GERMAN: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class WrongInput(ValueError):
    """What was typed is no event, no day or no Land; the text is one line."""


def add(parsers: Parsers) -> None:
    parser = parsers.add("deadlines", run, "compute the deadlines that an event starts")
    parser.add_argument("event", nargs="?", metavar="EVENT", help="its key, see --list")
    parser.add_argument("day", nargs="?", metavar="DATE", help="like 2026-11-02 or 2.11.2026")
    parser.add_argument("--land", default="NW", help="whose public holidays count (default NW)")
    parser.add_argument("--uncertain", action="store_true", help="the day is only the earliest plausible one")
    parser.add_argument("--mietrecht-ii", metavar="DATE", help="as if this bill were in force from DATE on")
    parser.add_argument("--json", action="store_true", help="a list of objects")
    parser.add_argument("--list", action="store_true", help="every event with its deadlines")
    parser.add_argument("--table", action="store_true", help="the table of rules as docs/deadlines.md has it")


def run(arguments: argparse.Namespace) -> int:
    """Whoever reads it (head, less) may have read enough and gone: that is no failure."""
    try:
        code = _answer(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is flushed at the very end
        return 0
    return code


def _answer(arguments: argparse.Namespace) -> int:
    if arguments.table:
        print(as_markdown(), end="")
        return 0
    if arguments.list:
        print("\n".join(_catalogue()))
        return 0
    try:
        event, found = _computed(arguments)
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    if event.starts_nothing:
        print(event.starts_nothing, file=sys.stderr if arguments.json else sys.stdout)
    today = datetime.now(BERLIN).date()
    if arguments.json:
        print(json.dumps([as_object(one, today) for one in found], ensure_ascii=False, indent=2))
    elif found:
        print("\n\n".join(["\n".join(_lines(one, today)) for one in found] + [DISCLAIMER]))
    return 0


def _computed(arguments: argparse.Namespace) -> tuple[Event, tuple[Deadline, ...]]:
    """Raises WrongInput."""
    if arguments.event is None or arguments.day is None:
        raise WrongInput("EVENT and DATE are needed, like: kurze-wege deadlines klage_zugestellt 2026-11-02")
    land = arguments.land.upper()
    if land not in LAENDER:
        raise WrongInput(f"{arguments.land!r} is no Land; one of {', '.join(LAENDER)}.")
    reform = arguments.mietrecht_ii
    reforms = {Reform.MIETRECHT_II: read_day(reform)} if reform else {}
    try:
        event = event_of(arguments.event)
        day = read_day(arguments.day)
        found = compute(event.key, day, land=land, uncertain=arguments.uncertain, reforms=reforms)
    except UnknownEvent:
        raise WrongInput(f"{arguments.event!r} is no event; --list shows them.") from None
    except DayOutOfRange:
        raise WrongInput(
            f"{arguments.day} is out of range; days from {FIRST_DAY} to {LAST_DAY} can be computed."
        ) from None
    return event, found


def read_day(text: str) -> date:
    """A full date, ISO or German. Raises WrongInput."""
    if match := _ISO.fullmatch(text.strip()):
        year, month, day = match.groups()
    elif match := _GERMAN.fullmatch(text.strip()):
        day, month, year = match.groups()
    else:
        raise WrongInput(f"{text!r} is no date; write it like 2026-11-02 or 2.11.2026.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise WrongInput(f"{text} is no day of the calendar.") from None


def as_object(deadline: Deadline, today: date) -> dict[str, Any]:
    """A deadline as JSON has it; days are ISO, texts German."""
    rule = deadline.rule
    return {
        "kind": deadline.kind,
        "title": rule.title,
        "event": rule.event.key,
        "event_date": deadline.event_on.isoformat(),
        "date": deadline.ends_on.isoformat(),
        "safe_date": deadline.safe_on.isoformat(),
        "statute": rule.statute,
        "explanation": explain(deadline),
        "who_acts": rule.who,
        "disputed": rule.disputed,
        "note": rule.note,
        "warnings": list(warnings(deadline)),
        "land": deadline.land,
        "uncertain": deadline.uncertain,
        "standing": standing(deadline, today),
        "source": rule.source,
        "disclaimer": DISCLAIMER,
    }


def _lines(deadline: Deadline, today: date) -> Iterable[str]:
    rule = deadline.rule
    said = (
        ("", f"{rule.title} ({deadline.kind}): {deadline.ends_on}, sicher bis {deadline.safe_on}"),
        ("", UNCERTAIN if deadline.uncertain else ""),
        ("", standing(deadline, today)),
        ("So gerechnet: ", explain(deadline)),
        ("Vorschrift: ", rule.statute),
        ("Wer handelt: ", rule.who),
        ("Streitig: ", rule.disputed),
        ("Zu beachten: ", rule.note),
        *(("Hinweis: ", warning) for warning in warnings(deadline)),
    )
    return [f"{'  ' if number else ''}{head}{text}" for number, (head, text) in enumerate(said) if text]


def _catalogue() -> Iterable[str]:
    for key, event in table().events.items():
        yield f"{key}: {event.title}"
        kinds = {lines[0].kind: lines[0] for lines in table().of_event[key]}
        yield from (f"  {kind}: {line.title}, {line.statute}" for kind, line in kinds.items())
        if event.starts_nothing:
            yield f"  {event.starts_nothing}"
