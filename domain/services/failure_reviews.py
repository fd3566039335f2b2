"""The review of a failure run: each side's own view first, then a change with an owner and a date."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.model import failure_review as model
from domain.model.case import EventKind
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.failure import FailureRun
from domain.model.failure_review import (
    Aid,
    CancelWhy,
    Cause,
    FailureChange,
    FailureReview,
    FailureView,
    Opinion,
    Resolve,
    Side,
    joined,
)
from domain.model.failure_rule import FailureRole, FailureRule
from domain.model.failure_subject import Project, Subject, case_id
from domain.model.notices import (
    Priority,
    ReviewAsked,
    ReviewCancelled,
    ReviewOverdue,
    ReviewPublished,
    ReviewReady,
)
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.model.visibility import Circumstances
from domain.ports import Turn, Work
from domain.services import failure_changes, failure_people, failure_subjects, standing, telling
from domain.services.due import answers

REMIND_WORKING_DAYS = 3
"""Called to mind after so many working days, again and again until it is published or cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review as one reader may see it: `others` is empty until every side has answered; `owned` are the
    changes that the reader may settle.

    `seat` is the side for which the reader gives a view; None for whoever only reads. By `proxy` it is not
    the reader's own: its person is not here, and the coordinator asks on the telephone.
    """

    review: FailureReview
    case: Subject
    side: Side | None
    proxy: bool
    own: FailureView | None
    others: tuple[FailureView, ...]
    missing: tuple[Side, ...]
    changes: tuple[FailureChange, ...]
    causes: tuple[Cause, ...]
    ready: bool
    may_cancel: bool
    owned: frozenset[int]


# Reading


def of_id(work: Work, identity: int) -> tuple[FailureReview, Subject]:
    """Raises NotFound."""
    review = work.failure_reviews.get(identity)
    if review is None:
        raise NotFound("failure_review")
    return review, failure_subjects.of_run_id(work, review.run)


def latest(work: Work, case: Subject) -> FailureReview | None:
    """The review of the case's last run that has one."""
    runs = reversed(failure_subjects.runs(work, case))
    return next((one for run in runs if (one := work.failure_reviews.of_run(run.id)) is not None), None)


def _reading(work: Work, turn: Turn, identity: int, deed: Deed) -> tuple[FailureReview, Subject, Person]:
    review, case = of_id(work, identity)
    person = failure_subjects.require(work, turn, case, deed)
    failure_people.may_act(work, case, person)
    return review, case, person


def read(work: Work, turn: Turn, identity: int) -> Reviewed:
    """What the speaker may see of it today. Raises NotFound, NotAllowed."""
    review, case, person = _reading(work, turn, identity, Deed.REVIEW_FAILURE)
    return seen_by(work, review, case, person)


def seen_by(work: Work, review: FailureReview, case: Subject, person: Person) -> Reviewed:
    """What this reader may see of it today."""
    views = work.failure_views.of_review(review.id)
    mine = failure_people.side_of(work, case, person)
    side = _side(work, review, case, person)
    shown = views if model.may_read(review, views) else ()
    household = None if isinstance(case, Project) else Circumstances.of(case)
    landlord = mine is not None and mine.seat is Seat.LANDLORD
    plain = landlord and household is not None and not household.landlord_hears_details
    others = [_plain(one) if plain else one for one in shown if one.side != side]
    own = next((one for one in views if one.side == side), None)
    seen = (*((own,) if own else ()), *others)
    roles = failure_people.roles(work, case, person)
    return Reviewed(
        review=review,
        case=case,
        side=side,
        proxy=side is not None and side != mine,
        own=own,
        others=tuple(others),
        missing=model.missing(review, views),
        changes=tuple(one for one in _changes(work, review) if not (plain and one.cause.tells_of_household)),
        causes=tuple(one for one in model.nameable(seen) if _fits(case, one)),
        ready=model.is_ready(review, views, standing.today(work)) and not _owes_view(mine, review, views),
        may_cancel=bool(roles & {FailureRole.HELP, FailureRole.COORDINATOR}),
        owned=frozenset(
            one.id for one in _changes(work, review) if failure_changes.may_settle(review, one, roles)
        ),
    )


def _owes_view(side: Side | None, review: FailureReview, views: Collection[FailureView]) -> bool:
    """Whoever has not said how it was for them settles nothing yet, also when the time is over."""
    return side in model.missing(review, views)


def _settling(
    work: Work, turn: Turn, identity: int
) -> tuple[FailureReview, Subject, Person, tuple[FailureView, ...]]:
    """Raises NotFound, NotAllowed, Incomplete for a side that owes its own view."""
    review, case, person = _reading(work, turn, identity, Deed.REVIEW_FAILURE)
    views = work.failure_views.of_review(review.id)
    if review.is_open and _owes_view(failure_people.side_of(work, case, person), review, views):
        raise Incomplete("failure_views")
    return review, case, person, views


