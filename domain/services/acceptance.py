"""Taking a case: the first to accept has it, sits down, and promises when to be heard of."""

from dataclasses import replace
from datetime import datetime

from domain.model import promise
from domain.model.case import Case, EventKind, Referral, ReferralKind, ReferralState, SeatHolder
from domain.model.errors import AlreadyDone
from domain.model.ids import PersonId, ReferralId
from domain.model.notices import DuplicateFound, ReferralAccepted
from domain.model.people import Person
from domain.model.referral import Motion, accepted, moved
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.urgency import Urgency
from domain.ports import Turn, Work
from domain.services import agreement_cases, history, ladder, promises, referrals, telling


def accept(work: Work, turn: Turn, identity: ReferralId) -> Referral:
    """[Ich übernehme], with the default promise. The first one has it; the others hear who that is.

    Raises NotFound, Stranger, NotAllowed, Expired, AlreadyDone (by whom, and when).
    """
    referral, case, person = referrals.open_to(work, turn, identity, Deed.ACCEPT)
    own = work.network.calendar.of_person(person.working_days)
    calendar = work.network.calendar if case.present_urgency is Urgency.RED else own
    return take(work, case, referral, person, promise.default(work.now, calendar))


def claim(work: Work, turn: Turn, identity: ReferralId) -> Referral:
    """[Ich kümmere mich] in the group: the promise is the card's own due time. Raises as `accept` does.

    A colleague who comes too late hears who is on it, and not that there is more to know.
    """
    try:
        referral, case, person = referrals.open_to(work, turn, identity, Deed.ACCEPT)
    except AlreadyDone as done:
        raise AlreadyDone("claimed" if done.by else done.detail, by=done.by) from None
    fallback = promise.default(work.now, work.network.calendar)
    due_at = referral.due_at if referral.due_at and referral.due_at > work.now else fallback
    return take(work, case, referral, person, due_at)


def lead_at_once(work: Work, case: Case) -> Referral | None:
    """The reporter holds the help side and has the case unasked (R4); it can be handed back like any other.

    None where nobody sits for the help side.
    """
    lead = work.seats.of_case(case.id).get(Seat.HELP)
    if lead is None:
        return None
    return work.referrals.add(
        Referral(
            case_id=case.id,
            kind=ReferralKind.TAKEOVER,
            seat=Seat.HELP,
            partner=lead.partner,
            responsibility=lead.responsibility,
            asked_by=case.reporter,
            state=ReferralState.ACCEPTED,
            why="own",
            opened_at=work.now,
            accepted_by=lead.holder,
            accepted_at=work.now,
        )
    )


def take(
    work: Work,
    case: Case,
    referral: Referral,
    person: Person,
    promised_at: datetime,
    *,
    proxy: PersonId | None = None,
) -> Referral:
    """Everything that follows from an acceptance; `proxy` noted an answer given on the telephone."""
    decider = proxy or person.id
    earlier = _had_it(work, referral)
    decision = referrals.before(work, case, referral, decider, Motion.ACCEPT)
    if earlier:
        decision = replace(decision, replaced=earlier[-1].id)
    taken = accepted(referral, decision, by=person.id, at=work.now, promised_at=promised_at, proxy=proxy)
    work.referrals.save(taken)
    ladder.stop(work, taken)
    others = _overtake(work, earlier, taken)
    _sit_down(work, case, taken, person)
    agreement_cases.bind(work, case)
    kind = EventKind.ACCEPTED_BY_PROXY if proxy else EventKind.ACCEPTED
    until = promised_at.isoformat()
    history.record(work, case, kind, decider, referral=taken.id, person=person.id, until=until)
    promises.wind(work, taken)
    if taken.kind is ReferralKind.TAKEOVER:
        case = replace(case, owner=person.id)
    case = telling.changed(work, case)
    telling.show_card(work, case, person.id, at_once=True)
    _tell(work, case, taken, decider, others)
    return taken


def _had_it(work: Work, referral: Referral) -> list[Referral]:
    """Whoever has had this seat's task until now, the last one last."""
    return [
        one
        for one in work.referrals.of_case(referral.case_id)
        if one.seat is referral.seat
        and one.id != referral.id
        and one.state in (ReferralState.ACCEPTED, ReferralState.EXPIRED)
    ]


def _overtake(work: Work, earlier: list[Referral], taken: Referral) -> list[PersonId]:
    """End what was accepted before, and ask nobody else any more; gives who had it."""
    for one in earlier:
        promises.stop(work, one)
        work.referrals.save(moved(one, Motion.REPLACE))
    for one in work.referrals.of_case(taken.case_id):
        if one.seat is taken.seat and one.id != taken.id:
            referrals.withdraw(work, one)
    return [one.accepted_by for one in earlier if one.accepted_by is not None]


def _sit_down(work: Work, case: Case, referral: Referral, person: Person) -> None:
    """The seat belongs to the responsibility; whoever accepted holds it now."""
    present = work.seats.of_case(case.id).get(referral.seat)
    seat = SeatHolder(
        id=0 if present is None else present.id,
        case_id=case.id,
        seat=referral.seat,
        partner=referral.partner or person.partner,
        responsibility=referral.responsibility,
        holder=person.id,
        since_at=work.now,
    )
    if present is None:
        work.seats.add(seat)
    else:
        work.seats.save(seat)


def _tell(work: Work, case: Case, referral: Referral, decider: PersonId, others: list[PersonId]) -> None:
    """Whoever asked, and whoever had it, hears who has it now; the help side about a possible twin (R12)."""
    notice = ReferralAccepted(case=case.id, referral=referral.id)
    hearing = (*referrals.listeners(work, case, referral, without=decider), *others)
    for one in dict.fromkeys(hearing):
        if one not in (decider, referral.accepted_by):
            telling.tell(work, one, notice)
    if referral.seat is not Seat.HELP or referral.accepted_by is None:
        return
    for twin in work.duplicates.of_case(case.id):
        if twin.answer is None:
            telling.tell(work, referral.accepted_by, DuplicateFound(case=case.id, duplicate=twin.id))
