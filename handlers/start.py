"""A person opens the chat: /start, with or without a link; the rules, and the overview."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.errors import Stranger
from domain.model.people import Purpose
from domain.services import membership
from handlers import change_settings, enrol, greeting, open_details
from handlers.context import Context
from handlers.greeting import UnderstoodButton
from handlers.links import token_hash

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def start(update: Update, context: Context) -> None:
    """Open a link, or greet a member; strangers learn nothing."""
    token = context.args[0] if context.args else ""
    if token:
        await _open(context, token_hash(token))
        return
    if context.turn.person is None:
        raise Stranger
    context.say(greeting.message(await context.run(membership.greet), context.texts))


async def _open(context: Context, hashed: str) -> None:
    match await context.run(membership.purpose_of, hashed):
        case Purpose.DETAILS:
            await open_details.follow(context, hashed)
        case Purpose.ENROLMENT:
            await enrol.follow(context, hashed)
        case Purpose.MEMBER:
            joined = await context.run(membership.join, hashed, context.exchange.language)
            context.say(greeting.message(joined, context.texts))


async def understood(update: Update, context: Context) -> None:
    """[Verstanden]: the overview; at the first time also the working days."""
    first = context.person.acknowledged_at is None
    context.edit(greeting.message(await context.run(membership.acknowledge), context.texts))
    if first:
        await change_settings.show(context)


FOR_STRANGERS_TOO = CommandHandler("start", start, PRIVATE)
HANDLERS = [
    FOR_STRANGERS_TOO,
    CallbackQueryHandler(understood, UnderstoodButton.pattern),
]
