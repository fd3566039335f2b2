"""What follows a report later, put into words: a similar case to judge, a case that has gone quiet."""

from domain.model.case import Case
from domain.model.duplicate import DuplicateAnswer
from domain.model.municipalities import municipality
from domain.model.notices import CaseQuiet, DuplicateFound
from domain.model.rights import Deed, may
from domain.model.stage import Seat
from domain.services import access
from handlers.card_buttons import CloseButton, DuplicateButton, NotWorkingButton, OpenCaseButton, WhyButton
from handlers.cards import Reading, shows
from handlers.message import Message, row


@shows(DuplicateFound)
def duplicate_found(reading: Reading, notice: DuplicateFound) -> Message | None:
    """Asked of whoever leads the newer case, as long as it is open and nobody has answered."""
    pair = reading.work.duplicates.get(notice.duplicate)
    if pair is None or pair.answer not in (None, DuplicateAnswer.UNKNOWN):
        return None
    case, other = reading.work.cases.get(pair.case_id), reading.work.cases.get(pair.other)
    if case is None or other is None or not case.is_open:
        return None
    if not _may(reading, case, Deed.JUDGE_DUPLICATE):
        return None
    text = reading.texts(
        "report.duplicate.ask",
        code=case.code,
        other=_line(reading, other),
        day=reading.day(other.reported_at),
        office=_office(reading, other),
    )
    same, another, unknown = (
        DuplicateButton(duplicate=pair.id, answer=answer.value).key(reading.texts.word(answer))
        for answer in DuplicateAnswer
    )
    return Message(text=text, rows=(row(same), row(another, unknown)))


@shows(CaseQuiet)
def case_quiet(reading: Reading, notice: CaseQuiet) -> Message | None:
    """Asked of the owner; nothing when the case has ended meanwhile."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None or not case.is_open or not _may(reading, case, Deed.SEE_STATE):
        return None
    texts = reading.texts
    close = CloseButton(case=case.id).key(texts.label("report.quiet.close"))
    keys = (
        OpenCaseButton(case=case.id).key(texts.label("report.quiet.open")),
        NotWorkingButton(case=case.id).key(texts.label("report.quiet.not_working")),
        *((close,) if _may(reading, case, Deed.CLOSE) else ()),
    )
    why = WhyButton(kind="quiet", id=case.id).key(texts.label("why.ask"))
    return Message(
        text=texts("report.quiet.text", code=case.code), rows=tuple(row(key) for key in (*keys, why))
    )


def _may(reading: Reading, case: Case, deed: Deed) -> bool:
    person = reading.person
    return person is not None and may(access.relations(reading.work, case, person), deed)


def _line(reading: Reading, case: Case) -> str:
    place = "" if case.municipality is None else municipality(case.municipality).name
    return " · ".join(one for one in (case.code, reading.texts.word(case.stage), place) if one)


def _office(reading: Reading, case: Case) -> str:
    lead = reading.work.seats.of_case(case.id).get(Seat.HELP)
    partner = None if lead is None else reading.work.partners.get(lead.partner)
    if partner is None:
        return reading.texts.label("report.duplicate.led_by_nobody")
    return reading.texts.label("report.duplicate.led_by", office=partner.name)
