"""From a group into the private chat: [Einzelheiten] opens a link that is good for the presser alone."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import CaseId
from domain.services import groups
from handlers import greeting
from handlers.card_buttons import DetailsButton
from handlers.context import Context
from handlers.links import new_token, start_link, token_hash


async def open_details(update: Update, context: Context) -> None:
    """Case 0 is the overview."""
    button = DetailsButton.read(update)
    token = new_token()
    case = CaseId(button.case) if button.case else None
    await context.run(groups.bound_link, case, token_hash(token))
    context.open(start_link(context.bot.username, token))


async def follow(context: Context, hashed: str) -> None:
    """The presser arrives in the private chat: the card comes by itself, the overview is said."""
    opened = await context.run(groups.open_bound, hashed)
    if opened.greeting is not None:
        context.say(greeting.message(opened.greeting, context.texts))


HANDLERS = [CallbackQueryHandler(open_details, DetailsButton.pattern)]
