"""The end guard: nobody is left behind when a project or an agreement ends.

Source: the minutes: a lease is a permanent obligation, not a two-year project; when a project ends the
landlord is left with the risk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.model.agreement import Agreement, AgreementState, Motion, ending, guard_days, moved
from domain.model.case import Case, SeatHolder
from domain.model.failure_rule import FailureRole
from domain.model.ids import AgreementId, CaseId, PartnerId, PersonId
from domain.model.notices import AgreementBalanceDue, AgreementEnded, AgreementEndNear, Notice
from domain.model.people import Partner, Person
from domain.model.rights import Deed, Relation, may
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.model.visibility import Circumstances
from domain.ports import Work
from domain.services import access, agreement_access, standing, telling
from domain.services.agreement_access import signatories
from domain.services.due import answers

TELLS_AT: Final = time(8)
BALANCE_ON: Final = (1, 15)
"""Month and day on which the year before is counted."""

HANDED_OVER: Final = (Seat.HELP, Seat.BENEFITS)
"""The seats that a partner can leave; a landlord stays the landlord."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A seat of a live case that its partner may leave. `after` is who will be there; None is nobody yet.

    `commitments` are the open ones that this seat gives; a closed case is in `aftercare`.
    """

    case: Case
    seat: Seat
    holder: PartnerId
    after: PartnerId | None
    commitments: int
    aftercare: bool


# What is left


def left(work: Work, agreement: AgreementId) -> tuple[Left, ...]:
    """Every live case under the agreement, with who will be there when it has ended."""
    with work.reading():
        return tuple(_left(work, agreement))


def _left(work: Work, agreement: AgreementId) -> Iterator[Left]:
    parties = frozenset(work.agreement_parties.of(agreement))
    settled = {one.taker for one in work.handovers.of_agreement(agreement) if one.settles}
    live = work.case_agreements.live(agreement)
    work.gather_sides(live)
    given = work.commitments.open_given(live)
    for case in work.cases.with_ids(live):
        for seat, holder in work.seats.of_case(case.id).items():
            if seat in HANDED_OVER and holder.partner in parties | settled:
                after = holder.partner if holder.partner in settled else None
                yield _seat_left(case, holder, given, after)


def _seat_left(
    case: Case, holder: SeatHolder, given: Mapping[tuple[CaseId, Seat], int], after: PartnerId | None = None
) -> Left:
    """What hangs on one seat; `after`: who will be there afterwards."""
    return Left(
        case=case,
        seat=holder.seat,
        holder=holder.partner,
        after=after,
        commitments=given.get((case.id, holder.seat), 0),
        aftercare=not case.is_open,
    )


def agreed_successor(work: Work, agreement: AgreementId) -> FailureRole | None:
    """Who takes over by the aftercare rule of the version that holds, or held last."""
    versions = [one for one in work.agreement_versions.of_agreement(agreement) if one.in_force_at is not None]
    rule = versions[-1].terms.aftercare if versions else None
    return None if rule is None else rule.takes_over


def left_and_known(
    work: Work, agreement: AgreementId, reader: Person
) -> tuple[tuple[Left, ...], tuple[Left, ...]]:
    """What is left, and what of it this reader may know that there is: the landlord reads its own cases, and
    nothing of what a household has ended or not agreed to (R11)."""
    with work.reading():
        found = tuple(_left(work, agreement))
        return found, known_to(work, found, reader)


def held(work: Work, partner: PartnerId) -> tuple[Left, ...]:
    """This partner's seats of help and of the body that pays in live cases, whatever agreement."""
    seats = [one for one in work.seats.live_of_partner(partner) if one.seat in HANDED_OVER]
    given = work.commitments.open_given(one.case_id for one in seats)
    found = ((one, work.cases.get(one.case_id)) for one in seats)
    return tuple(_seat_left(case, seat, given) for seat, case in found if case is not None)


def left_with(work: Work, agreement: AgreementId | None, giver: PartnerId) -> tuple[Left, ...]:
    """What `giver` has and nobody will have after it; without an agreement in all its cases."""
    found = held(work, giver) if agreement is None else left(work, agreement)
    return tuple(one for one in found if one.holder == giver and one.after is None)


