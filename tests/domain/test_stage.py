"""The coded words of a case keep their order, their groups and their stored values."""

import enum

import pytest

from domain.model import stage as words
from domain.model.stage import (
    DeclineReason,
    DeclineSide,
    Household,
    Outcome,
    OutcomeGroup,
    RentsOpen,
    Request,
    Stage,
    help_requests,
)

LADDER = ["new", "early", "arrears", "warning", "notice", "suit", "title", "eviction_date", "evicted"]


def test_stages_are_ordered_and_unknown_has_reached_nothing() -> None:
    for here, stage in enumerate(LADDER):
        for there, threshold in enumerate(LADDER):
            assert Stage(stage).reached(Stage(threshold)) is (here >= there)
        assert not Stage.UNKNOWN.reached(Stage(stage))


def test_stored_values_are_short_ascii() -> None:
    for name, thing in vars(words).items():
        if isinstance(thing, type) and issubclass(thing, enum.StrEnum) and thing is not enum.StrEnum:
            for each in thing:
                assert each.value.isascii(), (name, each)
                assert len(each.value) <= 20, (name, each)


def test_two_rents_open_is_certain_only_from_two_upwards() -> None:
    assert [each for each in RentsOpen if each.two_or_more] == [RentsOpen.TWO_TO_FOUR, RentsOpen.OVER_FOUR]


def test_children_live_only_where_they_are_named() -> None:
    with_children = ["single_parent", "couple_children", "with_children"]
    assert [each for each in Household if each.has_children] == with_children


@pytest.mark.parametrize(
    ("stage", "first", "count"),
    [
        (Stage.UNKNOWN, Request.INSTALMENTS, 3),
        (Stage.EARLY, Request.INSTALMENTS, 3),
        (Stage.NOTICE, Request.WITHDRAW_NOTICE, 4),
        (Stage.SUIT, Request.WITHDRAW_NOTICE, 4),
        (Stage.TITLE, Request.SUSPEND_EVICTION, 5),
        (Stage.EVICTION_DATE, Request.SUSPEND_EVICTION, 5),
        (Stage.EVICTED, Request.TALK_OF_THREE, 2),
    ],
)
def test_requests_to_a_landlord_follow_the_stage(stage: Stage, first: Request, count: int) -> None:
    assert help_requests(stage)[0] is first
    assert len(help_requests(stage)) == count


def test_every_outcome_has_its_group_and_only_kept_and_moved_have_aftercare() -> None:
    groups = {each.value: each.group for each in Outcome}
    assert groups == {
        **dict.fromkeys(("E1", "E2"), OutcomeGroup.KEPT),
        **dict.fromkeys(("U1", "U2"), OutcomeGroup.MOVED),
        **dict.fromkeys(("V1", "V2", "V3", "V4", "V5"), OutcomeGroup.LOST),
        **dict.fromkeys(("A1", "A2", "A3"), OutcomeGroup.UNRESOLVED),
        "T": OutcomeGroup.DEATH,
    }
    assert [each for each in Outcome if each.has_aftercare] == ["E1", "E2", "U1", "U2"]


def test_every_refusal_is_counted_on_a_side() -> None:
    assert [each.side for each in DeclineReason] == [
        DeclineSide.FORMAL,
        DeclineSide.OFFICE,
        DeclineSide.HOUSEHOLD,
        DeclineSide.HOUSEHOLD,
        DeclineSide.FORMAL,
        DeclineSide.FORMAL,
        DeclineSide.FORMAL,
    ]
