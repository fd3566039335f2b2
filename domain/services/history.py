"""The history of a case (Verlauf): append-only, in codes, with who did it."""

from datetime import timedelta
from typing import Final

from domain.model.case import Case, Event, EventKind
from domain.model.ids import CaseId, PersonId
from domain.ports import Work

SECOND_TAP: Final = timedelta(minutes=1)
"""How long the same deed of the same person is taken for a second tap on a button that was still there."""


def record(
    work: Work, case: Case | CaseId, kind: EventKind, actor: PersonId | None, **facts: str | int | None
) -> Event:
    """Write one line. `actor` None is the bot itself; facts are codes and ids, never anybody's words."""
    identity = case.id if isinstance(case, Case) else case
    return work.events.add(Event(case_id=identity, kind=kind, actor=actor, facts=facts, happened_at=work.now))


def is_second_tap(work: Work, case: Case, kind: EventKind, actor: PersonId, **facts: str) -> bool:
    """Whether this person has just done the same on this case, so that another tap is none."""
    return any(
        one.kind is kind
        and one.actor == actor
        and work.now - one.happened_at < SECOND_TAP
        and all(one.facts.get(name) == value for name, value in facts.items())
        for one in work.events.of_case(case.id)
    )
