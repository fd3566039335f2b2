"""After a report: the code to copy, and whom to ring before an eviction."""

from domain.model.case import Case
from domain.model.routing import Topic
from domain.model.stage import Seat, Stage
from domain.services.reports import Sent
from handlers.card_buttons import FileTextButton
from handlers.message import Key, Message, Rows, row
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
    return Message(text=text, rows=(row(copy, file_text), *_contacts(case, texts)))


def _contacts(case: Case, texts: Texts) -> Rows:
    """Before an eviction the help side sees at once whom to ring; the card says why it must not wait."""
    if case.stage is not Stage.EVICTION_DATE or case.side is Seat.LANDLORD:
        return ()
    topics = [(Topic.UNTERBRINGUNG, "shelter")]
    if case.household.has_children:
        topics.append((Topic.JUGENDAMT, "youth_office"))
    return tuple(
        row(TopicContactButton(topic=topic.value, case=case.id).key(texts.label(f"report.button.{label}")))
        for topic, label in topics
    )
