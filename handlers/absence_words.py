"""How an absence is told: from when to when."""

from datetime import date

from domain.model.dates import with_weekday
from domain.model.routing import Absence
from handlers.texts import Texts


def span(texts: Texts, absence: Absence) -> str:
    """The first and the last day, or the one day."""
    first, last = day(texts, absence.first_on), day(texts, absence.last_on)
    return texts.label("absence.span", first=first, last=last) if first != last else first


def day(texts: Texts, on: date) -> str:
    return with_weekday(on, texts.language)
