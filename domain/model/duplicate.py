"""Two cases that may be the same household (R12)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.model.ids import CaseId


class DuplicateAnswer(StrEnum):
    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """`case_id` looks like `other`; only the help side is asked, after acceptance."""

    id: int = 0
    case_id: CaseId
    other: CaseId
    answer: DuplicateAnswer | None = None
