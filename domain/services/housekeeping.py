"""The network's own timers: cleaning up, looking for cases that nothing would ask about again."""

from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import case_reviews, digest, restored, retention
from domain.services.due import answers


def wind(work: Work) -> None:
    """Make sure that the timers of the network itself run."""
    work.timers.keep(retention.nightly(work, TimerKind.AUDIT))
    work.timers.keep(retention.nightly(work, TimerKind.JUDGE_URGENCY))
    retention.wind(work)
    digest.wind(work)
    restored.announce(work)


@answers(TimerKind.AUDIT)
def audit(work: Work, timer: Timer) -> None:
    """Every open case has a timer in the future; one that has lost its own is looked at again."""
    work.timers.set(retention.nightly(work, TimerKind.AUDIT))
    for case in work.cases.without_timer():
        case_reviews.arm(work, case)
        work.journal.add("case_without_timer", None, {"case": case.id})
