"""Somebody sets another urgency by hand, with a coded reason, or goes back to the rules."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.model.urgency import OverrideReason, Urgency
from domain.ports import Turn, Work
from domain.services import access, case_view, urgency
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import UrgencyButton
from handlers.cards import case_lines
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


class PickUrgencyButton(Button, prefix="up"):
    """Another urgency."""

    case: int
    urgency: Urgency


class PickReasonButton(Button, prefix="ur"):
    """Why."""

    case: int
    urgency: Urgency
    reason: OverrideReason


class ComputedButton(Button, prefix="uc"):
    """[Wieder nach den Regeln]"""

    case: int


async def override_urgency(update: Update, context: Context) -> None:
    """[Dringlichkeit]: what it is and why, and the others to choose from."""
    context.in_private()
    button = UrgencyButton.read(update)
    context.edit(await context.run(_urgencies, CaseId(button.case), context.texts))


def _urgencies(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = access.case_of(work, identity)
    view = case_view.of(work, case, access.require(work, turn, case, Deed.OVERRIDE_URGENCY))
    keys = [
        PickUrgencyButton(case=case.id, urgency=one).key(texts.word(one))
        for one in Urgency
        if one is not case.present_urgency
    ]
    if case.urgency_override is not None:
        keys.append(ComputedButton(case=case.id).key(texts.label("urgency.computed")))
    text = "\n".join([texts("urgency.title", code=case.code), *case_lines.urgency(texts, view)])
    return screens.choice(texts, case.id, text, keys)


async def pick_urgency(update: Update, context: Context) -> None:
    """The reason."""
    context.in_private()
    button = PickUrgencyButton.read(update)
    keys = [
        PickReasonButton(case=button.case, urgency=button.urgency, reason=one).key(context.texts.word(one))
        for one in OverrideReason
    ]
    word = context.texts.word(button.urgency)
    text = context.texts("urgency.why", urgency=word)
    context.edit(screens.choice(context.texts, CaseId(button.case), text, keys))


async def pick_reason(update: Update, context: Context) -> None:
    """Set by hand."""
    context.in_private()
    button = PickReasonButton.read(update)
    case = await context.run(urgency.override, CaseId(button.case), button.urgency, button.reason)
    await _confirm(context, case)


async def compute(update: Update, context: Context) -> None:
    """[Wieder nach den Regeln]"""
    context.in_private()
    await _confirm(context, await context.run(urgency.restore, CaseId(ComputedButton.read(update).case)))


async def _confirm(context: Context, case: Case) -> None:
    word = context.texts.word(case.present_urgency)
    await screens.confirm(context, context.texts.label("urgency.set", code=case.code, urgency=word), case.id)


HANDLERS = [
    CallbackQueryHandler(override_urgency, UrgencyButton.pattern),
    CallbackQueryHandler(pick_urgency, PickUrgencyButton.pattern),
    CallbackQueryHandler(pick_reason, PickReasonButton.pattern),
    CallbackQueryHandler(compute, ComputedButton.pattern),
]
