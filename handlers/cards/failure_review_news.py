"""What is told of a review: whose view is missing, that all are there, what is changed, whether it helped."""

from domain.model.dates import short
from domain.model.failure_review import ChangeState, Effect, FailureChange, ReviewState
from domain.model.failure_subject import Subject
from domain.model.notices import (
    ChangeDue,
    EffectAsked,
    ReviewAsked,
    ReviewCancelled,
    ReviewOverdue,
    ReviewPublished,
    ReviewReady,
)
from domain.model.people import Person
from domain.model.rights import Deed
from domain.services import failure_people, failure_reviews
from domain.services.failure_reviews import Reviewed
from handlers.cards import Reading, failure_review_screens, shows
from handlers.cards.failure_news import subject_for, to_review, why
from handlers.failure_buttons import EffectButton, ReviewButton
from handlers.message import Message, row
from handlers.screens import lines

# The review


def _reviewed(reading: Reading, identity: int) -> Reviewed | None:
    review = reading.work.failure_reviews.get(identity)
    found = None if review is None else subject_for(reading, review.run, Deed.REVIEW_FAILURE)
    if review is None or found is None:
        return None
    return failure_reviews.seen_by(reading.work, review, *found)


@shows(ReviewAsked)
def review_asked(reading: Reading, notice: ReviewAsked) -> Message | None:
    found = _reviewed(reading, notice.review)
    if found is None or not found.review.is_open or found.own is not None:
        return None
    texts = reading.texts
    day = short(found.review.due_on, texts.language)
    if found.side is None or found.proxy:
        what = failure_review_screens.offices(reading, found, found.missing)
        text = texts("failure.review.missing", offices=what)
    else:
        text = texts("failure.review.asked_text", day=day)
    key = "title" if found.side is None or found.proxy else "asked"
    head = texts(f"failure.review.{key}", code=found.case.code)
    return Message(
        text=lines(head, text), rows=(*to_review(reading, found.review), *why(reading, found.case))
    )


@shows(ReviewReady)
def review_ready(reading: Reading, notice: ReviewReady) -> Message | None:
    """Everybody has answered: each now sees the other's view."""
    found = _reviewed(reading, notice.review)
    if found is None or not found.review.is_open:
        return None
    texts = reading.texts
    key = "ready_time" if found.missing else "ready"
    text = lines(texts(f"failure.review.{key}", code=found.case.code), texts("failure.review.ready_text"))
    return Message(text=text, rows=(*to_review(reading, found.review), *why(reading, found.case)))


@shows(ReviewOverdue)
def review_overdue(reading: Reading, notice: ReviewOverdue) -> Message | None:
    found = _reviewed(reading, notice.review)
    if found is None or not found.review.is_open:
        return None
    texts = reading.texts
    offices = failure_review_screens.offices(reading, found, found.missing)
    what = texts.label("failure.review.late_views", offices=offices)
    missing = what if found.missing else texts.label("failure.review.late_change")
    day = short(found.review.due_on, texts.language)
    text = lines(
        texts("failure.review.late", code=found.case.code),
        texts("failure.review.late_text", day=day, what=missing),
    )
    return Message(text=text, rows=(*to_review(reading, found.review), *why(reading, found.case)))


@shows(ReviewPublished)
def review_published(reading: Reading, notice: ReviewPublished) -> Message | None:
    found = _reviewed(reading, notice.review)
    if found is None or found.review.is_open:
        return None
    texts = reading.texts
    written = [
        failure_review_screens.change(reading, found, one, number)
        for number, one in enumerate(found.changes, start=1)
    ]
    head = texts("failure.review.news_published", code=found.case.code)
    text = lines(head, texts("failure.review.changes") if written else "", *written)
    open_it = ReviewButton(review=found.review.id).key(texts.label("failure.key.review"))
    return Message(text=text, rows=(row(open_it),))


@shows(ReviewCancelled)
def review_cancelled(reading: Reading, notice: ReviewCancelled) -> Message | None:
    found = _reviewed(reading, notice.review)
    if found is None or found.review.state is not ReviewState.CANCELLED or found.review.why is None:
        return None
    texts = reading.texts
    why = texts("failure.review.cancelled", why=texts.word(found.review.why))
    return Message(text=lines(texts("failure.review.news_cancelled", code=found.case.code), why))


# Changes


def _concerned(reading: Reading, change: FailureChange) -> tuple[Subject, Person] | None:
    review = reading.work.failure_reviews.get(change.review)
    return None if review is None else subject_for(reading, review.run, Deed.REVIEW_FAILURE)


@shows(ChangeDue)
def change_due(reading: Reading, notice: ChangeDue) -> Message | None:
    change = reading.work.failure_changes.get(notice.change)
    found = None if change is None else _concerned(reading, change)
    if change is None or found is None or change.state is not ChangeState.OPEN:
        return None
    return change_message(reading, found[0], change, late=notice.late)


def change_message(reading: Reading, case: Subject, change: FailureChange, *, late: bool) -> Message:
    """A change with its two buttons."""
    texts = reading.texts
    day = short(change.due_on, texts.language)
    text = lines(
        texts(f"failure.change.{'late' if late else 'due'}", code=case.code, day=day),
        _named(reading, case, change),
    )
    rows = failure_review_screens.change_rows(texts, change) if change.state is ChangeState.OPEN else ()
    return Message(text=text, rows=(*rows, *why(reading, case)))


def _named(reading: Reading, case: Subject, change: FailureChange) -> str:
    texts = reading.texts
    people = failure_people.there(reading.work, case, change.owner)
    partner = None if people is None else reading.work.partners.get(people.partner)
    office = partner.name if partner else texts.word(change.owner)
    remedy, cause = texts.word(change.remedy), texts.word(change.cause)
    return texts("failure.change.text", remedy=remedy, cause=cause, office=office)


@shows(EffectAsked)
def effect_asked(reading: Reading, notice: EffectAsked) -> Message | None:
    """Five further runs had that cause: one tap says whether the change has helped."""
    change = reading.work.failure_changes.get(notice.change)
    found = None if change is None else _concerned(reading, change)
    if change is None or found is None or change.effect is not None:
        return None
    texts = reading.texts
    keys = [EffectButton(change=change.id, effect=one).key(texts.word(one)) for one in Effect]
    text = lines(
        texts("failure.change.effect", code=found[0].code),
        _named(reading, found[0], change),
        texts("failure.change.effect_text"),
    )
    return Message(text=text, rows=(row(*keys),))
