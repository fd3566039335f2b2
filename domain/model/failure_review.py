"""The review (Auswertung) of a failure run: blameless, in codes, and it must end in a change.

Source: issue 6, section 3; the study of peers (a learning loop across failures). Causes are about the
cooperation, never about a person or a household.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotUnderstood
from domain.model.failure_rule import FailureRole
from domain.model.ids import CaseId, PartnerId, PersonId
from domain.model.stage import Seat

EFFECT_AFTER: Final = 5
"""After so many further runs with the same cause it is asked whether a change has helped."""

MOST_CHANGES: Final = 6


class Cause(StrEnum):
    """Why it did not work, as a matter of the cooperation."""

    TOO_LATE = "too_late"
    UNCLEAR_WHO = "unclear_who"
    NO_DEPUTY = "no_deputy"
    NO_CAPACITY = "no_capacity"
    NOT_PRECISE = "not_precise"
    SEPARATE_WAYS = "separate_ways"
    CONTACT = "contact"
    PAPERS = "papers"
    MONEY_LATE = "money_late"
    OUTSIDE = "outside"

    @property
    def tells_of_household(self) -> bool:
        """A landlord reads it only with the household's consent."""
        return self in (Cause.CONTACT, Cause.PAPERS)


class Aid(StrEnum):
    """What helped all the same."""

    FIRST_CALL = "first_call"
    CONFERENCE = "conference"
    STEPS_HELD = "steps_held"
    FIXED_CONTACT = "fixed_contact"
    DEPUTY = "deputy"
    FALLBACK = "fallback"
    NOTHING = "nothing"

    @property
    def tells_of_household(self) -> bool:
        """A landlord reads it only with the household's consent."""
        return self is Aid.FALLBACK


class Remedy(StrEnum):
    """What is changed."""

    AGREEMENT = "agreement"
    RESPONSIBILITY = "responsibility"
    PROCEDURE = "procedure"
    LESSON = "lesson"


class ReviewState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class CancelWhy(StrEnum):
    """Why there is no review. `MISTAKE` comes by itself where the run was one."""

    MISTAKE = "mistake"
    SIDE_GONE = "side_gone"
    TALKED_ELSEWHERE = "talked_elsewhere"


class ChangeState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class DropWhy(StrEnum):
    """Why a change is not made after all."""

    OVERTAKEN = "overtaken"
    NOT_POSSIBLE = "not_possible"
    OTHER_CHANGE = "other_change"


