"""The help side or the coordinator opens a closed case again: [Wieder öffnen]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.errors import AlreadyDone
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, closing
from domain.services.closing import Return
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import ReopenButton
from handlers.context import Context
from handlers.message import Message


class ReturnButton(Button, prefix="ror"):
    """Why the case begins again"""

    case: int
    why: Return


async def ask_why(update: Update, context: Context) -> None:
    """In the card's place: why?"""
    context.in_private()
    texts = context.texts
    case = await context.run(_closed, CaseId(ReopenButton.read(update).case))
    keys = [ReturnButton(case=case.id, why=one).key(texts.word(one)) for one in Return]
    context.edit(screens.choice(texts, case.id, texts("closing.reopen_why", code=case.code), keys))


def _closed(work: Work, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.REOPEN)
    if case.is_open:
        raise AlreadyDone("reopened")
    return case


async def reopen(update: Update, context: Context) -> None:
    """Aftercare stops, whoever is responsible for help today is asked."""
    context.in_private()
    button = ReturnButton.read(update)
    case = await context.run(closing.reopen_by_hand, CaseId(button.case), button.why)
    text = context.texts("closing.reopened.plain", code=case.code)
    await screens.conclude(context, Message(text=text), case.id)


HANDLERS = [
    CallbackQueryHandler(ask_why, ReopenButton.pattern),
    CallbackQueryHandler(reopen, ReturnButton.pattern),
]
