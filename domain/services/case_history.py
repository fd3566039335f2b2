"""The history of a case as one reader may read it: when, what, by which office, the latest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.model.case import Case, Event, EventKind
from domain.model.people import Person
from domain.model.rights import Relation
from domain.model.stage import DeclineReason, Stage
from domain.model.visibility import Circumstances, read_history
from domain.ports import Work
from domain.services import access


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event. `who` is empty for the bot itself; `detail` is a coded word more, where there is one."""

    at: datetime
    kind: EventKind
    who: str = ""
    detail: StrEnum | None = None


_DETAILS: Final[Mapping[EventKind, tuple[str, type[StrEnum]]]] = {
    EventKind.STAGE_CHANGED: ("stage", Stage),
    EventKind.DECLINED: ("reason", DeclineReason),
}
_FOR_HELP: Final = frozenset({EventKind.DECLINED})


def of(work: Work, case: Case, reader: Person) -> tuple[Line, ...]:
    """Every line that this reader may read today."""
    relations = access.relations(work, case, reader)
    kinds = read_history(relations, Circumstances.of(case))
    events = (event for event in work.events.of_case(case.id) if event.kind in kinds)
    lines = [_line(work, event, relations) for event in events]
    return tuple(reversed(lines))


def _line(work: Work, event: Event, relations: frozenset[Relation]) -> Line:
    actor = None if event.actor is None else work.people.get(event.actor)
    partner = None if actor is None else work.partners.get(actor.partner)
    return Line(
        at=event.happened_at,
        kind=event.kind,
        who=partner.name if partner else "",
        detail=_detail(event, relations),
    )


def _detail(event: Event, relations: frozenset[Relation]) -> StrEnum | None:
    if event.kind not in _DETAILS or (event.kind in _FOR_HELP and Relation.HELP not in relations):
        return None
    name, kind = _DETAILS[event.kind]
    value = event.facts.get(name)
    return kind(str(value)) if value in set(kind) else None
