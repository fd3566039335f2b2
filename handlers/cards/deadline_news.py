"""What is told of deadlines: they come near, nobody has reacted, they are met; and of urgency that rises."""

from domain.model.case import Case
from domain.model.case_deadline import CaseDeadline
from domain.model.notices import (
    DeadlineMet,
    DeadlineNear,
    DeadlinesMoved,
    DeadlineUnheard,
    EnvelopeWanted,
    Notice,
    UrgencyRose,
)
from domain.model.people import Person
from domain.model.rights import Deed, Relation, may
from domain.model.routing import Topic
from domain.model.stage import Seat, Stage
from domain.model.visibility import Field
from domain.services import access, case_view, deadline_reminders, deadlines, standing
from domain.services.deadlines import rule_of
from handlers import deadline_words
from handlers.card_buttons import DeadlinesButton, OpenCaseButton, WhyButton
from handlers.cards import Reading, case_lines, deadline_lines, shows
from handlers.deadline_buttons import EventButton
from handlers.message import Message, Rows, row
from handlers.report_buttons import TopicContactButton
from handlers.screens import lines
from handlers.show_deadlines import own_keys

Found = tuple[CaseDeadline, Case, Person]


def _found(reading: Reading, notice: Notice, identity: int) -> Found | None:
    """The deadline, while it is open and this reader may know of it."""
    deadline = reading.work.deadlines.get(identity)
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if deadline is None or case is None or reading.person is None or not case.is_open:
        return None
    view = case_view.of(reading.work, case, reading.person)
    known = Field.DEADLINES in view.fields and (deadline in view.deadlines or not deadline.is_open)
    return (deadline, case, reading.person) if known else None


@shows(DeadlineNear)
def near(reading: Reading, notice: DeadlineNear) -> Message | None:
    """Nothing once it is met or has been corrected."""
    found = _found(reading, notice, notice.deadline)
    if found is None or not found[0].is_open:
        return None
    deadline, case, _ = found
    texts = reading.texts
    left = reading.work.network.calendar.working_days_between(standing.today(reading.work), deadline.safe_on)
    when = "today" if left == 0 else "one" if left == 1 else "many"
    text = lines(
        texts(f"deadline.near.{when}", code=case.code, days=left),
        deadline_lines.line(texts, deadline),
        texts("deadline.reckoned.who", what=rule_of(deadline).who),
        texts("deadline.result.uncertain") if deadline.uncertain else "",
        *_shelter(reading, case),
        deadline_words.disclaimer(texts),
    )
    return Message(text=text, rows=_rows(reading, deadline, case))


def _shelter(reading: Reading, case: Case) -> list[str]:
    if reading.person is None:
        return []
    return deadline_lines.shelter(reading.texts, case_view.of(reading.work, case, reading.person))


def _evicts(reading: Reading, case: Case) -> bool:
    if case.stage is not Stage.EVICTION_DATE or reading.person is None:
        return False
    return Relation.HELP in access.relations(reading.work, case, reading.person)


def _rows(reading: Reading, deadline: CaseDeadline, case: Case) -> Rows:
    texts = reading.texts
    heard = deadline_reminders.is_heard(reading.work, case, deadline)
    rows: Rows = (own_keys(texts, deadline, heard=heard),)
    if _evicts(reading, case):
        shelter = TopicContactButton(topic=Topic.UNTERBRINGUNG, case=case.id)
        rows = (*rows, row(shelter.key(texts.label("card.button.shelter"))))
    all_of_them = DeadlinesButton(case=case.id).key(texts.label("card.button.deadlines"))
    why = WhyButton(kind="deadline", id=deadline.id).key(texts.label("why.short"))
    return (*rows, row(all_of_them, why))


