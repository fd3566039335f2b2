"""What an agreement has cost and brought, counted; and its running cases, moved if every partner agrees."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.agreement_rights import AgreementDeed
from domain.model.ids import AgreementVersionId
from domain.services import agreement_access, agreement_balances, agreement_cases
from handlers.agreement_buttons import BalanceButton, MoveCasesButton
from handlers.cards import agreement_figures, agreement_screens
from handlers.context import Context
from handlers.list_agreements import shown


async def show_balance(update: Update, context: Context) -> None:
    """[Bilanz], of this year or another one"""
    context.in_private()
    button = BalanceButton.read(update)
    identity = AgreementVersionId(button.version)
    found = await context.run(agreement_balances.of_year, identity, button.year)
    context.edit(agreement_figures.balance(context.texts, found))


async def move_cases(update: Update, context: Context) -> None:
    """[Laufende Fälle umstellen]: asked once more, then this partner's word is given."""
    context.in_private()
    button = MoveCasesButton.read(update)
    identity = AgreementVersionId(button.version)
    texts = context.texts
    if not button.sure:
        seen = await context.run(agreement_access.require, identity, AgreementDeed.MOVE_CASES)
        yes = MoveCasesButton(version=identity, sure=True).key(texts.label("agreement.key.move_now"))
        context.edit(agreement_screens.sure(texts, seen, "move", yes))
        return
    _, moved = await context.run(agreement_cases.move, identity)
    context.toast(texts.label("agreement.moved" if moved else "agreement.move_asked", number=moved))
    context.edit(await context.run(shown, identity, texts))


HANDLERS = [
    CallbackQueryHandler(show_balance, BalanceButton.pattern),
    CallbackQueryHandler(move_cases, MoveCasesButton.pattern),
]