class Effect(StrEnum):
    """Whether a change has helped."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Side:
    """Who gives a view: the seat of a case, or one of the partners that stand there in a project."""

    seat: Seat
    partner: PartnerId | None = None

    def __str__(self) -> str:
        return self.seat.value if self.partner is None else f"{self.seat.value}:{self.partner}"

    @classmethod
    def read(cls, text: str) -> "Side":
        """Raises ValueError for what is none."""
        seat, _, partner = text.partition(":")
        return cls(Seat(seat), PartnerId(int(partner)) if partner else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureReview:
    """`sides` are those whose view is asked for, joined by commas; `due_on` is the agreed day."""

    id: int = 0
    run: int
    case_id: CaseId | None
    sides: str
    due_on: date
    state: ReviewState = ReviewState.OPEN
    opened_at: datetime
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    why: CancelWhy | None = None

    @property
    def asked(self) -> tuple[Side, ...]:
        return tuple(Side.read(one) for one in self.sides.split(",") if one)

    @property
    def is_open(self) -> bool:
        return self.state is ReviewState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """One side's own view; `causes` and `aids` are codes joined by commas."""

    id: int = 0
    review: int
    case_id: CaseId | None
    seat: Seat
    partner: PartnerId | None = None
    causes: str
    aids: str
    remedy: Remedy
    by: PersonId
    answered_at: datetime

    @property
    def side(self) -> Side:
        return Side(self.seat, self.partner)

    @property
    def why(self) -> tuple[Cause, ...]:
        return tuple(Cause(one) for one in self.causes.split(",") if one)

    @property
    def helped(self) -> tuple[Aid, ...]:
        return tuple(Aid(one) for one in self.aids.split(",") if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureChange:
    """What will be done differently: against which cause, what, by whom, until when.

    `further` counts published reviews since then that name the same cause; `asked_at` is when it was asked
    whether the change has helped.
    """

    id: int = 0
    review: int
    case_id: CaseId | None
    cause: Cause
    remedy: Remedy
    owner: FailureRole
    due_on: date
    state: ChangeState = ChangeState.OPEN
    entered_by: PersonId
    entered_at: datetime
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    why: DropWhy | None = None
    further: int = 0
    asked_at: datetime | None = None
    effect: Effect | None = None
    effect_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one side says."""

    causes: Collection[Cause]
    aids: Collection[Aid]
    remedy: Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """What is to change: against which cause, what, by whom, until when."""

    cause: Cause
    remedy: Remedy
    owner: FailureRole
    due_on: date


# The views


def joined(codes: Iterable[StrEnum]) -> str:
    """Codes in the order of their kind, each once."""
    found = set(codes)
    kind = type(next(iter(found))) if found else None
    return "" if kind is None else ",".join(one.value for one in kind if one in found)


def missing(review: FailureReview, views: Collection[FailureView]) -> tuple[Side, ...]:
    """The sides whose view is still to come."""
    given = {one.side for one in views}
    return tuple(side for side in review.asked if side not in given)


def answered(
    review: FailureReview,
    views: Collection[FailureView],
    view: FailureView,
) -> FailureView:
    """A side's view, taken. Raises AlreadyDone, NotAllowed for a side that is not asked, Incomplete."""
    if not review.is_open or any(one.side == view.side for one in views):
        raise AlreadyDone("failure_review")
    if view.side not in review.asked:
        raise NotAllowed("failure_side")
    if not view.causes or not view.aids:
        raise Incomplete("failure_view")
    return view


def may_read(review: FailureReview, views: Collection[FailureView]) -> bool:
    """Whether the others' views are shown: once all have answered, to the coordinator likewise."""
    return not review.is_open or not missing(review, views)


def is_ready(review: FailureReview, views: Collection[FailureView], today: date) -> bool:
    """Whether changes can be settled: every side has answered, or the time for it is over."""
    return not missing(review, views) or today > review.due_on


# The changes


def causes(views: Iterable[FailureView]) -> tuple[Cause, ...]:
    """Everything that any side has named."""
    found = {cause for one in views for cause in one.why}
    return tuple(one for one in Cause if one in found)


def nameable(views: Iterable[FailureView]) -> tuple[Cause, ...]:
    """The causes against which a change can be: those that were named; any where nobody has."""
    return causes(views) or tuple(Cause)


def changed(
    review: FailureReview,
    views: Collection[FailureView],
    changes: Collection[FailureChange],
    change: FailureChange,
    today: date,
) -> FailureChange:
    """A change, taken. Raises AlreadyDone, Incomplete before the views are there, NotUnderstood."""
    if not review.is_open or len(changes) >= MOST_CHANGES:
        raise AlreadyDone("failure_review")
    if not is_ready(review, views, today):
        raise Incomplete("failure_views")
    if change.cause not in nameable(views):
        raise NotUnderstood("tap")
    if change.due_on < today:
        raise NotUnderstood("day_behind")
    return change


def published(
    review: FailureReview,
    views: Collection[FailureView],
    changes: Collection[FailureChange],
    *,
    by: PersonId,
    at: datetime,
    today: date,
) -> FailureReview:
    """Raises AlreadyDone, Incomplete while views are missing, or without a single change."""
    if not review.is_open:
        raise AlreadyDone("failure_review")
    if not is_ready(review, views, today):
        raise Incomplete("failure_views")
    if not changes:
        raise Incomplete("failure_change")
    return replace(review, state=ReviewState.PUBLISHED, settled_by=by, settled_at=at)


def cancelled(review: FailureReview, why: CancelWhy, by: PersonId | None, at: datetime) -> FailureReview:
    """Only with a reason. Raises AlreadyDone."""
    if not review.is_open:
        raise AlreadyDone("failure_review")
    return replace(review, state=ReviewState.CANCELLED, why=why, settled_by=by, settled_at=at)


def settled(
    change: FailureChange, state: ChangeState, by: PersonId, at: datetime, why: DropWhy | None = None
) -> FailureChange:
    """Made, or dropped with a reason. Raises AlreadyDone, Incomplete without the reason."""
    if change.state is not ChangeState.OPEN or state is ChangeState.OPEN:
        raise AlreadyDone("failure_change")
    if (state is ChangeState.DROPPED) is (why is None):
        raise Incomplete("failure_reason")
    return replace(change, state=state, settled_by=by, settled_at=at, why=why)


def counted(change: FailureChange, at: datetime) -> FailureChange:
    """A further run had the same cause; the fifth one asks."""
    further = change.further + 1
    return replace(change, further=further, asked_at=at if further >= EFFECT_AFTER else None)


def judged(change: FailureChange, effect: Effect, by: PersonId) -> FailureChange:
    """Whether it helped, once. Raises AlreadyDone, also while nobody has been asked."""
    if change.asked_at is None or change.effect is not None:
        raise AlreadyDone("failure_change")
    return replace(change, effect=effect, effect_by=by)
