"""[Nachsorge beenden]: the household wants no more, has moved, or somebody has died."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.check_in import EndReason
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, aftercare
from handlers.aftercare_buttons import EndAftercareButton, EndReasonButton
from handlers.card_buttons import OpenCaseButton
from handlers.context import Context
from handlers.message import Message, row


async def ask_why(update: Update, context: Context) -> None:
    """The three reasons, in the place of the explanation."""
    context.in_private()
    case = await context.run(_endable, CaseId(EndAftercareButton.read(update).case))
    texts = context.texts
    reasons = tuple(row(EndReasonButton(case=case.id, reason=one).key(texts.word(one))) for one in EndReason)
    back = row(OpenCaseButton(case=case.id).key(texts.label("aftercare.button.back")))
    context.edit(Message(text=texts("aftercare.end_why", code=case.code), rows=(*reasons, back)))


def _endable(work: Work, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.END_AFTERCARE)
    return case


async def end(update: Update, context: Context) -> None:
    context.in_private()
    button = EndReasonButton.read(update)
    case = await context.run(aftercare.end, CaseId(button.case), button.reason)
    context.toast(context.texts.label("aftercare.toast.ended"))
    context.edit(Message(text=context.texts("aftercare.ended", code=case.code)), case=case.id)


HANDLERS = [
    CallbackQueryHandler(ask_why, EndAftercareButton.pattern),
    CallbackQueryHandler(end, EndReasonButton.pattern),
]
