"""A draft of an agreement is written: a tap a line, a few typed words where words are needed."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model import agreement_form as form
from domain.model.agreement_form import LINES, Field, Sort, Spot
from domain.model.agreement_terms import Section
from domain.model.detector import HitKind
from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementVersionId, PartnerId
from domain.ports import Draft, Turn, Work
from domain.services import agreement_drafts, drafting, standing
from domain.services.agreement_access import Seen
from handlers.agreement_buttons import (
    AddHelpButton,
    AddStepButton,
    AnswerLineButton,
    HelpItemButton,
    LineButton,
    ResetSectionButton,
    StepItemButton,
    UsualRuleButton,
)
from handlers.cards import agreement_forms
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Message
from handlers.texts import Texts

FORM = "agreement"


# Lines


async def ask(update: Update, context: Context) -> None:
    """A line's button: its answers; where words or numbers may be typed, the dialogue hears them."""
    context.in_private()
    button = LineButton.read(update)
    identity, spot = AgreementVersionId(button.version), Spot(button.field, button.arg)
    message, draft = await context.run(_asked, identity, spot, context.texts)
    context.edit(message, draft=draft)


def _asked(
    work: Work, turn: Turn, identity: AgreementVersionId, spot: Spot, texts: Texts
) -> tuple[Message, int | None]:
    seen = agreement_drafts.writing(work, turn, identity)
    draft = None
    if agreement_drafts.is_typed(form.require(seen.version.terms, spot)):
        facts: dict[str, str | int | None] = {"version": identity, "arg": spot.arg}
        draft = drafting.begin(work, turn, FORM, spot.field.value, facts).id
    else:
        drafting.end(work, turn, FORM)
    return _line(work, seen, spot, texts), draft


def _line(work: Work, seen: Seen, spot: Spot, texts: Texts) -> Message:
    places = work.network.municipalities
    if LINES[spot.field].sort is Sort.COST and not spot.arg:
        return agreement_forms.which_cost(texts, seen)
    return agreement_forms.one_line(texts, seen, spot, standing.today(work), places)


async def answer(update: Update, context: Context) -> None:
    """A tap: where several things may be chosen the screen stays, else the section shows what it says now."""
    context.in_private()
    context.edit(await context.run(_answered, AnswerLineButton.read(update), context.texts))


def _answered(work: Work, turn: Turn, button: AnswerLineButton, texts: Texts) -> Message:
    identity, spot = AgreementVersionId(button.version), Spot(button.field, button.arg)
    seen = agreement_drafts.answer(work, turn, identity, spot, button.value)
    drafting.end(work, turn, FORM)
    return _line(work, seen, spot, texts) if agreement_forms.stays(spot) else _after(texts, seen, spot)


def _after(texts: Texts, seen: Seen, spot: Spot) -> Message:
    """Where the line stands."""
    match LINES[spot.field]:
        case line if line.sort is Sort.COST:
            return agreement_forms.which_cost(texts, seen)
        case line if line.holder == "help":
            return agreement_forms.one_help(texts, seen, spot.arg)
        case line if line.holder == "step":
            return agreement_forms.one_step(texts, seen, spot.arg)
        case line:
            return agreement_forms.one_section(texts, seen, line.section)


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Typed: a number, a day, or words; those that name somebody are deleted and asked for again."""
    spot = Spot(Field(draft.question), str(draft.answers.get("arg") or ""))
    identity = AgreementVersionId(int(draft.answers["version"] or 0))
    heard = await context.run(agreement_drafts.hear, identity, spot, text)
    if isinstance(heard, HitKind):
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        what = context.texts.label(f"note.hit.{heard}")
        context.say(Message(text=context.texts("errors.stray_name", what=what)))
        return
    await context.run(drafting.end, FORM)
    context.say(_after(context.texts, heard, spot))


# Help and steps


async def help_item(update: Update, context: Context) -> None:
    """One agreed help, or [Streichen]"""
    context.in_private()
    button = HelpItemButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.drop:
        seen = await context.run(agreement_drafts.drop_help, identity, button.arg)
        context.edit(agreement_forms.one_section(context.texts, seen, Section.HELP))
        return
    seen = await context.run(agreement_drafts.writing, identity)
    context.edit(agreement_forms.one_help(context.texts, seen, button.arg))


async def add_help(update: Update, context: Context) -> None:
    """[Hilfe hinzufügen]: three taps, and it stands there with its usual frequency."""
    context.in_private()
    button = AddHelpButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.help is None:
        seen = await context.run(agreement_drafts.writing, identity)
        context.edit(agreement_forms.new_help(context.texts, seen, button))
        return
    seen = await context.run(agreement_drafts.add_help, identity, PartnerId(button.giver), button.help)
    found = seen.version.terms.help
    context.edit(agreement_forms.one_help(context.texts, seen, form.name_of(len(found) - 1, found)))


async def step_item(update: Update, context: Context) -> None:
    """One step of the failure rule, or [Streichen]"""
    context.in_private()
    button = StepItemButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.drop:
        seen = await context.run(agreement_drafts.drop_step, identity, button.arg)
        context.edit(agreement_forms.one_section(context.texts, seen, Section.FAILURE))
        return
    seen = await context.run(agreement_drafts.writing, identity)
    context.edit(agreement_forms.one_step(context.texts, seen, button.arg))


async def add_step(update: Update, context: Context) -> None:
    """[Schritt hinzufügen]"""
    context.in_private()
    button = AddStepButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.task is None:
        seen = await context.run(agreement_drafts.writing, identity)
        context.edit(agreement_forms.new_step(context.texts, seen))
        return
    seen = await context.run(agreement_drafts.add_step, identity, button.task, button.after)
    rule = seen.version.terms.failure
    if rule is None:
        raise AlreadyDone
    last = form.name_of(len(rule.steps) - 1, rule.steps)
    context.edit(agreement_forms.one_step(context.texts, seen, last))


async def take_usual(update: Update, context: Context) -> None:
    """[Übliche Regel einsetzen]"""
    context.in_private()
    button = UsualRuleButton.read(update)
    identity = AgreementVersionId(button.version)
    seen = await context.run(agreement_drafts.take_usual, identity, button.section)
    context.edit(agreement_forms.one_section(context.texts, seen, button.section))


async def reset(update: Update, context: Context) -> None:
    """[Zurücksetzen]: to which template, or empty; then that one."""
    context.in_private()
    button = ResetSectionButton.read(update)
    identity = AgreementVersionId(button.version)
    if button.template is None:
        seen = await context.run(agreement_drafts.writing, identity)
        context.edit(agreement_forms.which_template(context.texts, seen, button.section))
        return
    seen = await context.run(agreement_drafts.reset, identity, button.section, button.template)
    context.edit(agreement_forms.one_section(context.texts, seen, button.section))


HANDLERS = [
    CallbackQueryHandler(ask, LineButton.pattern),
    CallbackQueryHandler(answer, AnswerLineButton.pattern),
    CallbackQueryHandler(help_item, HelpItemButton.pattern),
    CallbackQueryHandler(add_help, AddHelpButton.pattern),
    CallbackQueryHandler(step_item, StepItemButton.pattern),
    CallbackQueryHandler(add_step, AddStepButton.pattern),
    CallbackQueryHandler(take_usual, UsualRuleButton.pattern),
    CallbackQueryHandler(reset, ResetSectionButton.pattern),
]
