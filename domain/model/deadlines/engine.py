"""The engine: an event and its day give deadlines, each with the last day and the safe one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.model.deadlines.counting import is_working_day, last_working_day, next_working_day
from domain.model.deadlines.rules import Event, Reform, Rule, table
from domain.model.public_holidays import NEIGHBOURS

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)

_NO_REFORMS: Final[Mapping[Reform, date]] = {}


class UnknownEvent(ValueError):
    """No event of the table."""


class DayOutOfRange(ValueError):
    """Before 1990 or after 2100: certainly a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a rule gives: the day as counted, the last day (Frist), the safe one (Arbeitsfrist)."""

    counted: date
    last: date
    safe: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A computed deadline. `ends_on` is its last day, `safe_on` the last working day on or before the day
    that was counted: reminders hang there, a shift must never be the plan (R6).

    `elsewhere`: neighbouring Länder in which other days come out. `uncertain`: the event's day is not sure.
    """

    rule: Rule
    event_on: date
    counted_on: date
    ends_on: date
    safe_on: date
    land: str
    elsewhere: tuple[tuple[str, Days], ...] = ()
    uncertain: bool = False

    @property
    def kind(self) -> str:
        return self.rule.kind

    @property
    def was_shifted(self) -> bool:
        return self.ends_on > self.counted_on


def compute(
    event: str,
    day: date,
    *,
    land: str = "NW",
    uncertain: bool = False,
    reforms: Mapping[Reform, date] = _NO_REFORMS,
) -> tuple[Deadline, ...]:
    """Every deadline that an event of `day` starts, in the order of the table. Raises UnknownEvent,
    DayOutOfRange.

    `land` has the holidays that count: those of the court's seat (§ 222 ZPO) or of the place where a
    declaration or payment is due (§ 193 BGB).
    """
    if event not in table().events:
        raise UnknownEvent(event)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayOutOfRange(day.isoformat())
    return tuple(
        _deadline(_speaking(lines, day, reforms), day, land, uncertain) for lines in table().of_event[event]
    )


def event_of(key: str) -> Event:
    """Raises UnknownEvent."""
    if key not in table().events:
        raise UnknownEvent(key)
    return table().events[key]


def _speaking(lines: tuple[Rule, ...], day: date, reforms: Mapping[Reform, date]) -> Rule:
    """The last line of a kind that holds; for the days before the first one, the first."""
    if len(lines) == 1:
        return lines[0]
    holding = [line for line in lines if line.holds(day, reforms)]
    current = [line for line in holding if not line.is_older(day)]
    return (current or holding)[-1]


def _deadline(rule: Rule, day: date, land: str, uncertain: bool) -> Deadline:
    here = days_of(rule, day, land)
    return Deadline(
        rule=rule,
        event_on=day,
        counted_on=here.counted,
        ends_on=here.last,
        safe_on=here.safe,
        land=land,
        elsewhere=_elsewhere(rule, day, here, land),
        uncertain=uncertain,
    )


def _elsewhere(rule: Rule, day: date, here: Days, land: str) -> tuple[tuple[str, Days], ...]:
    """Whose neighbours must know: another last day comes out there, or an earlier safe one (R8)."""
    others = NEIGHBOURS[land]
    if here.safe == here.last and not rule.counting.looks_at_holidays:
        others = tuple(one for one in others if not is_working_day(here.last, one))
    found = ((other, days_of(rule, day, other)) for other in others)
    return tuple(
        (other, there)
        for other, there in found
        if there.safe < here.safe or (there.last != here.last and not rule.safe_day_of)
    )


def days_of(rule: Rule, day: date, land: str) -> Days:
    """The three days that a rule gives with the holidays of `land`."""
    counted = rule.counting.of(day, land)
    safe = last_working_day(counted, land)
    if rule.safe_day_of:
        last = safe
    elif rule.shifts:
        last = next_working_day(counted, land)
    else:
        last = counted
    return Days(counted=counted, last=last, safe=safe)
