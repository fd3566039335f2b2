"""The aftercare plan of a case and its check-ins, as they are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.model.case import Answer
from domain.model.ids import CaseId, PersonId
from domain.model.stage import Seat


class PlanState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Aftercare of one closing. A reopened case ends its plan; closing again starts another."""

    id: int = 0
    case_id: CaseId
    started_on: date
    state: PlanState = PlanState.RUNNING
    ended_reason: str | None = None
    ended_at: datetime | None = None


class Question(StrEnum):
    """What a check-in asks: how things are, or only whether something is needed (M8c)."""

    SITUATION = "situation"
    NEED = "need"


class Need(StrEnum):
    """What is tapped under the question whether something is needed (M8c)."""

    NO_THANKS = "no_thanks"
    PLEASE_CALL = "please_call"
    LATER = "later"


class EndReason(StrEnum):
    """Why aftercare is ended by hand (the practice paper, section 5)."""

    WISH = "wish"
    MOVED = "moved"
    DEATH = "death"


def help_side_is_asked(household: Answer | None) -> bool:
    """Whether the help side asks the household at all; only its No ends that."""
    return household is not Answer.NO


def landlord_question(household: Answer | None, landlord: Answer | None) -> Question:
    """What the landlord's side is asked: how things are only after two Yes of the household."""
    agreed = household is Answer.YES and landlord is Answer.YES
    return Question.SITUATION if agreed else Question.NEED


class CheckInState(StrEnum):
    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    SILENT = "silent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One window (first and last day included) in which one side is asked (Nachsorgetermin).

    `postponed` counts "Später fragen", `attempts` counts "Nicht erreicht". Silence is not "stable";
    `silent_at` says when the window was found to be over without an answer.
    """

    id: int = 0
    plan: int
    case_id: CaseId
    seat: Seat
    question: Question
    label: str
    target_on: date
    opens_on: date
    closes_on: date
    state: CheckInState = CheckInState.PLANNED
    asked: PersonId | None = None
    asked_at: datetime | None = None
    reminders: int = 0
    postponed: int = 0
    attempts: int = 0
    answer: str | None = None
    detail: str | None = None
    result: str | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None
    silent_at: datetime | None = None
