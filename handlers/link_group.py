"""A coordinator says whose group it is to which the bot was added."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import PartnerId
from domain.services import groups
from handlers.buttons import Button
from handlers.context import Context
from handlers.message import Message


class LinkButton(Button, prefix="lnk"):
    """[<Vermieter>]"""

    group: int
    partner: int


class LeaveButton(Button, prefix="lve"):
    """[Verlassen]"""

    group: int


async def link(update: Update, context: Context) -> None:
    """[<Vermieter>]"""
    button = LinkButton.read(update)
    partner = await context.run(groups.link, button.group, PartnerId(button.partner))
    context.edit(Message(text=context.texts("group.linked", partner=partner.name)))


async def leave(update: Update, context: Context) -> None:
    """[Verlassen]"""
    button = LeaveButton.read(update)
    await context.run(groups.dismiss, button.group)
    context.edit(Message(text=context.texts("group.left")))


HANDLERS = [
    CallbackQueryHandler(link, LinkButton.pattern),
    CallbackQueryHandler(leave, LeaveButton.pattern),
]
