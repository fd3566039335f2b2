"""What is forgotten, and when (the practice paper, P9 and P10)."""

from datetime import datetime, time, timedelta

from domain.model.ids import CaseId
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import access, note_copies, standing
from domain.services.due import answers

CARDS_KEPT = timedelta(days=30)
"""After closing, a card says only that the case is closed, and relayed notes are removed from the chats."""

SETTLED_KEPT = timedelta(days=8)
"""Ids of settled updates: Telegram repeats an update for a day at most."""

ASIDE_KEPT = timedelta(days=7)
"""Updates that a bug set aside keep their content for this long."""

TOLD_KEPT = timedelta(days=90)
"""Settled messages without their text: that somebody was told, and under which key."""

AT_NIGHT = time(3)


def wind(work: Work) -> None:
    """Make sure that the network cleans up daily."""
    work.timers.keep(nightly(work, TimerKind.CLEAN_UP))


def after_closing(work: Work, case: CaseId) -> None:
    """Have cards and texts of a case that is closed now forgotten in time."""
    kind = TimerKind.OLD_MESSAGES
    due_at = work.now + CARDS_KEPT
    work.timers.set(Timer(kind=kind, subject=case, case_id=case, due_at=due_at, dedupe=f"{kind}:{case}"))
    note_copies.forget_texts_later(work, case)


@answers(TimerKind.OLD_MESSAGES)
def forget_messages(work: Work, timer: Timer) -> None:
    """Cards are drawn once more, which leaves nothing on them; relayed notes are redacted."""
    case = access.case_of(work, CaseId(timer.subject))
    if is_old(work.now, case.closed_at):
        work.cards.touch(case.id)
        note_copies.redact_all(work, case.id)


@answers(TimerKind.OLD_NOTES)
def forget_notes(work: Work, timer: Timer) -> None:
    """Texts go, codes and coded events stay for the plan."""
    case = access.case_of(work, CaseId(timer.subject))
    if not case.is_open:
        note_copies.redact_all(work, case.id)
        work.notes.drop_texts(case.id)


@answers(TimerKind.CLEAN_UP)
def clean_up(work: Work, timer: Timer) -> None:
    """Once a night: old updates, old messages, unfinished drafts, old links, and the write-ahead log."""
    now = work.now
    work.upkeep.forget(
        settled_before=now - SETTLED_KEPT, aside_before=now - ASIDE_KEPT, told_before=now - TOLD_KEPT
    )
    work.drafts.drop_expired(now)
    work.invitations.drop_expired(now - TOLD_KEPT)
    work.upkeep.truncate_log()
    work.timers.set(nightly(work, TimerKind.CLEAN_UP))


def is_old(now: datetime, closed_at: datetime | None) -> bool:
    """Whether a case was closed so long ago that its card says nothing any more."""
    return closed_at is not None and closed_at + CARDS_KEPT <= now


def nightly(work: Work, kind: TimerKind) -> Timer:
    """The network's own timer of this kind, due in the coming night."""
    calendar = work.network.calendar
    today = standing.today(work)
    tonight = calendar.moment(today, AT_NIGHT)
    due_at = tonight if tonight > work.now else calendar.moment(today + timedelta(days=1), AT_NIGHT)
    return Timer(kind=kind, subject=0, due_at=due_at, dedupe=f"network:{kind}")
