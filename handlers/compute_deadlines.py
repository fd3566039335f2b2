"""Somebody computes deadlines: /fristen, three taps and a day. With a case, the result is kept there."""

from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.dates import Direction, read_recent
from domain.model.deadlines.rules import Area, Event, table
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import CaseId
from domain.ports import Draft, Turn, Work
from domain.services import deadline_calculator, deadlines, drafting, stages, standing
from handlers import calendar_grid, deadline_words
from handlers.calendar_file import calendar_of, to_keep
from handlers.context import Context
from handlers.deadline_buttons import (
    AreaButton,
    CalculatorButton,
    CalendarFileButton,
    CertaintyButton,
    EventButton,
    EventDayButton,
    ReckonedButton,
    ResultButton,
    TypeEventDayButton,
)
from handlers.dialogue import hears
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import EmptyButton
from handlers.show_deadlines import screen
from handlers.texts import Texts

FORM = "deadline"
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def begin(update: Update, context: Context) -> None:
    """/fristen"""
    context.say(_areas(context.texts, 0))


async def begin_again(update: Update, context: Context) -> None:
    """[Neue Rechnung], [Weitere Frist]"""
    context.in_private()
    button = CalculatorButton.read(update)
    await _require(context, button.case)
    context.edit(_areas(context.texts, button.case))


async def _require(context: Context, case: int) -> None:
    """Whether the result may be kept on this case, before anything is asked; 0 is no case."""
    if case:
        await context.run(deadlines.keepable, CaseId(case))


def _areas(texts: Texts, case: int) -> Message:
    keys = [AreaButton(area=one, case=case).key(texts.label(f"deadline.area.{one}")) for one in Area]
    return Message(text=texts("deadline.ask_area"), rows=tuple(row(key) for key in keys))


async def choose_area(update: Update, context: Context) -> None:
    """The events of this part."""
    context.in_private()
    button = AreaButton.read(update)
    await _require(context, button.case)
    events = [one for one in table().events.values() if one.area is button.area]
    keys = [EventButton(event=one.key, case=button.case).key(one.title) for one in events]
    back = CalculatorButton(case=button.case).key(context.texts.label("deadline.button.back"))
    rows = tuple(row(key) for key in (*keys, back))
    context.edit(Message(text=context.texts("deadline.ask_event"), rows=rows))


async def choose_event(update: Update, context: Context) -> None:
    """Whether the day is sure. The filing of a suit starts nothing: its service is asked for instead."""
    context.in_private()
    button = EventButton.read(update)
    await _require(context, button.case)
    event = await context.run(deadline_calculator.event_of, button.event)
    context.edit(_certainty(context.texts, event, button.case))


def _certainty(texts: Texts, event: Event, case: int) -> Message:
    if event.starts_nothing:
        served = EventButton(event="klage_zugestellt", case=case).key(texts.label("deadline.button.served"))
        back = CalculatorButton(case=case).key(texts.label("deadline.button.back"))
        return Message(text=deadline_words.starts_nothing(texts, event), rows=(row(served), row(back)))
    keys = [
        CertaintyButton(event=event.key, certain=certain, case=case).key(texts.label(f"deadline.{name}"))
        for certain, name in ((1, "certain"), (0, "uncertain"))
    ]
    back = AreaButton(area=event.area, case=case).key(texts.label("deadline.button.back"))
    text = texts("deadline.ask_certain", event=event.title)
    return Message(text=text, rows=(*(row(key) for key in keys), row(back)))


async def choose_certainty(update: Update, context: Context) -> None:
    """The day."""
    context.in_private()
    button = CertaintyButton.read(update)
    await _require(context, button.case)
    event = await context.run(deadline_calculator.event_of, button.event)
    context.edit(await context.run(_calendar, context.texts, event, button))


def _calendar(work: Work, turn: Turn, texts: Texts, event: Event, button: CertaintyButton) -> Message:
    certain, case = button.certain, button.case

    def of_day(day: date, label: str) -> Key:
        return EventDayButton(event=event.key, day=day.isoformat(), certain=certain, case=case).key(label)

    direction = _direction(event)
    grid = calendar_grid.rows(
        direction, standing.today(work), texts, of_day=of_day, empty=EmptyButton().pack()
    )
    other = texts.label("deadline.button.later" if direction == "future" else "deadline.button.older")
    typed = TypeEventDayButton(event=event.key, certain=certain, case=case).key(other)
    back = EventButton(event=event.key, case=case).key(texts.label("deadline.button.back"))
    key = "deadline.ask_day" if certain else "deadline.ask_earliest"
    return Message(text=texts(key, question=event.ask), rows=(*grid, row(typed, back)))


def _direction(event: Event) -> Direction:
    return "future" if event.lies_ahead else "past"


