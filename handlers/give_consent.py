"""Somebody who speaks with the household notes that it agrees, in which form, or that it agrees no more."""

from datetime import date, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.dates import read_recent, with_year
from domain.model.errors import NotUnderstood
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.ports import Draft, Turn, Work
from domain.services import access, consent, drafting, standing
from domain.services.consent import ConsentForm
from handlers import calendar_grid, screens
from handlers.buttons import Button
from handlers.card_buttons import ConsentButton
from handlers.consent_buttons import FormButton, form_keys
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import EmptyButton
from handlers.texts import Texts

FORM = "consent"


class FormDayButton(Button, prefix="cfd"):
    """The day of the consent"""

    case: int
    form: ConsentForm
    day: date


class TypeFormDayButton(Button, prefix="cft"):
    """[Älter]: the day is typed."""

    case: int
    form: ConsentForm


class LaterButton(Button, prefix="cfl"):
    """[Später]: form and day are asked for in five working days."""

    case: int


async def change(update: Update, context: Context) -> None:
    """[Einwilligung liegt jetzt vor], [Einwilligung widerrufen]: effective at once."""
    context.in_private()
    button = ConsentButton.read(update)
    if button.given:
        case = await context.run(consent.give, CaseId(button.case))
        message = _ask_form(context.texts, case)
    else:
        case = await context.run(consent.withdraw, CaseId(button.case))
        message = Message(text=context.texts("consent.withdrawn", code=case.code))
    await screens.conclude(context, message, case.id)


def _ask_form(texts: Texts, case: Case) -> Message:
    later = LaterButton(case=case.id).key(texts.label("consent.later"))
    text = texts("consent.given", code=case.code)
    return Message(text=text, rows=(form_keys(texts, case.id), row(later)))


async def ask_later(update: Update, context: Context) -> None:
    context.in_private()
    case = await context.run(_case, CaseId(LaterButton.read(update).case))
    context.edit(Message(text=context.texts("consent.asked_later", code=case.code)), case=case.id)


async def ask_day(update: Update, context: Context) -> None:
    """[Schriftlich], [Mündlich]: since when?"""
    context.in_private()
    button = FormButton.read(update)
    case = await context.run(_case, CaseId(button.case))
    today = await context.run(_today)
    text = context.texts("consent.since", code=case.code)
    context.edit(Message(text=text, rows=_days(context.texts, case, button.form, today)), case=case.id)


def _days(texts: Texts, case: Case, form: ConsentForm, today: date) -> Rows:
    def of_day(day: date, label: str) -> Key:
        return FormDayButton(case=case.id, form=form, day=day).key(label)

    near = row(
        of_day(today, texts.label("consent.today")),
        of_day(today - timedelta(days=1), texts.label("consent.yesterday")),
    )
    grid = calendar_grid.rows("past", today, texts, of_day=of_day, empty=EmptyButton().pack())
    older = TypeFormDayButton(case=case.id, form=form).key(texts.label("consent.older"))
    return (near, *grid, row(older))


async def pick_day(update: Update, context: Context) -> None:
    context.in_private()
    button = FormDayButton.read(update)
    await _record(context, CaseId(button.case), button.form, button.day)


async def type_day(update: Update, context: Context) -> None:
    """[Älter]: the next typed text is the day."""
    context.in_private()
    button = TypeFormDayButton.read(update)
    case = await context.run(_case, CaseId(button.case))
    await context.run(drafting.begin, FORM, "day", {"case": case.id, "form": button.form.value})
    context.edit(Message(text=context.texts("consent.type_day", code=case.code)), case=case.id)


@hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """The typed day."""
    day = read_recent(text, await context.run(_today), "past")
    if day is None:
        raise NotUnderstood("day")
    await context.run(drafting.end, FORM)
    await _record(
        context, CaseId(int(draft.answers["case"] or 0)), ConsentForm(str(draft.answers["form"])), day
    )


async def _record(context: Context, identity: CaseId, form: ConsentForm, day: date) -> None:
    case = await context.run(consent.record_proof, identity, form, day)
    text = context.texts(
        f"consent.recorded_{form}", code=case.code, day=with_year(day, context.texts.language)
    )
    context.edit(Message(text=text), case=case.id)


def _case(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotFound, NotAllowed."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.GIVE_CONSENT)
    return case


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


HANDLERS = [
    CallbackQueryHandler(change, ConsentButton.pattern),
    CallbackQueryHandler(ask_later, LaterButton.pattern),
    CallbackQueryHandler(ask_day, FormButton.pattern),
    CallbackQueryHandler(pick_day, FormDayButton.pattern),
    CallbackQueryHandler(type_day, TypeFormDayButton.pattern),
]
