"""The table of deadlines, as a lawyer reads and corrects it in `domain/data/deadline_rules.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from domain.model.deadlines.counting import Counting, FullMonthsBefore, NoticePeriod, Period, RentDay, Unit
from domain.model.stage import Seat

BACKWARD: Final = "rückwärts"
NEXT_WORKING_DAY: Final = "nächster Werktag"
_SAFE_DAY: Final = "Arbeitsfrist zu "
_PERIOD: Final = re.compile(r"(\d+) (Tage?|Wochen?|Monate?|Jahre?)")
_NOTICE_PERIOD: Final = re.compile(r"Kündigungsfrist (\d+) Monate")
_FULL_MONTHS: Final = re.compile(r"(\d+) volle Monate")
_UNITS: Final = {"Tag": Unit.DAYS, "Woche": Unit.WEEKS, "Monat": Unit.MONTHS, "Jahr": Unit.YEARS}


class Reform(StrEnum):
    """Bills that are not in force: a rule that waits for one applies from the day the network has set for it.

    Mietrecht II (Referentenentwurf of 8 February 2026) extends the cure once to the ordinary notice.
    """

    MIETRECHT_II = "mietrecht_ii"


class Area(StrEnum):
    """In which part of the matter an event lies."""

    NOTICE = "notice"
    COURT = "court"
    EVICTION = "eviction"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, or will happen (`lies_ahead`), on a day. `of` stands in the sentence that explains,
    `ask` is the question for the day.

    `starts_nothing`: why no deadline runs from it, and what to ask instead.
    """

    key: str
    area: Area
    lies_ahead: bool = False
    title: str
    of: str
    ask: str
    starts_nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the table, and what its words come to.

    `counting` is that of the deadline whose safe day is meant (`safe_day_of`), where the rule says so, and
    `is_extended` whether that deadline itself moves to the next working day.
    `seats` are reminded; without any the result is for information. `since` is when a pending reform begins.
    """

    event: Event
    kind: str
    title: str
    rule: str
    direction: str
    shift: str
    statute: str
    who: str
    seats: tuple[Seat, ...]
    disputed: str
    note: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    switch: Reform | None = None
    counting: Counting
    safe_day_of: str = ""
    is_extended: bool = False

    @property
    def shifts(self) -> bool:
        """Whether the last day moves to the next working day (R4)."""
        return self.shift.startswith(NEXT_WORKING_DAY)

    @property
    def shift_statute(self) -> str:
        """ "§ 222 II ZPO", where the last day moves."""
        return self.shift.removeprefix(NEXT_WORKING_DAY).strip(" ()")

    @property
    def is_variant(self) -> bool:
        """Whether this is another count of a deadline that has a line of its own (`*_sicher`, `*_alt`)."""
        return bool(self.safe_day_of) or self.kind.endswith("_alt")

    @property
    def is_information(self) -> bool:
        """Whether nobody has anything to do by this day."""
        return self.who.startswith("niemand")

    def holds(self, day: date, reforms: Mapping[Reform, date]) -> bool:
        """Whether this line speaks for an event of `day`; of several the last one that holds does."""
        if self.switch is not None:
            return self.switch in reforms and day >= reforms[self.switch]
        return self.valid_to is None or day <= self.valid_to

    def is_older(self, day: date) -> bool:
        """Whether the event lies before the law from which this line was taken."""
        return self.valid_from is not None and day < self.valid_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Every event, and its rules by kind in the order of the file."""

    events: Mapping[str, Event]
    rules: tuple[Rule, ...]
    of_event: Mapping[str, tuple[tuple[Rule, ...], ...]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Each kind once, in the order of the file."""
        return tuple(dict.fromkeys(rule.kind for rule in self.rules))


@cache
def table() -> Table:
    """The table of the file. Raises ValueError for a line whose words mean nothing."""
    text = files("domain").joinpath("data/deadline_rules.toml").read_text(encoding="utf-8")
    return read_table(text)


def read_table(text: str) -> Table:
    """Read a table. Raises ValueError, KeyError or TypeError for one that says nothing definite."""
    content = tomllib.loads(text)
    events = {one["key"]: Event(**{**one, "area": Area(one["area"])}) for one in content["event"]}
    raw = content["rule"]
    countings = {one["kind"]: one for one in raw}
    rules = tuple(_rule(one, events, countings) for one in raw)
    grouped: dict[str, dict[str, list[Rule]]] = {key: {} for key in events}
    for rule in rules:
        grouped[rule.event.key].setdefault(rule.kind, []).append(rule)
    of_event = {key: tuple(tuple(lines) for lines in kinds.values()) for key, kinds in grouped.items()}
    return Table(events=events, rules=rules, of_event=of_event)


def _rule(raw: dict[str, Any], events: Mapping[str, Event], kinds: Mapping[str, dict[str, Any]]) -> Rule:
    words = str(raw["rule"])
    safe_day_of = words.removeprefix(_SAFE_DAY) if words.startswith(_SAFE_DAY) else ""
    counted = kinds[safe_day_of] if safe_day_of else raw
    return Rule(
        **{
            **raw,
            "event": events[raw["event"]],
            "seats": tuple(Seat(one) for one in raw["seats"]),
            "switch": Reform(raw["switch"]) if "switch" in raw else None,
            "counting": _counting(str(counted["rule"]), backward=counted["direction"] == BACKWARD),
            "safe_day_of": safe_day_of,
            "is_extended": str(counted["shift"]).startswith(NEXT_WORKING_DAY),
        }
    )


def _counting(words: str, *, backward: bool) -> Counting:
    if words == "3. Werktag Mo-Fr":
        return RentDay()
    if match := _NOTICE_PERIOD.fullmatch(words):
        return NoticePeriod(int(match[1]))
    if match := _FULL_MONTHS.fullmatch(words):
        return FullMonthsBefore(int(match[1]))
    if match := _PERIOD.fullmatch(words):
        unit = next(unit for name, unit in _UNITS.items() if match[2].startswith(name))
        return Period(-int(match[1]) if backward else int(match[1]), unit)
    raise ValueError(f"no rule that can be counted: {words!r}")
