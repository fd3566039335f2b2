"""The buttons of the deadline calculator. `case` 0 is nobody's case; with a case the result is kept there."""

from domain.model.deadlines.rules import Area
from handlers.buttons import Button


class CalculatorButton(Button, prefix="fri"):
    """[Neue Rechnung], [Weitere Frist]: which part of the matter?"""

    case: int


class AreaButton(Button, prefix="fra"):
    area: Area
    case: int


class EventButton(Button, prefix="fre"):
    event: str
    case: int


class CertaintyButton(Button, prefix="frc"):
    """Whether the day is sure; 1 or 0."""

    event: str
    certain: int
    case: int


class EventDayButton(Button, prefix="frd"):
    event: str
    day: str
    certain: int
    case: int


class TypeEventDayButton(Button, prefix="frt"):
    """[Älter], [Später]: the day is typed."""

    event: str
    certain: int
    case: int


class ReckonedButton(Button, prefix="frw"):
    """[So wurde gerechnet]"""

    event: str
    day: str
    certain: int


class ResultButton(Button, prefix="frr"):
    """[Kurz]: back to the short card."""

    event: str
    day: str
    certain: int


class CalendarFileButton(Button, prefix="frk"):
    """[Als Kalender]"""

    event: str
    day: str
    certain: int
