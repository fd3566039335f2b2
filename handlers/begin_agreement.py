"""Somebody begins an agreement: how, then with whom; a good template has every line answered."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.agreement import MOST_PARTIES
from domain.model.errors import AlreadyDone
from domain.model.ids import PartnerId
from domain.services import agreements
from handlers.agreement_buttons import NewAgreementButton
from handlers.cards import agreement_lists
from handlers.context import Context
from handlers.list_agreements import shown


async def begin(update: Update, context: Context) -> None:
    """[Neue Vereinbarung]"""
    context.in_private()
    button = NewAgreementButton.read(update)
    partners = await context.run(agreements.partners_to_ask)
    if button.template is None:
        context.edit(agreement_lists.which_template(context.texts))
        return
    others = tuple(one for one in _ids(button.others) if one in {each.id for each in partners})
    if not button.done:
        context.edit(agreement_lists.which_partners(context.texts, button.template, partners, others))
        return
    title = context.texts.label("agreement.untitled")
    wanted = [PartnerId(one) for one in others]
    draft = await context.run(agreements.begin, button.template, wanted, title)
    context.edit(await context.run(shown, draft.id, context.texts))


def _ids(text: str) -> tuple[int, ...]:
    """Raises AlreadyDone for what no button of ours carries."""
    parts = [one for one in text.split(".") if one]
    if len(parts) >= MOST_PARTIES or not all(one.isascii() and one.isdecimal() for one in parts):
        raise AlreadyDone
    return tuple(map(int, parts))


HANDLERS = [CallbackQueryHandler(begin, NewAgreementButton.pattern)]
