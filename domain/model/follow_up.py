"""What is still open on a case: coded questions that the help side answers after acceptance, one tap each.

Source: the network's list of intake fields, rows 10 to 18. No diagnosis, no amount, no nationality.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.model.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and its coded answers; `since` and `until` bound the stages in which it makes sense."""

    key: str
    answers: tuple[str, ...]
    since: Stage = Stage.NEW
    until: Stage = Stage.EVICTED

    def asked_at(self, stage: Stage) -> bool:
        """Whether the question makes sense at this stage; at an unknown one every question does."""
        return stage is Stage.UNKNOWN or (
            stage.reached(self.since) and (stage is self.until or not stage.reached(self.until))
        )


_YES_NO: Final = ("yes", "no", "unknown")

QUESTIONS: Final = (
    Question(
        key="eviction_hour",
        answers=tuple(f"{hour:02}" for hour in range(7, 18)),
        since=Stage.EVICTION_DATE,
        until=Stage.EVICTION_DATE,
    ),
    Question(key="grace_used", answers=_YES_NO, since=Stage.NOTICE),
    Question(key="landlord_continues", answers=("yes", "if_paid", "no", "open"), since=Stage.NOTICE),
    Question(
        key="income",
        answers=(
            "work",
            "alg",
            "basic_income",
            "social_assistance",
            "pension",
            "asylum",
            "housing_benefit",
            "none",
            "unknown",
        ),
    ),
    Question(key="future_rent", answers=("direct_payment", "standing_order", "guardian", "no", "open")),
    Question(key="adults", answers=("1", "2", "3", "4", "5")),
    Question(key="reported_before", answers=_YES_NO),
    Question(key="supply_cut", answers=("no", "threatened", "cut")),
    Question(key="language", answers=("german", "some_german", "interpreter")),
)
"""In the order in which they are asked: what is urgent first."""


def open_questions(stage: Stage, answered: Mapping[str, str]) -> tuple[Question, ...]:
    """What still may be asked at this stage, in order."""
    return tuple(one for one in QUESTIONS if one.key not in answered and one.asked_at(stage))


def question(key: str) -> Question | None:
    """The question of this name, if there is one."""
    return next((one for one in QUESTIONS if one.key == key), None)