def _fits(case: Subject, code: StrEnum) -> bool:
    """No household appears in what a project fails of."""
    return not (isinstance(case, Project) and isinstance(code, Cause | Aid) and code.tells_of_household)


def _side(work: Work, review: FailureReview, case: Subject, person: Person) -> Side | None:
    """The side for which this person gives a view: the own one; for the coordinator one that is not here."""
    mine = failure_people.side_of(work, case, person)
    if mine in review.asked:
        return mine
    absent = model.missing(review, work.failure_views.of_review(review.id)) if person.is_coordinator else ()
    return next((one for one in absent if not _is_here(work, case, one)), None)


def _is_here(work: Work, case: Subject, side: Side) -> bool:
    there = failure_people.at_side(work, case, side)
    return there is not None and there.reachable


def _plain(view: FailureView) -> FailureView:
    """Without what would tell a landlord how the help with the household goes (R11)."""
    return replace(
        view,
        causes=joined(one for one in view.why if not one.tells_of_household),
        aids=joined(one for one in view.helped if not one.tells_of_household),
    )


def _changes(work: Work, review: FailureReview) -> tuple[FailureChange, ...]:
    return work.failure_changes.of_review(review.id)


def waits_for(work: Work, review: FailureReview) -> tuple[tuple[Person, ...], bool]:
    """Who owes something on an open review: the missing sides, else whoever leads the case; and whether
    their view is missing."""
    case = failure_subjects.of_run_id(work, review.run)
    absent = model.missing(review, work.failure_views.of_review(review.id))
    if not absent:
        return failure_people.filled(work, case, FailureRole.HELP), False
    people = {one.id: one for side in absent for one in _asked(work, case, side)}
    return tuple(people.values()), True


def _asked(work: Work, case: Subject, side: Side) -> tuple[Person, ...]:
    """Whoever answers for this side; the coordinators where nobody there can be told here."""
    person = failure_people.at_side(work, case, side)
    return (person,) if person is not None and person.reachable else work.people.coordinators()


# Beginning


def begin(work: Work, case: Subject, run: FailureRun, rule: FailureRule) -> FailureReview:
    """The run is over: every side is asked for its own view."""
    calendar = work.network.calendar
    due_on = calendar.local(calendar.add_working_days(work.now, rule.review_days)).date()
    review = work.failure_reviews.add(
        FailureReview(
            run=run.id,
            case_id=case_id(case),
            sides=",".join(map(str, failure_people.views(work, case))),
            due_on=due_on,
            opened_at=work.now,
        )
    )
    _wind(work, review)
    return review


def forget(work: Work, run: FailureRun) -> None:
    """The run goes on. Raises AlreadyDone once a side has answered."""
    review = work.failure_reviews.of_run(run.id)
    if review is None:
        return
    if work.failure_views.of_review(review.id) or not review.is_open:
        raise AlreadyDone("failure_review")
    work.timers.cancel(_key(review))
    work.failure_reviews.remove(review.id)


def without_others(work: Work, run: FailureRun) -> None:
    """The household has withdrawn: only whoever helps is still asked."""
    review = work.failure_reviews.of_run(run.id)
    if review is not None and review.is_open:
        given = {one.side for one in work.failure_views.of_review(review.id)}
        kept = [one for one in review.asked if one.seat is failure_people.LEADS or one in given]
        work.failure_reviews.save(replace(review, sides=",".join(map(str, kept))))


# The sides' views


def answer(work: Work, turn: Turn, identity: int, said: Opinion) -> FailureReview:
    """One side's own view; nobody sees it before all have answered.

    Raises NotFound, NotAllowed for a side that is not asked, AlreadyDone, Incomplete, NotUnderstood for what
    does not fit a project.
    """
    review, case, person = _reading(work, turn, identity, Deed.GIVE_VIEW)
    side = _side(work, review, case, person)
    if side is None:
        raise NotAllowed("failure_side")
    if not all(_fits(case, one) for one in (*said.causes, *said.aids)):
        raise NotUnderstood("tap")
    views = work.failure_views.of_review(review.id)
    view = FailureView(
        review=review.id,
        case_id=case_id(case),
        seat=side.seat,
        partner=side.partner,
        causes=joined(said.causes),
        aids=joined(said.aids),
        remedy=said.remedy,
        by=person.id,
        answered_at=work.now,
    )
    given = work.failure_views.add(model.answered(review, views, view))
    failure_subjects.record(work, case, EventKind.FAILURE_VIEW, person.id, seat=side.seat.value)
    if not model.missing(review, (*views, given)):
        told = ReviewReady(case=case_id(case), review=review.id)
        failure_people.tell_everybody(work, case, told, f"review:{review.id}:ready", without=person.id)
    return review


