"""Somebody says that the cooperation does not work: both contacts and the coordinator speak at once.

Source: the practice paper, section 1: every partner names a contact for `scheitern` before there is a
fuller procedure.
"""

from datetime import datetime

from domain.model.case import Case, EventKind
from domain.model.errors import AlreadyDone, Expired
from domain.model.ids import CaseId, PartnerId
from domain.model.notices import NotWorking, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.routing import Topic, resolve
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import access, history, standing, telling

WITHIN_WORKING_DAYS = 1


def say(work: Work, turn: Turn, identity: CaseId) -> tuple[Person, ...]:
    """Ask the contacts of both partners and the coordinators to speak within one working day.

    Once a day and case: AlreadyDone after that; Expired once it is closed. Gives everybody who was asked,
    without the speaker.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.SAY_NOT_WORKING)
    if not case.is_open:
        raise Expired("case_closed")
    last = work.events.last(case.id, EventKind.NOT_WORKING)
    calendar = work.network.calendar
    if last is not None and calendar.local(last.happened_at).date() == standing.today(work):
        raise AlreadyDone("not_working")
    history.record(work, case, EventKind.NOT_WORKING, person.id)
    asked = tuple(one for one in contacts(work, case) if one.id != person.id)
    day = standing.today(work).isoformat()
    for one in asked:
        notice = NotWorking(case=case.id, actor=person.id)
        telling.tell(
            work, one.id, notice, priority=Priority.ESCALATION, dedupe=f"not_working:{case.id}:{day}:{one.id}"
        )
    work.cards.touch(case.id)
    return asked


def contacts(work: Work, case: Case) -> tuple[Person, ...]:
    """Who speaks: each seated partner's contact for `scheitern`, and the coordinators; each person once.

    The landlord's contact is left out once the exchange with that side has ended.
    """
    holders = [
        holder
        for seat, holder in work.seats.of_case(case.id).items()
        if case.withdrawn_at is None or seat is Seat.HELP
    ]
    partners = dict.fromkeys(holder.partner for holder in holders)
    found = [_contact(work, case, partner) for partner in partners]
    present = [one for one in (*found, *work.people.coordinators()) if one is not None]
    return tuple({one.id: one for one in present}.values())


def _contact(work: Work, case: Case, partner: PartnerId) -> Person | None:
    match = resolve(
        work.responsibilities.all(), case.municipality, Topic.SCHEITERN, partners=frozenset({partner})
    )
    if match is None:
        return None
    entry = match.responsibility
    acting = standing.acting(work, entry.holder, entry.id) or entry.holder
    return work.people.get(acting)


def due_at(work: Work, case: Case) -> datetime:
    """By when they should have spoken."""
    last = work.events.last(case.id, EventKind.NOT_WORKING)
    since = work.now if last is None else last.happened_at
    return work.network.calendar.add_working_days(since, WITHIN_WORKING_DAYS)
