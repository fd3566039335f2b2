"""The days that a calendar offers to a thumb: three weeks back for letters, four ahead for evictions."""

from datetime import date, timedelta

from domain.model.dates import Direction

DAYS_BACK = 21
DAYS_AHEAD = 28
Week = tuple[date | None, ...]


def weeks(direction: Direction, today: date) -> tuple[Week, ...]:
    """Whole weeks from Monday to Sunday; None where none is offered. Today belongs to both."""
    ahead = direction == "future"
    first = today if ahead else today - timedelta(days=DAYS_BACK)
    last = today + timedelta(days=DAYS_AHEAD) if ahead else today
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    days = [monday + timedelta(days=number) for number in range(count * 7)]
    offered = [day if first <= day <= last else None for day in days]
    return tuple(tuple(offered[start : start + 7]) for start in range(0, len(offered), 7))
