"""Somebody on a case reads what the network usually does at its stage: [So läuft es üblich].

The steps stand in the texts (`usual_way.toml`), for the network to change.
"""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import NotAllowed
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, case_view
from handlers import screens
from handlers.card_buttons import UsualWayButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def show_usual_way(update: Update, context: Context) -> None:
    """The steps, in the card's place."""
    context.in_private()
    identity = CaseId(UsualWayButton.read(update).case)
    context.edit(await context.run(_steps, identity, context.texts))


def _steps(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = access.case_of(work, identity)
    view = case_view.of(work, case, access.require(work, turn, case, Deed.SEE_CARD))
    if view.stage is None:
        raise NotAllowed
    title = texts("usual_way.title", code=case.code)
    body = f"{title}\n\n{texts(f'usual_way.stage.{view.stage}')}\n\n{texts('usual_way.note')}"
    return screens.choice(texts, case.id, body, [])


HANDLERS = [CallbackQueryHandler(show_usual_way, UsualWayButton.pattern)]