# What changes


def decide(work: Work, turn: Turn, identity: int, resolve: Resolve) -> FailureChange:
    """What is to change.

    Raises NotFound, NotAllowed, AlreadyDone, Incomplete before the views are there, NotUnderstood.
    """
    review, case, person, views = _settling(work, turn, identity)
    change = FailureChange(
        review=review.id,
        case_id=case_id(case),
        cause=resolve.cause,
        remedy=resolve.remedy,
        owner=resolve.owner,
        due_on=resolve.due_on,
        entered_by=person.id,
        entered_at=work.now,
    )
    if not _fits(case, resolve.cause):
        raise NotUnderstood("tap")
    today = standing.today(work)
    taken = work.failure_changes.add(model.changed(review, views, _changes(work, review), change, today))
    failure_subjects.record(
        work, case, EventKind.FAILURE_CHANGE, person.id, change=taken.id, remedy=taken.remedy.value
    )
    return taken


def remove_change(work: Work, turn: Turn, identity: int) -> FailureReview:
    """A wrong one, until the review is published. Raises NotFound, NotAllowed, AlreadyDone."""
    change = failure_changes.of_id(work, identity)
    review, _, _ = _reading(work, turn, change.review, Deed.REVIEW_FAILURE)
    if not review.is_open:
        raise AlreadyDone("failure_review")
    work.failure_changes.remove(change.id)
    return review


def publish(work: Work, turn: Turn, identity: int) -> FailureReview:
    """Everybody reads it, and its changes are owed from now on.

    Raises NotFound, NotAllowed, AlreadyDone, Incomplete without every view, or without a change.
    """
    review, case, person, views = _settling(work, turn, identity)
    changes = _changes(work, review)
    published = model.published(review, views, changes, by=person.id, at=work.now, today=standing.today(work))
    work.failure_reviews.save(published)
    work.timers.cancel(_key(review))
    failure_subjects.record(
        work, case, EventKind.FAILURE_PUBLISHED, person.id, causes=joined(model.causes(views))
    )
    for one in changes:
        failure_changes.wind(work, one)
    told = ReviewPublished(case=case_id(case), review=review.id)
    failure_people.tell_everybody(work, case, told, f"review:{review.id}:published", without=person.id)
    failure_changes.count(work, published)
    return published


def cancel(work: Work, turn: Turn, identity: int, why: CancelWhy) -> FailureReview:
    """No review, with a reason, which everybody hears.

    Raises NotFound, NotAllowed for whoever does not lead, AlreadyDone.
    """
    review, case, person = _reading(work, turn, identity, Deed.END_FAILURE)
    cancelled = model.cancelled(review, why, person.id, work.now)
    work.failure_reviews.save(cancelled)
    work.timers.cancel(_key(review))
    failure_subjects.record(work, case, EventKind.FAILURE_CANCELLED, person.id, why=why.value)
    told = ReviewCancelled(case=case_id(case), review=review.id)
    failure_people.tell_everybody(work, case, told, f"review:{review.id}:cancelled", without=person.id)
    return cancelled


# Falling due


@answers(TimerKind.FAILURE_REVIEW)
def called_to_mind(work: Work, timer: Timer) -> None:
    """Whoever owes a view, else whoever leads; past its day the coordinators, too."""
    review, case = of_id(work, timer.subject)
    if not review.is_open:
        return
    people, absent = waits_for(work, review)
    today = standing.today(work)
    told = (ReviewAsked if absent else ReviewReady)(case=case_id(case), review=review.id)
    for one in people:
        key = f"review:{review.id}:{today}:{one.id}"
        telling.tell(work, one.id, told, priority=Priority.REMINDER, dedupe=key)
    if today > review.due_on:
        late = ReviewOverdue(case=case_id(case), review=review.id)
        telling.tell_coordinators(work, late, dedupe=f"review_late:{review.id}:{today}")
    _wind(work, review)


def _wind(work: Work, review: FailureReview) -> None:
    """Without the case: its end ends no review."""
    at = work.network.calendar.add_working_days(work.now, REMIND_WORKING_DAYS)
    kind = TimerKind.FAILURE_REVIEW
    work.timers.set(Timer(kind=kind, subject=review.id, due_at=at, dedupe=_key(review)))


def _key(review: FailureReview) -> str:
    return f"{TimerKind.FAILURE_REVIEW}:{review.id}"
