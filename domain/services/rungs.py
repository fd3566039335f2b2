"""The rungs of the ladder as they stand today: whom each step would ask, who rings, how fast it climbs."""

from domain.model.case import Case, Referral, Step
from domain.model.ids import PersonId
from domain.model.ladder import STEP_WORKING_DAYS, Skip, Target, Way
from domain.model.routing import Responsibility
from domain.model.urgency import Urgency
from domain.ports import Work
from domain.services import access, standing


def targets(work: Work, referral: Referral) -> tuple[Target, ...]:
    """Contact, deputy, group and coordinators as they stand at this moment."""
    entry = None if referral.responsibility is None else work.responsibilities.get(referral.responsibility)
    return (
        _contact(work, referral, entry),
        _person(work, referral, Step.DEPUTY, _stand_in(work, None if entry is None else entry.deputy)),
        _group(work, referral),
        _coordinator(work),
    )


def _contact(work: Work, referral: Referral, entry: Responsibility | None) -> Target:
    """The holder, or whoever stands in; the deputy, though, is asked at the deputy's own step."""
    wanted = referral.addressee or (None if entry is None else entry.holder)
    if wanted is None:
        return Target(step=Step.CONTACT, skip=Skip.EMPTY)
    present = standing.acting(work, wanted, referral.responsibility)
    if present is None or (entry is not None and present != wanted and present == entry.deputy):
        return Target(step=Step.CONTACT, skip=Skip.ABSENT)
    return _person(work, referral, Step.CONTACT, present)


def _stand_in(work: Work, deputy: PersonId | None) -> PersonId | Skip:
    if deputy is None:
        return Skip.EMPTY
    return standing.acting(work, deputy) or Skip.ABSENT


def _person(work: Work, referral: Referral, step: Step, found: PersonId | Skip) -> Target:
    if isinstance(found, Skip):
        return Target(step=step, skip=found)
    person = work.people.get(found)
    if person is None or not person.active:
        return Target(step=step, skip=Skip.EMPTY)
    if person.id == referral.asked_by:
        return Target(step=step, person=person.id, skip=Skip.SAME_PERSON)
    if person.telegram is None:
        skip = None if caller(work, referral) else Skip.UNREACHABLE
        return Target(step=step, way=Way.CALL, person=person.id, skip=skip)
    return Target(
        step=step,
        person=person.id,
        skip=None if person.reachable else Skip.UNREACHABLE,
        works=work.network.calendar.of_person(person.working_days),
    )


def _group(work: Work, referral: Referral) -> Target:
    """The partner's group; never for a protected case (R8)."""
    group = None if referral.partner is None else work.groups.of_partner(referral.partner)
    if group is None:
        return Target(step=Step.GROUP, way=Way.GROUP, skip=Skip.EMPTY)
    protected = access.case_of(work, referral.case_id).protected
    skip = Skip.PROTECTED if protected else None
    return Target(step=Step.GROUP, way=Way.GROUP, chat=group.chat, skip=skip, works=work.network.calendar)


def _coordinator(work: Work) -> Target:
    reachable = [one for one in work.people.coordinators() if one.reachable]
    alone = reachable[0].id if len(reachable) == 1 else None
    return Target(step=Step.COORDINATOR, person=alone, skip=None if reachable else Skip.UNREACHABLE)


def caller(work: Work, referral: Referral) -> PersonId | None:
    """Who rings somebody without Telegram: whoever asks (R10), their stand-in, else a coordinator."""
    asking = (standing.acting(work, referral.asked_by), referral.asked_by)
    coordinators = (one.id for one in work.people.coordinators())
    for identity in (*asking, *coordinators):
        person = None if identity is None else work.people.get(identity)
        if person is not None and person.reachable:
            return person.id
    return None


def step_of(work: Work, referral: Referral, person: PersonId) -> Step:
    """The step at which this person stands, whichever step the ladder had reached."""
    found = {target.person: target.step for target in reversed(targets(work, referral))}
    return found.get(person, referral.step)


def pace_for(working_days: int) -> Urgency:
    """The urgency at which an answer is due within so many working days."""
    return next(
        (urgency for urgency, days in STEP_WORKING_DAYS.items() if days >= working_days), Urgency.GREEN
    )


def pace(case: Case, referral: Referral) -> Urgency:
    """The urgency by which this ladder climbs: the case's own, or a faster one that was asked for."""
    order = tuple(Urgency)
    slowest = referral.pace or case.present_urgency
    return min(case.present_urgency, slowest, key=order.index)
