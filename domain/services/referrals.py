"""A case put to whoever is responsible: opened, followed by another, withdrawn, and who hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.model.case import Case, EventKind, Referral, ReferralKind, ReferralState, Step
from domain.model.errors import AlreadyDone, Expired, NotAllowed
from domain.model.ids import PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.notices import Notice
from domain.model.people import Person
from domain.model.referral import Before, Motion, moved
from domain.model.rights import Deed, Relation
from domain.model.routing import Topic, resolve_help, topic_for
from domain.model.stage import Seat
from domain.model.urgency import Urgency
from domain.ports import Turn, Work
from domain.services import access, history, ladder, rungs, standing, telling


def open_referral(
    work: Work,
    case: Case,
    *,
    kind: ReferralKind,
    seat: Seat,
    asked_by: PersonId,
    partner: PartnerId | None,
    responsibility: ResponsibilityId | None,
    why: str,
    addressee: PersonId | None = None,
    forwards: int = 0,
    pace: Urgency | None = None,
    after: Step | None = None,
) -> Referral:
    """Put the case to the responsible person, or to the coordinator where `partner` is None.

    The ladder starts, above the step `after` if there is one, and the cards are placed. The case may change
    by this (at the last step the coordinator owns it): whoever goes on with it reads it again.
    """
    referral = work.referrals.add(
        Referral(
            case_id=case.id,
            kind=kind,
            seat=seat,
            partner=partner,
            responsibility=responsibility,
            addressee=addressee,
            asked_by=asked_by,
            why=why,
            forwards=forwards,
            pace=pace,
            opened_at=work.now,
        )
    )
    history.record(
        work, case, EventKind.REFERRED, asked_by, referral=referral.id, seat=seat, partner=partner, why=why
    )
    return ladder.start(work, referral, after=after)


# Reading


def open_to(work: Work, turn: Turn, identity: ReferralId, deed: Deed) -> tuple[Referral, Case, Person]:
    """An open referral on which the speaker may do this deed.

    Raises NotFound, Stranger, NotAllowed, and AlreadyDone with who was first to those who may know.
    """
    referral = access.referral_of(work, identity)
    case = access.case_of(work, referral.case_id)
    person = access.member(turn)
    if not case.is_open:
        raise Expired("case_closed")
    if not referral.is_open:
        raise overtaken(work, case, referral, person)
    return referral, case, access.require(work, turn, case, deed)


def overtaken(work: Work, case: Case, referral: Referral, person: Person) -> AlreadyDone | NotAllowed:
    """Why a press comes too late; whoever has nothing to do with the case learns nothing."""
    if access.relations(work, case, person) == {Relation.NONE}:
        return NotAllowed()
    taker = None if referral.accepted_by is None else work.people.get(referral.accepted_by)
    if referral.state is ReferralState.ACCEPTED and taker is not None and referral.accepted_at is not None:
        clock = work.network.calendar.local(referral.accepted_at)
        return AlreadyDone("accepted", by=taker.name, at=f"{clock.hour}:{clock.minute:02}")
    return AlreadyDone(referral.state.value)


def held_by(work: Work, turn: Turn, identity: ReferralId, deed: Deed) -> tuple[Referral, Case, Person]:
    """An accepted referral that the speaker answers for.

    Raises NotFound, Stranger, NotAllowed, AlreadyDone, Expired.
    """
    referral = access.referral_of(work, identity)
    case = access.case_of(work, referral.case_id)
    person = access.require(work, turn, case, deed)
    if not case.is_open:
        raise Expired("case_closed")
    if referral.state is not ReferralState.ACCEPTED:
        raise overtaken(work, case, referral, person)
    if not answers_for(work, referral, person.id):
        raise NotAllowed(deed.value)
    return referral, case, person


def answers_for(work: Work, referral: Referral, person: PersonId) -> bool:
    """Whether this person took the referral, stands in for whoever did, or recorded it on the telephone."""
    if referral.accepted_by is None:
        return False
    present = standing.all_of(work, referral.accepted_by, referral.responsibility)
    return person == referral.proxy or person in present


def listeners(
    work: Work, case: Case, referral: Referral, *, without: PersonId | None
) -> tuple[PersonId, ...]:
    """Who hears, once each, what becomes of it: whoever asks; of the lead also the reporter and all seats."""
    found = [standing.acting(work, referral.asked_by) or referral.asked_by]
    if referral.kind is ReferralKind.TAKEOVER:
        found.append(case.reporter)
        for seat in work.seats.of_case(case.id):
            sitting = standing.at_seat(work, case, seat)
            found += [sitting.id] if sitting is not None else []
    return tuple(dict.fromkeys(one for one in found if one != without))


def tell_all(work: Work, case: Case, referral: Referral, notice: Notice, *, without: PersonId | None) -> None:
    """The reporter and everybody whom it concerns hear the change once."""
    for one in listeners(work, case, referral, without=without):
        telling.tell(work, one, notice)


def before(work: Work, case: Case, referral: Referral, by: PersonId, motion: Motion) -> Before:
    """What a decision now would change, for the undo."""
    sitting = work.seats.of_case(case.id).get(referral.seat)
    if sitting is None:
        return Before(by=by, motion=motion, owner=case.owner)
    return Before(
        by=by,
        motion=motion,
        owner=case.owner,
        holder=sitting.holder,
        partner=sitting.partner,
        responsibility=sitting.responsibility,
        since_at=sitting.since_at.isoformat(),
    )


# Going on


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a referral may go on to; without a partner that is the coordinator."""

    partner: PartnerId | None = None
    responsibility: ResponsibilityId | None = None
    addressee: PersonId | None = None


