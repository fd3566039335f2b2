"""The buttons of closing a case."""

from datetime import date
from typing import Literal

from domain.model.case import Answer
from domain.model.stage import Outcome, OutcomeGroup, Solution
from handlers.buttons import Button


class OutcomeGroupButton(Button, prefix="clg"):
    """What became of the tenancy, in five words"""

    case: int
    group: OutcomeGroup


class OutcomeButton(Button, prefix="clo"):
    """The outcome itself"""

    case: int
    outcome: Outcome


class EndDayButton(Button, prefix="cld"):
    """The day of the household's event"""

    case: int
    day: date


class TypeEndDayButton(Button, prefix="clt"):
    """[Älter]: the day is typed."""

    case: int


class FlatButton(Button, prefix="clf"):
    """Whether the new flat came from the network"""

    case: int
    yes: bool


class SolutionButton(Button, prefix="clh"):
    """[Wie gelöst?], and what has helped"""

    case: int
    solution: Solution | None = None


class AgreesButton(Button, prefix="cla"):
    """What the household says to aftercare, and to the landlord's being asked"""

    case: int
    about: Literal["household", "landlord"]
    answer: Answer


class ConfirmCloseButton(Button, prefix="clc"):
    """[Abschließen]; `named` has the number of every open point that the overview showed."""

    case: int
    named: str = ""


class UndoCloseButton(Button, prefix="clu"):
    """[Rückgängig], for five minutes"""

    case: int