async def type_day(update: Update, context: Context) -> None:
    """[Älter], [Später]: the next typed text is the day."""
    context.in_private()
    button = TypeEventDayButton.read(update)
    await _require(context, button.case)
    await context.run(deadline_calculator.event_of, button.event)
    answers: drafting.Answers = {"event": button.event, "certain": button.certain, "case": button.case}
    draft = await context.run(drafting.begin, FORM, "day", answers)
    back = EventButton(event=button.event, case=button.case).key(context.texts.label("deadline.button.back"))
    context.edit(Message(text=context.texts("deadline.type_day"), rows=(row(back),)), draft=draft.id)


@hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """The typed day."""
    event = await context.run(deadline_calculator.event_of, str(draft.answers["event"]))
    day = await context.run(_read, text, _direction(event))
    if case := CaseId(int(draft.answers["case"] or 0)):
        await _keep(context, case, event.key, day, certain=bool(draft.answers["certain"]))
        await context.run(drafting.end, FORM)
        return
    message = await context.run(_answer, context.texts, event, day, certain=bool(draft.answers["certain"]))
    await context.run(drafting.end, FORM)
    context.say(message)


def _read(work: Work, turn: Turn, text: str, direction: Direction) -> date:
    day = read_recent(text, standing.today(work), direction)
    if day is None:
        raise NotUnderstood("day")
    return day


async def pick_day(update: Update, context: Context) -> None:
    """The short card; on a case, the list of its deadlines."""
    context.in_private()
    button = EventDayButton.read(update)
    if button.case:
        day, certain = _day(button.day), bool(button.certain)
        await _keep(context, CaseId(button.case), button.event, day, certain=certain)
        return
    await _show(context, button.event, button.day, button.certain)


async def show_result(update: Update, context: Context) -> None:
    """[Kurz]: the short card again."""
    context.in_private()
    button = ResultButton.read(update)
    await _show(context, button.event, button.day, button.certain)


async def _keep(context: Context, case: CaseId, key: str, day: date, *, certain: bool) -> None:
    """The result belongs to a case: it is kept there, and the list of its deadlines shows it."""
    kept = await context.run(stages.date_event, case, key, day, certain=certain)
    context.toast(context.texts.label("deadline.case.kept", code=kept.code))
    context.edit(await context.run(screen, case, context.texts), case=case)


async def _show(context: Context, key: str, day: str, certain: int) -> None:
    event = await context.run(deadline_calculator.event_of, key)
    context.edit(await context.run(_answer, context.texts, event, _day(day), certain=bool(certain)))


def _answer(work: Work, turn: Turn, texts: Texts, event: Event, day: date, *, certain: bool) -> Message:
    found = deadline_calculator.compute(work, turn, event.key, day, certain=certain)
    text = deadline_words.result(texts, event, day, found, standing.today(work))
    return Message(
        text=text, rows=_result_rows(texts, event.key, day, int(certain), own=bool(to_keep(found)))
    )


def _result_rows(texts: Texts, event: str, day: date, certain: int, *, own: bool) -> Rows:
    on = day.isoformat()
    reckoned = ReckonedButton(event=event, day=on, certain=certain).key(
        texts.label("deadline.button.reckoned")
    )
    file = CalendarFileButton(event=event, day=on, certain=certain).key(texts.label("deadline.button.file"))
    again = CalculatorButton(case=0).key(texts.label("deadline.button.again"))
    return (row(reckoned), row(file, again) if own else row(again))


async def show_reckoned(update: Update, context: Context) -> None:
    """[So wurde gerechnet], in the card's place."""
    context.in_private()
    button = ReckonedButton.read(update)
    event, day = await context.run(deadline_calculator.event_of, button.event), _day(button.day)
    found = await context.run(deadline_calculator.compute, event.key, day, certain=bool(button.certain))
    text = deadline_words.reckoned(context.texts, event, day, found)
    short = ResultButton(event=event.key, day=button.day, certain=button.certain)
    context.edit(Message(text=text, rows=(row(short.key(context.texts.label("deadline.button.short"))),)))


async def send_file(update: Update, context: Context) -> None:
    """[Als Kalender]: the deadlines that somebody has to keep."""
    context.in_private()
    button = CalendarFileButton.read(update)
    day, certain = _day(button.day), bool(button.certain)
    found = await context.run(deadline_calculator.compute, button.event, day, certain=certain)
    file = calendar_of(context.turn.now, to_keep(found))
    context.say(Message(text=context.texts("deadline.file"), file=file))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AlreadyDone from None


HANDLERS = [
    CommandHandler("fristen", begin, PRIVATE),
    CallbackQueryHandler(begin_again, CalculatorButton.pattern),
    CallbackQueryHandler(choose_area, AreaButton.pattern),
    CallbackQueryHandler(choose_event, EventButton.pattern),
    CallbackQueryHandler(choose_certainty, CertaintyButton.pattern),
    CallbackQueryHandler(pick_day, EventDayButton.pattern),
    CallbackQueryHandler(type_day, TypeEventDayButton.pattern),
    CallbackQueryHandler(show_reckoned, ReckonedButton.pattern),
    CallbackQueryHandler(show_result, ResultButton.pattern),
    CallbackQueryHandler(send_file, CalendarFileButton.pattern),
]
