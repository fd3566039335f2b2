"""The screens of a review: where it stands, one's own view, the changes."""

from collections.abc import Iterable
from enum import StrEnum

from domain.model.dates import short
from domain.model.failure_review import (
    Aid,
    CancelWhy,
    Cause,
    ChangeState,
    DropWhy,
    FailureChange,
    FailureView,
    Remedy,
    ReviewState,
    Side,
)
from domain.model.failure_rule import FailureRole
from domain.model.failure_subject import Project
from domain.services.failure_reviews import Reviewed
from domain.services.failure_view_drafts import AskedView, ViewQuestion
from handlers.cards import Reading, failure_keys
from handlers.failure_buttons import (
    AidButton,
    CancelReviewButton,
    CauseButton,
    ChangeDoneButton,
    DropChangeButton,
    NewChangeButton,
    OwnViewButton,
    PublishButton,
    RemoveChangeButton,
    ReviewButton,
    SendViewButton,
    ShowChangeButton,
    ViewOnButton,
)
from handlers.message import Key, Message, Rows, row, two_a_row
from handlers.screens import lines
from handlers.texts import Texts

_UNTIL = {14: "weeks_2", 30: "month_1", 91: "months_3"}
"""Days within which a change is to be made."""

# Where it stands


def review(reading: Reading, found: Reviewed) -> Message:
    """The own view, the others' once all have answered, and what is changed."""
    texts = reading.texts
    blocks = [
        lines(texts("failure.review.title", code=found.case.code), *_state(reading, found)),
        *(_view(reading, found, one) for one in _shown(found)),
        lines(*_changes(reading, found)),
    ]
    return Message(text="\n\n".join(one for one in blocks if one), rows=_rows(reading, found))


def _state(reading: Reading, found: Reviewed) -> list[str]:
    texts, one = reading.texts, found.review
    if one.state is ReviewState.CANCELLED and one.why is not None:
        return [texts("failure.review.cancelled", why=texts.word(one.why))]
    if one.state is ReviewState.PUBLISHED and one.settled_at is not None:
        return [texts("failure.review.published", day=reading.day(one.settled_at))]
    said: list[str] = [
        texts("failure.review.blameless"),
        texts("failure.review.due", day=short(one.due_on, texts.language)),
    ]
    if found.side is not None and found.proxy:
        said.append(texts("failure.review.proxy", office=offices(reading, found, (found.side,))))
    elif found.side is not None:
        said.append(texts("failure.review.given" if found.own else "failure.review.yours"))
    others = [one for one in found.missing if one != found.side]
    if others:
        said.append(texts("failure.review.missing", offices=offices(reading, found, others)))
    return said


def offices(reading: Reading, found: Reviewed, sides: Iterable[Side]) -> str:
    """Of a case the office on each seat, of a project each partner."""
    return ", ".join(_office(reading, found, one) for one in sides)


def _office(reading: Reading, found: Reviewed, side: Side) -> str:
    partner = None if side.partner is None else reading.work.partners.get(side.partner)
    return failure_keys.side(reading, found.case, side.seat) if partner is None else partner.name


def _shown(found: Reviewed) -> tuple[FailureView, ...]:
    own = (found.own,) if found.own is not None else ()
    return (*own, *found.others)


def _view(reading: Reading, found: Reviewed, one: FailureView) -> str:
    texts = reading.texts
    return lines(
        texts("failure.review.view_of", office=_office(reading, found, one.side)),
        texts("failure.review.view_causes", what=_words(texts, one.why)) if one.why else "",
        texts("failure.review.view_aids", what=_words(texts, one.helped)) if one.helped else "",
        texts("failure.review.view_remedy", what=texts.word(one.remedy)),
    )


def _words(texts: Texts, codes: Iterable[StrEnum]) -> str:
    return ", ".join(texts.word(one) for one in codes)


def _changes(reading: Reading, found: Reviewed) -> list[str]:
    texts = reading.texts
    if not found.changes:
        waits = found.review.is_open and found.ready
        return [texts("failure.review.no_change")] if waits else []
    written = [change(reading, found, one, number) for number, one in enumerate(found.changes, start=1)]
    return [texts("failure.review.changes"), *written]


def change(reading: Reading, found: Reviewed, one: FailureChange, number: int) -> str:
    """ "1. Vorgehen ändern gegen „Zu spät Bescheid gegeben“: Fachstelle Nord, bis 24.12." """
    texts = reading.texts
    said = texts(
        "failure.review.change",
        number=number,
        remedy=texts.word(one.remedy),
        cause=texts.word(one.cause),
        office=owner(reading, found, one.owner),
        day=short(one.due_on, texts.language),
    )
    if found.review.is_open:
        return said
    state = texts.label(f"failure.change_state.{one.state}")
    return texts("failure.review.change_settled", change=said, state=state)


def owner(reading: Reading, found: Reviewed, role: FailureRole) -> str:
    """The office on that seat, or the coordinator."""
    seat = role.seat
    return reading.texts.word(role) if seat is None else failure_keys.side(reading, found.case, seat)


