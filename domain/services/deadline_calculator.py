"""The calculator: an event and a day give deadlines, for anybody in the network, without any case."""

from datetime import date

from domain.model.deadlines import engine
from domain.model.deadlines.engine import DayOutOfRange, Deadline, UnknownEvent
from domain.model.deadlines.rules import Event
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.ports import Turn, Work
from domain.services import access


def event_of(work: Work, turn: Turn, key: str) -> Event:
    """Raises Stranger, AlreadyDone for a button of an event that is gone."""
    access.member(turn)
    try:
        return engine.event_of(key)
    except UnknownEvent:
        raise AlreadyDone from None


def compute(work: Work, turn: Turn, key: str, day: date, *, certain: bool) -> tuple[Deadline, ...]:
    """Everything that the event starts. Raises Stranger, AlreadyDone, NotUnderstood for a wild day."""
    access.member(turn)
    return computed(work, key, day, certain=certain)


def computed(work: Work, key: str, day: date, *, certain: bool) -> tuple[Deadline, ...]:
    """The same for services. Raises AlreadyDone, NotUnderstood."""
    try:
        return engine.compute(
            key,
            day,
            land=work.network.calendar.land,
            uncertain=not certain,
            reforms=work.network.reforms,
        )
    except UnknownEvent:
        raise AlreadyDone from None
    except DayOutOfRange:
        raise NotUnderstood("day") from None
