"""The card in a landlord's group: nothing that a lock screen may not show (the practice paper, section 4)."""

from domain.model.case import Case
from domain.model.view import GroupView
from domain.services import group_view
from handlers.card_buttons import ClaimButton, DetailsButton
from handlers.cards import Reading, case_lines
from handlers.message import Message, Rows, row
from handlers.texts import Texts


def show(reading: Reading, case: Case) -> Message | None:
    """None where nothing may be said there, or any more."""
    group = reading.work.groups.by_chat(reading.chat)
    view = group_view.of(reading.work, case, group.partner) if group and group.partner else None
    if view is None:
        return None
    if not view.is_open or not view.exchange:
        if case.is_open and view.exchange and not view.asked:
            return Message(text=reading.texts("failure.group_over", code=view.code), protected=True)
        key = "filed" if not case.is_open else "gone" if view.exchange else "ended"
        return Message(text=reading.texts(f"card.{key}", code=view.code), protected=True)
    rows = _rows(reading.texts, view)
    return Message(text="\n".join(_lines(reading, view)), rows=rows, protected=True)


def _lines(reading: Reading, view: GroupView) -> list[str]:
    texts = reading.texts
    title = "card.group.title" if view.taken_by or view.referral is None else "card.group.request"
    where = case_lines.place(texts, view.municipality)
    lines: list[str] = [
        texts(title, code=view.code),
        texts("card.group.line", stage=texts.word(view.stage), place=where),
    ]
    if view.request is not None:
        lines.append(texts("card.group.asked", request=texts.word(view.request)))
    if view.taken_by:
        until = reading.moment(view.taken_until) if view.taken_until else ""
        key = "card.group.taken" if until else "card.group.taken_open"
        lines.append(texts(key, name=view.taken_by, until=until))
    elif view.answer_by is not None:
        lines.append(texts("card.group.due", due=reading.moment(view.answer_by)))
    if view.steps is not None:
        settled, total = view.steps
        lines.append(texts("failure.group", settled=settled, total=total))
    if view.steps_until is not None:
        lines.append(texts("failure.group_until", until=reading.moment(view.steps_until)))
    return lines


def _rows(texts: Texts, view: GroupView) -> Rows:
    """The two buttons of the group's card; the first only while nobody has taken it."""
    details = DetailsButton(case=view.case).key(texts.label("card.button.details"))
    if view.taken_by or view.referral is None:
        return (row(details),)
    claim = ClaimButton(referral=view.referral).key(texts.label("card.button.claim"))
    return (row(claim), row(details))
