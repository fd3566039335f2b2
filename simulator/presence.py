"""What the bots that follow the simulated clock report of themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One request of a bot to the clock: what it knows, whether it is idle, when it is due next.

    `changes` is the state of its update queue at that time: a later change outdates the report.
    """

    bot_id: int
    version: int
    changes: int
    idle: bool
    next_due_at: datetime | None = None


@dataclass(slots=True)
class Presence:
    """The last report of every bot that is there."""

    reports: dict[int, Report] = field(default_factory=dict)

    def note(self, report: Report) -> None:
        """Replace the bot's older report."""
        self.reports[report.bot_id] = report

    def gone(self, bot_id: int) -> None:
        """Forget a bot whose connection ended."""
        self.reports.pop(bot_id, None)

    def next_due(self, now: datetime) -> datetime | None:
        """The earliest due time of any bot after `now`."""
        due = (report.next_due_at for report in self.reports.values())
        return min((at for at in due if at is not None and now < at), default=None)

    def due_between(self, now: datetime, target: datetime) -> datetime | None:
        """The earliest due time of any bot after `now` that is not later than `target`."""
        due = self.next_due(now)
        return due if due is not None and due <= target else None
