"""What a review has changed: owed by its owner until its day, and asked five runs later whether it helped."""

from collections.abc import Collection
from dataclasses import replace

from domain.model import failure_review as model
from domain.model.errors import NotAllowed, NotFound
from domain.model.failure_review import (
    ChangeState,
    DropWhy,
    Effect,
    FailureChange,
    FailureReview,
    ReviewState,
)
from domain.model.failure_rule import FailureRole
from domain.model.failure_subject import Subject
from domain.model.notices import ChangeDue, EffectAsked, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import failure_people, failure_subjects, standing, telling
from domain.services.due import answers

AGAIN_WORKING_DAYS = 3
"""A change that was not made is called to mind again after so many working days."""


def of_id(work: Work, identity: int) -> FailureChange:
    """Raises NotFound."""
    change = work.failure_changes.get(identity)
    if change is None:
        raise NotFound("failure_change")
    return change


def subject_of(work: Work, change: FailureChange) -> Subject:
    """What the run was about."""
    review = work.failure_reviews.get(change.review)
    assert review is not None
    return failure_subjects.of_run_id(work, review.run)


def owners(work: Work, change: FailureChange) -> tuple[Person, ...]:
    """Whoever fills the role today, also after the end of the case."""
    return failure_people.filled(work, subject_of(work, change), change.owner)


def _owned(work: Work, turn: Turn, identity: int) -> tuple[FailureChange, Subject, Person]:
    """Raises NotFound, NotAllowed for whoever neither owns it nor coordinates."""
    change = of_id(work, identity)
    case = subject_of(work, change)
    person = failure_subjects.require(work, turn, case, Deed.REVIEW_FAILURE)
    failure_people.may_act(work, case, person)
    roles = failure_people.roles(work, case, person)
    if not roles & {change.owner, FailureRole.COORDINATOR}:
        raise NotAllowed("failure_role")
    review = work.failure_reviews.get(change.review)
    if review is None or not may_settle(review, change, roles):
        raise NotFound("failure_change")
    return change, case, person


def may_settle(review: FailureReview, change: FailureChange, roles: Collection[FailureRole]) -> bool:
    """Its owner and the coordinator may, once the review is published."""
    owns = change.owner in roles or FailureRole.COORDINATOR in roles
    return owns and review.state is ReviewState.PUBLISHED


def owned(work: Work, turn: Turn, identity: int) -> tuple[FailureChange, Subject]:
    """A change for whoever may settle it. Raises NotFound, NotAllowed."""
    change, case, _ = _owned(work, turn, identity)
    return change, case


def done(work: Work, turn: Turn, identity: int) -> FailureChange:
    """[Umgesetzt]. Raises NotFound, NotAllowed, AlreadyDone."""
    change, _, person = _owned(work, turn, identity)
    return _settle(work, model.settled(change, ChangeState.DONE, person.id, work.now))


def drop(work: Work, turn: Turn, identity: int, why: DropWhy) -> FailureChange:
    """Not made after all, with a reason. Raises NotFound, NotAllowed, AlreadyDone."""
    change, _, person = _owned(work, turn, identity)
    return _settle(work, model.settled(change, ChangeState.DROPPED, person.id, work.now, why))


def _settle(work: Work, change: FailureChange) -> FailureChange:
    work.failure_changes.save(change)
    work.timers.cancel(_key(change))
    return change


# Time


def wind(work: Work, change: FailureChange) -> None:
    """On its morning. Without the case: its end ends no change."""
    calendar = work.network.calendar
    at = max(calendar.moment(change.due_on, calendar.opens), work.now)
    work.timers.set(Timer(kind=TimerKind.FAILURE_CHANGE, subject=change.id, due_at=at, dedupe=_key(change)))


@answers(TimerKind.FAILURE_CHANGE)
def falls_due(work: Work, timer: Timer) -> None:
    """The owner on the day and again; from the second time on the coordinators hear it, too."""
    change = of_id(work, timer.subject)
    if change.state is not ChangeState.OPEN:
        return
    today = standing.today(work)
    late = today > change.due_on
    told = ChangeDue(case=change.case_id, change=change.id, late=late)
    people = owners(work, change)
    for one in people:
        telling.remind(work, one.id, told, dedupe=f"change:{change.id}:{today}:{one.id}")
    if late:
        own = {one.id for one in people}
        for one in work.people.coordinators():
            if one.id not in own:
                key = f"change:{change.id}:{today}:{one.id}"
                telling.tell(work, one.id, told, priority=Priority.REMINDER, dedupe=key)
    later = work.network.calendar.add_working_days(work.now, AGAIN_WORKING_DAYS)
    work.timers.set(replace(timer, due_at=later))


# Whether it helped


def count(work: Work, published: FailureReview) -> None:
    """A further run had these causes: five after a change, it is asked whether the change has helped."""
    for cause in model.causes(work.failure_views.of_review(published.id)):
        for change in work.failure_changes.unasked(cause):
            if change.review != published.id:
                _count(work, change)


def _count(work: Work, change: FailureChange) -> None:
    counted = model.counted(change, work.now)
    work.failure_changes.save(counted)
    if counted.asked_at is None:
        return
    told = EffectAsked(case=change.case_id, change=change.id)
    people = {one.id for one in (*owners(work, change), *work.people.coordinators())}
    for identity in sorted(people):
        telling.tell(work, identity, told, dedupe=f"effect:{change.id}:{identity}")


def judge(work: Work, turn: Turn, identity: int, effect: Effect) -> FailureChange:
    """[Hat geholfen], [Teilweise], [Nicht]. Raises NotFound, NotAllowed, AlreadyDone."""
    change, _, person = _owned(work, turn, identity)
    judged = model.judged(change, effect, person.id)
    work.failure_changes.save(judged)
    return judged


def _key(change: FailureChange) -> str:
    return f"{TimerKind.FAILURE_CHANGE}:{change.id}"
