"""The deadlines once more, counted in another way and from the paper alone, without a line of the engine."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import count

from tests.domain.test_calendar import own_table

ONE = timedelta(days=1)


@cache
def holidays(year: int) -> set[date]:
    """NRW: § 2 FeiertG NRW, Buß- und Bettag until 1994, and the Reformation's 500th year."""
    days = own_table(year)
    if year <= 1994:
        november = date(year, 11, 22)
        days.add(next(november - number * ONE for number in count() if wednesday(november - number * ONE)))
    return days | ({date(2017, 10, 31)} if year == 2017 else set())


def wednesday(day: date) -> bool:
    return day.isoweekday() == 3


def works(day: date, *, saturday: bool = False) -> bool:
    return day.isoweekday() <= (6 if saturday else 5) and day not in holidays(day.year)


def forward(day: date) -> date:
    return next(day + number * ONE for number in count() if works(day + number * ONE))


def back(day: date) -> date:
    return next(day - number * ONE for number in count() if works(day - number * ONE))


def months_on(day: date, months: int) -> date:
    """The same number in a later or earlier month, or that month's last day: found by trying."""
    position = day.year * 12 + (day.month - 1) + months
    for number in range(day.day, 0, -1):
        try:
            return date(position // 12, position % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError


def third(day: date, *, saturday: bool) -> date:
    month = [date(day.year, day.month, number) for number in range(1, 20)]
    return [one for one in month if works(one, saturday=saturday)][2]


def month_end(day: date) -> date:
    return months_on(day.replace(day=1), 1) - ONE


def end_of_tenancy(day: date, months: int) -> date:
    in_time = day <= forward(third(day, saturday=True))
    return month_end(months_on(day.replace(day=1), months - 1 if in_time else months))


def two_months_before(day: date) -> date:
    earlier = months_on(day, -2)
    return month_end(earlier) if day == month_end(day) else earlier


def days(number: int) -> Callable[[date], date]:
    return lambda day: day + number * ONE


def months(number: int) -> Callable[[date], date]:
    return lambda day: months_on(day, number)


COUNTED: dict[str, tuple[str, Callable[[date], date]]] = {
    "miete_faellig": ("mietmonat", lambda day: third(day, saturday=False)),
    "mietende_3m": ("kuendigung_zugang", lambda day: end_of_tenancy(day, 3)),
    "mietende_6m": ("kuendigung_zugang", lambda day: end_of_tenancy(day, 6)),
    "mietende_9m": ("kuendigung_zugang", lambda day: end_of_tenancy(day, 9)),
    "widerspruch_574b": ("mietende", two_months_before),
    "schonfrist_sperre_bis": ("kuendigung_zugang_vorher", months(24)),
    "verteidigungsanzeige": ("klage_zugestellt", days(14)),
    "klageerwiderung_min": ("klage_zugestellt", days(28)),
    "schonfrist": ("klage_zugestellt", months(2)),
    "einspruch_vu": ("vu_zugestellt", days(14)),
    "berufung": ("urteil_zugestellt", months(1)),
    "berufungsbegruendung": ("urteil_zugestellt", months(2)),
    "sofortige_beschwerde": ("beschluss_zugestellt", days(14)),
    "wiedereinsetzung": ("hindernis_behoben", days(14)),
    "raeumungsfrist_verlaengerung": ("raeumungsfrist_ende", days(-14)),
    "raeumungsfrist_794a": ("vergleich_raeumungstag", days(-14)),
    "raeumungsfrist_max": ("urteil_rechtskraft", months(12)),
    "raeumungstermin_fruehestens": ("raeumungsmitteilung_zugestellt", days(22)),
    "vollstreckungsschutz_765a": ("raeumungstermin", days(-15)),
    "vollstreckungsschutz_765a_alt": ("raeumungstermin", days(-14)),
    "raeumungsgut_abfordern": ("raeumung_durchgefuehrt", months(1)),
    "bekanntgabe_fiktion": (
        "bescheid_aufgabe_post",
        lambda day: day + (4 if day >= date(2025, 1, 1) else 3) * ONE,
    ),
    "widerspruch_bescheid": ("bescheid_bekanntgabe", months(1)),
}
"""The day before any shift, by kind, with the event that starts it."""

SHIFTED = {
    "verteidigungsanzeige",
    "klageerwiderung_min",
    "schonfrist",
    "einspruch_vu",
    "berufung",
    "berufungsbegruendung",
    "sofortige_beschwerde",
    "wiedereinsetzung",
    "raeumungsgut_abfordern",
    "widerspruch_bescheid",
}
SAFE = {
    "schonfrist_sicher": "schonfrist",
    "widerspruch_574b_sicher": "widerspruch_574b",
    "raeumungsfrist_verlaengerung_sicher": "raeumungsfrist_verlaengerung",
    "vollstreckungsschutz_765a_sicher": "vollstreckungsschutz_765a",
}
EVENTS = {kind: event for kind, (event, _) in COUNTED.items()} | {
    safe: COUNTED[kind][0] for safe, kind in SAFE.items()
}


def last_and_safe(kind: str, day: date) -> tuple[date, date]:
    """The deadline and the last working day on or before the day that was counted."""
    if kind in SAFE:
        safe = back(COUNTED[SAFE[kind]][1](day))
        return safe, safe
    counted = COUNTED[kind][1](day)
    return (forward(counted) if kind in SHIFTED else counted), back(counted)
