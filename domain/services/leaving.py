"""Somebody leaves: the access ends the same day, and what they held passes to somebody who is there."""

from dataclasses import dataclass, replace

from domain.model.case import SeatHolder
from domain.model.errors import Incomplete, NotAllowed, NotFound
from domain.model.ids import PartnerId, PersonId
from domain.model.notices import AccessEnded
from domain.model.people import Partner, Person, StaffGroup
from domain.model.routing import Responsibility
from domain.ports import Turn, Work
from domain.services import (
    access,
    asking,
    digest,
    duty_handovers,
    enrolments,
    ladder,
    membership,
    rungs,
    standing,
    succession,
)
from domain.services.telling import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """A partner's people in the chat, and its staff group."""

    partner: Partner
    members: tuple[Person, ...]
    group: StaffGroup | None
    may_unlink: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What somebody holds today. `uncovered` names no deputy: a successor is needed."""

    person: Person
    responsibilities: tuple[Responsibility, ...]
    seats: tuple[SeatHolder, ...]
    uncovered: bool
    successors: tuple[Person, ...]


def partners(work: Work, turn: Turn) -> tuple[Partner, ...]:
    """The partners whose members the speaker may see: all for a coordinator, a lead's own.

    Raises Stranger, NotAllowed.
    """
    person = access.member(turn)
    own = membership.partner_of(work, person.partner)
    seen = (*work.partners.all(), *_left_with_members(work)) if person.is_coordinator else (own,)
    if not enrolments.may_host(person, own.id):
        raise NotAllowed("host")
    return seen


def _left_with_members(work: Work) -> tuple[Partner, ...]:
    """Partners that have left the network and still have people in the chat: their access is to be ended."""
    found = dict.fromkeys(one.partner for one in work.people.all() if one.is_member)
    partners = (work.partners.get(one) for one in found)
    return tuple(one for one in partners if one is not None and not one.active)


def members(work: Work, turn: Turn, partner: PartnerId) -> Members:
    """Raises Stranger, NotAllowed, NotFound."""
    host = _host(turn, partner)
    return Members(
        partner=membership.partner_of(work, partner),
        members=tuple(one for one in work.people.of_partner(partner) if one.is_member),
        group=work.groups.of_partner(partner),
        may_unlink=host.is_coordinator,
    )


def _host(turn: Turn, partner: PartnerId) -> Person:
    host = access.member(turn)
    if not enrolments.may_host(host, partner):
        raise NotAllowed("host")
    return host


def duties(work: Work, turn: Turn, identity: PersonId) -> Duties:
    """What must be handed over before this access ends. Raises NotAllowed, NotFound, Incomplete."""
    leaver = _leaver(work, turn, identity)
    held = tuple(one for one in _lines(work, leaver) if _goes_on(work, one))
    seats = tuple(one for one in work.seats.of_person(leaver.id) if _is_live(work, one))
    return Duties(
        person=leaver,
        responsibilities=held,
        seats=seats,
        uncovered=any(_deputy(work, one, leaver) is None for one in held)
        or any(_is_own(work, one, leaver) for one in seats),
        successors=tuple(one for one in work.people.of_partner(leaver.partner) if one.id != leaver.id),
    )


def _lines(work: Work, leaver: Person) -> tuple[Responsibility, ...]:
    return tuple(one for one in work.responsibilities.of_partner(leaver.partner) if one.holder == leaver.id)


def _goes_on(work: Work, entry: Responsibility) -> bool:
    """A line of a partner that has left the network needs nobody any more, unless cases hang on it."""
    active = membership.partner_of(work, entry.partner_id).active
    return active or bool(succession.live_cases(work, entry.id))


def _end_line(work: Work, entry: Responsibility) -> None:
    if entry.main_contact:
        partner = membership.partner_of(work, entry.partner_id)
        work.partners.save(replace(partner, main_contact=None))
    else:
        work.responsibilities.end(entry.id, standing.today(work))


def _leaver(work: Work, turn: Turn, identity: PersonId) -> Person:
    leaver = work.people.get(identity)
    if leaver is None or not leaver.is_member:
        raise NotFound("person")
    host = _host(turn, leaver.partner)
    if host.id == leaver.id:
        raise NotAllowed("self")
    if leaver.is_coordinator and not host.is_coordinator:
        raise NotAllowed("coordinator")
    return leaver


def _is_live(work: Work, seat: SeatHolder) -> bool:
    case = work.cases.get(seat.case_id)
    return case is not None and succession.is_live(work, case)


def _is_own(work: Work, seat: SeatHolder, leaver: Person) -> bool:
    """Whether a seat belongs to no responsibility that goes on without this person."""
    entry = None if seat.responsibility is None else work.responsibilities.get(seat.responsibility)
    return entry is None or (entry.holder == leaver.id and _deputy(work, entry, leaver) is None)


def _deputy(work: Work, entry: Responsibility, leaver: Person) -> Person | None:
    deputy = None if entry.deputy is None else work.people.get(entry.deputy)
    return deputy if deputy is not None and deputy.active and deputy.id != leaver.id else None


def end_access(work: Work, turn: Turn, identity: PersonId, successor: PersonId | None = None) -> Duties:
    """The account is cut off now; each duty passes to its deputy, or else to `successor`.

    Raises NotAllowed, NotFound, Incomplete while a duty would be nobody's.
    """
    found = duties(work, turn, identity)
    heir = None if successor is None else work.people.get(successor)
    if found.uncovered and heir not in found.successors:
        raise Incomplete("successor")
    host = _host(turn, found.person.partner)
    held = found.seats
    for entry in _lines(work, found.person):
        if entry not in found.responsibilities:
            _end_line(work, entry)
    for entry in found.responsibilities:
        _pass_on(work, host, entry, _deputy(work, entry, found.person) or heir)
    for seat in work.seats.of_person(found.person.id):
        if _is_live(work, seat):
            _pass_seat(work, host, seat, heir)
    for case in work.cases.of_person(found.person.id):
        if case.is_open and case.owner == found.person.id:
            changed(work, replace(case, owner=(heir or host).id))
    duty_handovers.offer(work, found.person, host, held)
    duty_handovers.tell_others(work, found.person, held)
    _forget(work, found.person)
    ladder.person_lost(work, found.person.id)
    _pass_calls(work, found.person)
    work.contacts.rebuild()
    return found


def _pass_on(work: Work, host: Person, entry: Responsibility, to: Person | None) -> None:
    assert to is not None
    deputy = entry.deputy if entry.deputy != to.id else None
    passed = replace(entry, holder=to.id, deputy=deputy, confirmed_on=None)
    if entry.main_contact:
        partner = membership.partner_of(work, entry.partner_id)
        work.partners.save(replace(partner, main_contact=to.id))
    else:
        work.responsibilities.save(passed)
    succession.hand_over(work, entry, passed, host.id)


def _pass_seat(work: Work, host: Person, seat: SeatHolder, heir: Person | None) -> None:
    """A seat taken for somebody else's responsibility goes back to its holder, any other to the successor."""
    entry = None if seat.responsibility is None else work.responsibilities.get(seat.responsibility)
    if entry is not None and entry.holder != seat.holder:
        taken = replace(entry, holder=seat.holder)
        succession.hand_over(work, taken, entry, host.id, only={seat.case_id})
    elif heir is not None:
        succession.pass_seat(work, seat, heir.id, host.id)


def _pass_calls(work: Work, leaver: Person) -> None:
    """Whoever would be asked today rings in place of the leaver; without anybody the step runs out."""
    for task in work.call_tasks.open_of(leaver.id):
        caller = rungs.caller(work, access.referral_of(work, task.referral))
        if caller is not None:
            passed = replace(task, caller=caller)
            work.call_tasks.save(passed)
            asking.tell_caller(work, passed)


def _forget(work: Work, leaver: Person) -> None:
    """Nothing reaches this account any more but the word that it has ended."""
    assert leaver.telegram is not None
    for entry in work.responsibilities.of_person(leaver.id):
        if entry.deputy == leaver.id:
            work.responsibilities.save(replace(entry, deputy=None))
    work.absences.forget_deputy(leaver.id)
    enrolment = work.enrolments.of(leaver.partner, leaver.telegram)
    if enrolment is not None:
        work.enrolments.remove(enrolment.id)
    gone = replace(leaver, telegram=None, active=False)
    work.people.save(gone)
    digest.arm(work, gone)
    work.cards.withdraw(leaver.id)
    work.outbox.tell(AccessEnded(), chat=leaver.telegram)
