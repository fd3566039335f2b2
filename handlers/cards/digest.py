"""The daily digest (M10): own duties, a line and a button each; a single check-in is asked at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.model.aftercare import LandlordAnswer
from domain.model.check_in import Question
from domain.model.dates import clock, short
from domain.model.digest import About, Line
from domain.model.notices import Digest
from domain.model.stage import Seat
from domain.services import case_view, digest_lines
from domain.services.deadlines import rule_of
from handlers import deadline_words
from handlers.aftercare_buttons import AllWellButton, ShowCheckInButton, WellInDigestButton
from handlers.card_buttons import OpenCaseButton, WhyButton
from handlers.cards import Reading, shows
from handlers.cards.aftercare_screens import language, question
from handlers.cards.case_lines import place
from handlers.commitment_buttons import CommitmentButton
from handlers.directory_buttons import ConfirmOwnButton
from handlers.failure_buttons import ReviewButton, ShowChangeButton, StepButton
from handlers.message import Key, Message, Rows, row

LINES: Final = 15
"""Lines shown at most; the rest is counted."""

_IN_A_ROW: Final = 5
_CHECK_INS: Final = (About.CHECK_IN, About.CHECK)


@shows(Digest)
def digest(reading: Reading, notice: Digest) -> Message | None:
    """What is still to be done when it leaves; nothing to do, no message."""
    lines = _lines(reading, notice.since_at)
    if not lines:
        return None
    if len(lines) == 1 and lines[0].about is About.CHECK_IN:
        check_in = reading.work.check_ins.get(lines[0].subject)
        assert check_in is not None
        return question(reading, check_in)
    return _message(reading, lines, notice.since_at)


def present(reading: Reading, since_at: datetime) -> Message:
    """The digest as it stands now, after something has been done in it."""
    lines = _lines(reading, since_at)
    return _message(reading, lines, since_at) if lines else Message(text=reading.texts("digest.done"))


def _lines(reading: Reading, since_at: datetime) -> tuple[Line, ...]:
    return () if reading.person is None else digest_lines.of(reading.work, reading.person, since_at)


def _message(reading: Reading, lines: Sequence[Line], since_at: datetime) -> Message:
    texts = reading.texts
    shown = lines[:LINES]
    written = [
        texts("digest.line", number=number, what=_named(reading, line))
        for number, line in enumerate(shown, start=1)
    ]
    if len(lines) > LINES:
        written.append(texts("digest.more", number=len(lines) - LINES))
    if any(line.about is About.DEADLINE for line in shown):
        written.append(deadline_words.disclaimer(texts))
    text = "\n".join([texts("digest.title", number=len(lines)), *written])
    why = WhyButton(kind="digest", id=0).key(texts.label("why.short"))
    return Message(text=text, rows=(*_rows(reading, shown, int(since_at.timestamp())), row(why)))


# Words


def _named(reading: Reading, line: Line) -> str:
    """ "MI-7KQ4 · Espelkamp: Rückmeldung bis 12:00", the place only for whoever may know it."""
    texts, case = reading.texts, line.case
    what = _what(reading, line)
    if line.project:
        return texts.label("digest.unnamed", code=line.project, what=what)
    if case is None or reading.person is None:
        return what
    view = case_view.of(reading.work, case, reading.person)
    if not view.place_known:
        return texts.label("digest.unnamed", code=case.code, what=what)
    where = place(texts, view.municipality)
    return texts.label("digest.named", code=case.code, where=where, what=what)


def _what(reading: Reading, line: Line) -> str:
    texts = reading.texts
    match line.about:
        case About.COMMITMENT if line.office:
            return texts.label("digest.what.commitment_ring", office=line.office)
        case About.PROMISE | About.ANSWER | About.CALL | About.COMMITMENT | About.FAILURE_STEP | About.CHANGE:
            return _due(reading, line)
        case About.CHECK_IN:
            day = short(line.on, language(reading)) if line.on else ""
            return texts.label("digest.what.check_in", day=day)
        case About.DEADLINE:
            return _deadline(reading, line)
        case About.REVIEW:
            return texts.label("digest.what.review", day=short(line.on, texts.language) if line.on else "")
        case About.MINOR:
            return texts.label("digest.what.minor", what=_reported(reading, line))
        case About.STUCK if line.office:
            return texts.label("digest.what.stuck_office", office=line.office)
    return texts.label(f"digest.what.{line.about.name.lower()}", office=line.office)


def _due(reading: Reading, line: Line) -> str:
    """ "Antwort bis 15:00", with the day if it is not today."""
    name = line.about.name.lower()
    if line.until_at is None:
        return reading.texts.label(f"digest.what.{name}_open")
    local = reading.work.network.calendar.local
    today = local(line.until_at).date() == local(reading.now).date()
    zone = reading.work.network.calendar.zone
    until = clock(line.until_at, zone) if today else reading.moment(line.until_at)
    late = "_overdue" if line.until_at < reading.now else ""
    return reading.texts.label(f"digest.what.{name}{late}", until=until)


def _deadline(reading: Reading, line: Line) -> str:
    """ "Schonfrist, sicher bis 31.12." """
    deadline = reading.work.deadlines.get(line.subject)
    if deadline is None:
        return ""
    day = short(deadline.safe_on, language(reading))
    return reading.texts.label("digest.what.deadline", title=rule_of(deadline).title, day=day)


def _reported(reading: Reading, line: Line) -> str:
    check_in = reading.work.check_ins.get(line.subject)
    if check_in is None or check_in.answer is None:
        return ""
    return reading.texts.word(LandlordAnswer(check_in.answer))


# Buttons


def _rows(reading: Reading, lines: Sequence[Line], since: int) -> Rows:
    numbers = [_opens(line, str(number)) for number, line in enumerate(lines, start=1)]
    present = [key for key in numbers if key is not None]
    rows = [tuple(present[at : at + _IN_A_ROW]) for at in range(0, len(present), _IN_A_ROW)]
    well = [(number, line) for number, line in enumerate(lines, start=1) if _may_be_well(reading, line)]
    for number, line in well:
        label = reading.texts.label("digest.well", number=number)
        rows.append(row(WellInDigestButton(check_in=line.subject, since=since).key(label)))
    if len(well) > 1:
        label = reading.texts.label("aftercare.button.all_well")
        rows.append(row(AllWellButton(since=since).key(label)))
    if any(line.about is About.CONFIRM for line in lines):
        rows.append(row(ConfirmOwnButton().key(reading.texts.label("digest.confirm"))))
    return tuple(rows)


def _opens(line: Line, label: str) -> Key | None:
    if line.about is About.COMMITMENT:
        return CommitmentButton(commitment=line.subject).key(label)
    if line.about is About.FAILURE_STEP:
        return StepButton(step=line.subject).key(label)
    if line.about is About.REVIEW:
        return ReviewButton(review=line.subject).key(label)
    if line.about is About.CHANGE:
        return ShowChangeButton(change=line.subject).key(label)
    if line.about in _CHECK_INS:
        return ShowCheckInButton(check_in=line.subject).key(label)
    return None if line.case is None else OpenCaseButton(case=line.case.id).key(label)


def _may_be_well(reading: Reading, line: Line) -> bool:
    if line.about is not About.CHECK_IN:
        return False
    check_in = reading.work.check_ins.get(line.subject)
    landlord = check_in is not None and check_in.seat is Seat.LANDLORD
    return landlord and check_in is not None and check_in.question is Question.SITUATION
