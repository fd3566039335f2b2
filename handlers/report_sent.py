"""After a report: whom it went to; what the case's card does not show at first stands here, too."""

from domain.model.case import ReferralKind
from domain.services.reports import Sent
from handlers.card_buttons import FileTextButton
from handlers.message import Key, Message, row
from handlers.screens import lines
from handlers.texts import Texts


def message(sent: Sent, texts: Texts) -> Message:
    """One line over the card of somebody who waits; code, word and file text for somebody who leads."""
    case, wanted = sent.case, sent.recipient
    if wanted is None:
        text = texts("report.sent.created", code=case.code)
    elif wanted.partner is None:
        text = texts("report.sent.coordination", code=case.code)
    else:
        text = texts("report.sent.to", code=case.code, office=wanted.partner.name)
    if wanted is not None and wanted.kind is ReferralKind.TAKEOVER:
        return Message(text=text)
    copy = Key(label=texts.label("report.button.copy"), copies=case.code)
    file_text = FileTextButton(case=case.id).key(texts.label("report.button.file_text"))
    return Message(text=lines(text, texts("card.word", word=case.word)), rows=(row(copy, file_text),))
