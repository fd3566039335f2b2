"""After a report: the code to copy, the memory word, and whom it went to."""

from domain.services.reports import Sent
from handlers.card_buttons import FileTextButton
from handlers.message import Key, Message, row
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