def follow(
    work: Work,
    case: Case,
    referral: Referral,
    to: Destination,
    *,
    why: str,
    asked_by: PersonId | None = None,
    after: Step | None = None,
    forwards: int | None = None,
) -> Referral:
    """Open the referral that follows on this one, and remember it there for the undo; gives this one."""
    successor = open_referral(
        work,
        case,
        kind=referral.kind,
        seat=referral.seat,
        asked_by=asked_by or referral.asked_by,
        partner=to.partner,
        responsibility=to.responsibility,
        addressee=to.addressee,
        why=why,
        forwards=referral.forwards if forwards is None else forwards,
        pace=referral.pace,
        after=after,
    )
    remembered: Mapping[str, str | int | None] = {**referral.previous, "successor": successor.id}
    followed = replace(referral, previous=remembered)
    work.referrals.save(followed)
    return followed


def successor_of(work: Work, referral: Referral) -> Referral | None:
    """The referral that followed on the last decision."""
    identity = referral.previous.get("successor")
    return work.referrals.get(ReferralId(identity)) if isinstance(identity, int) else None


def withdraw(work: Work, referral: Referral) -> Referral:
    """An open referral is no longer wanted; its cards say so. Anything else stays as it is."""
    if not referral.is_open:
        return referral
    gone = moved(referral, Motion.WITHDRAW)
    work.referrals.save(gone)
    ladder.stop(work, gone)
    work.cards.touch(gone.case_id)
    return gone


def withdraw_open(work: Work, case: Case) -> None:
    """Nothing of this case is asked any more: it has been closed."""
    for referral in work.referrals.of_case(case.id):
        withdraw(work, referral)


def reopen_for_help(work: Work, case: Case, why: str, answer_within_working_days: int = 1) -> Referral:
    """Put a relapse, or a wish for help, to whoever is responsible today (M9); never slower than asked.

    The old lead's responsibility is asked if it still exists, else the directory. The case may change.
    """
    open_ones = [one for one in work.referrals.of_case(case.id) if one.is_open and one.seat is Seat.HELP]
    if open_ones:
        return open_ones[0]
    to = _help_today(work, case)
    return open_referral(
        work,
        case,
        kind=ReferralKind.TAKEOVER,
        seat=Seat.HELP,
        asked_by=_wishes_help(work, case),
        partner=to.partner,
        responsibility=to.responsibility,
        why=why,
        pace=rungs.pace_for(answer_within_working_days),
    )


def _help_today(work: Work, case: Case) -> Destination:
    entries = work.responsibilities.all()
    lead = work.seats.of_case(case.id).get(Seat.HELP)
    if lead is not None and any(entry.id == lead.responsibility for entry in entries):
        return Destination(partner=lead.partner, responsibility=lead.responsibility)
    topic = topic_for(case.reason, case.stage, Seat.HELP) or Topic.WOHNUNGSSICHERUNG
    landlord = () if case.landlord_partner is None else (case.landlord_partner,)
    match = resolve_help(entries, case.municipality, topic, without=landlord)
    if match is None:
        return Destination()
    entry = match.responsibility
    return Destination(partner=entry.partner_id, responsibility=entry.id)


def _wishes_help(work: Work, case: Case) -> PersonId:
    """On whose behalf help is asked for: the landlord's side, else the coordinator, else the reporter."""
    landlord = standing.at_seat(work, case, Seat.LANDLORD)
    if landlord is not None:
        return landlord.id
    coordinators = [one.id for one in work.people.coordinators() if one.reachable]
    return coordinators[0] if coordinators else case.reporter
