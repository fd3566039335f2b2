"""A partner leaves the network: everybody concerned hears in time, and nothing becomes ownerless.

Source: issue 6 ("when a member or partner leaves, everybody concerned gets the list … nothing becomes
ownerless"); the minutes: when a project ends the landlord is left with the risk.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.model.agreement import Agreement, guard_days
from domain.model.agreement_rights import is_authorised
from domain.model.agreement_terms import LAST_YEAR
from domain.model.dates import read_date
from domain.model.errors import AlreadyDone, NotAllowed, NotUnderstood
from domain.model.failure_rule import Trigger
from domain.model.handover import Handover
from domain.model.ids import PartnerId, PersonId
from domain.model.notices import Notice, PartnerLeaving, PartnerLeft, PartnerStays, Priority
from domain.model.people import Partner, Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import (
    access,
    agreement_ends,
    agreement_handovers,
    directory,
    failure_proposals,
    failure_triggers,
    membership,
    standing,
    telling,
)
from domain.services.agreement_ends import TELLS_AT, Left
from domain.services.due import answers

AGAIN_WORKING_DAYS: Final = 5
"""After its last day the coordinators hear every so many working days what is still with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What hangs on a partner today. `left`: its seats that can pass to others; `lets`: live cases in which
    it is the landlord; `requests` wait for its answer; `agreements` would end; `members` are in the chat."""

    partner: Partner
    left: tuple[Left, ...]
    lets: int
    requests: int
    agreements: tuple[Agreement, ...]
    handovers: tuple[Handover, ...]
    members: int


# Reading


def of(work: Work, partner: Partner) -> Departure:
    seats = work.seats.live_of_partner(partner.id)
    return Departure(
        partner=partner,
        left=agreement_ends.left_with(work, None, partner.id),
        lets=sum(one.seat is Seat.LANDLORD for one in seats),
        requests=len(work.referrals.open_of(partner.id)),
        agreements=tuple(one for one in work.agreements.of_partner(partner.id) if one.ended_at is None),
        handovers=work.handovers.of_leaver(partner.id),
        members=sum(one.is_member for one in work.people.of_partner(partner.id)),
    )


def read(work: Work, turn: Turn, identity: PartnerId) -> Departure:
    """For a coordinator, and for whoever signs for a partner that leaves.

    Raises Stranger, NotAllowed, NotFound.
    """
    person, partner = access.member(turn), membership.partner_of(work, identity)
    if not person.is_coordinator and not may_hand_over(person, partner):
        raise NotAllowed("directory")
    return of(work, partner)


def last_day(work: Work, text: str) -> date:
    """A typed last day. Raises NotUnderstood."""
    day = read_date(text, standing.today(work), "future")
    if day is None:
        raise NotUnderstood("day")
    return _possible(work, day)


def _possible(work: Work, day: date) -> date:
    if day < standing.today(work):
        raise NotUnderstood("day_behind")
    if day.year > LAST_YEAR:
        raise NotUnderstood("day")
    return day


# Leaving


def checked(work: Work, turn: Turn, identity: PartnerId, last_on: date) -> Departure:
    """What a coordinator is to confirm.

    Raises Stranger, NotAllowed, NotFound, NotUnderstood for a day behind, Expired once it has left,
    AlreadyDone where this is its last day already.
    """
    directory.coordinator(turn)
    partner = membership.present_partner(work, identity)
    if partner.leaves_on == _possible(work, last_on):
        raise AlreadyDone("partner_leaves")
    return of(work, partner)


def announce(work: Work, turn: Turn, identity: PartnerId, last_on: date) -> Departure:
    """It leaves after this day. Its agreements end with it, running cases are asked about, everybody
    concerned reads the list; until somebody has taken it, all of it stays. Raises as `checked`."""
    partner = checked(work, turn, identity, last_on).partner
    person = directory.coordinator(turn)
    leaving = _keep(work, replace(partner, leaves_on=last_on), person.id)
    _wind(work, leaving, last_on)
    told = PartnerLeaving(partner=leaving.id)
    _tell(work, leaving, told, f"{last_on}:{work.now}", without=person.id)
    if partner.leaves_on is None:
        failure_triggers.network_left(work, leaving.id)
    return of(work, leaving)


def stay(work: Work, turn: Turn, identity: PartnerId) -> Departure:
    """Taken back, until the last day is over: agreements end as agreed, requests to take over are withdrawn,
    proposals fall away. Raises Stranger, NotAllowed, NotFound, Expired once it has left, AlreadyDone."""
    person = directory.coordinator(turn)
    partner = membership.present_partner(work, identity)
    if partner.leaves_on is None:
        raise AlreadyDone("partner_stays")
    staying = _keep(work, replace(partner, leaves_on=None), person.id)
    _unwind(work, staying)
    agreement_handovers.withdraw(work, staying.id, person)
    for one in failure_triggers.cases_left(work, staying.id):
        case = work.cases.get(one)
        if case is not None:
            failure_proposals.retract(work, case, Trigger.PARTNER_LEAVES)
    _tell(work, staying, PartnerStays(partner=staying.id), f"stays:{work.now}", without=person.id)
    return of(work, staying)


def come_back(work: Work, partner: Partner, by: PersonId) -> Partner:
    """One that has left is entered again, with the people and lines that it had."""
    if partner.active:
        raise AlreadyDone("partner")
    back = _keep(work, replace(partner, active=True, leaves_on=None), by)
    _unwind(work, back)
    work.contacts.rebuild()
    return back


def _keep(work: Work, partner: Partner, by: PersonId | None) -> Partner:
    """The journal keeps by whom; agreements that have not ended get the end that holds now."""
    work.partners.save(partner)
    day = None if partner.leaves_on is None else partner.leaves_on.isoformat()
    facts: dict[str, str | int | None] = {
        "partner": partner.id,
        "last_on": day,
        "active": int(partner.active),
    }
    work.journal.add("partner_leaves", by, facts)
    for agreement in work.agreements.of_partner(partner.id):
        if agreement.ended_at is None:
            agreement_ends.settle_end(work, agreement)
    return partner


def _tell(work: Work, partner: Partner, notice: Notice, key: str, *, without: PersonId | None = None) -> None:
    for one in agreement_ends.concerned_by(work, partner.id):
        if one != without:
            telling.tell(work, one, notice, dedupe=f"partner:{partner.id}:{key}:{one}")


# What falls due


def _wind(work: Work, partner: Partner, last_on: date) -> None:
    today = standing.today(work)
    left = (last_on - today).days
    _wind_guard(work, partner, tuple(one for one in guard_days(last_on, today) if one < left))
    after = work.network.calendar.moment(last_on + timedelta(days=1), time(0))
    _set(work, TimerKind.PARTNER_LEFT, partner, after, last_on.isoformat())


def _wind_guard(work: Work, partner: Partner, days: tuple[int, ...]) -> None:
    """For the next of these days; none are left: nothing to call to mind."""
    work.timers.cancel(_key(TimerKind.PARTNER_GUARD, partner))
    if days and partner.leaves_on is not None:
        at = work.network.calendar.moment(partner.leaves_on - timedelta(days=days[0]), TELLS_AT)
        _set(work, TimerKind.PARTNER_GUARD, partner, at, partner.leaves_on.isoformat())


def _unwind(work: Work, partner: Partner) -> None:
    for kind in (TimerKind.PARTNER_GUARD, TimerKind.PARTNER_LEFT):
        work.timers.cancel(_key(kind, partner))


def _set(work: Work, kind: TimerKind, partner: Partner, at: datetime, state: str) -> None:
    timer = Timer(kind=kind, subject=partner.id, due_at=at, state=state, dedupe=_key(kind, partner))
    work.timers.set(timer)


def _key(kind: TimerKind, partner: Partner) -> str:
    return f"{kind}:{partner.id}"


def _due(work: Work, timer: Timer) -> Partner | None:
    """The partner, if it still leaves on the day for which this timer was set."""
    partner = work.partners.get(PartnerId(timer.subject))
    if partner is None or partner.leaves_on is None or partner.leaves_on.isoformat() != timer.state:
        return None
    return partner


@answers(TimerKind.PARTNER_GUARD)
def end_near(work: Work, timer: Timer) -> None:
    """90, 30 and 7 days before: everybody concerned gets the list."""
    partner = _due(work, timer)
    if partner is None or partner.leaves_on is None:
        return
    days = max((partner.leaves_on - standing.today(work)).days, 0)
    _tell(work, partner, PartnerLeaving(partner=partner.id, left=days), f"{timer.state}:{days}")
    later = (one for one in guard_days(partner.leaves_on, standing.today(work)) if one < days)
    _wind_guard(work, partner, tuple(later))


@answers(TimerKind.PARTNER_LEFT)
def over(work: Work, timer: Timer) -> None:
    """Its last day is over: it is asked for nothing new, and keeps what nobody has taken. Then, while it has
    anything or its people are in the chat, the coordinators hear of it again."""
    partner = _due(work, timer)
    if partner is None:
        return
    told, found = PartnerLeft(partner=partner.id), of(work, partner)
    unfinished = bool(found.left or found.requests or found.members)
    if partner.active:
        _tell(work, partner, told, f"{timer.state}:over")
        work.partners.save(replace(partner, active=False))
        work.journal.add("partner_left", None, {"partner": partner.id, "last_on": timer.state})
        work.contacts.rebuild()
    elif unfinished:
        key = f"partner:{partner.id}:{standing.today(work)}"
        telling.tell_coordinators(work, told, priority=Priority.REMINDER, dedupe=key)
    if unfinished:
        at = work.network.calendar.add_working_days(work.now, AGAIN_WORKING_DAYS)
        _set(work, TimerKind.PARTNER_LEFT, partner, at, timer.state)


def may_hand_over(reader: Person, partner: Partner) -> bool:
    """Whoever coordinates, and whoever signs for a partner that leaves."""
    return partner.leaves_on is not None and (reader.is_coordinator or is_authorised(reader, partner))
