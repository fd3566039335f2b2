"""What is told of notes, put into words for its reader."""

from domain.model.case import NoteState
from domain.model.dates import clock
from domain.model.ids import NoteId, PersonId
from domain.model.notices import NoteDelivered, NoteDraftEnded, NoteNotDelivered, NoteRedacted, NoteRelayed
from domain.services import access, note_copies
from handlers.card_buttons import CallContactButton, NoteButton
from handlers.cards import Reading, shows
from handlers.cards.note_screens import own, words
from handlers.message import Message, row


@shows(NoteRelayed)
def note_relayed(reading: Reading, notice: NoteRelayed) -> Message | None:
    """M6. Whoever sits there is looked up now, not when the note was written (P8)."""
    work, texts = reading.work, reading.texts
    note = work.notes.get(notice.note)
    if note is None or reading.person is None or not note_copies.may_read(work, note, reading.person):
        return None
    case = access.case_of(work, note.case_id)
    keys = (
        CallContactButton(case=case.id).key(texts.label("note.call")),
        NoteButton(case=case.id).key(texts.label("note.answer")),
    )
    author = work.people.get(note.author)
    text = texts(
        "note.relayed",
        code=case.code,
        author=author.name if author else "",
        function=_function(reading, note.author),
        words=words(texts, note),
    )
    return Message(text=text, rows=(row(*keys),), note=note.id, protected=True)


def _function(reading: Reading, identity: PersonId) -> str:
    """Function and partner of the writer."""
    person = reading.work.people.get(identity)
    partner = None if person is None else reading.work.partners.get(person.partner)
    return ", ".join(
        one for one in (person.function if person else "", partner.name if partner else "") if one
    )


@shows(NoteDelivered)
def note_delivered(reading: Reading, notice: NoteDelivered) -> Message | None:
    """The mark on the author's own message."""
    return _mark(reading, notice.note, notice.reader, "note.delivered")


@shows(NoteNotDelivered)
def note_not_delivered(reading: Reading, notice: NoteNotDelivered) -> Message | None:
    return _mark(reading, notice.note, notice.reader, "note.not_delivered")


def _mark(reading: Reading, identity: NoteId, reader: PersonId, key: str) -> Message | None:
    work, texts = reading.work, reading.texts
    note, addressee = work.notes.get(identity), work.people.get(reader)
    if note is None or addressee is None or reading.person is None or note.state is not NoteState.SENT:
        return None
    fate = texts(
        key,
        reader=addressee.name,
        phone=addressee.phone,
        at=clock(note.delivered_at or work.now, work.network.calendar.zone),
    )
    shown = note_copies.own_message(work, note, reading.person)
    message = own(texts, access.case_of(work, note.case_id), note, fate)
    return message.model_copy(update={"edits": shown.message if shown else None})


@shows(NoteRedacted)
def note_redacted(reading: Reading, notice: NoteRedacted) -> Message | None:
    """The relayed copy without what it said (P7, P10)."""
    return Message(text=_redacted(reading, notice), edits=notice.message)


def _redacted(reading: Reading, notice: NoteRedacted) -> str:
    if notice.why == NoteState.REMOVED or notice.case is None:
        return reading.texts("note.removed")
    return reading.texts("note.withdrawn", code=access.case_of(reading.work, notice.case).code)


@shows(NoteDraftEnded)
def note_draft_ended(reading: Reading, notice: NoteDraftEnded) -> Message:
    return Message(text=reading.texts("note.ended"), edits=notice.message)