@shows(DeadlineUnheard)
def unheard(reading: Reading, notice: DeadlineUnheard) -> Message | None:
    """To the coordinator: which office, and by when; nothing once somebody has reacted.

    Of a confidential case a coordinator hears the code and whom to call, no kind and no day.
    """
    deadline = reading.work.deadlines.get(notice.deadline)
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if deadline is None or case is None or not deadline.is_open:
        return None
    if deadline_reminders.is_heard(reading.work, case, deadline):
        return None
    texts = reading.texts
    title = texts("deadline.unheard.title", code=case.code)
    call = (_reminded(reading, case), texts("deadline.unheard.ask"))
    if _found(reading, notice, notice.deadline) is not None:
        said = (deadline_lines.line(texts, deadline), *call, deadline_words.disclaimer(texts))
        return Message(text=lines(title, *said), rows=_rows(reading, deadline, case))
    oversees = reading.person is not None and reading.person.is_coordinator and case.is_open
    return Message(text=lines(title, *call)) if oversees and case.protected else None


def _reminded(reading: Reading, case: Case) -> str:
    helper = standing.at_seat(reading.work, case, Seat.HELP)
    partner = None if helper is None else reading.work.partners.get(helper.partner)
    if helper is None or partner is None:
        return reading.texts("deadline.unheard.nobody")
    return reading.texts("deadline.unheard.reminded", office=partner.name, phone=helper.phone)


@shows(DeadlineMet)
def met(reading: Reading, notice: DeadlineMet) -> Message | None:
    found = _found(reading, notice, notice.deadline)
    if found is None or found[0].how is None:
        return None
    deadline, case, _ = found
    assert deadline.how is not None
    by = None if deadline.settled_by is None else reading.work.people.get(deadline.settled_by)
    texts = reading.texts
    return Message(
        text=lines(
            texts("deadline.met.title", code=case.code),
            texts("deadline.met.line", title=rule_of(deadline).title, how=texts.word(deadline.how)),
            texts("deadline.met.by", name=by.name) if by else "",
        )
    )


@shows(DeadlinesMoved)
def moved(reading: Reading, notice: DeadlinesMoved) -> Message | None:
    """What holds now, as far as this reader may know it."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None or reading.person is None or not case.is_open:
        return None
    kept = deadline_lines.of(reading, case_view.of(reading.work, case, reading.person))
    if not kept:
        return None
    by, texts = reading.work.people.get(notice.actor), reading.texts
    title = texts("deadline.moved.title", code=case.code)
    return Message(text=lines(title, *kept, texts("deadline.met.by", name=by.name) if by else ""))


@shows(EnvelopeWanted)
def envelope_wanted(reading: Reading, notice: EnvelopeWanted) -> Message | None:
    """Nothing once the day is known."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None or reading.person is None or not deadlines.is_envelope_wanted(case):
        return None
    relations = access.relations(reading.work, case, reading.person)
    if (
        not may(relations, Deed.KEEP_DEADLINES)
        or case_view.of(reading.work, case, reading.person).stage is None
    ):
        return None
    texts = reading.texts
    text = lines(texts("deadline.envelope.title", code=case.code), texts("deadline.envelope.text"))
    enter = EventButton(event="klage_zugestellt", case=case.id)
    return Message(
        text=text,
        rows=(
            row(enter.key(texts.label("deadline.button.served"))),
            row(OpenCaseButton(case=case.id).key(texts.label("deadline.button.case"))),
        ),
    )


@shows(UrgencyRose)
def urgency_rose(reading: Reading, notice: UrgencyRose) -> Message | None:
    """The urgency as it is now, with its reason; nothing if it has fallen again."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None or reading.person is None or not case.is_open:
        return None
    if case.present_urgency.value != notice.urgency:
        return None
    view = case_view.of(reading.work, case, reading.person)
    if view.urgency is None:
        return None
    texts = reading.texts
    text = lines(
        texts("deadline.rose.title", code=case.code, urgency=texts.word(view.urgency)),
        *case_lines.urgency(texts, view),
        *deadline_lines.of(reading, view),
    )
    return Message(text=text)
