"""Somebody's own cases, by who moves next: what waits for them first, what is closed apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from domain.model.case import Case, Step
from domain.model.ids import CaseId
from domain.model.people import Person
from domain.model.rights import Relation
from domain.model.view import Situation, Task, View
from domain.ports import Turn, Work
from domain.services import access, case_view, standing


class Shelf(StrEnum):
    """Where a case stands in the list, in this order."""

    YOURS = "yours"
    WORKING = "working"
    OTHERS = "others"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    shelf: Shelf
    view: View


_LAST: Final = datetime.max.replace(tzinfo=UTC)
_SEATED: Final = frozenset({Relation.HELP, Relation.LANDLORD, Relation.BENEFITS})


def own(work: Work, turn: Turn) -> tuple[Entry, ...]:
    """Every case of the speaker, the most pressing first. Raises Stranger."""
    person = access.member(turn)
    views = (case_view.of(work, case, person) for case in _cases(work, person))
    entries = [Entry(shelf=_shelf(view), view=view) for view in views if view.situation is not Situation.GONE]
    return tuple(sorted(entries, key=_place))


def _shelf(view: View) -> Shelf:
    if view.my_move and view.move is not None and view.move.task is not Task.LEAD:
        return Shelf.YOURS
    if not view.is_open:
        return Shelf.CLOSED
    return Shelf.WORKING if view.my_move else Shelf.OTHERS


def _place(entry: Entry) -> tuple[int, datetime, int]:
    until = entry.view.move.until if entry.view.move else None
    return tuple(Shelf).index(entry.shelf), until or _LAST, -entry.view.case


def _cases(work: Work, person: Person) -> Iterable[Case]:
    """What they reported, own, sit on today or stand in for, and what they are asked or have to ring for."""
    found = {case.id: case for case in work.cases.of_person(person.id)}
    wanted = {*_sat_on(work, person), *_asked(work, person)} - set(found)
    more = (work.cases.get(identity) for identity in sorted(wanted))
    return [*found.values(), *(case for case in more if case is not None)]


def _sat_on(work: Work, person: Person) -> Iterable[CaseId]:
    for entry in work.responsibilities.of_person(person.id):
        if standing.acting(work, entry.holder, entry.id) == person.id:
            yield from (seat.case_id for seat in work.seats.of_responsibility(entry.id))
    for absence in standing.absences(work):
        if standing.acting(work, absence.person) == person.id:
            yield from (seat.case_id for seat in work.seats.of_person(absence.person))


def _asked(work: Work, person: Person) -> Iterable[CaseId]:
    for referral in work.referrals.open():
        decides = person.is_coordinator and referral.step is Step.COORDINATOR
        if decides or person.id == referral.asked or person.partner == referral.partner:
            case = work.cases.get(referral.case_id)
            if case is not None and (decides or access.is_asked(work, case, referral, person)):
                yield case.id
    yield from (task.case_id for task in work.call_tasks.open_of(person.id))
