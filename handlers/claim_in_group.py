"""A colleague presses [Ich kümmere mich] in the landlord's group: one tap."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Referral
from domain.model.ids import ReferralId
from domain.ports import Turn, Work
from domain.services import acceptance
from handlers.accept_referral import taken
from handlers.card_buttons import ClaimButton
from handlers.cards import Reading
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def claim(update: Update, context: Context) -> None:
    """The toast says by when; everything about the case itself goes to the presser's private chat."""
    referral = await context.run(acceptance.claim, ReferralId(ClaimButton.read(update).referral))
    toast, message = await context.run(_claimed, referral, context.texts)
    context.toast(toast)
    context.say(message, chat=context.turn.telegram, case=referral.case_id)


def _claimed(work: Work, turn: Turn, referral: Referral, texts: Texts) -> tuple[str, Message]:
    reading = Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)
    until = reading.moment(referral.promised_at or work.now)
    return texts.label("referral.claimed.toast", until=until), taken(work, turn, referral, texts)


HANDLERS = [CallbackQueryHandler(claim, ClaimButton.pattern)]
