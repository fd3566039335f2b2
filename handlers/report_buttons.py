"""The buttons of the report. Each carries the draft's version: one of an older screen no longer fits."""

from enum import StrEnum

from domain.model.report_questions import Question
from handlers.buttons import Button


class AnswerButton(Button, prefix="ra"):
    """An answer to the question."""

    version: int
    question: Question
    value: str


class AskAgainButton(Button, prefix="rc"):
    """A line of the list behind [Ändern]."""

    version: int
    question: Question


class Move(StrEnum):
    """Where a step leads that answers nothing."""

    BACK = "back"
    SHOW = "show"
    GO_ON = "on"
    TYPE = "type"
    CHANGE = "change"
    OTHERS = "others"
    PAUSE = "pause"
    DISCARD = "discard"


class MoveButton(Button, prefix="rm"):
    """[Zurück], [Älter], [Ändern], [Abbrechen] and the like."""

    version: int
    to: Move


class SendButton(Button, prefix="rs"):
    """[An {Stelle} senden], [Fall anlegen]; `anew`: a similar case is known, and this is another one."""

    version: int
    anew: bool


class EmptyButton(Button, prefix="r0"):
    """A cell of the calendar that is no day."""


class TopicContactButton(Button, prefix="tc"):
    """[Notunterkunft: Kontakt], [Jugendamt: Kontakt]: who is responsible there today"""

    topic: str
    case: int
