"""The deadlines of a case in lines: on cards, in news and in their own list."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.model.case_deadline import CaseDeadline
from domain.model.deadlines.explanation import PASSED
from domain.model.rights import Relation
from domain.model.stage import Stage
from domain.model.view import View
from domain.services.deadlines import rule_of
from handlers import deadline_words
from handlers.cards import Reading
from handlers.texts import Texts

SHOWN: Final = 3
"""On a card; the others are a tap away."""


def of(reading: Reading, view: View) -> list[str]:
    """The open deadlines, the most urgent first; what has passed is never called lost (R11)."""
    texts = reading.texts
    today = reading.work.network.calendar.local(reading.now).date()
    kept = [one for one in view.deadlines if not rule_of(one).is_information]
    ahead, passed = split(kept, today)
    lines = [line(texts, one) for one in ahead[:SHOWN]]
    if len(ahead) > SHOWN:
        lines.append(texts("card.deadlines.more", number=len(ahead) - SHOWN))
    if passed:
        names = ", ".join(rule_of(one).title for one in passed)
        lines.append(texts("card.deadlines.passed", names=names, what=PASSED))
    if not lines:
        return []
    if any(one.uncertain for one in kept):
        lines.append(texts("deadline.result.uncertain"))
    return [texts("card.deadlines.title"), *lines, deadline_words.disclaimer(texts)]


def split(kept: Sequence[CaseDeadline], today: date) -> tuple[list[CaseDeadline], list[CaseDeadline]]:
    """What lies ahead, and what has passed by the calendar."""
    return [one for one in kept if one.ends_on >= today], [one for one in kept if one.ends_on < today]


def line(texts: Texts, one: CaseDeadline) -> str:
    """ "Schonfrist: sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027"."""
    return deadline_words.short_line(texts, rule_of(one).title, one.safe_on, one.ends_on)


def envelope(texts: Texts, view: View) -> list[str]:
    """For the help side, while nobody knows when the suit was served."""
    wanted = view.envelope_wanted and Relation.HELP in view.relations
    return [texts("card.deadlines.envelope")] if wanted else []


def shelter(texts: Texts, view: View) -> list[str]:
    """Before an eviction, to the help side: is there a place to sleep, and who looks after the children?"""
    if view.stage is not Stage.EVICTION_DATE or Relation.HELP not in view.relations:
        return []
    asked = ("shelter", "youth") if view.with_children else ("shelter",)
    return [texts(f"deadline.near.{one}") for one in asked]
