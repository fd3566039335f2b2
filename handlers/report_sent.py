"""After a report: the code to copy, and what must not wait until tomorrow."""

from datetime import date

from domain.model.case import Case
from domain.model.routing import Topic
from domain.model.stage import Seat, Stage
from domain.services.reports import Sent
from handlers.card_buttons import FileTextButton
from handlers.message import Key, Message, row
from handlers.report_buttons import TopicContactButton
from handlers.texts import Texts


def message(sent: Sent, texts: Texts) -> Message:
    """Code, memory word, and whom it went to."""
    case, wanted = sent.case, sent.recipient
    if wanted is None:
        text = texts("report.sent.created", code=case.code, word=case.word)
    elif wanted.partner is None:
        text = texts("report.sent.coordination", code=case.code, word=case.word)
    else:
        text = texts("report.sent.to", code=case.code, word=case.word, office=wanted.partner.name)
    copy = Key(label=texts.label("report.button.copy"), copies=case.code)
    file_text = FileTextButton(case=case.id).key(texts.label("report.button.file_text"))
    return Message(text=text, rows=(row(copy, file_text),))


def hint(case: Case, today: date, texts: Texts) -> Message | None:
    """A date of eviction: motions may be limited in time. Days are counted, no deadline is computed."""
    if case.stage is not Stage.EVICTION_DATE or case.side is Seat.LANDLORD:
        return None
    left = None if case.stage_on is None else (case.stage_on - today).days
    key = {None: "undated", 0: "today", 1: "tomorrow"}.get(left, "days")
    text = texts(f"report.hint.{key}", code=case.code, days=left or 0)
    keys = [_contact(case, Topic.UNTERBRINGUNG, texts.label("report.button.shelter"))]
    if case.household.has_children:
        keys.append(_contact(case, Topic.JUGENDAMT, texts.label("report.button.youth_office")))
    return Message(text=text, rows=tuple(row(key) for key in keys))


def _contact(case: Case, topic: Topic, label: str) -> Key:
    return TopicContactButton(topic=topic.value, case=case.id).key(label)
