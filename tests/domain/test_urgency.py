"""Urgency: the whole table of facts, none forgotten, each with the reason that decided."""

from itertools import product

import pytest

from domain.model.stage import RentsOpen, Stage
from domain.model.urgency import Facts, Urgency, UrgencyReason, assess


@pytest.mark.parametrize(
    ("facts", "urgency", "reason"),
    [
        (Facts(stage=Stage.NEW), "green", "below_notice"),
        (Facts(stage=Stage.EARLY, reported_again=True, child_under_six=True), "green", "below_notice"),
        (Facts(stage=Stage.ARREARS), "green", "below_notice"),
        (Facts(stage=Stage.ARREARS, rents_open=RentsOpen.ONE_TO_TWO), "green", "below_notice"),
        (Facts(stage=Stage.ARREARS, rents_open=RentsOpen.TWO_TO_FOUR), "yellow", "two_rents"),
        (Facts(stage=Stage.WARNING, rents_open=RentsOpen.OVER_FOUR), "yellow", "two_rents"),
        (Facts(stage=Stage.WARNING, rents_open=RentsOpen.UNKNOWN), "green", "below_notice"),
        (Facts(stage=Stage.WARNING, child_under_six=True), "yellow", "child_under_six"),
        (Facts(stage=Stage.WARNING, child_under_six=None), "green", "below_notice"),
        (Facts(stage=Stage.ARREARS, reported_again=True), "yellow", "reported_again"),
        (Facts(stage=Stage.NOTICE), "orange", "notice"),
        (Facts(stage=Stage.SUIT), "orange", "suit"),
        (Facts(stage=Stage.SUIT, grace_days_left=15), "orange", "suit"),
        (Facts(stage=Stage.SUIT, grace_days_left=14), "red", "grace_ending"),
        (Facts(stage=Stage.SUIT, grace_days_left=0), "red", "grace_ending"),
        (Facts(stage=Stage.SUIT, grace_days_left=-1), "orange", "suit"),
        (Facts(stage=Stage.TITLE), "red", "title"),
        (Facts(stage=Stage.EVICTION_DATE), "red", "eviction_date"),
        (Facts(stage=Stage.EVICTED), "red", "evicted"),
        (Facts(stage=Stage.EARLY, protected=True), "red", "protected"),
        (Facts(stage=Stage.UNKNOWN), "green", "stage_unknown"),
        (Facts(stage=Stage.UNKNOWN, rents_open=RentsOpen.OVER_FOUR), "green", "stage_unknown"),
    ],
)
def test_examples(facts: Facts, urgency: str, reason: str) -> None:
    assessment = assess(facts)
    assert (assessment.urgency, assessment.reason) == (urgency, reason)


def test_every_combination_follows_the_definition() -> None:
    """The definition of the product page, read colour by colour."""
    grace = (None, -1, 0, 14, 15)
    rents = (None, *RentsOpen)
    for stage, protected, left, open_, child, again in product(
        Stage, (False, True), grace, rents, (None, False, True), (False, True)
    ):
        facts = Facts(
            stage=stage,
            protected=protected,
            grace_days_left=left,
            rents_open=open_,
            child_under_six=child,
            reported_again=again,
        )
        red = stage in ("title", "eviction_date", "evicted") or protected or left in (0, 14)
        orange = stage in ("notice", "suit")
        aggravated = open_ in ("2_to_4", "over_4") or child is True or again
        yellow = stage in ("arrears", "warning") and aggravated
        wanted = "red" if red else "orange" if orange else "yellow" if yellow else "green"
        assert assess(facts).urgency == wanted, facts


def test_urgencies_are_listed_from_the_most_urgent() -> None:
    assert list(Urgency) == ["red", "orange", "yellow", "green"]
    assert len(set(UrgencyReason)) == 12
