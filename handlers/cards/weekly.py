"""The coordinators' Monday (M11), and the lists behind its buttons: offices and codes, never persons."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model.check_in import CheckIn
from domain.model.notices import WeeklyReport
from domain.services import aftercare_windows as windows
from domain.services import gaps, weekly
from handlers.aftercare_buttons import WeekButton
from handlers.card_buttons import WhyButton
from handlers.cards import Reading, shows
from handlers.cards.aftercare_screens import case_of, horizon
from handlers.directory_words import gap_lines
from handlers.message import Message, row

LINES = 20


@shows(WeeklyReport)
def weekly_report(reading: Reading, notice: WeeklyReport) -> Message | None:
    """Always told, also when all is well; None only to somebody who coordinates no more."""
    if reading.person is None or not reading.person.is_coordinator:
        return None
    texts, week = reading.texts, weekly.of(reading.work, notice.day)
    text = texts(
        "digest.week.text",
        number=week.number,
        reported=week.reported,
        accepted=week.accepted,
        closed=week.closed,
        untaken=week.untaken,
        overdue=_offices(reading, week.overdue),
        silent=len(week.silent),
        gaps=len(week.gaps) or texts.label("digest.week.none"),
    )
    keys = tuple(WeekButton(what=one).key(texts.label(f"digest.week.{one}")) for one in LISTS)
    why = WhyButton(kind="weekly", id=0).key(texts.label("why.short"))
    return Message(text=text, rows=(keys, row(why)))


def _offices(reading: Reading, offices: Sequence[str]) -> str:
    if not offices:
        return "0"
    named = ", ".join(dict.fromkeys(offices))
    return reading.texts.label("digest.week.offices", number=len(offices), offices=named)


def overdue(reading: Reading) -> Message:
    """[Überfällige]"""
    return _list(reading, "digest.week.overdue_list", weekly.overdue_offices(reading.work))


def aftercare(reading: Reading) -> Message:
    """[Nachsorge]"""
    lines = [_silent(reading, one) for one in weekly.silent(reading.work)]
    return _list(reading, "digest.week.aftercare_list", lines)


def _silent(reading: Reading, check_in: CheckIn) -> str:
    case = case_of(reading, check_in)
    return reading.texts.label(
        "digest.week.aftercare_line",
        code=case.code,
        horizon=horizon(reading, check_in),
        office=windows.office(reading.work, case, check_in.seat),
    )


def directory(reading: Reading) -> Message:
    """[Lücken]"""
    nameless = [replace(one, person="") for one in gaps.find(reading.work)]
    lines = gap_lines(reading.texts, nameless)
    return Message(
        text=reading.texts("digest.week.gap_list", number=len(nameless), lines="\n".join(lines))
        if nameless
        else reading.texts("digest.week.nothing")
    )


def _list(reading: Reading, key: str, lines: Sequence[str]) -> Message:
    if not lines:
        return Message(text=reading.texts("digest.week.nothing"))
    shown = list(lines[:LINES])
    if len(lines) > LINES:
        shown.append(reading.texts.label("digest.week.more", number=len(lines) - LINES))
    return Message(text=reading.texts(key, number=len(lines), lines="\n".join(shown)))


LISTS = {"overdue": overdue, "gaps": directory, "aftercare": aftercare}
"""What the report's buttons open, in their order."""