def known_to(work: Work, found: Iterable[Left], reader: Person) -> tuple[Left, ...]:
    """What of it this reader may know that there is."""
    known = (_known(one, access.relations(work, one.case, reader)) for one in found)
    return tuple(one for one in known if one is not None)


_HELPING = frozenset({Relation.HELP, Relation.COORDINATOR})


def _known(one: Left, relations: frozenset[Relation]) -> Left | None:
    circumstances = Circumstances.of(one.case)
    if not may(relations, Deed.SEE_STATE):
        return None
    if relations & _HELPING:
        return one
    if not circumstances.exchange:
        return None
    return one if circumstances.landlord_hears_details else replace(one, commitments=0)


def concerned(work: Work, agreement: AgreementId) -> tuple[PersonId, ...]:
    """Whoever signs for one of the partners, and whoever sits on a live case under it, once each."""
    found = [one.id for partner in _partners(work, agreement) for one in signatories(work, partner)]
    for case in work.case_agreements.live(agreement):
        sitting = (standing.sitting(work, one) for one in work.seats.of_case(case).values())
        found += [one.id for one in sitting if one is not None]
    found += [one.id for one in work.people.coordinators()]
    return tuple(dict.fromkeys(found))


def _partners(work: Work, agreement: AgreementId) -> tuple[Partner, ...]:
    return agreement_access.partners_of(work, agreement)


def concerned_by(work: Work, partner: PartnerId) -> tuple[PersonId, ...]:
    """Whoever hears that this partner leaves: who signs for it or for one that has an agreement with it, who
    sits with it on a live case and may know of it, and the coordinators; once each."""
    parties = [
        one for agreement in work.agreements.of_partner(partner) for one in _partners(work, agreement.id)
    ]
    own = work.partners.get(partner)
    signing = dict.fromkeys((*([own] if own else []), *parties))
    found = [one.id for each in signing for one in signatories(work, each)]
    for seat in work.seats.live_of_partner(partner):
        case = work.cases.get(seat.case_id)
        if case is not None:
            about = (_seat_left(case, seat, {}),)
            sitting = [standing.sitting(work, one) for one in work.seats.of_case(case.id).values()]
            found += [one.id for one in sitting if one is not None and known_to(work, about, one)]
    found += [one.id for one in work.people.coordinators()]
    return tuple(dict.fromkeys(found))


def tell_concerned(work: Work, agreement: AgreementId, notice: Notice, key: str) -> None:
    for person in concerned(work, agreement):
        telling.tell(work, person, notice, dedupe=f"{key}:{person}")


# What falls due


def settle_end(work: Work, agreement: Agreement) -> Agreement:
    """Keep the end that holds now, brought forward by a partner that leaves the network; set its timers."""
    leaving = [one.leaves_on for one in _partners(work, agreement.id) if one.leaves_on is not None]
    settled = ending(agreement, leaving)
    work.agreements.save(settled)
    wind(work, settled)
    return settled


def ends_by_leaving(work: Work, agreement: Agreement) -> bool:
    """Whether it ends because a partner leaves the network: then that is what everybody hears of."""
    days = {one.leaves_on for one in _partners(work, agreement.id)}
    return agreement.ends_on != agreement.agreed_end and agreement.ends_on in days


def wind(work: Work, agreement: Agreement) -> None:
    """Set the timers of the end anew, and that of the yearly balance."""
    work.timers.cancel(_key(TimerKind.AGREEMENT_GUARD, agreement))
    work.timers.cancel(_key(TimerKind.AGREEMENT_ENDS, agreement))
    _wind_balance(work, agreement)
    if agreement.ends_on is None:
        return
    _wind_guard(work, agreement, guard_days(agreement.ends_on, standing.today(work)))
    after = agreement.ends_on + timedelta(days=1)
    moment = work.network.calendar.moment
    _set(work, TimerKind.AGREEMENT_ENDS, agreement, moment(after, time(0)), agreement.ends_on.isoformat())


