"""A side notes that the household knows where its data went: [Haushalt informiert], with the day."""

from datetime import date, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.dates import read_recent
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import CaseId
from domain.ports import Draft, Turn, Work
from domain.services import drafting, information_duty, standing
from handlers import calendar_grid, screens
from handlers.buttons import Button
from handlers.card_buttons import BackToCardButton, InformedButton
from handlers.cards import case_lines
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Key, Message, row
from handlers.report_buttons import EmptyButton
from handlers.texts import Texts

FORM = "informed"


class InformedDayButton(Button, prefix="id"):
    """[Heute], [Gestern], a day of the calendar."""

    case: int
    day: str


class TypeInformedButton(Button, prefix="it"):
    """[Älter]: the day is typed."""

    case: int


async def mark_informed(update: Update, context: Context) -> None:
    """[Haushalt informiert]: when?"""
    context.in_private()
    context.edit(await context.run(_days, CaseId(InformedButton.read(update).case), context.texts))


def _days(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = information_duty.open_for(work, turn, identity)
    today = standing.today(work)

    def of_day(day: date, label: str) -> Key:
        return InformedDayButton(case=case.id, day=day.isoformat()).key(label)

    near = row(
        of_day(today, texts.label("informed.today")),
        of_day(today - timedelta(days=1), texts.label("informed.yesterday")),
    )
    grid = calendar_grid.rows("past", today, texts, of_day=of_day, empty=EmptyButton().pack())
    older = row(TypeInformedButton(case=case.id).key(texts.label("stage.older")))
    back = row(BackToCardButton(case=case.id).key(texts.label("card.button.back")))
    return Message(text=texts("informed.when", code=case.code), rows=(near, *grid, older, back))


async def pick_day(update: Update, context: Context) -> None:
    """The day, tapped."""
    context.in_private()
    button = InformedDayButton.read(update)
    try:
        day = date.fromisoformat(button.day)
    except ValueError:
        raise AlreadyDone from None
    await _mark(context, CaseId(button.case), day)


async def type_day(update: Update, context: Context) -> None:
    """[Älter]: the next typed text is the day."""
    context.in_private()
    case = await context.run(information_duty.open_for, CaseId(TypeInformedButton.read(update).case))
    await context.run(drafting.begin, FORM, "day", {"case": case.id})
    context.edit(screens.choice(context.texts, case.id, context.texts("stage.type_day", code=case.code), []))


@hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """The typed day."""
    day = read_recent(text, await context.run(_today), "past")
    if day is None:
        raise NotUnderstood("day")
    await context.run(drafting.end, FORM)
    await _mark(context, CaseId(int(draft.answers["case"] or 0)), day)


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


async def _mark(context: Context, identity: CaseId, day: date) -> None:
    case = await context.run(information_duty.mark, identity, day)
    said = context.texts.label("informed.noted", code=case.code, day=case_lines.short_day(context.texts, day))
    await screens.confirm(context, said, case.id)


HANDLERS = [
    CallbackQueryHandler(mark_informed, InformedButton.pattern),
    CallbackQueryHandler(pick_day, InformedDayButton.pattern),
    CallbackQueryHandler(type_day, TypeInformedButton.pattern),
]
