"""A coordinator looks behind the figures of the weekly report."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.ports import Turn, Work
from domain.services import membership
from handlers.aftercare_buttons import WeekButton
from handlers.answer_check_in import reading
from handlers.cards import weekly
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def show(update: Update, context: Context) -> None:
    """A list as it stands now, below the report."""
    context.in_private()
    context.say(await context.run(_list, context.texts, WeekButton.read(update).what))


def _list(work: Work, turn: Turn, texts: Texts, what: str) -> Message:
    membership.coordinator(turn)
    present = weekly.LISTS.get(what)
    if present is None:
        raise AlreadyDone
    return present(reading(work, turn, texts))


HANDLERS = [CallbackQueryHandler(show, WeekButton.pattern)]
