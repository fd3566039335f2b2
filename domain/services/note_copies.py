"""What becomes of a note after it was written: who may read it, whether it arrived, how it is taken back."""

from dataclasses import replace
from datetime import timedelta

from domain.model.case import Case, EventKind, Note, NoteState, Phrase
from domain.model.errors import AlreadyDone, NotAllowed, NotFound
from domain.model.ids import CaseId, ChatId, NoteId, PersonId
from domain.model.notices import NoteDelivered, NoteNotDelivered, NoteRedacted, NoteRelayed, Priority
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.model.visibility import Circumstances
from domain.ports import Spoken, Turn, Work
from domain.services import access, history, standing, telling

KEPT_DAYS = 90
"""Days after closing for which texts are kept (P10)."""

HEARD = "Heard"
"""What the outbox remembers of a member's own message."""

WITHOUT_CONSENT = frozenset({Phrase.CALL_BACK, Phrase.PATIENCE})
"""All that a landlord hears while the household has not agreed: that somebody works on it (R11)."""


def relay(work: Work, note: Note, reader: Person) -> bool:
    notice = NoteRelayed(case=note.case_id, note=note.id)
    return telling.tell(work, reader.id, notice, dedupe=_told_under(note, reader.id))


def _told_under(note: Note, reader: PersonId) -> str:
    return f"note:{note.id}:{reader}"


def forget_texts_later(work: Work, case: CaseId) -> None:
    """Have the texts of a closed case deleted when their time is over."""
    due_at = work.now + timedelta(days=KEPT_DAYS)
    kind = TimerKind.OLD_NOTES
    work.timers.set(Timer(kind=kind, subject=case, case_id=case, due_at=due_at, dedupe=f"{kind}:{case}"))


def may_read(work: Work, note: Note, reader: Person) -> bool:
    """Whether the note may be shown to this reader now, whatever held when it was written (P8)."""
    case = access.case_of(work, note.case_id)
    present = standing.at_seat(work, case, note.addressed_to)
    if note.state is not NoteState.SENT or case.withdrawn_at is not None:
        return False
    if present is None or present.id != reader.id:
        return False
    if note.addressed_to is not Seat.LANDLORD:
        return True
    heard = note.phrase in WITHOUT_CONSENT or Circumstances.of(case).landlord_hears_details
    return case.landlord_may_know and heard


def delivered(work: Work, identity: NoteId, reader: PersonId) -> None:
    """The note has reached its reader: the author sees it. Withdrawn on the way, it is taken back at once."""
    note = work.notes.get(identity)
    if note is None:
        return
    if note.state is not NoteState.SENT:
        _redact(work, note, note.state.value)
        return
    work.notes.save(replace(note, delivered_at=note.delivered_at or work.now))
    notice = NoteDelivered(case=note.case_id, note=note.id, reader=reader)
    work.outbox.tell(notice, person=note.author, priority=Priority.ANSWER)


def undelivered(work: Work, identity: NoteId, reader: PersonId) -> None:
    """The reader could not be told or has left the seat: whoever sits there now hears, else the author."""
    note = work.notes.get(identity)
    if note is None or note.state is not NoteState.SENT or note.delivered_at is not None:
        return
    case = access.case_of(work, note.case_id)
    present = standing.at_seat(work, case, note.addressed_to)
    if present is not None and present.id != reader and relay(work, note, present):
        return
    history.record(work, case, EventKind.NOT_DELIVERED, None, note=note.id)
    notice = NoteNotDelivered(case=case.id, note=note.id, reader=present.id if present else reader)
    work.outbox.tell(notice, person=note.author, priority=Priority.ANSWER)


def reader_lost(work: Work, reader: PersonId) -> None:
    """Telegram delivers to this member no more: what waits for them goes to others, or is told back."""
    for note in work.notes.undelivered():
        case = access.case_of(work, note.case_id)
        present = standing.at_seat(work, case, note.addressed_to)
        if present is not None and present.id == reader:
            work.outbox.retract(_told_under(note, reader))
            undelivered(work, note.id, reader)


def withdraw(work: Work, turn: Turn, identity: NoteId, *, pressed: int | None = None) -> Case:
    """Take a note back, at any time: copies are redacted, its text is deleted (P7).

    `pressed` is the author's message that the handler edits itself. Raises NotFound, NotAllowed, AlreadyDone.
    """
    note = work.notes.get(identity)
    if note is None:
        raise NotFound("note")
    if note.author != access.member(turn).id:
        raise NotAllowed("note")
    if note.state is not NoteState.SENT:
        raise AlreadyDone
    work.notes.save(replace(note, state=NoteState.WITHDRAWN, text=None, day=None))
    history.record(work, note.case_id, EventKind.NOTE_WITHDRAWN, note.author, note=note.id)
    work.cards.touch(note.case_id)
    _redact(work, note, NoteState.WITHDRAWN.value, without=(turn.chat, pressed))
    return access.case_of(work, note.case_id)


def redact_all(work: Work, case: CaseId) -> None:
    """Every message that shows a note of this case is redacted (P10)."""
    for note in work.notes.of_case(case):
        if note.state is NoteState.SENT:
            _redact(work, note, NoteState.REMOVED.value)


def _redact(work: Work, note: Note, why: str, *, without: tuple[ChatId, int | None] | None = None) -> None:
    for one in work.outbox.spoken_of_note(note.id):
        if one.notice == HEARD or (one.chat, one.message) == without:
            continue
        work.outbox.tell(
            NoteRedacted(case=note.case_id, message=one.message, why=why),
            chat=one.chat,
            dedupe=f"redact:{one.chat}:{one.message}:{why}",
        )


def own_message(work: Work, note: Note, author: Person) -> Spoken | None:
    """The message that confirmed the note to its author."""
    return next(
        (
            one
            for one in work.outbox.spoken_of_note(note.id)
            if one.chat == author.telegram and one.notice not in (HEARD, NoteRelayed.__name__)
        ),
        None,
    )


def of_message(work: Work, turn: Turn, message: int) -> Note | None:
    """The note that the speaker's own message carried."""
    spoken = work.outbox.spoken(turn.chat, message)
    if spoken is None or spoken.notice != HEARD or spoken.note is None:
        return None
    return work.notes.get(spoken.note)
