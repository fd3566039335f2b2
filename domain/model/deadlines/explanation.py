"""What must be said with a computed deadline, in the German of the table."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from domain.model.dates import weekday_names
from domain.model.deadlines.counting import (
    FullMonthsBefore,
    NoticePeriod,
    Period,
    RentDay,
    Unit,
    is_working_day,
    next_working_day,
)
from domain.model.deadlines.engine import Deadline
from domain.model.public_holidays import holiday_names

DISCLAIMER: Final = (
    "Rechenhilfe ohne Gewähr – keine Rechtsberatung. Maßgeblich sind Gesetz, Gericht und die "
    "Rechtsbehelfsbelehrung in Ihrem Schreiben."
)
"""Stands with every computed date (R12)."""

PASSED: Final = (
    "Frist rechnerisch abgelaufen – sofort Beratung/Anwalt (Wiedereinsetzung §§ 233 ff. ZPO, Berufung, "
    "§ 765a ZPO, Verhandlung mit Vermieter)"
)
"""Instead of "too late": something can nearly always still be done (R11)."""

UNCERTAIN: Final = (
    "unsicher: Der Tag des Ereignisses steht nicht fest, bitte bei der Geschäftsstelle nachfragen."
)
"""The mark of a result whose event has no certain day (R9)."""

_LAENDER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "BB": "Brandenburg",
        "BE": "Berlin",
        "BW": "Baden-Württemberg",
        "BY": "Bayern",
        "HB": "Bremen",
        "HE": "Hessen",
        "HH": "Hamburg",
        "MV": "Mecklenburg-Vorpommern",
        "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen",
        "RP": "Rheinland-Pfalz",
        "SH": "Schleswig-Holstein",
        "SL": "Saarland",
        "SN": "Sachsen",
        "ST": "Sachsen-Anhalt",
        "TH": "Thüringen",
    }
)
_WEEKDAYS: Final = weekday_names("de")


def explain(deadline: Deadline) -> str:
    """One German sentence that shows how the day came about."""
    rule = deadline.rule
    if rule.safe_day_of:
        safe = f"der letzte Werktag bis zu diesem Tag ist {_day(deadline.ends_on)}"
        return f"{_counted(deadline)}; {safe} ({rule.statute})."
    if not deadline.was_shifted:
        stays = _stays(deadline)
        return f"{_counted(deadline)}{stays} ({rule.statute})."
    why = _why_free(deadline.counted_on, deadline.land)
    shift = f"die Frist endet am nächsten Werktag {_day(deadline.ends_on)} ({rule.shift_statute})"
    return f"{_counted(deadline)} ({rule.statute}); das ist {why}, {shift}."


def warnings(deadline: Deadline) -> tuple[str, ...]:
    """What makes this one result less sure than the rule: the Land next door, an older law."""
    found = [_elsewhere(deadline, land) for land, _ in deadline.elsewhere]
    if deadline.rule.is_older(deadline.event_on):
        since = deadline.rule.valid_from
        assert since is not None
        found.append(
            f"Die Regel ist für Ereignisse ab {_plain(since)} geprüft; vorher konnte anderes Recht gelten."
        )
    return tuple(found)


def standing(deadline: Deadline, today: date) -> str:
    """R11's words once the last day has passed, a reminder of it once only the safe day has; else nothing."""
    rule = deadline.rule
    if rule.is_information:
        return ""
    last = next_working_day(deadline.counted_on, deadline.land) if rule.is_extended else deadline.counted_on
    if max(last, deadline.ends_on) < today:
        return PASSED
    if deadline.safe_on < today:
        return (
            f"Der sichere Tag ist vorbei; rechnerisch endet die Frist am {_day(max(last, deadline.ends_on))}."
        )
    return ""


def _counted(deadline: Deadline) -> str:
    rule, counting = deadline.rule, deadline.rule.counting
    event, counted = f"{rule.event.of} {_day(deadline.event_on)}", _day(deadline.counted_on)
    match counting:
        case Period() if counting.count < 0:
            return f"{event} minus {-counting.count} {counting.unit} ist {counted}"
        case Period():
            first = "der Tag selbst zählt nicht, § 187 I BGB"
            return f"{event} plus {_amount(counting)} ({first}) ist {counted}{_lacking(deadline, counting)}"
        case RentDay():
            return f"Der dritte Werktag im Monat, Samstage nicht mitgezählt, ist {counted}"
        case FullMonthsBefore():
            return f"{event} minus {counting.months} volle Monate ist {counted}"
        case NoticePeriod():
            return _notice(deadline, counting)


def _notice(deadline: Deadline, counting: NoticePeriod) -> str:
    latest = counting.latest(deadline.event_on, deadline.land)
    late = deadline.event_on > latest
    received = f"{deadline.rule.event.of} {_day(deadline.event_on)} liegt {'nach' if late else 'nicht nach'}"
    third = f"dem dritten Werktag {_day(latest)} (Samstag mitgezählt)"
    runs = f"ab {'dem nächsten' if late else 'diesem'} Monat {counting.months} Monate"
    return f"{received} {third}, darum zählen {runs}, und Mietende ist {_day(deadline.counted_on)}"


def _amount(period: Period) -> str:
    """ "1 Monat", "2 Monate": the number decides."""
    return f"{period.count} {period.unit.one if period.count == 1 else period.unit}"


def _lacking(deadline: Deadline, period: Period) -> str:
    """R3: the month in which the period ends may not have the day."""
    if period.unit not in (Unit.MONTHS, Unit.YEARS) or deadline.counted_on.day == deadline.event_on.day:
        return ""
    return f", denn wo der {deadline.event_on.day}. fehlt, gilt nach § 188 III BGB der Monatsletzte"


def _stays(deadline: Deadline) -> str:
    """Why a day that looks free does not move."""
    day, rule = deadline.ends_on, deadline.rule
    if is_working_day(day, deadline.land) or isinstance(rule.counting, RentDay | NoticePeriod):
        return ""
    return f"; das ist {_why_free(day, deadline.land)} und verschiebt hier nichts"


def _why_free(day: date, land: str) -> str:
    """ "ein Samstag", "ein Feiertag (Neujahr)"."""
    name = holiday_names(land, day.year).get(day)
    if name is not None:
        return f"ein Feiertag ({name})"
    return "ein Samstag" if day.weekday() == 5 else "ein Sonntag"


def _elsewhere(deadline: Deadline, land: str) -> str:
    there = dict(deadline.elsewhere)[land]
    days = f"{_day(there.last)} (sicher: {_day(there.safe)})"
    earlier = min(there.safe, deadline.safe_on)
    sits = "Wenn Vermieter, Anwalt oder Gericht dort sitzt"
    return f"Mit den Feiertagen von {_LAENDER[land]} käme {days} heraus. {sits}: spätestens {_day(earlier)}."


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day}.{day.month}.{day.year}"


def _plain(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
