"""Notes on a case: a phrase or a short text, relayed to one other seat (the practice paper, P1 to P9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.model.case import Case, EventKind, Note, NoteState, Phrase
from domain.model.errors import AlreadyDone, NotAllowed, NotFound, NotUnderstood
from domain.model.ids import CaseId, ChatId, NoteId, PersonId
from domain.model.notices import NoteDelivered, NoteNotDelivered, NoteRedacted, NoteRelayed, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.model.visibility import Circumstances
from domain.ports import Spoken, Turn, Work
from domain.services import access, history, promises, standing, telling

LONGEST = 300
"""Characters of a free text (P2)."""

KEPT_DAYS = 90
"""Days after closing for which texts are kept (P10)."""

HEARD = "Heard"
"""What the outbox remembers of a member's own message."""

WITH_DAY = frozenset({Phrase.WAITING_UNTIL, Phrase.PATIENCE})
WITHOUT_CONSENT = frozenset({Phrase.CALL_BACK, Phrase.PATIENCE})
"""All that a landlord hears while the household has not agreed: that somebody works on it (R11)."""

_OTHERS = {
    Seat.LANDLORD: (Seat.HELP,),
    Seat.HELP: (Seat.LANDLORD, Seat.BENEFITS),
    Seat.BENEFITS: (Seat.HELP,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A seat that the speaker can write to, who reads there today, and what may be said."""

    seat: Seat
    reader: Person
    phrases: tuple[Phrase, ...]
    free_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A note on its way to its reader, whose window opens at `leaves_at`."""

    note: Note
    case: Case
    reader: Person
    leaves_at: datetime


def sides(work: Work, turn: Turn, case: Case) -> tuple[Side, ...]:
    """Whom the speaker can write to. Raises NotAllowed, NotFound when nobody sits on the other side."""
    author = access.require(work, turn, case, Deed.WRITE_NOTE)
    if case.withdrawn_at is not None:
        raise NotAllowed("exchange_ended")
    own = seats_of(work, case, author.id)
    wanted = [seat for mine in own for seat in _OTHERS[mine] if seat not in own]
    found = tuple(side for seat in wanted if (side := _side(work, case, seat, author)) is not None)
    if not found:
        raise NotFound("no_other_side")
    return found


def side_of(work: Work, turn: Turn, case: Case, seat: Seat) -> Side:
    """Raises NotAllowed, NotFound when the speaker cannot write to this seat."""
    found = next((side for side in sides(work, turn, case) if side.seat is seat), None)
    if found is None:
        raise NotFound("no_other_side")
    return found


def seats_of(work: Work, case: Case, person: PersonId) -> tuple[Seat, ...]:
    """The seats for which this person may act today."""
    return tuple(
        seat
        for seat, holder in work.seats.of_case(case.id).items()
        if person in standing.all_of(work, holder.holder, holder.responsibility)
    )


def _side(work: Work, case: Case, seat: Seat, author: Person) -> Side | None:
    reader = standing.at_seat(work, case, seat)
    if reader is None or (seat is Seat.LANDLORD and not case.landlord_may_know):
        return None
    details = seat is not Seat.LANDLORD or Circumstances.of(case).landlord_hears_details
    partner = work.partners.get(author.partner)
    return Side(
        seat=seat,
        reader=reader,
        phrases=tuple(phrase for phrase in Phrase if details or phrase in WITHOUT_CONSENT),
        free_text=details and partner is not None and partner.free_text_notes,
    )


def send_phrase(
    work: Work, turn: Turn, identity: CaseId, seat: Seat, phrase: Phrase, *, day: date | None = None
) -> Sent:
    """Relay a coded phrase at once. Raises NotAllowed, NotFound, NotUnderstood without the day it needs."""
    case = access.case_of(work, identity)
    side = side_of(work, turn, case, seat)
    if phrase not in side.phrases:
        raise NotAllowed("note_needs_consent")
    if (phrase in WITH_DAY) is (day is None) or (day is not None and day < standing.today(work)):
        raise NotUnderstood("day")
    return send(work, turn, case, side, phrase=phrase, day=day)


def send(
    work: Work,
    turn: Turn,
    case: Case,
    side: Side,
    *,
    phrase: Phrase | None = None,
    day: date | None = None,
    text: str | None = None,
) -> Sent:
    """Keep the note, tell whoever sits there today, settle the author's promise (R9).

    Raises NotAllowed when the reader cannot be written to and must be rung.
    """
    author = access.member(turn)
    if not side.reader.reachable:
        raise NotAllowed("not_in_chat")
    note = work.notes.add(
        Note(
            case_id=case.id,
            author=author.id,
            addressed_to=side.seat,
            phrase=phrase,
            day=day,
            text=text,
            written_at=work.now,
        )
    )
    code = None if phrase is None else phrase.value
    history.record(work, case, EventKind.NOTE, author.id, note=note.id, phrase=code, to=side.seat.value)
    if phrase is Phrase.PATIENCE and day is not None:
        promises.postpone(work, case, author.id, day)
    else:
        promises.settle(work, case, author.id, "note")
    if not case.is_open:
        forget_texts_later(work, case.id)
    work.cards.touch(case.id)
    _relay(work, note, side.reader)
    return Sent(note=note, case=case, reader=side.reader, leaves_at=telling.window(work, side.reader))


def _relay(work: Work, note: Note, reader: Person) -> bool:
    notice = NoteRelayed(case=note.case_id, note=note.id)
    return telling.tell(work, reader.id, notice, dedupe=f"note:{note.id}:{reader.id}")


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
    if present is not None and present.id != reader and _relay(work, note, present):
        return
    history.record(work, case, EventKind.NOT_DELIVERED, None, note=note.id)
    notice = NoteNotDelivered(case=case.id, note=note.id, reader=present.id if present else reader)
    work.outbox.tell(notice, person=note.author, priority=Priority.ANSWER)


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
