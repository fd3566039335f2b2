"""A responsible person presses [Ablehnen] and names the reason, by a code."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import ReferralKind
from domain.model.ids import ReferralId
from domain.model.referral import goes_on
from domain.model.rights import Deed
from domain.model.stage import DeclineReason
from domain.ports import Turn, Work
from domain.services import access, decisions, referrals
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import DeclineButton, UndoButton
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import Texts


class DeclineReasonButton(Button, prefix="dcr"):
    """Why."""

    referral: int
    reason: DeclineReason


async def ask_reason(update: Update, context: Context) -> None:
    """[Ablehnen]: the reasons."""
    context.in_private()
    button = DeclineButton.read(update)
    context.edit(await context.run(_reasons, ReferralId(button.referral), context.texts))


def _reasons(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    referral, case, _ = referrals.open_to(work, turn, identity, Deed.DECLINE)
    keys = [
        DeclineReasonButton(referral=referral.id, reason=reason).key(texts.word(reason))
        for reason in DeclineReason
    ]
    return screens.choice(texts, case.id, texts("referral.decline.title", code=case.code), keys)


async def decline(update: Update, context: Context) -> None:
    """The reason: the asker hears it, five minutes are left to take it back."""
    context.in_private()
    button = DeclineReasonButton.read(update)
    referral = await context.run(decisions.decline, ReferralId(button.referral), button.reason)
    message = await context.run(_declined, referral.id, button.reason, context.texts)
    await screens.conclude(context, message, referral.case_id)


def _declined(work: Work, turn: Turn, identity: ReferralId, reason: DeclineReason, texts: Texts) -> Message:
    referral = access.referral_of(work, identity)
    case = access.case_of(work, referral.case_id)
    on = goes_on(reason, lead=referral.kind is ReferralKind.TAKEOVER)
    text = screens.lines(
        texts("referral.decline.done", code=case.code),
        texts("referral.decline.reason", reason=texts.word(reason)),
        texts("referral.decline.goes_on" if on else "referral.decline.stays"),
    )
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    return Message(text=text, rows=(row(undo),))


HANDLERS = [
    CallbackQueryHandler(ask_reason, DeclineButton.pattern),
    CallbackQueryHandler(decline, DeclineReasonButton.pattern),
]
