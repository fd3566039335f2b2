"""The network's own timers: cleaning up, looking for cases that nothing would ask about again."""

from datetime import datetime, timedelta

from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services.due import answers

EVERY = timedelta(hours=24)


def wind(work: Work) -> None:
    """Make sure that the timers of the network itself run."""
    _set(work, TimerKind.AUDIT, work.now + EVERY)


def _set(work: Work, kind: TimerKind, at: datetime) -> None:
    work.timers.set(Timer(kind=kind, subject=0, due_at=at, dedupe=f"network:{kind}"))


@answers(TimerKind.AUDIT)
def audit(work: Work, timer: Timer) -> None:
    """Every open case has a timer in the future; one that has none goes to the coordinator."""
    _set(work, TimerKind.AUDIT, work.now + EVERY)
