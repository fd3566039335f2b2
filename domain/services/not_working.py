"""Who speaks when the cooperation does not work: both contacts and the coordinator, within one working day.

Source: the practice paper, section 1: every partner names a contact for `scheitern`.
"""

from datetime import datetime

from domain.model.case import Case, EventKind
from domain.model.ids import PartnerId
from domain.model.people import Person
from domain.model.routing import Topic, resolve
from domain.model.stage import Seat
from domain.ports import Work
from domain.services import standing

WITHIN_WORKING_DAYS = 1


def contacts(work: Work, case: Case) -> tuple[Person, ...]:
    """Who speaks: each seated partner's contact for `scheitern`, and the coordinators; each person once.

    The landlord's contact is left out once the exchange with that side has ended. Of a protected case only
    whoever sits there hears (the practice paper, R8).
    """
    holders = [
        holder
        for seat, holder in work.seats.of_case(case.id).items()
        if case.withdrawn_at is None or seat is Seat.HELP
    ]
    partners = dict.fromkeys(holder.partner for holder in holders)
    if case.protected:
        found = [standing.sitting(work, holder) for holder in holders]
    else:
        found = [_contact(work, case, partner) for partner in partners]
    present = [one for one in (*found, *work.people.coordinators()) if one is not None]
    return tuple({one.id: one for one in present}.values())


def _contact(work: Work, case: Case, partner: PartnerId) -> Person | None:
    match = resolve(
        work.responsibilities.of_partner(partner), case.municipality, Topic.SCHEITERN, partners={partner}
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
