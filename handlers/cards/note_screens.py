"""What the writer of a note sees: phrases, preview, privacy stop, and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.case import Case, Note, Phrase
from domain.model.dates import moment, short, with_weekday
from domain.model.municipalities import municipality
from domain.model.stage import Seat
from domain.model.urgency import Urgency
from domain.services.note_texts import Preview, Stopped, WhichCase, WhichSide
from domain.services.notes import WITH_DAY, Sent, Side
from handlers.card_buttons import CallContactButton
from handlers.message import Key, Message, Rows, row
from handlers.note_buttons import (
    DropNoteButton,
    PhraseButton,
    PhraseDayButton,
    SendNoteButton,
    ToSideButton,
    TypeNoteButton,
    WhichCaseButton,
    WhichSideButton,
    WithdrawNoteButton,
)
from handlers.screens import lines
from handlers.texts import Texts

_PATIENCE_DAYS: Final = (1, 2, 5)
_WAITING_DAYS: Final = (7, 14, 28)


def words(texts: Texts, note: Note) -> str:
    """What a note says, plain."""
    if note.phrase is None:
        return note.text or ""
    if note.day is None:
        return texts.word(note.phrase)
    return texts.label(f"note.with_day.{note.phrase}", day=short(note.day, texts.language))


def which_side(texts: Texts, case: Case, sides: Sequence[Side]) -> Message:
    keys = [
        ToSideButton(case=case.id, seat=one.seat).key(_side(texts, one.seat, one.reader.name))
        for one in sides
    ]
    return Message(text=texts("note.which_side", code=case.code), rows=(*map(row, keys), _drop(texts)))


def menu(texts: Texts, case: Case, side: Side) -> Message:
    """Phrases as buttons; free text where the writer's partner and the household allow it."""
    keys = [_phrase(texts, case, side.seat, phrase) for phrase in side.phrases]
    rows = tuple(tuple(keys[place : place + 2]) for place in range(0, len(keys), 2))
    typing = TypeNoteButton(case=case.id, seat=side.seat).key(texts.label("note.type"))
    free: Rows = (row(typing),) if side.free_text else ()
    text = texts("note.menu", code=case.code, reader=side.reader.name)
    return Message(text=text, rows=(*rows, *free, _drop(texts)))


def must_ring(texts: Texts, case: Case, side: Side) -> Message:
    """The reader is not on Telegram."""
    reader = side.reader
    text = texts("note.ring", code=case.code, reader=reader.name, phone=reader.phone, hours=reader.hours)
    return Message(text=text, rows=(row(_ring(texts, case.id)),))


def phrases_only(texts: Texts, case: Case, side: Side) -> Message:
    """A typed text cannot go there, a phrase can."""
    shown = menu(texts, case, side)
    return shown.model_copy(update={"text": texts("note.phrases_only", code=case.code)})


def which_day(
    texts: Texts, case: Case, seat: Seat, phrase: Phrase, *, today: date, calendar: WorkCalendar
) -> Message:
    """The days that are likely; any other is typed."""
    keys = [
        PhraseDayButton(case=case.id, seat=seat, phrase=phrase, day=day).key(
            with_weekday(day, texts.language)
        )
        for day in _days(case, phrase, today, calendar)
    ]
    text = texts(f"note.day.{phrase}", code=case.code)
    return Message(text=text, rows=(tuple(keys), _drop(texts)))


def _days(case: Case, phrase: Phrase, today: date, calendar: WorkCalendar) -> list[date]:
    """Red urgency takes no more patience than until tomorrow (R9)."""
    if phrase is Phrase.WAITING_UNTIL:
        return [today + timedelta(days=days) for days in _WAITING_DAYS]
    red = case.present_urgency is Urgency.RED
    days, last = [], today
    for number in range(1, 2 if red else max(_PATIENCE_DAYS) + 1):
        last = calendar.next_working_day(last)
        days += [last] if number in _PATIENCE_DAYS else []
    return days


