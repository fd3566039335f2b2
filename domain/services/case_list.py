"""Somebody's own cases, by who moves next: what waits for them first, what is closed apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from domain.model.case import CaseOutline, Step
from domain.model.ids import CaseId
from domain.model.people import Person
from domain.model.view import Task
from domain.ports import Turn, Work
from domain.services import access, case_view, standing
from domain.services.case_view import Glance


class Shelf(StrEnum):
    """Where a case stands in the list, in this order."""

    YOURS = "yours"
    WORKING = "working"
    OTHERS = "others"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case in the list: enough to put it in its place, not yet what it says."""

    shelf: Shelf
    case: CaseOutline
    until: datetime | None


_LAST: Final = datetime.max.replace(tzinfo=UTC)
_SHELVES: Final = tuple(Shelf)


def own(work: Work, turn: Turn) -> tuple[Entry, ...]:
    """Every case of the speaker, the most pressing first. Raises Stranger."""
    person = access.member(turn)
    with work.reading():
        cases = _cases(work, person)
        work.gather(case.id for case in cases)
        seen = [(case, case_view.glance(work, case, person)) for case in cases]
    return tuple(sorted((_entry(case, glance) for case, glance in seen if glance), key=_place))


def _entry(case: CaseOutline, glance: Glance) -> Entry:
    until = glance.move.until if glance.move else None
    return Entry(shelf=_shelf(case, glance), case=case, until=until)


def _shelf(case: CaseOutline, glance: Glance) -> Shelf:
    if glance.is_mine and glance.move is not None and glance.move.task is not Task.LEAD:
        return Shelf.YOURS
    if not case.is_open:
        return Shelf.CLOSED
    return Shelf.WORKING if glance.is_mine else Shelf.OTHERS


def _place(entry: Entry) -> tuple[int, datetime, int]:
    return _SHELVES.index(entry.shelf), entry.until or _LAST, -entry.case.id


def _cases(work: Work, person: Person) -> tuple[CaseOutline, ...]:
    """What they reported, own, sit on today or stand in for, and what they are asked or have to ring for."""
    own = work.cases.ids_of_person(person.id)
    return work.cases.outlines(own.union(_sat_on(work, person), _asked(work, person)))


def _sat_on(work: Work, person: Person) -> frozenset[CaseId]:
    entries = (
        entry.id
        for entry in work.responsibilities.of_person(person.id)
        if standing.acting(work, entry.holder, entry.id) == person.id
    )
    absent = (one.person for one in standing.absences(work) if standing.acting(work, one.person) == person.id)
    return work.seats.cases_held(entries, absent)


def _asked(work: Work, person: Person) -> Iterator[CaseId]:
    referrals = (*work.referrals.asked_of(person.id), *work.referrals.open_of(person.partner))
    cases = {one.id: one for one in work.cases.outlines({one.case_id for one in referrals})}
    for referral in referrals:
        if access.is_asked(work, cases[referral.case_id], referral, person):
            yield referral.case_id
    if person.is_coordinator:
        yield from (one.case_id for one in work.referrals.open_at(Step.COORDINATOR))
    yield from (task.case_id for task in work.call_tasks.open_of(person.id))
