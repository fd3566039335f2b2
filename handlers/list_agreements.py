"""Which agreements there are, and what one says: /vereinbarung."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.agreement import AgreementState
from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementVersionId, PartnerId
from domain.ports import Turn, Work
from domain.services import access, agreement_access, agreement_cases, agreements
from handlers.agreement_buttons import AgreementButton, AgreementsButton, ChangesButton, SectionButton
from handlers.cards import agreement_forms, agreement_lists, agreement_screens
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def find(update: Update, context: Context) -> None:
    """/vereinbarung"""
    context.say(await context.run(listed, 0, context.texts))


async def show_list(update: Update, context: Context) -> None:
    """[Alle Vereinbarungen], and a page of them."""
    context.in_private()
    context.edit(await context.run(listed, max(AgreementsButton.read(update).page, 0), context.texts))


def listed(work: Work, turn: Turn, page: int, texts: Texts) -> Message:
    """Raises Stranger."""
    entries = agreements.of_speaker(work, turn)
    return agreement_lists.overview(
        texts, entries, page, may_begin=_may_begin(work, access.member(turn).partner)
    )


def _may_begin(work: Work, partner: PartnerId) -> bool:
    return any(one.id == partner for one in work.partners.all())


async def show_one(update: Update, context: Context) -> None:
    context.in_private()
    identity = AgreementVersionId(AgreementButton.read(update).version)
    context.edit(await context.run(shown, identity, context.texts))


def shown(work: Work, turn: Turn, identity: AgreementVersionId, texts: Texts) -> Message:
    """The summary of one version. Raises NotFound, NotAllowed."""
    seen = agreement_access.require(work, turn, identity)
    in_force = seen.version.state is AgreementState.IN_FORCE
    older = agreement_cases.older(work, seen.version) if in_force else 0
    return agreement_screens.summary(texts, seen, older=older)


async def show_section(update: Update, context: Context) -> None:
    """[1 Ziele] to [7 Scheitern]"""
    context.in_private()
    button = SectionButton.read(update)
    seen = await context.run(agreement_access.require, AgreementVersionId(button.version))
    context.edit(agreement_forms.one_section(context.texts, seen, button.section))


async def show_changes(update: Update, context: Context) -> None:
    """[Was ist neu?]: since the version that the reader's partner has signed"""
    context.in_private()
    identity = AgreementVersionId(ChangesButton.read(update).version)
    seen = await context.run(agreement_access.require, identity)
    if seen.before is None:
        raise AlreadyDone
    context.edit(agreement_screens.changes(context.texts, seen))


HANDLERS = [
    CommandHandler("vereinbarung", find, PRIVATE),
    CallbackQueryHandler(show_list, AgreementsButton.pattern),
    CallbackQueryHandler(show_one, AgreementButton.pattern),
    CallbackQueryHandler(show_section, SectionButton.pattern),
    CallbackQueryHandler(show_changes, ChangesButton.pattern),
]
