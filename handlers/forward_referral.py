"""A responsible person presses [Nicht zuständig] and says who is."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import ReferralId
from domain.model.rights import Deed
from domain.model.stage import DeclineReason
from domain.ports import Turn, Work
from domain.services import decisions, destinations, referrals
from domain.services.destinations import COORDINATOR, Choice
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import NotResponsibleButton, UndoButton
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import Texts


class ForwardButton(Button, prefix="fwd"):
    """To whom; `to` is a code of the offers."""

    referral: int
    to: str


async def ask_where(update: Update, context: Context) -> None:
    """[Nicht zuständig]: other offices, colleagues, the coordinator."""
    context.in_private()
    button = NotResponsibleButton.read(update)
    context.edit(await context.run(_offers, ReferralId(button.referral), context.texts))


def _offers(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    referral, case, person = referrals.open_to(work, turn, identity, Deed.DECLINE)
    choices = destinations.offered(work, case, referral, person)
    keys = [ForwardButton(referral=referral.id, to=one.code).key(label(texts, one)) for one in choices]
    return screens.choice(texts, case.id, texts("referral.forward.title", code=case.code), keys)


def label(texts: Texts, choice: Choice) -> str:
    """ "Fachstelle Nord, Petra Nord", or the coordinator."""
    if choice.code == COORDINATOR:
        return texts.label("referral.forward.to_coordinator")
    return ", ".join(one for one in (choice.office, choice.name) if one)


async def forward(update: Update, context: Context) -> None:
    """The next one is asked. Who does not know who is responsible declines, and the coordinator decides."""
    context.in_private()
    button = ForwardButton.read(update)
    message = await context.run(_forward, ReferralId(button.referral), button.to, context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _forward(work: Work, turn: Turn, identity: ReferralId, code: str, texts: Texts) -> Message:
    referral, case, person = referrals.open_to(work, turn, identity, Deed.DECLINE)
    if code == COORDINATOR:
        decisions.decline(work, turn, identity, DeclineReason.NOT_RESPONSIBLE)
        what = texts("referral.coordinator_decides")
    else:
        choices = destinations.offered(work, case, referral, person)
        successor = decisions.forward(work, turn, identity, destinations.chosen(choices, code))
        partner = None if successor.partner is None else work.partners.get(successor.partner)
        what = (
            texts("referral.forward.limit")
            if partner is None
            else texts("referral.forward.to", office=partner.name)
        )
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    done = texts("referral.forward.done", code=case.code)
    return Message(text=screens.lines(done, what), rows=(row(undo),))


HANDLERS = [
    CallbackQueryHandler(ask_where, NotResponsibleButton.pattern),
    CallbackQueryHandler(forward, ForwardButton.pattern),
]
