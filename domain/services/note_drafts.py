"""Writing a note: a draft of inspected text, for fifteen minutes (the practice paper, P3 and P4)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.model.case import Case, Phrase
from domain.model.dates import read_date
from domain.model.detector import HitKind, inspect
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotFound, NotUnderstood, TooMany
from domain.model.ids import CaseId, PersonId
from domain.model.notices import NoteDraftEnded
from domain.model.rights import Deed, may
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Draft, Spoken, Turn, Work
from domain.services import access, notes, standing
from domain.services.due import answers

FORM = "note"
LIVES = timedelta(minutes=15)
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


Heard = Stopped | Preview | WhichCase | WhichSide


def begin(work: Work, turn: Turn, identity: CaseId, seat: Seat) -> tuple[Draft, Case]:
    """Ask for a free text. Raises NotAllowed where only phrases may be sent."""
    case = access.case_of(work, identity)
    side = notes.side_of(work, turn, case, seat)
    _require_free_text(side)
    return _keep(work, turn, question="text", case=case.id, seat=seat.value), case


def ask_day(work: Work, turn: Turn, identity: CaseId, seat: Seat, phrase: Phrase) -> tuple[Draft, Case]:
    """Ask for the day that a phrase needs."""
    case = access.case_of(work, identity)
    notes.side_of(work, turn, case, seat)
    return _keep(work, turn, question="day", case=case.id, seat=seat.value, phrase=phrase.value), case


def hear_day(work: Work, turn: Turn, draft: Draft, text: str) -> notes.Sent:
    """The typed day of a phrase. Raises NotUnderstood."""
    day = read_date(text, standing.today(work), "future")
    if day is None:
        raise NotUnderstood("day")
    return send_day(work, turn, _case(draft), Seat(str(draft.answers["seat"])), _phrase(draft), day=day)


def send_day(work: Work, turn: Turn, case: CaseId, seat: Seat, phrase: Phrase, *, day: date) -> notes.Sent:
    """Relay a phrase with its day and forget the draft."""
    sent = notes.send_phrase(work, turn, case, seat, phrase, day=day)
    forget(work, access.member(turn).id)
    return sent


def hear(work: Work, turn: Turn, text: str, *, source: int, mentions: bool) -> Heard:
    """Text typed for the open draft. Raises TooMany characters, NotAllowed, Expired without a draft."""
    draft = _open(work, turn)
    return _take(work, turn, text, source, mentions, case=_case(draft), seat=draft.answers["seat"])


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
        work.journal.add("text_stopped", author.id, {"hit": hit.value, "case": case})
        forget(work, author.id)
        return Stopped(hit=hit, case=case, seat=Seat(str(seat)) if seat else None)
    if len(text) > notes.LONGEST:
        raise TooMany("note_length", limit=notes.LONGEST)
    draft = _keep(work, turn, question="send", case=case, seat=seat, text=text, source=source)
    return _next(work, turn, draft)


def _inspect(work: Work, text: str, mentions: bool) -> HitKind | None:
    names = frozenset(person.name for person in work.people.all())
    hit = inspect(text, today=standing.today(work), members=names)
    if hit is not None:
        return hit.kind
    return HitKind.MENTION if mentions else None


def _next(work: Work, turn: Turn, draft: Draft) -> Heard:
    """What is still to be asked before the preview."""
    if draft.answers["case"] is None:
        return _which_case(work, turn, draft)
    case = access.case_of(work, _case(draft))
    sides = notes.sides(work, turn, case)
    seat = draft.answers["seat"]
    chosen = [side for side in sides if seat is None or side.seat == seat]
    if not chosen:
        raise NotFound("no_other_side")
    if len(chosen) > 1:
        return WhichSide(draft=draft, case=case, sides=sides)
    _require_free_text(chosen[0])
    kept = _put(work, draft, {**draft.answers, "seat": chosen[0].seat.value})
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
        return _next(work, turn, _put(work, draft, {**draft.answers, "case": writable[0].id}))
    return WhichCase(draft=draft, cases=writable[:CASES_OFFERED])


def choose_case(work: Work, turn: Turn, source: int, identity: CaseId) -> Heard:
    """The case of a text that answered a list. Raises AlreadyDone, Expired, NotAllowed."""
    draft = _of_source(work, turn, source)
    access.require(work, turn, access.case_of(work, identity), Deed.WRITE_NOTE)
    return _next(work, turn, _put(work, draft, {**draft.answers, "case": identity, "seat": None}))


def choose_side(work: Work, turn: Turn, source: int, seat: Seat) -> Heard:
    """The side of a text on a case with two others. Raises AlreadyDone, Expired, NotAllowed, NotFound."""
    draft = _of_source(work, turn, source)
    return _next(work, turn, _put(work, draft, {**draft.answers, "seat": seat.value}))


def send(work: Work, turn: Turn, source: int) -> notes.Sent:
    """`[Nein, senden]`: relay what the preview shows. Raises AlreadyDone for an older preview, Expired."""
    author = access.member(turn)
    draft = _of_source(work, turn, source)
    case = access.case_of(work, _case(draft))
    side = notes.side_of(work, turn, case, Seat(str(draft.answers["seat"])))
    _require_free_text(side)
    sent = notes.send(work, turn, case, side, text=str(draft.answers["text"]))
    work.outbox.heard(turn.chat, source, case.id, sent.note.id)
    forget(work, author.id)
    return sent


def forget(work: Work, person: PersonId) -> None:
    """Drop the draft with its text."""
    work.drafts.drop(person, FORM)
    work.timers.cancel(_dedupe(person))


@answers(TimerKind.NOTE_DRAFT_ENDS)
def end(work: Work, timer: Timer) -> None:
    """Fifteen minutes are over: the text is forgotten, and its writer learns that nothing was sent."""
    person = work.people.get(PersonId(timer.subject))
    draft = None if person is None else work.drafts.get(person.id, FORM)
    if draft is None or draft.expires_at > work.now:
        return
    forget(work, draft.person)
    if draft.message is not None and draft.question == "send":
        work.outbox.tell(NoteDraftEnded(message=draft.message), chat=draft.chat)


def _keep(work: Work, turn: Turn, *, question: str, **facts: str | int | None) -> Draft:
    person = access.member(turn)
    draft = Draft(
        person=person.id,
        form=FORM,
        question=question,
        answers=facts,
        chat=turn.chat,
        expires_at=work.now + LIVES,
        updated_at=work.now,
    )
    due = Timer(
        kind=TimerKind.NOTE_DRAFT_ENDS, subject=person.id, due_at=draft.expires_at, dedupe=_dedupe(person.id)
    )
    work.timers.set(due)
    return work.drafts.put(draft)


def _put(work: Work, draft: Draft, facts: dict[str, str | int | None]) -> Draft:
    return work.drafts.put(replace(draft, answers=facts, updated_at=work.now))


def _open(work: Work, turn: Turn) -> Draft:
    draft = work.drafts.get(access.member(turn).id, FORM)
    if draft is None or draft.expires_at <= work.now:
        raise Expired("note")
    return draft


def _of_source(work: Work, turn: Turn, source: int) -> Draft:
    """The draft that holds the text of this very message."""
    draft = work.drafts.get(access.member(turn).id, FORM)
    if draft is None or draft.answers.get("source") != source:
        raise AlreadyDone
    return _open(work, turn)


def _require_free_text(side: notes.Side) -> None:
    if not side.free_text:
        raise NotAllowed("free_text")


def _case(draft: Draft) -> CaseId:
    return CaseId(int(draft.answers.get("case") or 0))


def _phrase(draft: Draft) -> Phrase:
    return Phrase(str(draft.answers["phrase"]))


def _dedupe(person: PersonId) -> str:
    return f"{TimerKind.NOTE_DRAFT_ENDS}:{person}"
