"""Who stands where today: holders, deputies and stand-ins, resolved when needed and never in advance."""

from collections.abc import Collection, Mapping
from datetime import date

from domain.model.case import CaseOutline, SeatHolder
from domain.model.ids import PersonId, ResponsibilityId
from domain.model.people import Person
from domain.model.routing import Absence, Responsibility, Topic, resolve, stand_in
from domain.model.stage import Seat
from domain.ports import Work

There = Mapping[Seat, Person | None]
"""Who is there at each seat; None where nobody is."""


def today(work: Work) -> date:
    """The local day."""
    return work.network.calendar.local(work.now).date()


def absences(work: Work) -> tuple[Absence, ...]:
    """Whoever is away today or later."""
    return work.absences.since(today(work))


def acting(work: Work, holder: PersonId, responsibility: ResponsibilityId | None = None) -> PersonId | None:
    """Who acts for this holder today: the last link of the chain of deputies; None when it ends in nobody."""
    return work.once((acting, holder, responsibility), lambda: _acting(work, holder, responsibility))


def _acting(work: Work, holder: PersonId, responsibility: ResponsibilityId | None) -> PersonId | None:
    day = today(work)
    away = work.absences.since(day)
    if all(one.person != holder for one in away):
        return holder
    chain = stand_in(holder, away, day, deputy=deputy_of(work, responsibility))
    return chain[-1] if chain else None


def deputy_of(work: Work, responsibility: ResponsibilityId | None) -> PersonId | None:
    """The deputy that the directory names for a responsibility."""
    entry = None if responsibility is None else work.responsibilities.get(responsibility)
    return None if entry is None else entry.deputy


def present_holder(work: Work, seat: SeatHolder) -> PersonId:
    """Whoever holds the seat's responsibility now; the person who took it, where it has none."""
    entry = None if seat.responsibility is None else work.responsibilities.get(seat.responsibility)
    return seat.holder if entry is None else entry.holder


def sitting(work: Work, seat: SeatHolder) -> Person | None:
    """The person who answers for a seat today: its holder, or whoever stands in."""
    return work.once((sitting, seat.holder, seat.responsibility), lambda: _sitting(work, seat))


def _sitting(work: Work, seat: SeatHolder) -> Person | None:
    identity = acting(work, seat.holder, seat.responsibility)
    return None if identity is None else work.people.get(identity)


def at_seat(work: Work, case: CaseOutline, seat: Seat) -> Person | None:
    """Who answers for this seat of the case today; None while it is empty or nobody is there."""
    holder = work.seats.of_case(case.id).get(seat)
    return None if holder is None else sitting(work, holder)


def in_chat(work: Work, case: CaseOutline, seat: Seat) -> Person | None:
    """Who of this seat can be written to today: whoever answers for it, else its holder by the directory or
    the deputy, unless away. None: nobody, and what is to be said is said on the telephone (R10)."""
    holder = work.seats.of_case(case.id).get(seat)
    if holder is None:
        return None
    entry = None if holder.responsibility is None else work.responsibilities.get(holder.responsibility)
    found = [acting(work, holder.holder, holder.responsibility)]
    if entry is not None:
        found.append(acting(work, entry.holder, entry.id))
        if entry.deputy is not None and acting(work, entry.deputy) == entry.deputy:
            found.append(entry.deputy)
    people = (work.people.get(one) for one in found if one is not None)
    return next((one for one in people if one is not None and one.reachable), None)


def to_ring(work: Work, case: CaseOutline, seat: Seat) -> Person | None:
    """Who is to be rung on this seat today, in the chat or not."""
    holder = work.seats.of_case(case.id).get(seat)
    if holder is None:
        return None
    return sitting(work, holder) or work.people.get(present_holder(work, holder))


def there(work: Work, case: CaseOutline) -> There:
    """Who answers for each seat of the case that is taken, today."""
    return {seat: sitting(work, one) for seat, one in work.seats.of_case(case.id).items()}


def in_aftercare(work: Work, case: CaseOutline, seat: SeatHolder) -> Responsibility | None:
    """The responsibility of this seat's partner that answers for aftercare today, whoever sat there."""
    entries = work.responsibilities.of_partner(seat.partner)
    match = resolve(entries, case.municipality, Topic.NACHSORGE, partners={seat.partner})
    return None if match is None else match.responsibility


def all_of(work: Work, holder: PersonId, responsibility: ResponsibilityId | None) -> Collection[PersonId]:
    """Everybody who may act for a seat: the holder, the directory's holder and deputy, today's stand-in."""
    return work.once((all_of, holder, responsibility), lambda: _all_of(work, holder, responsibility))


def _all_of(work: Work, holder: PersonId, responsibility: ResponsibilityId | None) -> Collection[PersonId]:
    entry = None if responsibility is None else work.responsibilities.get(responsibility)
    named = {holder, acting(work, holder, responsibility)}
    if entry is not None:
        named |= {entry.holder, entry.deputy, acting(work, entry.holder, responsibility)}
    return {one for one in named if one is not None}
