"""A calendar to tap: weeks of seven, weekday names above, days that are not offered left empty."""

from collections.abc import Callable
from datetime import date

from domain.model.dates import Direction, short, weekday_names
from domain.model.day_grid import weeks
from handlers.message import Key, Rows
from handlers.texts import Texts

EMPTY = "·"
DayKey = Callable[[date, str], Key]


def rows(direction: Direction, today: date, texts: Texts, *, of_day: DayKey, empty: str) -> Rows:
    """The grid. `of_day` makes the key of a day, `empty` is what a cell carries that is none."""
    grid = weeks(direction, today)
    first = next(one for week in grid for one in week if one is not None)

    def cell(day: date | None) -> Key:
        return Key(label=EMPTY, data=empty) if day is None else of_day(day, _label(day, first, texts))

    head = tuple(Key(label=name, data=empty) for name in weekday_names(texts.language))
    return (head, *(tuple(cell(day) for day in week) for week in grid))


def _label(day: date, first: date, texts: Texts) -> str:
    """The number of the day; the first one shown and the first of a month say the month too."""
    return short(day, texts.language) if day == first or day.day == 1 else str(day.day)
