"""What is told of a case's end and of its return."""

from collections.abc import Iterable

from domain.model.case import Case
from domain.model.notices import CaseClosed, CaseReopened
from domain.model.people import Person
from domain.model.rights import Relation
from domain.model.stage import Seat
from domain.model.view import Situation
from domain.model.visibility import Circumstances
from domain.services import access, case_view
from handlers.cards import Reading, case_card, case_rows, shows
from handlers.message import Message
from handlers.texts import Html


def contact_lines(reading: Reading, people: Iterable[Person]) -> Html:
    """A line each: name, partner, and telephone and hours as far as they are known."""
    return Html("\n".join(_contact_line(reading, one) for one in people))


def _contact_line(reading: Reading, person: Person) -> Html:
    how = ", ".join(filter(None, (person.phone, person.hours)))
    key = "closing.not_working.contact" if how else "closing.not_working.no_phone"
    return reading.texts(key, name=person.name, office=_partner(reading, person), how=how)


def _partner(reading: Reading, person: Person | None) -> str:
    partner = None if person is None else reading.work.partners.get(person.partner)
    return partner.name if partner else ""


@shows(CaseClosed)
def case_closed(reading: Reading, notice: CaseClosed) -> Message | None:
    """M7: what the card says from now on, as a short reply; nothing once the case is open again."""
    if notice.case is None or reading.person is None:
        return None
    case = access.case_of(reading.work, notice.case)
    view = case_view.of(reading.work, case, reading.person)
    if view.situation is not Situation.CLOSED:
        return None
    return Message(text=case_card.text(reading, view), rows=case_rows.rows(reading.texts, view))


@shows(CaseReopened)
def case_reopened(reading: Reading, notice: CaseReopened) -> Message | None:
    """M9, to everybody but the help side, whose card and request say it; after an undo to everybody."""
    if notice.case is None or reading.person is None:
        return None
    case = access.case_of(reading.work, notice.case)
    if not case.is_open or not _may_hear(reading, case, notice.why):
        return None
    if notice.why == "undone":
        return Message(text=reading.texts("closing.reopened.undone", code=case.code))
    return Message(text=_who_answers(reading, case))


def _may_hear(reading: Reading, case: Case, why: str) -> bool:
    """That the help side reports a relapse is the household's to tell the landlord (section 5)."""
    assert reading.person is not None
    relations = access.relations(reading.work, case, reading.person)
    if relations & {Relation.HELP, Relation.BENEFITS, Relation.COORDINATOR}:
        return True
    return why != "relapse" or Circumstances.of(case).landlord_hears_details


def _who_answers(reading: Reading, case: Case) -> str:
    asked = [one for one in reading.work.referrals.of_case(case.id) if one.is_open and one.seat is Seat.HELP]
    partner = reading.work.partners.get(asked[-1].partner) if asked and asked[-1].partner else None
    if partner is None or asked[-1].due_at is None:
        return reading.texts("closing.reopened.plain", code=case.code)
    return reading.texts(
        "closing.reopened.asked", code=case.code, office=partner.name, due=reading.moment(asked[-1].due_at)
    )
