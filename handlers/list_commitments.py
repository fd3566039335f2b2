"""Who has committed themselves to what on a case: /zusage CODE, [Zusagen] on its card."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.ids import CaseId, CommitmentId
from domain.ports import Turn, Work
from domain.services import commitment_dues, commitments
from handlers.answer_check_in import reading
from handlers.cards import commitment_screens
from handlers.commitment_buttons import CommitmentButton, CommitmentsButton
from handlers.context import Context
from handlers.message import Message
from handlers.show_case import named_case
from handlers.texts import Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def find(update: Update, context: Context) -> None:
    """/zusage CODE; without a code it asks for one."""
    case = await named_case(context, " ".join(context.args or ()), "zusage")
    if case is not None:
        context.say(await context.run(listed, case.id, 0, context.texts), case=case.id)


async def show_list(update: Update, context: Context) -> None:
    """[Zusagen], and a page of them."""
    context.in_private()
    button = CommitmentsButton.read(update)
    case = CaseId(button.case)
    context.edit(await context.run(listed, case, button.page, context.texts), case=case)


def listed(work: Work, turn: Turn, identity: CaseId, page: int, texts: Texts) -> Message:
    found = commitments.overview(work, turn, identity)
    return commitment_screens.overview(reading(work, turn, texts), found, page)


async def show_one(update: Update, context: Context) -> None:
    context.in_private()
    identity = CommitmentId(CommitmentButton.read(update).commitment)
    context.edit(await context.run(detail, identity, context.texts))


def detail(work: Work, turn: Turn, identity: CommitmentId, texts: Texts) -> Message:
    """One commitment, as it stands. Raises NotFound, NotAllowed."""
    commitment, case, seat = commitments.readable(work, turn, identity)
    due = commitment_dues.open_due(work, commitment)
    return commitment_screens.detail(reading(work, turn, texts), case, commitment, due, seat)


HANDLERS = [
    CommandHandler("zusage", find, PRIVATE),
    CallbackQueryHandler(show_list, CommitmentsButton.pattern),
    CallbackQueryHandler(show_one, CommitmentButton.pattern),
]
