"""Rights at every press: how somebody stands to a case, and whether that allows the deed."""

from domain.model.case import Case, CaseOutline, Referral, SeatHolder, Step
from domain.model.case_code import candidates, read
from domain.model.errors import NotAllowed, NotFound, Stranger, UnknownCode
from domain.model.ids import CaseId, ReferralId
from domain.model.people import Person
from domain.model.rights import Deed, Relation, may
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import standing

_SEATS = {Seat.LANDLORD: Relation.LANDLORD, Seat.HELP: Relation.HELP, Seat.BENEFITS: Relation.BENEFITS}


def relations(work: Work, case: CaseOutline, person: Person) -> frozenset[Relation]:
    """Every relation of this person to the case, today. A practice case is nobody's."""
    if case.practice:
        return frozenset({Relation.NONE})
    seats = work.seats.of_case(case.id)
    found = {_SEATS[seat] for seat, holder in seats.items() if _is_own(work, case, holder, person)}
    if any(_is_asked_to_take(work, case, one, person) for one in work.referrals.of_case(case.id)):
        found.add(Relation.ASKED)
    if case.reporter == person.id:
        found.add(Relation.REPORTER)
    if person.is_coordinator:
        found.add(Relation.COORDINATOR)
    partners = {holder.partner for holder in seats.values()} | {case.reporter_partner}
    if person.partner in partners and not case.protected:
        found.add(Relation.COLLEAGUE)
    return frozenset(found or {Relation.NONE})


def _is_own(work: Work, case: CaseOutline, seat: SeatHolder, person: Person) -> bool:
    """Whether this person may act for the seat today."""
    if person.id in standing.all_of(work, seat.holder, seat.responsibility):
        return True
    return not case.is_open and _cares(work, case, seat, person)


def _cares(work: Work, case: CaseOutline, seat: SeatHolder, person: Person) -> bool:
    """Whether this person answers for the aftercare of a closed case, at this seat's partner."""
    entry = standing.in_aftercare(work, case, seat) if person.partner == seat.partner else None
    return entry is not None and person.id in standing.all_of(work, entry.holder, entry.id)


def _is_asked_to_take(work: Work, case: CaseOutline, referral: Referral, person: Person) -> bool:
    """A coordinator at the last step is asked to find somebody, and reads no more for that (P14)."""
    finds_somebody = referral.step is Step.COORDINATOR and person.is_coordinator
    elsewhere = person.partner != referral.partner
    return is_asked(work, case, referral, person) and not (finds_somebody and elsewhere)


def is_asked(work: Work, case: CaseOutline, referral: Referral, person: Person) -> bool:
    """Whether an open referral has been put to this person, at this step of the ladder or an earlier one."""
    if not referral.is_open:
        return False
    if referral.asked == person.id:
        return True
    entry = None if referral.responsibility is None else work.responsibilities.get(referral.responsibility)
    if entry is None:
        return False
    holder = referral.addressee or entry.holder
    contact = {holder, standing.acting(work, holder, entry.id)}
    if person.id in contact:
        return True
    if person.id == entry.deputy:
        return referral.step is not Step.CONTACT
    in_group = referral.step in (Step.GROUP, Step.COORDINATOR) and not case.protected
    return in_group and person.partner == entry.partner_id


def member(turn: Turn) -> Person:
    """The member who speaks. Raises Stranger."""
    if turn.person is None or not turn.person.active:
        raise Stranger
    return turn.person


def require(work: Work, turn: Turn, case: Case, deed: Deed) -> Person:
    """The speaker, if they have the right to this deed on this case. Raises Stranger, NotAllowed."""
    person = member(turn)
    if not may(relations(work, case, person), deed):
        raise NotAllowed(deed.value)
    return person


def case_of(work: Work, identity: CaseId) -> Case:
    """Raises NotFound."""
    case = work.cases.get(identity)
    if case is None:
        raise NotFound("case")
    return case


def referral_of(work: Work, identity: ReferralId) -> Referral:
    """Raises NotFound."""
    referral = work.referrals.get(identity)
    if referral is None:
        raise NotFound("referral")
    return referral


def case_by_code(work: Work, turn: Turn, text: str) -> Case:
    """The case that was typed. Raises UnknownCode with what is probably meant and may be seen."""
    person = member(turn)
    code = read(text)
    case = None if code is None else work.cases.by_code(code)
    if case is not None and may(relations(work, case, person), Deed.SEE_STATE):
        return case
    close = work.cases.with_codes(candidates(text))
    meant = tuple(one.code for one in close if may(relations(work, one, person), Deed.SEE_STATE))
    raise UnknownCode(meant=meant)
