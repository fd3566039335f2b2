"""Somebody presses [Anrufen] or [Kontakt speichern]: the other professional's contact card."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import NotFound
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.model.view import Contact as Professional
from domain.model.view import Situation, View
from domain.ports import Turn, Work
from domain.services import access, case_view
from handlers.card_buttons import CallContactButton
from handlers.context import Context
from handlers.message import Contact, Message

_BEFORE_ACCEPTANCE = (Situation.REQUEST, Situation.DEPUTY, Situation.RELAPSE)


async def call(update: Update, context: Context) -> None:
    """The card comes from the directory; Telegram offers to ring the number or to keep it."""
    context.in_private()
    case = CaseId(CallContactButton.read(update).case)
    found = await context.run(other_side, case)
    card = Contact(name=f"{found.name}, {found.partner}", phone=found.phone)
    context.say(Message(contact=card), case=case)


def other_side(work: Work, turn: Turn, identity: CaseId) -> Professional:
    """Who speaks for the other side of the case today, with a number.

    Raises NotAllowed, and NotFound("number") when nobody there has one.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.SEE_STATE)
    for one in _speakers(case_view.of(work, case, person)):
        if one.phone and one.person != person.id:
            return one
    raise NotFound("number")


def _speakers(view: View) -> list[Professional]:
    """Before acceptance whoever asks comes first, afterwards whoever sits there."""
    sitting = [party.who for party in view.parties if party.who is not None]
    asking = [view.asked_by] if view.asked_by is not None else []
    return [*asking, *sitting] if view.situation in _BEFORE_ACCEPTANCE else [*sitting, *asking]


HANDLERS = [CallbackQueryHandler(call, CallContactButton.pattern)]
