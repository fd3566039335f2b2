"""Whoever decided takes it back, within five minutes."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Referral
from domain.model.ids import ReferralId
from domain.ports import Turn, Work
from domain.services import access, decisions
from handlers import screens
from handlers.card_buttons import UndoButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def undo(update: Update, context: Context) -> None:
    """[Rückgängig]; in a group the toast says it, and the card shows it."""
    referral = await context.run(decisions.undo, ReferralId(UndoButton.read(update).referral))
    if not context.turn.private:
        context.toast(context.texts.label("referral.undone.own_text"))
        return
    message = await context.run(_undone, referral, context.texts)
    await screens.conclude(context, message, referral.case_id)


def _undone(work: Work, turn: Turn, referral: Referral, texts: Texts) -> Message:
    case = access.case_of(work, referral.case_id)
    own = texts("referral.undone.own", code=case.code)
    return Message(text=screens.lines(own, texts("referral.undone.own_text")))


HANDLERS = [CallbackQueryHandler(undo, UndoButton.pattern)]
