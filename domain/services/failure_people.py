"""Who fills which role in a failure run today: looked up anew each time, never kept."""

from domain.model.case import CaseOutline
from domain.model.errors import NotAllowed
from domain.model.failure_review import Side
from domain.model.failure_rule import FailureRole
from domain.model.failure_subject import Project, Subject
from domain.model.ids import PersonId
from domain.model.notices import Notice, Priority
from domain.model.people import Person
from domain.model.rights import Relation
from domain.model.stage import Seat
from domain.ports import Work
from domain.services import agreement_access, failure_subjects, standing, telling

LEADS = Seat.HELP


def roles(work: Work, case: Subject, person: Person) -> frozenset[FailureRole]:
    """The roles in which this person may act, as holder, deputy, stand-in, signatory or coordinator."""
    if isinstance(case, Project):
        stands = failure_subjects.relations(work, case, person)
        return frozenset(FailureRole(one.value) for one in stands if one is not Relation.NONE)
    found = {
        FailureRole(seat.value)
        for seat, holder in work.seats.of_case(case.id).items()
        if person.id in standing.all_of(work, holder.holder, holder.responsibility)
    }
    return frozenset(found | {FailureRole.COORDINATOR} if person.is_coordinator else found)


def seat_of(work: Work, case: Subject, person: Person) -> Seat | None:
    """The side on which this person stands; the leading one first."""
    seats = {one.seat for one in roles(work, case, person)} - {None}
    return next((one for one in (LEADS, *Seat) if one in seats), None)


def may_act(work: Work, case: Subject, person: Person) -> None:
    """Raises NotAllowed for the other sides once the household has withdrawn."""
    if _has_withdrawn(case) and not roles(work, case, person) & {
        FailureRole.HELP,
        FailureRole.COORDINATOR,
    }:
        raise NotAllowed("exchange_ended")


def hears(case: CaseOutline | Project, seat: Seat) -> bool:
    """Whether this side is told anything of the case at all."""
    return not _has_withdrawn(case) or seat is LEADS


def _has_withdrawn(case: CaseOutline | Project) -> bool:
    """No household stands behind a project."""
    return not isinstance(case, Project) and case.withdrawn_at is not None


def signing(work: Work, project: Project, seat: Seat) -> tuple[Person, ...]:
    """Whoever signs for the partners on this side: who can be told here first, then their main contacts."""
    found = [
        (not person.reachable, person.id != partner.main_contact, person.id, person)
        for partner in project.at(seat)
        for person in agreement_access.signatories(work, partner)
    ]
    return tuple(one[-1] for one in sorted(found, key=lambda one: one[:3]))


def there(work: Work, case: Subject, role: FailureRole) -> Person | None:
    """Whoever answers for this role's seat today; None for an empty one, and for the coordinator."""
    seat = role.seat
    if seat is None or not hears(case, seat):
        return None
    if isinstance(case, Project):
        return next(iter(signing(work, case, seat)), None)
    return standing.at_seat(work, case, seat)


def filled(work: Work, case: Subject, role: FailureRole) -> tuple[Person, ...]:
    """Whoever does what falls to this role today; the coordinators where nobody can be told here."""
    person = there(work, case, role)
    return (person,) if person is not None and person.reachable else work.people.coordinators()


def deputy(work: Work, case: Subject, role: FailureRole) -> Person | None:
    """Who stands in for whoever fills the role, if somebody else does."""
    seat, present = role.seat, there(work, case, role)
    if isinstance(case, Project):
        return None if seat is None else next(iter(signing(work, case, seat)[1:]), None)
    holder = None if seat is None else work.seats.of_case(case.id).get(seat)
    if holder is None or present is None:
        return None
    identity = standing.deputy_of(work, holder.responsibility)
    found = None if identity is None else work.people.get(identity)
    return found if found is not None and found.id != present.id else None


def sides(work: Work, case: Subject) -> tuple[Seat, ...]:
    """The seats that are taken, and told."""
    if isinstance(case, Project):
        return tuple(one for one in Seat if case.at(one))
    return tuple(one for one in Seat if one in work.seats.of_case(case.id) and hears(case, one))


def views(work: Work, case: Subject) -> tuple[Side, ...]:
    """Who is asked for a view: the seats that are told, of a project each partner for itself."""
    if isinstance(case, Project):
        return tuple(Side(seat, one.id) for seat in Seat for one in case.at(seat))
    return tuple(Side(one) for one in sides(work, case))


def side_of(work: Work, case: Subject, person: Person) -> Side | None:
    """The side for which this person gives a view."""
    seat = seat_of(work, case, person)
    if seat is None:
        return None
    return Side(seat, person.partner if isinstance(case, Project) else None)


def at_side(work: Work, case: Subject, side: Side) -> Person | None:
    """Whoever answers for this side's view today."""
    if isinstance(case, Project):
        return next((one for one in signing(work, case, side.seat) if one.partner == side.partner), None)
    return there(work, case, FailureRole(side.seat.value))


def everybody(work: Work, case: Subject) -> tuple[Person, ...]:
    """Whoever sits there today, of a project whoever signs, and the coordinators; each once."""
    if isinstance(case, Project):
        signers = [one for seat in sides(work, case) for one in signing(work, case, seat)]
        return tuple({one.id: one for one in (*signers, *work.people.coordinators())}.values())
    seated = [standing.at_seat(work, case, seat) for seat in sides(work, case)]
    found = [one for one in (*seated, *work.people.coordinators()) if one is not None]
    return tuple({one.id: one for one in found}.values())


def tell_everybody(
    work: Work, case: Subject, notice: Notice, key: str, *, without: PersonId | None = None
) -> None:
    """Each once under this key."""
    for one in everybody(work, case):
        if one.id != without:
            telling.tell(work, one.id, notice, priority=Priority.NEWS, dedupe=f"{key}:{one.id}")
