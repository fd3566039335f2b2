"""After a backup was restored: what was pending waits until a coordinator decides."""

from domain.model.errors import AlreadyDone
from domain.model.notices import Priority, RowsHeld
from domain.ports import Turn, Work
from domain.services import membership
from domain.services.telling import tell_coordinators


def held(work: Work) -> int:
    """How many messages and due timers wait for the coordinator's word."""
    return work.outbox.held() + work.timers.held()


def announce(work: Work) -> int:
    """Tell the coordinators, once for what is on hold now; gives how many are told."""
    rows = held(work)
    if not rows:
        return 0
    notice = RowsHeld(rows=rows)
    return tell_coordinators(
        work, notice, priority=Priority.FIRST_NOTICE, dedupe=f"held:{work.now:%F}:{rows}"
    )


def decide(work: Work, turn: Turn, *, send: bool) -> int:
    """Send what was pending, or drop it; timers go on in either case. Gives how many rows were on hold.

    Raises NotAllowed, Stranger, and AlreadyDone when somebody has decided before.
    """
    coordinator = membership.coordinator(turn)
    rows = held(work)
    if not rows:
        raise AlreadyDone("held")
    if send:
        work.outbox.release_held()
    else:
        work.outbox.drop_held()
    work.timers.release_held()
    work.journal.add("held_released" if send else "held_dropped", coordinator.id, {"rows": rows})
    return rows