def _rows(reading: Reading, found: Reviewed) -> Rows:
    texts, identity = reading.texts, found.review.id
    back = row(failure_keys.home(texts, found.case))
    if not found.review.is_open:
        return (*_change_rows(found), back)
    rows: list[tuple[Key, ...]] = []
    if found.side is not None and found.own is None:
        label = texts.label("failure.key.their_view" if found.proxy else "failure.key.own_view")
        rows.append(row(OwnViewButton(review=identity).key(label)))
    if found.ready:
        rows.append(row(NewChangeButton(review=identity).key(texts.label("failure.key.change"))))
        removable = [
            RemoveChangeButton(change=one.id).key(texts.label("failure.key.remove", number=number))
            for number, one in enumerate(found.changes, start=1)
        ]
        rows.extend(two_a_row(removable))
        if found.changes:
            rows.append(row(PublishButton(review=identity).key(texts.label("failure.key.publish"))))
    if found.may_cancel:
        rows.append(row(CancelReviewButton(review=identity).key(texts.label("failure.key.cancel"))))
    return (*rows, back)


def _change_rows(found: Reviewed) -> Rows:
    numbers = [
        ShowChangeButton(change=one.id).key(str(number))
        for number, one in enumerate(found.changes, start=1)
        if one.state is ChangeState.OPEN and one.id in found.owned
    ]
    return (tuple(numbers),) if numbers else ()


# One's own view


def question(reading: Reading, asked: AskedView) -> Message:
    """Toggles, edited in place; the last question sends."""
    texts, identity, code = reading.texts, asked.reviewed.review.id, asked.reviewed.case.code
    text = texts(f"failure.review.{asked.question}", code=code)
    match asked.question:
        case ViewQuestion.CAUSES:
            keys = [
                _ticked(CauseButton(review=identity, cause=one).key(texts.word(one)), one in asked.causes)
                for one in Cause
                if _fits(asked, one)
            ]
            onward, back = ViewQuestion.AIDS, _to_review(texts, identity)
        case ViewQuestion.AIDS:
            keys = [
                _ticked(AidButton(review=identity, aid=one).key(texts.word(one)), one in asked.aids)
                for one in Aid
                if _fits(asked, one)
            ]
            onward, back = ViewQuestion.REMEDY, _to_question(texts, identity, ViewQuestion.CAUSES)
        case _:
            sends = [SendViewButton(review=identity, remedy=one).key(texts.word(one)) for one in Remedy]
            back = _to_question(texts, identity, ViewQuestion.AIDS)
            return Message(text=text, rows=(*map(row, sends), row(back)))
    on = ViewOnButton(review=identity, question=onward).key(texts.label("failure.key.on"))
    return Message(text=text, rows=(*two_a_row(keys), row(on), row(back)))


def _fits(asked: AskedView, code: Cause | Aid) -> bool:
    """No household appears in what a project fails of."""
    return not (isinstance(asked.reviewed.case, Project) and code.tells_of_household)


def _ticked(key: Key, yes: bool) -> Key:
    return key.model_copy(update={"label": f"✓ {key.label}"}) if yes else key


def _to_question(texts: Texts, review: int, to: ViewQuestion) -> Key:
    return ViewOnButton(review=review, question=to).key(texts.label("card.button.back"))


def _to_review(texts: Texts, review: int) -> Key:
    return ReviewButton(review=review).key(texts.label("card.button.back"))


# A change, answer by answer


def new_change(reading: Reading, found: Reviewed, button: NewChangeButton) -> Message:
    """Against which cause, what, who, until when: four taps."""
    texts, code = reading.texts, found.case.code
    if button.cause is None:
        keys = [_with(button, texts.word(one), cause=one) for one in found.causes]
        return _asked(texts, button, texts("failure.review.which_cause", code=code), keys)
    if button.remedy is None:
        keys = [_with(button, texts.word(one), remedy=one) for one in Remedy]
        return _asked(texts, button, texts("failure.review.which_remedy", code=code), keys)
    if button.owner is None:
        seats = dict.fromkeys(one.seat for one in found.review.asked)
        roles = [*(FailureRole(one.value) for one in seats), FailureRole.COORDINATOR]
        keys = [_with(button, owner(reading, found, one), owner=one) for one in roles]
        return _asked(texts, button, texts("failure.review.which_owner", code=code), keys)
    keys = [_with(button, texts.label(f"failure.key.{name}"), days=days) for days, name in _UNTIL.items()]
    return _asked(texts, button, texts("failure.review.which_day", code=code), keys)


def _with(button: NewChangeButton, label: str, **answer: object) -> Key:
    return button.model_copy(update=answer).key(label)


def _asked(texts: Texts, button: NewChangeButton, text: str, keys: list[Key]) -> Message:
    return Message(text=text, rows=(*map(row, keys), row(_to_review(texts, button.review))))


def offered_days() -> frozenset[int]:
    return frozenset(_UNTIL)


# The end


def why_cancel(texts: Texts, found: Reviewed) -> Message:
    identity = found.review.id
    keys = [CancelReviewButton(review=identity, why=one).key(texts.word(one)) for one in CancelWhy]
    text = texts("failure.review.why_cancel", code=found.case.code)
    return Message(text=text, rows=(*map(row, keys), row(_to_review(texts, identity))))


def change_rows(texts: Texts, one: FailureChange) -> Rows:
    """[Umgesetzt] [Nicht umsetzen]"""
    done = ChangeDoneButton(change=one.id).key(texts.label("failure.key.change_done"))
    drop = DropChangeButton(change=one.id).key(texts.label("failure.key.change_drop"))
    return (row(done, drop),)


def why_drop(texts: Texts, code: str, one: FailureChange) -> Message:
    keys = [DropChangeButton(change=one.id, why=why).key(texts.word(why)) for why in DropWhy]
    back = ShowChangeButton(change=one.id).key(texts.label("card.button.back"))
    return Message(text=texts("failure.change.why_drop", code=code), rows=(*map(row, keys), row(back)))
