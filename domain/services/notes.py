"""Notes on a case: a phrase or a short text, relayed to one other seat (the practice paper, P1 to P9)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.model.case import Case, EventKind, Note, NoteState, Phrase
from domain.model.errors import AlreadyDone, NotAllowed, NotFound, NotUnderstood
from domain.model.ids import CaseId, PersonId
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.visibility import Circumstances
from domain.ports import Turn, Work
from domain.services import access, history, note_copies, promise_moves, promises, standing, telling

LONGEST = 300
"""Characters of a free text (P2)."""

WITH_DAY = frozenset({Phrase.WAITING_UNTIL, Phrase.PATIENCE})
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
        phrases=tuple(phrase for phrase in Phrase if details or phrase in note_copies.WITHOUT_CONSENT),
        free_text=details and partner is not None and partner.free_text_notes,
    )


def send_phrase(
    work: Work, turn: Turn, identity: CaseId, seat: Seat, phrase: Phrase, *, day: date | None = None
) -> Sent:
    """Relay a coded phrase at once.

    Raises NotAllowed, NotFound, NotUnderstood without the day it needs, AlreadyDone for a second tap.
    """
    case = access.case_of(work, identity)
    side = side_of(work, turn, case, seat)
    if phrase not in side.phrases:
        raise NotAllowed("note_needs_consent")
    if (phrase in WITH_DAY) is (day is None):
        raise NotUnderstood("day")
    if day is not None and day < standing.today(work):
        raise NotUnderstood("day_behind")
    if _is_second_tap(work, case, (access.member(turn).id, seat, phrase, day)):
        raise AlreadyDone("note")
    return send(work, turn, case, side, phrase=phrase, day=day)


def _is_second_tap(work: Work, case: Case, said: tuple[PersonId, Seat, Phrase, date | None]) -> bool:
    """A phrase leaves at a tap: tapped again before the menu has gone, it must not leave twice."""
    return any(
        (one.author, one.addressed_to, one.phrase, one.day) == said
        and one.state is NoteState.SENT
        and work.now - one.written_at < history.SECOND_TAP
        for one in work.notes.of_case(case.id)
    )


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
    written = Note(
        case_id=case.id,
        author=author.id,
        addressed_to=side.seat,
        phrase=phrase,
        day=day,
        text=text,
        written_at=work.now,
    )
    note = _keep(work, case, written)
    note_copies.relay(work, note, side.reader)
    return Sent(note=note, case=case, reader=side.reader, leaves_at=telling.window(work, side.reader))


def _keep(work: Work, case: Case, written: Note) -> Note:
    note = work.notes.add(written)
    code = None if note.phrase is None else note.phrase.value
    history.record(
        work, case, EventKind.NOTE, note.author, note=note.id, phrase=code, to=note.addressed_to.value
    )
    _settle_promise(work, case, note)
    if not case.is_open:
        note_copies.forget_texts_later(work, case.id)
    work.cards.touch(case.id)
    return note


def _settle_promise(work: Work, case: Case, note: Note) -> None:
    """A note is progress; only a plea for patience is none, and moves the promise instead (R9)."""
    if note.phrase is Phrase.PATIENCE and note.day is not None:
        promise_moves.postpone(work, case, note.author, note.day)
    else:
        promises.settle(work, case, note.author)