def _wind_guard(work: Work, agreement: Agreement, days: tuple[int, ...]) -> None:
    if not days or agreement.ends_on is None:
        return
    day = agreement.ends_on - timedelta(days=days[0])
    state = f"{agreement.ends_on.isoformat()}:{days[0]}"
    _set(work, TimerKind.AGREEMENT_GUARD, agreement, work.network.calendar.moment(day, TELLS_AT), state)


def _set(work: Work, kind: TimerKind, agreement: Agreement, due_at: datetime, state: str) -> None:
    timer = Timer(kind=kind, subject=agreement.id, due_at=due_at, state=state, dedupe=_key(kind, agreement))
    work.timers.set(timer)


def _key(kind: TimerKind, agreement: Agreement) -> str:
    return f"{kind}:{agreement.id}"


def _wind_balance(work: Work, agreement: Agreement) -> None:
    """The next fifteenth of January, which counts the year before."""
    today = standing.today(work)
    month, day = BALANCE_ON
    first = date(today.year, month, day)
    due = first if first > today else date(today.year + 1, month, day)
    at = work.network.calendar.moment(due, TELLS_AT)
    _set(work, TimerKind.AGREEMENT_BALANCE, agreement, at, str(due.year - 1))


@answers(TimerKind.AGREEMENT_GUARD)
def end_near(work: Work, timer: Timer) -> None:
    """90, 30 and 7 days before: everybody concerned gets the list."""
    agreement = work.agreements.get(AgreementId(timer.subject))
    day, _, days = timer.state.partition(":")
    if agreement is None or agreement.ended_at is not None or agreement.ends_on is None:
        return
    if agreement.ends_on.isoformat() != day:
        return
    if ends_by_leaving(work, agreement):
        return
    in_days = (agreement.ends_on - standing.today(work)).days
    told = AgreementEndNear(agreement=agreement.id, left=max(in_days, 0))
    tell_concerned(work, agreement.id, told, f"{timer.dedupe}:{timer.state}")
    later = tuple(one for one in guard_days(agreement.ends_on, standing.today(work)) if one < int(days))
    _wind_guard(work, agreement, later)


@answers(TimerKind.AGREEMENT_ENDS)
def ends(work: Work, timer: Timer) -> None:
    """Its last day is over. Cases, commitments and aftercare stay with whoever has them; a version that was
    being written is dropped."""
    agreement = work.agreements.get(AgreementId(timer.subject))
    if agreement is None or agreement.ended_at is not None or agreement.ends_on is None:
        return
    if agreement.ends_on.isoformat() != timer.state:
        return
    for version in work.agreement_versions.of_agreement(agreement.id):
        if version.state is AgreementState.IN_FORCE:
            work.agreement_versions.save(replace(moved(version, Motion.END), ended_at=work.now))
        elif version.is_in_the_making:
            work.agreement_versions.save(replace(version, state=AgreementState.DISCARDED, ended_at=work.now))
    work.agreements.save(replace(agreement, ended_at=work.now))
    work.timers.cancel(_key(TimerKind.AGREEMENT_BALANCE, agreement))
    work.timers.cancel(_key(TimerKind.AGREEMENT_GUARD, agreement))
    if not ends_by_leaving(work, agreement):
        tell_concerned(work, agreement.id, AgreementEnded(agreement=agreement.id), timer.dedupe)


@answers(TimerKind.AGREEMENT_BALANCE)
def balance_due(work: Work, timer: Timer) -> None:
    """Once a year whoever signs, and the coordinators, get what the year has cost and brought."""
    agreement = work.agreements.get(AgreementId(timer.subject))
    if agreement is None or agreement.ended_at is not None:
        return
    told = AgreementBalanceDue(agreement=agreement.id, year=int(timer.state))
    for partner in _partners(work, agreement.id):
        for person in signatories(work, partner):
            telling.tell(work, person.id, told, dedupe=f"{timer.dedupe}:{timer.state}:{person.id}")
    telling.tell_coordinators(work, told, dedupe=f"{timer.dedupe}:{timer.state}")
    _wind_balance(work, agreement)
