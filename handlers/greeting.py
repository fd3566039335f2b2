"""M1: who you are here, what must never be written, whom to ask."""

from domain.services.membership import Greeting
from handlers import menu
from handlers.buttons import Button
from handlers.message import Message, Rows, row
from handlers.texts import Html, Texts


class UnderstoodButton(Button, prefix="ver"):
    """[Verstanden]"""


def message(found: Greeting, texts: Texts) -> Message:
    """With [Verstanden] until the rules were confirmed, then with the overview's buttons."""
    facts = [found.partner.name, found.person.function]
    parts = [
        texts("start.welcome", name=found.person.name, place=", ".join(one for one in facts if one)),
        texts("start.rules"),
    ]
    if found.coordination is not None:
        contact = ", ".join(one for one in (found.coordination.name, found.coordination.phone) if one)
        parts.append(texts("start.questions", contact=contact))
    return Message(text=Html("\n\n".join(parts)), rows=_rows(found, texts))


def _rows(found: Greeting, texts: Texts) -> Rows:
    if found.acknowledged:
        return menu.rows(texts)
    return (row(UnderstoodButton().key(texts.label("start.understood"))),)
