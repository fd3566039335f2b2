"""Whoever has a case presses [Abgeben]; it stays with them until somebody else has accepted it."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case, Referral
from domain.model.ids import ReferralId
from domain.model.people import Person
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import decisions, destinations, referrals
from domain.services.destinations import COORDINATOR, Choice
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import HandBackButton, UndoButton
from handlers.context import Context
from handlers.forward_referral import label
from handlers.message import Message, row
from handlers.texts import Texts


class HandToButton(Button, prefix="hto"):
    """To whom; `to` is a code of the offers."""

    referral: int
    to: str


async def ask_where(update: Update, context: Context) -> None:
    """[Abgeben]: the deputy, other offices, colleagues, the coordinator."""
    context.in_private()
    button = HandBackButton.read(update)
    context.edit(await context.run(_offers, ReferralId(button.referral), context.texts))


def _choices(work: Work, case: Case, referral: Referral, person: Person) -> tuple[Choice, ...]:
    deputy = destinations.deputy(work, referral, person)
    offered = destinations.offered(work, case, referral, person)
    if deputy is None:
        return offered
    return (deputy, *(one for one in offered if one.person != deputy.person))


def _offers(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    referral, case, person = referrals.held_by(work, turn, identity, Deed.RETURN)
    keys = [
        HandToButton(referral=referral.id, to=one.code).key(_label(texts, one))
        for one in _choices(work, case, referral, person)
    ]
    text = screens.lines(texts("referral.hand_back.title", code=case.code), texts("referral.hand_back.hint"))
    return screens.choice(texts, case.id, text, keys)


def _label(texts: Texts, choice: Choice) -> str:
    if choice.code == COORDINATOR:
        return texts.label("referral.coordinator")
    if choice.code == "d":
        return texts.label("referral.hand_back.deputy", name=choice.name)
    return label(texts, choice)


async def hand_back(update: Update, context: Context) -> None:
    """Somebody else is asked; the sender keeps the case until they accept."""
    context.in_private()
    button = HandToButton.read(update)
    message = await context.run(_hand_back, ReferralId(button.referral), button.to, context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _hand_back(work: Work, turn: Turn, identity: ReferralId, code: str, texts: Texts) -> Message:
    referral, case, person = referrals.held_by(work, turn, identity, Deed.RETURN)
    to = destinations.chosen(_choices(work, case, referral, person), code)
    successor = decisions.hand_back(work, turn, identity, to)
    partner = None if successor.partner is None else work.partners.get(successor.partner)
    asked = (
        texts("referral.coordinator_decides")
        if partner is None
        else texts("referral.forward.to", office=partner.name)
    )
    text = screens.lines(
        texts("referral.hand_back.done", code=case.code), asked, texts("referral.hand_back.hint")
    )
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    return Message(text=text, rows=(row(undo),))


HANDLERS = [
    CallbackQueryHandler(ask_where, HandBackButton.pattern),
    CallbackQueryHandler(hand_back, HandToButton.pattern),
]
