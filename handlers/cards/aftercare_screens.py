"""How a check-in looks: the question with its answers, the second tap, what became of it."""

from collections.abc import Sequence
from enum import Enum

from domain.model.aftercare import FollowUp, HelpAnswer, HelpNeed, Horizon, LandlordAnswer
from domain.model.case import Case, Referral
from domain.model.check_in import CheckIn, CheckInState, Need, Question
from domain.model.dates import Language, short, with_year
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.model.stage import Seat, Stage
from domain.services import access, check_in_answers
from domain.services import aftercare_windows as windows
from domain.services.check_in_answers import Answered
from handlers.aftercare_buttons import (
    CheckInButton,
    ConfirmAllWellButton,
    DigestButton,
    NeedButton,
    RelapseStageButton,
    ShowCheckInButton,
    UndoCheckInButton,
)
from handlers.card_buttons import NoteButton, WhyButton
from handlers.cards import Reading
from handlers.message import Key, Message, Rows, row

STAGES = (
    Stage.ARREARS,
    Stage.WARNING,
    Stage.NOTICE,
    Stage.SUIT,
    Stage.TITLE,
    Stage.EVICTION_DATE,
    Stage.EVICTED,
    Stage.UNKNOWN,
)
_LANDLORD = (
    (LandlordAnswer.ALL_WELL,),
    (LandlordAnswer.PAID_LATE, LandlordAnswer.NEW_ARREARS),
    (LandlordAnswer.COMPLAINTS, LandlordAnswer.NEW_NOTICE),
    (LandlordAnswer.TENANCY_ENDED, LandlordAnswer.PLEASE_CALL),
    (LandlordAnswer.LATER,),
)
_HELP = (
    (HelpAnswer.STABLE,),
    (HelpAnswer.MINOR, HelpAnswer.RELAPSE),
    (HelpAnswer.NOT_REACHED, HelpAnswer.MOVED),
    (HelpAnswer.ENDED_ON_WISH,),
    (HelpAnswer.LATER,),
)
_NEED = ((Need.NO_THANKS,), (Need.PLEASE_CALL,), (Need.LATER,))
_SIZES = (LandlordAnswer.ARREARS_UNDER_ONE, LandlordAnswer.ARREARS_ONE_OR_MORE)


def language(reading: Reading) -> Language:
    return "en" if reading.texts.language == "en" else "de"


def case_of(reading: Reading, check_in: CheckIn) -> Case:
    return access.case_of(reading.work, check_in.case_id)


def horizon(reading: Reading, check_in: CheckIn) -> str:
    """ "nach 3 Monaten" """
    return reading.texts.word(Horizon(check_in.label))


def question(reading: Reading, check_in: CheckIn) -> Message:
    """M8 or M8c, with every answer that is possible now."""
    return Message(text=_asks(reading, check_in), rows=keys(reading, check_in))


def _asks(reading: Reading, check_in: CheckIn) -> str:
    texts, case = reading.texts, case_of(reading, check_in)
    if check_in.question is Question.NEED:
        return _asks_need(reading, case)
    day = with_year(case.ended_on, language(reading)) if case.ended_on else ""
    side = "landlord" if check_in.seat is Seat.LANDLORD else "help"
    return texts(f"aftercare.{side}", code=case.code, horizon=horizon(reading, check_in), day=day)


def _asks_need(reading: Reading, case: Case) -> str:
    person = windows.contact(reading.work, case, Seat.HELP)
    partner = None if person is None else reading.work.partners.get(person.partner)
    office = partner.name if partner else windows.office(reading.work, case, Seat.HELP)
    key = "aftercare.need" if person else "aftercare.need_office"
    return reading.texts(key, code=case.code, office=office, name=person.name if person else "")


def keys(reading: Reading, check_in: CheckIn) -> Rows:
    """The answers; [Später fragen] only as long as it is offered."""
    if check_in.question is Question.NEED:
        table: Sequence[Sequence[Enum]] = _NEED
    else:
        table = _LANDLORD if check_in.seat is Seat.LANDLORD else _HELP
    asked = check_in.state is CheckInState.ASKED
    offered = asked and check_in_answers.later_at(reading.work, check_in) is not None
    lines = [
        tuple(_answer(reading, check_in, one) for one in line)
        for line in table
        if offered or line[0].value != LandlordAnswer.LATER.value
    ]
    why = WhyButton(kind="check_in", id=check_in.id).key(reading.texts.label("why.ask"))
    return (*lines, row(why))


def _answer(reading: Reading, check_in: CheckIn, code: Enum) -> Key:
    return CheckInButton(check_in=check_in.id, answer=code.value).key(reading.texts.word(code))


# After the tap


def answered(reading: Reading, done: Answered, code: str) -> Message:
    """The second tap where one is needed, else what became of the answer."""
    match done.follow_up:
        case FollowUp.ARREARS_SIZE:
            return _arrears_size(reading, done)
        case FollowUp.STAGE:
            return _which_stage(reading, done)
        case FollowUp.NEED:
            return _what_needed(reading, done)
    if done.referral is not None or done.case.is_open:
        return reopened(reading, done.case, done.referral, rows=_after(reading, done))
    return Message(text=_said(reading, done, code), rows=_after(reading, done))


