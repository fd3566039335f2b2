"""Adding months the way German law does."""

from calendar import monthrange
from datetime import date


def add_months(start: date, months: int) -> date:
    """The day `months` calendar months after `start`: § 188 II, III BGB.

    The result has the number of the start day; where its month lacks that day, it is the month's
    last one (31 August + 6 months = 28 or 29 February). Month ends do not stick together:
    28 February + 1 month = 28 March. Negative months count back the same way.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
