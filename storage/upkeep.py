"""Forgetting what has served its purpose, in SQLite."""

from datetime import datetime

from storage.inbox import Inbox
from storage.outbox import Outbox


class Upkeep:
    """Over inbox and outbox. `log_is_long` is read by whoever may run statements between transactions."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        self.inbox = inbox
        self.outbox = outbox
        self.log_is_long = False

    def forget(self, *, settled_before: datetime, aside_before: datetime, told_before: datetime) -> int:
        """Gives how many rows are gone."""
        updates = self.inbox.clean(settled_before=settled_before, aside_before=aside_before)
        return updates + self.outbox.clean(told_before)

    def truncate_log(self) -> None:
        self.log_is_long = True