def ask_text(texts: Texts, case: Case) -> Message:
    return Message(text=texts("note.ask_text", code=case.code), rows=(_drop(texts),))


def which_case(texts: Texts, asked: WhichCase) -> Message:
    source = int(asked.draft.answers["source"] or 0)
    rows = tuple(
        row(WhichCaseButton(source=source, case=case.id).key(_recognised(texts, case)))
        for case in asked.cases
    )
    return Message(text=texts("note.which_case"), rows=(*rows, _drop(texts)))


def which_side_of_text(texts: Texts, asked: WhichSide) -> Message:
    source = int(asked.draft.answers["source"] or 0)
    rows = tuple(
        row(WhichSideButton(source=source, seat=one.seat).key(_side(texts, one.seat, one.reader.name)))
        for one in asked.sides
    )
    return Message(text=texts("note.which_side", code=asked.case.code), rows=(*rows, _drop(texts)))


def preview(texts: Texts, seen: Preview) -> Message:
    """P3: whom it goes to, how it reads, and the question."""
    source = int(seen.draft.answers["source"] or 0)
    send = SendNoteButton(source=source).key(texts.label("note.send"))
    again = _again(texts, seen.case.id, seen.side.seat)
    text = texts("note.preview", code=seen.case.code, reader=seen.side.reader.name, text=seen.text)
    return Message(text=text, rows=(row(send), row(again)))


def stopped(texts: Texts, stop: Stopped) -> Message:
    """M13."""
    text = texts("note.stopped", what=texts.label(f"note.hit.{stop.hit}"))
    if stop.case is None:
        return Message(text=text)
    again = (_again(texts, stop.case, stop.seat),) if stop.seat else ()
    return Message(text=text, rows=(row(*again, _ring(texts, stop.case)),))


def sent(texts: Texts, done: Sent, now: datetime, calendar: WorkCalendar) -> Message:
    """The writer's own message about the note, which later says when it was delivered."""
    at = moment(done.leaves_at, calendar.zone, texts.language)
    held = done.leaves_at > now
    fate = texts("note.held" if held else "note.sent", reader=done.reader.name, at=at)
    return own(texts, done.case, done.note, fate)


def own(texts: Texts, case: Case, note: Note, fate: str) -> Message:
    """A phrase is repeated; a typed text stands in the writer's own message already."""
    quote = "" if note.phrase is None else texts("note.quoted", words=words(texts, note))
    text = lines(texts("note.own", code=case.code), quote, fate)
    return Message(text=text, rows=withdrawable(texts, note), note=note.id)


def withdrawable(texts: Texts, note: Note) -> Rows:
    """The button that every sent note carries, without time limit (P7)."""
    return (row(WithdrawNoteButton(note=note.id).key(texts.label("note.withdraw"))),)


def _phrase(texts: Texts, case: Case, seat: Seat, phrase: Phrase) -> Key:
    label = texts.word(phrase) + (" …" if phrase in WITH_DAY else "")
    return PhraseButton(case=case.id, seat=seat, phrase=phrase).key(label)


def _side(texts: Texts, seat: Seat, name: str) -> str:
    return texts.label("note.side", seat=texts.word(seat), name=name)


def _recognised(texts: Texts, case: Case) -> str:
    place = municipality(case.municipality).name if case.municipality else texts.label("note.elsewhere")
    return texts.label("note.case", code=case.code, stage=texts.word(case.stage), place=place)


def _again(texts: Texts, case: int, seat: Seat) -> Key:
    return TypeNoteButton(case=case, seat=seat).key(texts.label("note.again"))


def _ring(texts: Texts, case: int) -> Key:
    return CallContactButton(case=case).key(texts.label("note.call"))


def _drop(texts: Texts) -> tuple[Key, ...]:
    return row(DropNoteButton().key(texts.label("note.drop")))
