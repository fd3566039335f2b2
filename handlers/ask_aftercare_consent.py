"""The help side answers what was still to be asked: whether the household agrees to aftercare."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Answer
from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import aftercare
from handlers.aftercare_buttons import ConsentToAftercareButton
from handlers.answer_check_in import reading
from handlers.cards import consent_screens
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def answer(update: Update, context: Context) -> None:
    """The first question, then the second where the first was a Yes."""
    context.in_private()
    button = ConsentToAftercareButton.read(update)
    context.edit(await context.run(_answer, context.texts, button), case=CaseId(button.case))


def _answer(work: Work, turn: Turn, texts: Texts, button: ConsentToAftercareButton) -> Message:
    keep = aftercare.answer_landlord if button.landlord else aftercare.answer_household
    case = keep(work, turn, CaseId(button.case), button.answer)
    look = reading(work, turn, texts)
    if not button.landlord and button.answer is Answer.YES and aftercare.is_consent_open(case):
        return consent_screens.consent_question(look, case)
    return consent_screens.settled(look, case)


HANDLERS = [CallbackQueryHandler(answer, ConsentToAftercareButton.pattern)]
