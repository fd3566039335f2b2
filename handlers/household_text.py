"""The landlord's side takes words for the household's letter: [Text für den Haushalt] (M3h)."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import NotFound
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.view import Spoken, View
from domain.ports import Turn, Work
from domain.services import access, case_view
from handlers.card_buttons import HouseholdTextButton
from handlers.context import Context
from handlers.file_text import copyable
from handlers.message import Message
from handlers.texts import Texts


async def household_text(update: Update, context: Context) -> None:
    """A message to copy into a letter: who helps, their number, and the code to name there."""
    context.in_private()
    identity = CaseId(HouseholdTextButton.read(update).case)
    context.say(await context.run(_message, identity, context.texts), case=identity)


def _message(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = access.case_of(work, identity)
    view = case_view.of(work, case, access.require(work, turn, case, Deed.SEE_STATE))
    return copyable(texts, texts.label("case.household.title", code=case.code), words(texts, view))


def words(texts: Texts, view: View) -> str:
    """M3h. Only where it is true it says that no name was passed on. Raises NotFound before anybody helps."""
    helper = next((party for party in view.parties if party.seat is Seat.HELP and party.who), None)
    if helper is None or helper.who is None or not view.is_open:
        raise NotFound("no_helper")
    body = texts.label(
        "case.household.body",
        name=helper.who.name,
        office=helper.partner,
        phone=helper.who.phone,
        code=view.code,
    )
    nameless = view.naming is not Spoken.YES
    return f"{body} {texts.label('case.household.nameless')}" if nameless else body


HANDLERS = [CallbackQueryHandler(household_text, HouseholdTextButton.pattern)]
