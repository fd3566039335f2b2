"""How German law counts days: §§ 186-193 BGB, in court matters through § 222 ZPO (domain paper, R1-R6)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final

from domain.model.calendar import public_holidays
from domain.model.months import add_months

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_SUNDAY: Final = 6


class Unit(StrEnum):
    """What a period is counted in; the values are the words of the table."""

    DAYS = "Tage"
    WEEKS = "Wochen"
    MONTHS = "Monate"
    YEARS = "Jahre"

    @property
    def one(self) -> str:
        """ "Tag", "Woche", "Monat", "Jahr"."""
        return self.value[:-1]


def is_working_day(day: date, land: str) -> bool:
    """Monday to Friday and no public holiday: what §§ 193 BGB and 222 II ZPO leave over."""
    return day.weekday() < _SATURDAY and day not in public_holidays(land, day.year)


def next_working_day(day: date, land: str) -> date:
    """`day` if it is a working day, else the first one after it (R4)."""
    while not is_working_day(day, land):
        day += _DAY
    return day


def last_working_day(day: date, land: str) -> date:
    """`day` if it is a working day, else the last one before it (R6)."""
    while not is_working_day(day, land):
        day -= _DAY
    return day


@cache
def third_working_day(year: int, month: int, land: str, *, saturday_counts: bool) -> date:
    """The third Werktag of a month; whether Saturday is one depends on the statute."""
    holidays, last = public_holidays(land, year), _SUNDAY if saturday_counts else _SATURDAY
    day, found = date(year, month, 1), 0
    while True:
        found += day.weekday() < last and day not in holidays
        if found == 3:
            return day
        day += _DAY


@dataclass(frozen=True, slots=True)
class Period:
    """So many units after the event, whose own day does not count (R1-R3); negative: before it."""

    looks_at_holidays: ClassVar[bool] = False

    count: int
    unit: Unit

    def of(self, day: date, land: str) -> date:
        """The last day as the calendar gives it, not shifted."""
        match self.unit:
            case Unit.DAYS:
                return day + self.count * _DAY
            case Unit.WEEKS:
                return day + 7 * self.count * _DAY
            case Unit.MONTHS:
                return add_months(day, self.count)
            case Unit.YEARS:
                return add_months(day, 12 * self.count)


@dataclass(frozen=True, slots=True)
class RentDay:
    """The third working day of the month, Monday to Friday (§ 556b I BGB)."""

    looks_at_holidays: ClassVar[bool] = True

    def of(self, day: date, land: str) -> date:
        return third_working_day(day.year, day.month, land, saturday_counts=False)


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """§ 573c I BGB: received by the third Werktag, the tenancy ends with the `months`-th month counted from
    this one; received later, a month later."""

    looks_at_holidays: ClassVar[bool] = True

    months: int

    def of(self, day: date, land: str) -> date:
        late = day > self.latest(day, land)
        end = add_months(day.replace(day=1), self.months - 1 + late)
        return end.replace(day=monthrange(end.year, end.month)[1])

    @staticmethod
    def latest(day: date, land: str) -> date:
        """Until when a notice still counts for this month: Saturday counts as Werktag, but as the third one
        it is followed by the next working day (§ 193 BGB; LG Berlin 2017, left open by the BGH)."""
        return next_working_day(third_working_day(day.year, day.month, land, saturday_counts=True), land)


@dataclass(frozen=True, slots=True)
class FullMonthsBefore:
    """So many full months before the end of a tenancy: from the end of a month to the end of a month."""

    looks_at_holidays: ClassVar[bool] = False

    months: int

    def of(self, day: date, land: str) -> date:
        before = add_months(day, -self.months)
        is_last = (day + _DAY).month != day.month
        return before.replace(day=monthrange(before.year, before.month)[1]) if is_last else before


Counting = Period | RentDay | NoticePeriod | FullMonthsBefore
