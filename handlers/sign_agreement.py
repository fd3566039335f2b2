"""An agreement is proposed, confirmed by every partner for itself, given back, taken back or changed."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementVersionId
from domain.services import agreement_access, agreement_drafts, agreements
from handlers.agreement_buttons import (
    ConfirmButton,
    DiscardAgreementButton,
    ObjectButton,
    ProposeButton,
    ReviseButton,
    TakeProposalBackButton,
)
from handlers.cards import agreement_screens
from handlers.context import Context
from handlers.list_agreements import listed, shown
from handlers.message import Message


async def propose(update: Update, context: Context) -> None:
    """[Vorschlagen]: without both rules it says which is missing and why that matters."""
    context.in_private()
    button = ProposeButton.read(update)
    identity = AgreementVersionId(button.version)
    seen = await context.run(agreement_drafts.writing, identity)
    if seen.missing or seen.unsignable:
        context.edit(agreement_screens.cannot_propose(context.texts, seen))
        return
    if not button.sure:
        yes = ProposeButton(version=identity, sure=True, text=seen.text).key(
            context.texts.label("agreement.key.propose_now")
        )
        context.edit(agreement_screens.sure(context.texts, seen, "propose", yes))
        return
    agreements.require_text(seen, button.text)
    await context.run(agreements.propose, identity)
    await _show(context, identity)


async def confirm(update: Update, context: Context) -> None:
    """[Bestätigen]: for the own partner, and for nobody else."""
    context.in_private()
    button = ConfirmButton.read(update)
    identity = AgreementVersionId(button.version)
    if not button.sure:
        seen = await context.run(agreement_access.require, identity)
        if not agreements.may_confirm(seen):
            raise AlreadyDone("agreement")
        agreements.require_text(seen, button.text)
        yes = ConfirmButton(version=identity, sure=True, text=button.text).key(
            context.texts.label("agreement.key.confirm_now")
        )
        context.edit(agreement_screens.sure(context.texts, seen, "confirm", yes))
        return
    await context.run(agreements.confirm, identity, button.text)
    await _show(context, identity)


async def object_to(update: Update, context: Context) -> None:
    """[Zurückgeben]: for the sake of which section."""
    context.in_private()
    button = ObjectButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.section is None:
        seen = await context.run(agreement_access.require, identity)
        context.edit(agreement_screens.which_objection(context.texts, seen))
        return
    await context.run(agreements.object_to, identity, button.section)
    await _show(context, identity)


async def take_back(update: Update, context: Context) -> None:
    """[Zurückziehen]"""
    context.in_private()
    identity = AgreementVersionId(TakeProposalBackButton.read(update).version)
    await context.run(agreements.take_back, identity)
    await _show(context, identity)


async def discard(update: Update, context: Context) -> None:
    """[Verwerfen]"""
    context.in_private()
    button = DiscardAgreementButton.read(update)
    identity = AgreementVersionId(button.version)
    if not button.sure:
        seen = await context.run(agreement_drafts.writing, identity)
        yes = DiscardAgreementButton(version=identity, sure=True).key(
            context.texts.label("agreement.key.discard_now")
        )
        context.edit(agreement_screens.sure(context.texts, seen, "discard", yes))
        return
    await context.run(agreements.discard, identity)
    context.edit(await context.run(listed, 0, context.texts))


async def revise(update: Update, context: Context) -> None:
    """[Ändern]: what is in force stays until the new version has every signature."""
    context.in_private()
    draft = await context.run(agreements.revise, AgreementVersionId(ReviseButton.read(update).version))
    await _show(context, draft.id)


async def _show(context: Context, identity: AgreementVersionId) -> None:
    message: Message = await context.run(shown, identity, context.texts)
    context.edit(message)


HANDLERS = [
    CallbackQueryHandler(propose, ProposeButton.pattern),
    CallbackQueryHandler(confirm, ConfirmButton.pattern),
    CallbackQueryHandler(object_to, ObjectButton.pattern),
    CallbackQueryHandler(take_back, TakeProposalBackButton.pattern),
    CallbackQueryHandler(discard, DiscardAgreementButton.pattern),
    CallbackQueryHandler(revise, ReviseButton.pattern),
]
