"""Somebody says that it does not work: [Es klappt nicht]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.ids import CaseId
from domain.model.people import Person
from domain.ports import Turn, Work
from domain.services import access, not_working
from handlers import screens
from handlers.card_buttons import NotWorkingButton
from handlers.cards import Reading
from handlers.cards.closing_news import contact_lines
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def say(update: Update, context: Context) -> None:
    """Both contacts and the coordinator are asked; whoever pressed sees whom, with their numbers."""
    context.in_private()
    case = CaseId(NotWorkingButton.read(update).case)
    asked = await context.run(not_working.say, case)
    await screens.conclude(context, await context.run(_screen, case, asked, context.texts), case)


def _screen(work: Work, turn: Turn, identity: CaseId, asked: tuple[Person, ...], texts: Texts) -> Message:
    case: Case = access.case_of(work, identity)
    reading = Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)
    due = reading.moment(not_working.due_at(work, case))
    lines = contact_lines(reading, asked)
    return Message(text=texts("closing.not_working.asked", code=case.code, due=due, contacts=lines))


HANDLERS = [CallbackQueryHandler(say, NotWorkingButton.pattern)]
