"""A review: every state with every deed and side, what it must have before it ends, what it leads to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from domain.model import failure_review as model
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotUnderstood
from domain.model.failure_review import (
    Aid,
    CancelWhy,
    Cause,
    ChangeState,
    DropWhy,
    Effect,
    FailureChange,
    FailureReview,
    FailureView,
    Remedy,
    ReviewState,
    Side,
    joined,
)
from domain.model.failure_rule import FailureRole
from domain.model.ids import CaseId, PartnerId, PersonId
from domain.model.stage import Seat

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PETRA = PersonId(1)
R = ReviewState


def review(state: ReviewState = R.OPEN, **facts: Any) -> FailureReview:
    made = FailureReview(
        id=5,
        run=3,
        case_id=CaseId(1),
        sides="landlord,help",
        due_on=MONDAY + timedelta(days=28),
        state=state,
        opened_at=NOON,
    )
    return replace(made, **facts)


def view(seat: Seat = Seat.HELP, *causes: Cause) -> FailureView:
    return FailureView(
        review=5,
        case_id=CaseId(1),
        seat=seat,
        causes=joined(causes or (Cause.TOO_LATE,)),
        aids=Aid.FIRST_CALL.value,
        remedy=Remedy.LESSON,
        by=PETRA,
        answered_at=NOON,
    )


def change(state: ChangeState = ChangeState.OPEN, **facts: Any) -> FailureChange:
    made = FailureChange(
        id=9,
        review=5,
        case_id=CaseId(1),
        cause=Cause.TOO_LATE,
        remedy=Remedy.PROCEDURE,
        owner=FailureRole.HELP,
        due_on=MONDAY + timedelta(days=14),
        state=state,
        entered_by=PETRA,
        entered_at=NOON,
    )
    return replace(made, **facts)


BOTH = (view(Seat.LANDLORD), view(Seat.HELP))
CHANGES = (change(),)


def publish(one: FailureReview, views: Any = BOTH, changes: Any = CHANGES, today: date = MONDAY) -> Any:
    return model.published(one, views, changes, by=PETRA, at=NOON, today=today)


# State x deed x side


@pytest.mark.parametrize(("state", "seat"), list(product(ReviewState, Seat)))
def test_only_a_side_that_is_asked_answers_an_open_review(state: ReviewState, seat: Seat) -> None:
    if state is not R.OPEN:
        with pytest.raises(AlreadyDone):
            model.answered(review(state), (), view(seat))
    elif seat is Seat.BENEFITS:
        with pytest.raises(NotAllowed):
            model.answered(review(state), (), view(seat))
    else:
        assert model.answered(review(state), (), view(seat)) == view(seat)


@pytest.mark.parametrize("state", ReviewState)
def test_what_is_open_alone_changes_is_published_or_cancelled(state: ReviewState) -> None:
    deeds: tuple[Any, ...] = (
        publish,
        lambda one: model.cancelled(one, CancelWhy.SIDE_GONE, PETRA, NOON),
        lambda one: model.changed(one, BOTH, (), change(), MONDAY),
    )
    for deed in deeds:
        if state is R.OPEN:
            deed(review(state))
        else:
            with pytest.raises(AlreadyDone):
                deed(review(state))


@pytest.mark.parametrize(
    ("views", "missing"),
    [
        ((), (Seat.LANDLORD, Seat.HELP)),
        ((view(Seat.HELP),), (Seat.LANDLORD,)),
        ((view(Seat.LANDLORD),), (Seat.HELP,)),
        (BOTH, ()),
    ],
)
def test_nobody_reads_the_others_view_before_all_have_answered(
    views: tuple[FailureView, ...], missing: tuple[Seat, ...]
) -> None:
    assert model.missing(review(), views) == tuple(map(Side, missing))
    assert model.may_read(review(), views) is (not missing)
    assert model.may_read(review(R.PUBLISHED), views)


def test_a_side_answers_once_and_says_something() -> None:
    with pytest.raises(AlreadyDone):
        model.answered(review(), (view(),), view())
    for empty in (replace(view(), causes=""), replace(view(), aids="")):
        with pytest.raises(Incomplete):
            model.answered(review(), (), empty)


# It must end in a change


def test_without_a_change_it_is_not_published() -> None:
    with pytest.raises(Incomplete):
        publish(review(), changes=())
    assert publish(review()).state is R.PUBLISHED


def test_a_missing_view_holds_it_up_until_its_day_is_over() -> None:
    for today in (MONDAY, review().due_on):
        with pytest.raises(Incomplete):
            publish(review(), views=(view(),), today=today)
        with pytest.raises(Incomplete):
            model.changed(review(), (view(),), (), change(), today)
    late = review().due_on + timedelta(days=1)
    assert publish(review(), views=(view(),), today=late).state is R.PUBLISHED


def test_a_change_is_against_a_cause_that_was_named_and_lies_ahead() -> None:
    with pytest.raises(NotUnderstood):
        model.changed(review(), BOTH, (), change(cause=Cause.NO_DEPUTY), MONDAY)
    with pytest.raises(NotUnderstood):
        model.changed(review(), BOTH, (), change(due_on=MONDAY - timedelta(days=1)), MONDAY)
    with pytest.raises(AlreadyDone):
        model.changed(review(), BOTH, (change(),) * model.MOST_CHANGES, change(), MONDAY)


def test_causes_are_named_once_whoever_names_them() -> None:
    views = (view(Seat.HELP, Cause.NO_DEPUTY, Cause.TOO_LATE), view(Seat.LANDLORD, Cause.TOO_LATE))
    assert model.causes(views) == (Cause.TOO_LATE, Cause.NO_DEPUTY)
    assert views[0].why == (Cause.TOO_LATE, Cause.NO_DEPUTY)
    assert model.nameable(()) == tuple(Cause)


# The change


@pytest.mark.parametrize(("state", "to", "why"), list(product(ChangeState, ChangeState, [None, *DropWhy])))
def test_a_change_is_made_or_dropped_with_a_reason(
    state: ChangeState, to: ChangeState, why: DropWhy | None
) -> None:
    reasoned = (to is ChangeState.DROPPED) is (why is not None)
    if state is not ChangeState.OPEN or to is ChangeState.OPEN:
        with pytest.raises(AlreadyDone):
            model.settled(change(state), to, PETRA, NOON, why)
    elif not reasoned:
        with pytest.raises(Incomplete):
            model.settled(change(state), to, PETRA, NOON, why)
    else:
        assert model.settled(change(state), to, PETRA, NOON, why).state is to


def test_whether_it_helped_is_said_once_and_only_when_asked() -> None:
    with pytest.raises(AlreadyDone):
        model.judged(change(), Effect.HELPED, PETRA)
    asked = change(asked_at=NOON)
    judged = model.judged(asked, Effect.PARTLY, PETRA)
    assert judged.effect is Effect.PARTLY
    with pytest.raises(AlreadyDone):
        model.judged(judged, Effect.HELPED, PETRA)


def test_in_a_project_each_partner_is_a_side_of_its_own() -> None:
    asked = replace(review(), sides="landlord:1,help:2,help:3")
    first = replace(view(Seat.HELP, Cause.TOO_LATE), partner=PartnerId(2))
    assert model.missing(asked, (first,)) == (
        Side(Seat.LANDLORD, PartnerId(1)),
        Side(Seat.HELP, PartnerId(3)),
    )
    second = replace(first, partner=PartnerId(3))
    assert model.answered(asked, (first,), second) == second
    with pytest.raises(AlreadyDone):
        model.answered(asked, (first,), first)
    for stranger in (PartnerId(4), None):
        with pytest.raises(NotAllowed):
            model.answered(asked, (), replace(first, partner=stranger))


@pytest.mark.parametrize("side", [Side(Seat.HELP), Side(Seat.LANDLORD, PartnerId(12))])
def test_a_side_is_read_as_it_was_written(side: Side) -> None:
    assert Side.read(str(side)) == side
