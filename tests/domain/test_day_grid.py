"""The days that the calendar offers."""

from datetime import date

import pytest

from domain.model.dates import Direction
from domain.model.day_grid import weeks

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("direction", "first", "last", "rows"),
    [
        ("past", date(2026, 11, 4), TODAY, 4),
        ("future", TODAY, date(2026, 12, 23), 5),
    ],
)
def test_the_grid_offers_three_weeks_back_or_four_ahead(
    direction: Direction, first: date, last: date, rows: int
) -> None:
    grid = weeks(direction, TODAY)
    days = [day for week in grid for day in week if day is not None]
    assert (days[0], days[-1], len(grid)) == (first, last, rows)
    assert days == sorted(days)


def test_every_row_begins_on_a_monday() -> None:
    for week in weeks("future", TODAY):
        assert len(week) == 7
        assert all(day is None or day.weekday() == column for column, day in enumerate(week))
