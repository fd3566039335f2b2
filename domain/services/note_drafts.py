"""The draft of a note, for fifteen minutes: inspected text, or a phrase that waits for its day (P3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from domain.model.case import Case, Phrase
from domain.model.dates import read_date
from domain.model.errors import AlreadyDone, Expired, NotUnderstood
from domain.model.ids import CaseId, PersonId
from domain.model.notices import NoteDraftEnded
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Draft, Turn, Work
from domain.services import access, notes, standing
from domain.services.due import answers

FORM = "note"
LIVES = timedelta(minutes=15)
"""At most, counted from the text (the practice paper, P3)."""


def ask_day(work: Work, turn: Turn, identity: CaseId, seat: Seat, phrase: Phrase) -> tuple[Draft, Case]:
    """Ask for the day that a phrase needs."""
    case = access.case_of(work, identity)
    notes.side_of(work, turn, case, seat)
    return keep(work, turn, question="day", case=case.id, seat=seat.value, phrase=phrase.value), case


def hear_day(work: Work, turn: Turn, draft: Draft, text: str) -> notes.Sent:
    """The typed day of a phrase. Raises NotUnderstood."""
    day = read_date(text, standing.today(work), "future")
    if day is None:
        raise NotUnderstood("day")
    return send_day(work, turn, case_of(draft), Seat(str(draft.answers["seat"])), _phrase(draft), day=day)


def send_day(work: Work, turn: Turn, case: CaseId, seat: Seat, phrase: Phrase, *, day: date) -> notes.Sent:
    """Relay a phrase with its day and forget the draft."""
    sent = notes.send_phrase(work, turn, case, seat, phrase, day=day)
    forget(work, access.member(turn).id)
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


def keep(work: Work, turn: Turn, *, question: str, **facts: str | int | None) -> Draft:
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


def put(work: Work, draft: Draft, facts: Mapping[str, str | int | None]) -> Draft:
    return work.drafts.put(replace(draft, answers=facts, updated_at=work.now))


def present(work: Work, turn: Turn) -> Draft:
    draft = work.drafts.get(access.member(turn).id, FORM)
    if draft is None or draft.expires_at <= work.now:
        raise Expired("note")
    return draft


def of_source(work: Work, turn: Turn, source: int) -> Draft:
    """The draft that holds the text of this very message."""
    draft = work.drafts.get(access.member(turn).id, FORM)
    if draft is None or draft.answers.get("source") != source:
        raise AlreadyDone
    return present(work, turn)


def case_of(draft: Draft) -> CaseId:
    return CaseId(int(draft.answers.get("case") or 0))


def _phrase(draft: Draft) -> Phrase:
    return Phrase(str(draft.answers["phrase"]))


def _dedupe(person: PersonId) -> str:
    return f"{TimerKind.NOTE_DRAFT_ENDS}:{person}"
