"""The history of a case (Verlauf): append-only, in codes, with who did it."""

from domain.model.case import Case, Event, EventKind
from domain.model.ids import CaseId, PersonId
from domain.ports import Work


def record(
    work: Work, case: Case | CaseId, kind: EventKind, actor: PersonId | None, **facts: str | int | None
) -> Event:
    """Write one line. `actor` None is the bot itself; facts are codes and ids, never anybody's words."""
    identity = case.id if isinstance(case, Case) else case
    return work.events.add(Event(case_id=identity, kind=kind, actor=actor, facts=facts, happened_at=work.now))
