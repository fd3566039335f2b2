"""Working time of the network: holidays of the Land, network hours, quiet hours, part-time days."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from domain.model.public_holidays import holiday_names

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_DAY: Final = timedelta(days=1)


@cache
def public_holidays(land: str, year: int) -> frozenset[date]:
    """The public holidays of a German Land ("NW": § 2 FeiertG NRW) in `year`."""
    return frozenset(holiday_names(land, year))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """When people of the network work and when they may be disturbed.

    Moments go in and come out as aware UTC; what they mean is decided in `zone`, so a working day
    has the same clock time before and after the clocks change. Hours are local; `weekdays` are
    the working days of the network or, by `of_person`, of one person (Monday is 0).
    """

    land: str = "NW"
    zone: ZoneInfo = ZoneInfo("Europe/Berlin")
    opens: time = time(8)
    closes: time = time(16)
    quiet_from: time = time(18)
    quiet_until: time = time(8)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        """Refuse a calendar in which nothing would ever happen."""
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("a calendar needs at least one working day, Monday 0 to Sunday 6")
        if self.opens >= self.closes:
            raise ValueError("network hours must open before they close")

    def of_person(self, weekdays: frozenset[int]) -> "WorkCalendar":
        """The same calendar with somebody's own working days; nobody at all works on none of them."""
        return replace(self, weekdays=weekdays or self.weekdays)

    def local(self, at: datetime) -> datetime:
        """`at` on the clocks of the network."""
        return at.astimezone(self.zone)

    def moment(self, day: date, clock: time) -> datetime:
        """The UTC moment at which the network's clocks show `clock` on `day`."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is one of the working days and no public holiday."""
        return day.weekday() in self.weekdays and day not in public_holidays(self.land, day.year)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.last_working_day(day - _DAY)

    def last_working_day(self, day: date) -> date:
        """`day` if it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 if `end` is not later."""
        days = (start + number * _DAY for number in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def working_moment(self, at: datetime) -> datetime:
        """`at` if it lies within network hours, else the next opening.

        Whatever arrives on a Saturday or at night counts as arrived at the next opening. The
        closing minute still belongs to its day.
        """
        local = self.local(at)
        if self.is_working_day(local.date()) and local.time() <= self.closes:
            return max(at.astimezone(UTC), self.moment(local.date(), self.opens))
        return self.moment(self.next_working_day(local.date()), self.opens)

    def add_working_time(self, start_at: datetime, hours: float) -> datetime:
        """The moment at which `hours` network hours have passed since `start_at`."""
        if hours < 0:
            raise ValueError("working time cannot be negative")
        at, left = self.working_moment(start_at), timedelta(hours=hours)
        while (today := self.moment(self.local(at).date(), self.closes) - at) < left:
            left -= today
            at = self.moment(self.next_working_day(self.local(at).date()), self.opens)
        return at + left

    def add_working_days(self, start_at: datetime, days: int) -> datetime:
        """The same clock time on the `days`-th next working day.

        One working day means the same clock time on the next working day (the network's rule); a
        start outside network hours counts from the next opening, see `working_moment`.
        """
        if days < 0:
            raise ValueError("working days cannot be negative")
        local = self.local(self.working_moment(start_at))
        day = local.date()
        for _ in range(days):
            day = self.next_working_day(day)
        return self.moment(day, local.time())

    def is_quiet(self, at: datetime) -> bool:
        """Whether the clock stands in the quiet hours, in which only red urgency may interrupt."""
        clock = self.local(at).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def next_window(self, at: datetime) -> datetime:
        """The next moment, `at` itself included, at which a held-back message may leave.

        That is a working day of the person, no public holiday, outside the quiet hours.
        """
        while True:
            local = self.local(at)
            if not self.is_working_day(local.date()):
                at = self.moment(self.next_working_day(local.date()), time(0))
            elif self.is_quiet(at):
                passed = local.time() >= self.quiet_until
                at = self.moment(local.date() + passed * _DAY, self.quiet_until)
            else:
                return at.astimezone(UTC)
