"""A coordinator enters a partner by hand: its name, then what sort of office it is."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import Expired
from domain.model.stage import PartnerKind
from domain.ports import Draft, Turn, Work
from domain.services import directory, drafting, new_partner
from handlers import directory_screens as screens
from handlers.buttons import Button
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_buttons import NewPartnerButton
from handlers.message import Message, row
from handlers.show_directory import ChangeButton

FORM = "directory_partner"


class PartnerKindButton(Button, prefix="dpk"):
    """[Wohnungsunternehmen], [Träger], [Behörde]"""

    kind: PartnerKind


async def ask_name(update: Update, context: Context) -> None:
    """[Neuer Partner]"""
    context.in_private()
    await context.run(_coordinates)
    draft = await context.run(drafting.begin, FORM, "name", {})
    back = ChangeButton().key(context.texts.label("directory.back"))
    context.edit(
        Message(text=context.texts("directory.edit.type_partner"), rows=(row(back),)), draft=draft.id
    )


@hears(FORM)
async def hear_name(context: Context, draft: Draft, text: str) -> None:
    """The name, in one line."""
    name = await context.run(new_partner.name_of, text)
    await context.run(drafting.answer, FORM, "kind", {"name": name})
    texts = context.texts
    kinds = tuple(row(PartnerKindButton(kind=one).key(texts.word(one))) for one in PartnerKind)
    context.say(Message(text=texts("directory.edit.which_kind", partner=name), rows=kinds))


async def enter(update: Update, context: Context) -> None:
    """The kind; the new partner has no lines yet."""
    context.in_private()
    kind = PartnerKindButton.read(update).kind
    draft = await context.run(drafting.present, FORM)
    if draft.question != "kind":
        raise Expired
    partner = await context.run(new_partner.enter, str(draft.answers["name"]), kind)
    await context.run(drafting.end, FORM)
    context.edit(screens.lines_screen(context.texts, partner, (), 0, settings=True))


def _coordinates(work: Work, turn: Turn) -> None:
    directory.coordinator(turn)


HANDLERS = [
    CallbackQueryHandler(ask_name, NewPartnerButton.pattern),
    CallbackQueryHandler(enter, PartnerKindButton.pattern),
]
