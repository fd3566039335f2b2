"""What a coordinator does about a request that nobody takes: ring, put it to another office, see to it."""

from dataclasses import dataclass, replace

from domain.model.case import EventKind, Referral, Step
from domain.model.errors import AlreadyDone
from domain.model.ids import PersonId, ReferralId
from domain.model.notices import ProgressMade, ReferralForwarded
from domain.model.people import Person
from domain.model.referral import Motion, decided
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import asking, destinations, history, ladder, referrals, telling
from domain.services.destinations import Choice
from domain.services.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody whom a coordinator can ring about a request, and where they stand to it."""

    person: Person
    office: str
    step: Step | None


def contacts(work: Work, turn: Turn, identity: ReferralId) -> tuple[Asked, ...]:
    """[Kontakte]: who was asked for this seat, holders and deputies, and whoever asks. Raises NotAllowed."""
    referral, case, _ = referrals.open_to(work, turn, identity, Deed.REROUTE)
    found: dict[PersonId, Step | None] = {}
    for one in work.referrals.of_case(case.id):
        entry = None if one.responsibility is None else work.responsibilities.get(one.responsibility)
        if one.seat is not referral.seat or entry is None:
            continue
        found.setdefault(one.addressee or entry.holder, Step.CONTACT)
        if entry.deputy is not None:
            found.setdefault(entry.deputy, Step.DEPUTY)
    found.setdefault(referral.asked_by, None)
    people = ((work.people.get(identity), step) for identity, step in found.items())
    return tuple(Asked(person=one, office=_office(work, one), step=step) for one, step in people if one)


def _office(work: Work, person: Person) -> str:
    partner = work.partners.get(person.partner)
    return "" if partner is None else partner.name


def offices(work: Work, turn: Turn, identity: ReferralId) -> tuple[Choice, ...]:
    """[Andere Stelle]: who else could be asked. Raises NotFound, NotAllowed, AlreadyDone, Expired."""
    referral, case, _ = referrals.open_to(work, turn, identity, Deed.REROUTE)
    return destinations.offices(work, case, referral)


def reroute(work: Work, turn: Turn, identity: ReferralId, code: str) -> Referral:
    """Put the request to another office; the ladder begins anew there. Gives the new referral.

    Raises NotFound, NotAllowed, Expired, AlreadyDone.
    """
    referral, case, person = referrals.open_to(work, turn, identity, Deed.REROUTE)
    to = destinations.chosen(destinations.offices(work, case, referral), code)
    decision = referrals.before(work, case, referral, person.id, Motion.FORWARD)
    passed = decided(referral, Motion.FORWARD, decision, work.now)
    work.referrals.save(passed)
    ladder.stop(work, passed)
    history.record(
        work, case, EventKind.FORWARDED, person.id, referral=referral.id, partner=to.partner, to=to.addressee
    )
    passed = referrals.follow(work, case, passed, to, why="rerouted", forwards=0)
    successor = referrals.successor_of(work, passed)
    assert successor is not None
    notice = ReferralForwarded(case=case.id, referral=successor.id)
    referrals.tell_all(work, case, passed, notice, without=person.id)
    return successor


def clarify(work: Work, turn: Turn, identity: ReferralId) -> Referral:
    """[Ich kläre das]: this coordinator alone goes on being reminded, every working day.

    Raises NotFound, NotAllowed, Expired, AlreadyDone.
    """
    referral, case, person = referrals.open_to(work, turn, identity, Deed.REROUTE)
    if referral.step is not Step.COORDINATOR or _is_clarifying(work, referral, person):
        raise AlreadyDone
    mine = replace(referral, asked=person.id)
    work.referrals.save(mine)
    if asking.is_nobodys(work, case, referral):
        case = telling.changed(work, replace(case, owner=person.id))
    history.record(work, case, EventKind.PROGRESS, person.id, referral=referral.id, done=Progress.CLARIFYING)
    notice = ProgressMade(case=case.id, kind=Progress.CLARIFYING, actor=person.id)
    referrals.tell_all(work, case, mine, notice, without=person.id)
    return ladder.begin(work, mine)


def _is_clarifying(work: Work, referral: Referral, person: Person) -> bool:
    """Whether this coordinator has said so since the last reminder."""
    last = work.events.last(referral.case_id, EventKind.PROGRESS)
    if last is None or last.actor != person.id or last.facts.get("referral") != referral.id:
        return False
    return referral.step_at is not None and last.happened_at >= referral.step_at


def offices_asked(work: Work, referral: Referral) -> str:
    """The offices that were asked for this seat, for the coordinator's message; empty if none was."""
    asked = (
        work.partners.get(one.partner)
        for one in work.referrals.of_case(referral.case_id)
        if one.seat is referral.seat and one.partner is not None
    )
    return ", ".join(dict.fromkeys(partner.name for partner in asked if partner is not None))
