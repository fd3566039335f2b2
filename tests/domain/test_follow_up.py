"""What is still open on a case, by its stage."""

import pytest

from domain.model.follow_up import QUESTIONS, open_questions, question
from domain.model.stage import Stage


@pytest.mark.parametrize(
    ("stage", "first", "count"),
    [
        (Stage.EARLY, "income", 6),
        (Stage.NOTICE, "grace_used", 8),
        (Stage.TITLE, "grace_used", 8),
        (Stage.EVICTION_DATE, "eviction_hour", 9),
        (Stage.EVICTED, "grace_used", 8),
        (Stage.UNKNOWN, "eviction_hour", 9),
    ],
)
def test_only_what_makes_sense_is_asked(stage: Stage, first: str, count: int) -> None:
    asked = open_questions(stage, {})
    assert (asked[0].key, len(asked)) == (first, count)


def test_what_was_answered_is_not_asked_again() -> None:
    answers = {one.key: one.answers[0] for one in QUESTIONS}
    assert open_questions(Stage.EVICTION_DATE, answers) == ()


def test_a_question_by_its_name() -> None:
    found = question("income")
    assert found is not None
    assert "pension" in found.answers
    assert question("religion") is None
