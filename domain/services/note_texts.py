"""A typed note: inspected before anything else, shown before it leaves (the practice paper, P3 and P4)."""

from dataclasses import dataclass

from domain.model.case import Case
from domain.model.detector import LONGEST_TEXT, HitKind, inspect
from domain.model.errors import NotAllowed, NotFound, NotUnderstood, TooMany
from domain.model.ids import CaseId
from domain.model.rights import Deed, may
from domain.model.stage import Seat
from domain.ports import Draft, Spoken, Turn, Work
from domain.services import access, note_drafts, notes, standing

CASES_OFFERED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The text seems to name somebody; nothing of it was kept (M13)."""

    hit: HitKind
    case: CaseId | None
    seat: Seat | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would go out, to whom."""

    draft: Draft
    case: Case
    side: notes.Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesOnly:
    """A text may not go there; nothing of it was kept."""

    case: Case
    side: notes.Side


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichCase:
    """The text waits for its case."""

    draft: Draft
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichSide:
    """The text waits for its side."""

    draft: Draft
    case: Case
    sides: tuple[notes.Side, ...]


Heard = Stopped | PhrasesOnly | Preview | WhichCase | WhichSide


def begin(work: Work, turn: Turn, identity: CaseId, seat: Seat) -> tuple[Draft, Case]:
    """Ask for a free text. Raises NotAllowed where only phrases may be sent."""
    case = access.case_of(work, identity)
    side = notes.side_of(work, turn, case, seat)
    _require_free_text(side)
    return note_drafts.keep(work, turn, question="text", case=case.id, seat=seat.value), case


def hear(work: Work, turn: Turn, text: str, *, source: int, mentions: bool) -> Heard:
    """Text typed for the open draft. Raises TooMany characters, NotAllowed, Expired without a draft."""
    draft = note_drafts.present(work, turn)
    # A text that waits for its case makes way for the one that is typed now.
    case = note_drafts.case_of(draft) or None
    return _take(work, turn, text, source, mentions, case=case, seat=draft.answers["seat"])


def reply(work: Work, turn: Turn, text: str, spoken: Spoken | None, *, source: int, mentions: bool) -> Heard:
    """Text typed as an answer to one of our messages; only stored ids say to which case (P8)."""
    if spoken is None or spoken.case_id is None:
        return _take(work, turn, text, source, mentions)
    return _take(work, turn, text, source, mentions, case=spoken.case_id, seat=_answered(work, turn, spoken))


def _answered(work: Work, turn: Turn, spoken: Spoken) -> str | None:
    """The seat at the other end of the note that is answered."""
    note = None if spoken.note is None else work.notes.get(spoken.note)
    if note is None or turn.person is None:
        return None
    if note.author == turn.person.id:
        return note.addressed_to.value
    case = access.case_of(work, note.case_id)
    return next((seat.value for seat in notes.seats_of(work, case, note.author)), None)


def _take(
    work: Work,
    turn: Turn,
    text: str,
    source: int,
    mentions: bool,
    *,
    case: CaseId | None = None,
    seat: str | int | None = None,
) -> Heard:
    """Inspect first: whatever else is wrong with it, a text that names somebody is stopped and forgotten."""
    author = access.member(turn)
    hit = _inspect(work, text, mentions)
    if hit is not None:
        work.journal.add("text_stopped", None, {"hit": hit.value})
        note_drafts.forget(work, author.id)
        return Stopped(hit=hit, case=case, seat=Seat(str(seat)) if seat else None)
    if len(text) > notes.LONGEST:
        raise TooMany("note_length", limit=notes.LONGEST)
    draft = note_drafts.keep(work, turn, question="send", case=case, seat=seat, text=text, source=source)
    return _next(work, turn, draft)


def _inspect(work: Work, text: str, mentions: bool) -> HitKind | None:
    names = frozenset(person.name for person in work.people.all())
    hit = inspect(text[:LONGEST_TEXT], today=standing.today(work), members=names)
    if hit is not None:
        return hit.kind
    return HitKind.MENTION if mentions else None


def _next(work: Work, turn: Turn, draft: Draft) -> Heard:
    """What is still to be asked before the preview."""
    if draft.answers["case"] is None:
        return _which_case(work, turn, draft)
    case = access.case_of(work, note_drafts.case_of(draft))
    sides = notes.sides(work, turn, case)
    seat = draft.answers["seat"]
    chosen = [side for side in sides if seat is None or side.seat == seat]
    if not chosen:
        raise NotFound("no_other_side")
    if len(chosen) > 1:
        return WhichSide(draft=draft, case=case, sides=sides)
    if not chosen[0].free_text:
        note_drafts.forget(work, draft.person)
        return PhrasesOnly(case=case, side=chosen[0])
    kept = note_drafts.put(work, draft, {**draft.answers, "seat": chosen[0].seat.value})
    return Preview(draft=kept, case=case, side=chosen[0], text=str(draft.answers["text"]))


def _which_case(work: Work, turn: Turn, draft: Draft) -> Heard:
    author = access.member(turn)
    writable = tuple(
        case
        for case in work.cases.of_person(author.id)
        if case.is_open and may(access.relations(work, case, author), Deed.WRITE_NOTE)
    )
    if not writable:
        raise NotUnderstood
    if len(writable) == 1:
        return _next(work, turn, note_drafts.put(work, draft, {**draft.answers, "case": writable[0].id}))
    return WhichCase(draft=draft, cases=writable[:CASES_OFFERED])


def choose_case(work: Work, turn: Turn, source: int, identity: CaseId) -> Heard:
    """The case of a text that answered a list. Raises AlreadyDone, Expired, NotAllowed."""
    draft = note_drafts.of_source(work, turn, source)
    access.require(work, turn, access.case_of(work, identity), Deed.WRITE_NOTE)
    return _next(work, turn, note_drafts.put(work, draft, {**draft.answers, "case": identity, "seat": None}))


def choose_side(work: Work, turn: Turn, source: int, seat: Seat) -> Heard:
    """The side of a text on a case with two others. Raises AlreadyDone, Expired, NotAllowed, NotFound."""
    draft = note_drafts.of_source(work, turn, source)
    return _next(work, turn, note_drafts.put(work, draft, {**draft.answers, "seat": seat.value}))


def send(work: Work, turn: Turn, source: int) -> notes.Sent:
    """`[Nein, senden]`: relay what the preview shows. Raises AlreadyDone for an older preview, Expired."""
    author = access.member(turn)
    draft = note_drafts.of_source(work, turn, source)
    case = access.case_of(work, note_drafts.case_of(draft))
    side = notes.side_of(work, turn, case, Seat(str(draft.answers["seat"])))
    _require_free_text(side)
    sent = notes.send(work, turn, case, side, text=str(draft.answers["text"]))
    work.outbox.heard(turn.chat, source, case.id, sent.note.id)
    note_drafts.forget(work, author.id)
    return sent


def _require_free_text(side: notes.Side) -> None:
    if not side.free_text:
        raise NotAllowed("free_text")