def _said(reading: Reading, done: Answered, code: str) -> str:
    texts, case = reading.texts, done.case
    if code == LandlordAnswer.PLEASE_CALL.value:
        return texts(
            "aftercare.calling", code=case.code, office=windows.office(reading.work, case, Seat.HELP)
        )
    if done.again_at is not None:
        return texts("aftercare.again", code=case.code, at=reading.moment(done.again_at))
    word = texts.word(_code(done.check_in, code))
    if done.check_in.seat is Seat.HELP and done.check_in.detail in set(HelpNeed):
        need = texts.word(HelpNeed(done.check_in.detail))
        return texts("aftercare.answered_with", code=case.code, answer=word, need=need)
    return texts("aftercare.answered", code=case.code, answer=word)


def _code(check_in: CheckIn, code: str) -> Enum:
    if check_in.question is Question.NEED:
        return Need(code)
    return LandlordAnswer(code) if check_in.seat is Seat.LANDLORD else HelpAnswer(code)


def _after(reading: Reading, done: Answered) -> Rows:
    """[Hinweis schreiben], only now; [Rückgängig] for what has been decided."""
    texts, keys = reading.texts, []
    if reading.person is not None and _writes_notes(reading, done.case, reading.person):
        keys.append(NoteButton(case=done.case.id).key(texts.label("aftercare.button.note")))
    if done.check_in.state is CheckInState.ANSWERED:
        keys.append(UndoCheckInButton(check_in=done.check_in.id).key(texts.label("aftercare.button.undo")))
    return (tuple(keys),) if keys else ()


def _writes_notes(reading: Reading, case: Case, person: Person) -> bool:
    """Not a coordinator who has entered what was said on the telephone (P14)."""
    return may(access.relations(reading.work, case, person), Deed.WRITE_NOTE)


def reopened(reading: Reading, case: Case, referral: Referral | None, *, rows: Rows = ()) -> Message:
    """M9, to whoever has said so."""
    texts = reading.texts
    own = referral is not None and reading.person is not None and referral.accepted_by == reading.person.id
    if own and referral is not None and referral.promised_at is not None:
        text = texts("aftercare.relapse_own", code=case.code, until=reading.moment(referral.promised_at))
        return Message(text=text, rows=rows)
    partner = None if referral is None or referral.partner is None else referral.partner
    office = None if partner is None else reading.work.partners.get(partner)
    if referral is None or referral.due_at is None or office is None:
        return Message(text=texts("aftercare.relapse_nobody", code=case.code), rows=rows)
    until = reading.moment(referral.due_at)
    return Message(
        text=texts("aftercare.relapse_told", code=case.code, office=office.name, until=until), rows=rows
    )


def _arrears_size(reading: Reading, done: Answered) -> Message:
    sizes = tuple(_answer(reading, done.check_in, one) for one in _SIZES)
    text = reading.texts("aftercare.arrears_size", code=done.case.code)
    return Message(text=text, rows=(sizes, row(_back(reading, done.check_in))))


def _which_stage(reading: Reading, done: Answered) -> Message:
    found = [
        RelapseStageButton(check_in=done.check_in.id, stage=one).key(reading.texts.word(one))
        for one in STAGES
    ]
    pairs = tuple(tuple(found[place : place + 2]) for place in range(0, len(found), 2))
    text = reading.texts("aftercare.stage", code=done.case.code)
    return Message(text=text, rows=(*pairs, row(_back(reading, done.check_in))))


def _what_needed(reading: Reading, done: Answered) -> Message:
    found = [NeedButton(check_in=done.check_in.id, need=one).key(reading.texts.word(one)) for one in HelpNeed]
    pairs = tuple(tuple(found[place : place + 2]) for place in range(0, len(found), 2))
    text = reading.texts("aftercare.what_needed", code=done.case.code)
    return Message(text=text, rows=(*pairs, *_after(reading, done)))


def _back(reading: Reading, check_in: CheckIn) -> Key:
    label = reading.texts.label("aftercare.button.back")
    return ShowCheckInButton(check_in=check_in.id, here=True).key(label)


# Several at once


def confirm_all(reading: Reading, due: Sequence[CheckIn], since: int) -> Message:
    """One confirmation for all of them."""
    texts = reading.texts
    confirm = ConfirmAllWellButton(number=len(due), last=max(one.id for one in due), since=since)
    return Message(
        text=texts("aftercare.all_well", codes=codes(reading, due)),
        rows=(
            row(confirm.key(texts.label("aftercare.button.confirm", number=len(due)))),
            row(DigestButton(since=since).key(texts.label("aftercare.button.back"))),
        ),
    )


def codes(reading: Reading, due: Sequence[CheckIn]) -> str:
    """ "MI-7KQ4, nach 3 Monaten", a line each."""
    lines = (f"{case_of(reading, one).code}, {horizon(reading, one)}" for one in due)
    return "\n".join(lines)


def short_day(reading: Reading, check_in: CheckIn) -> str:
    """The last day of the window."""
    return short(check_in.closes_on, language(reading))
