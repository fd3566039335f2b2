"""Somebody has rung the side without Telegram about an offer, and enters what was answered."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.commitment import Commitment
from domain.model.ids import CommitmentId
from domain.ports import Turn, Work
from domain.services import commitment_calls, commitments
from handlers.answer_check_in import reading
from handlers.cards import commitment_calls as screens
from handlers.commitment_buttons import RungAcceptedButton, RungDeclinedButton, RungUndoButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def accepted(update: Update, context: Context) -> None:
    """[Am Telefon angenommen]: for five minutes to be taken back."""
    context.in_private()
    button = RungAcceptedButton.read(update)
    identity = CommitmentId(button.commitment)
    made = await context.run(commitment_calls.accept, identity, button.offer)
    context.edit(await context.run(_entered, made, context.texts), case=made.case_id)


async def declined(update: Update, context: Context) -> None:
    """[Am Telefon abgelehnt]: first why, then it is done."""
    context.in_private()
    button = RungDeclinedButton.read(update)
    identity = CommitmentId(button.commitment)
    if button.why is None:
        context.edit(await context.run(_why, identity, button.offer, context.texts))
        return
    made = await context.run(commitment_calls.decline, identity, button.offer, button.why)
    context.edit(await context.run(_entered, made, context.texts), case=made.case_id)


def _why(work: Work, turn: Turn, identity: CommitmentId, offer: int, texts: Texts) -> Message:
    case, reasons = commitment_calls.declining(work, turn, identity, offer)
    return screens.which_reason(texts, case, identity, offer, reasons)


def _entered(work: Work, turn: Turn, made: Commitment, texts: Texts) -> Message:
    _, case = commitments.of_id(work, made.id)
    return screens.entered(reading(work, turn, texts), case, made)


async def undo(update: Update, context: Context) -> None:
    """[Rückgängig]"""
    context.in_private()
    identity = CommitmentId(RungUndoButton.read(update).commitment)
    again = await context.run(commitment_calls.undo, identity)
    context.edit(await context.run(_undone, again, context.texts), case=again.case_id)


def _undone(work: Work, turn: Turn, again: Commitment, texts: Texts) -> Message:
    _, case = commitments.of_id(work, again.id)
    return screens.undone(reading(work, turn, texts), case, again)


HANDLERS = [
    CallbackQueryHandler(accepted, RungAcceptedButton.pattern),
    CallbackQueryHandler(declined, RungDeclinedButton.pattern),
    CallbackQueryHandler(undo, RungUndoButton.pattern),
]
