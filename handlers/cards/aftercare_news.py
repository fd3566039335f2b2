"""What is told in aftercare: the question, the reminders, silence, trouble on the other side."""

from domain.model.case import Case
from domain.model.check_in import CheckIn, CheckInState
from domain.model.notices import (
    AftercareConsentDue,
    CheckInAsked,
    CheckInReminded,
    CheckInSilent,
    CheckInTold,
    CheckInUndone,
    Contradiction,
    HelpWanted,
)
from domain.model.stage import Seat
from domain.services import aftercare, check_in_answers
from domain.services import aftercare_windows as windows
from handlers.aftercare_buttons import CheckInButton
from handlers.card_buttons import CallContactButton, OpenCaseButton, WhyButton
from handlers.cards import Reading, shows
from handlers.cards.aftercare_screens import case_of, horizon, keys, question, short_day
from handlers.cards.consent_screens import consent_question
from handlers.message import Message, Rows, row


def _asked(reading: Reading, identity: int) -> CheckIn | None:
    """The check-in, while it waits for an answer that this reader may give."""
    check_in = reading.work.check_ins.get(identity)
    if check_in is None or reading.person is None or check_in.state is not CheckInState.ASKED:
        return None
    case = case_of(reading, check_in)
    answers = check_in_answers.answers_for(reading.work, case, check_in, reading.person)
    return check_in if answers else None


@shows(CheckInAsked)
def check_in_asked(reading: Reading, notice: CheckInAsked) -> Message | None:
    """M8, M8c. Answered or given to somebody else meanwhile: nothing."""
    check_in = _asked(reading, notice.check_in)
    return None if check_in is None else question(reading, check_in)


@shows(CheckInReminded)
def check_in_reminded(reading: Reading, notice: CheckInReminded) -> Message | None:
    check_in = _asked(reading, notice.check_in)
    if check_in is None:
        return None
    code = case_of(reading, check_in).code
    if notice.in_place_of is None:
        text = reading.texts("aftercare.reminder", code=code, day=short_day(reading, check_in))
    else:
        person = reading.work.people.get(notice.in_place_of)
        text = reading.texts("aftercare.deputy", code=code, name=person.name if person else "")
    return Message(text=text, rows=keys(reading, check_in))


@shows(CheckInSilent)
def check_in_silent(reading: Reading, notice: CheckInSilent) -> Message | None:
    """To the coordinator, who may ring; also when nobody could be asked at all."""
    check_in = reading.work.check_ins.get(notice.check_in)
    if check_in is None or check_in.state not in (CheckInState.ASKED, CheckInState.SILENT):
        return None
    case = case_of(reading, check_in)
    if check_in.state is CheckInState.ASKED:
        return _to_ring(reading, case, check_in)
    text = reading.texts(
        "aftercare.silent",
        code=case.code,
        horizon=horizon(reading, check_in),
        office=windows.office(reading.work, case, check_in.seat),
        day=short_day(reading, check_in),
    )
    why = WhyButton(kind="silent", id=check_in.id).key(reading.texts.label("why.ask"))
    return Message(text=text, rows=(*_open(reading, case), row(why)))


def _to_ring(reading: Reading, case: Case, check_in: CheckIn) -> Message:
    """Nobody of this side is in the chat: the coordinator rings, and enters the answer (R10)."""
    person = windows.contact(reading.work, case, check_in.seat)
    text = reading.texts(
        "aftercare.unasked",
        code=case.code,
        horizon=horizon(reading, check_in),
        office=windows.office(reading.work, case, check_in.seat),
        contact=", ".join(one for one in (person.name, person.phone, person.hours) if one) if person else "",
    )
    by_proxy = reading.person is not None and check_in_answers.is_proxy(
        reading.work, case, check_in, reading.person
    )
    return Message(text=text, rows=(*(keys(reading, check_in) if by_proxy else ()), *_open(reading, case)))


@shows(CheckInTold)
def check_in_told(reading: Reading, notice: CheckInTold) -> Message | None:
    """To the landlord's side, with consent: that somebody asked, the same words whatever the answer was."""
    check_in = reading.work.check_ins.get(notice.check_in)
    if check_in is None:
        return None
    case = case_of(reading, check_in)
    if not windows.may_be_asked(case, Seat.LANDLORD):
        return None
    office = windows.office(reading.work, case, Seat.HELP)
    return Message(text=reading.texts("aftercare.told", code=case.code, office=office))


@shows(Contradiction)
def contradiction(reading: Reading, notice: Contradiction) -> Message | None:
    """To the help side, which answers anew. What exactly was said stays with whoever said it."""
    check_in = _asked(reading, notice.check_in)
    if check_in is None:
        return None
    text = reading.texts(
        "aftercare.contradiction", code=case_of(reading, check_in).code, until=reading.moment(notice.until)
    )
    later = CheckInButton(check_in=check_in.id, answer="later").pack()
    rows = tuple(line for line in keys(reading, check_in) if line[0].data != later)
    return Message(text=text, rows=rows)


@shows(CheckInUndone)
def check_in_undone(reading: Reading, notice: CheckInUndone) -> Message | None:
    check_in = reading.work.check_ins.get(notice.check_in)
    case = None if check_in is None else case_of(reading, check_in)
    if check_in is None or case is None or case.is_open:
        return None
    checked = check_in.state is CheckInState.ANSWERED
    return Message(text=reading.texts(f"aftercare.{'checked' if checked else 'undone'}", code=case.code))


@shows(HelpWanted)
def help_wanted(reading: Reading, notice: HelpWanted) -> Message | None:
    """To the help side: ring this person back."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    actor = reading.work.people.get(notice.actor)
    if case is None or actor is None:
        return None
    partner = reading.work.partners.get(actor.partner)
    text = reading.texts(
        "aftercare.help_wanted" if actor.phone else "aftercare.help_wanted_office",
        code=case.code,
        name=actor.name,
        office=partner.name if partner else "",
        phone=actor.phone,
    )
    call = CallContactButton(case=case.id).key(reading.texts.label("aftercare.button.call"))
    return Message(text=text, rows=(row(call), *_open(reading, case)))


@shows(AftercareConsentDue)
def consent_due(reading: Reading, notice: AftercareConsentDue) -> Message | None:
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    running = case is not None and reading.work.plans.running(case.id) is not None
    if case is None or not running or not aftercare.is_consent_open(case):
        return None
    return consent_question(reading, case)


def _open(reading: Reading, case: Case) -> Rows:
    return (row(OpenCaseButton(case=case.id).key(reading.texts.label("aftercare.button.open"))),)
