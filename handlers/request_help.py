"""[Hilfe anfordern] on a closed case, which works for ever: whoever is responsible today is asked."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import check_in_answers
from handlers.answer_check_in import reading
from handlers.card_buttons import RequestHelpButton
from handlers.cards import aftercare_screens
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def request(update: Update, context: Context) -> None:
    """One tap; the card shows the rest."""
    context.in_private()
    identity = CaseId(RequestHelpButton.read(update).case)
    context.say(await context.run(_request, context.texts, identity), case=identity)


def _request(work: Work, turn: Turn, texts: Texts, identity: CaseId) -> Message:
    case, referral = check_in_answers.request_help(work, turn, identity)
    return aftercare_screens.reopened(reading(work, turn, texts), case, referral)


HANDLERS = [CallbackQueryHandler(request, RequestHelpButton.pattern)]
