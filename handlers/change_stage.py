"""Somebody on the case changes or corrects its stage: [Stand ändern], with the day, in the card's place."""

from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.dates import Direction, read_recent
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import CaseId
from domain.model.stage import NoticeKind, RentsOpen, Stage
from domain.ports import Draft, Turn, Work
from domain.services import drafting, stages, standing
from domain.services.stages import Standing
from handlers import calendar_grid, screens
from handlers.buttons import Button
from handlers.card_buttons import BackToCardButton, StageButton
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import EmptyButton
from handlers.texts import Texts

FORM = "stage"
DATED = (Stage.NOTICE, Stage.SUIT, Stage.TITLE, Stage.EVICTION_DATE, Stage.EVICTED)
WITH_RENTS = (Stage.ARREARS, Stage.WARNING)
UNKNOWN = "unknown"

_SCREEN: tuple[tuple[str, ...], ...] = (
    (Stage.NEW,),
    (Stage.EARLY, Stage.ARREARS),
    (Stage.WARNING,),
    (NoticeKind.EXTRAORDINARY,),
    (NoticeKind.ORDINARY,),
    (NoticeKind.BOTH,),
    (Stage.SUIT, Stage.TITLE),
    (Stage.EVICTION_DATE, Stage.EVICTED),
)
"""As in a report; the kinds of notice stand for the stage."""


class PickStageButton(Button, prefix="sp"):
    """A stage, or a kind of notice."""

    case: int
    choice: str


class PickDayButton(Button, prefix="sd"):
    """The day on which it happened, or will; "unknown" too."""

    case: int
    choice: str
    day: str


class TypeDayButton(Button, prefix="st"):
    """[Älter], [Später]: the day is typed."""

    case: int
    choice: str


class PickRentsButton(Button, prefix="so"):
    """How many rents are open."""

    case: int
    choice: str
    rents: str


async def change_stage(update: Update, context: Context) -> None:
    """[Stand ändern]: the stages, in the card's place."""
    context.in_private()
    button = StageButton.read(update)
    context.edit(await context.run(_stages, CaseId(button.case), context.texts))


def _stages(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = stages.changeable(work, turn, identity)
    offered = _SCREEN if stages.may_accompany(work, turn, case) else _SCREEN[1:]
    rows = tuple(
        tuple(PickStageButton(case=case.id, choice=one).key(_label(texts, one)) for one in line)
        for line in offered
    )
    return Message(text=texts("stage.which", code=case.code), rows=(*rows, _back(texts, case.id)))


async def pick_stage(update: Update, context: Context) -> None:
    """The day, the open rents, or nothing more to ask."""
    context.in_private()
    button = PickStageButton.read(update)
    case, (stage, _) = CaseId(button.case), _read(button.choice)
    if stage in DATED or stage in WITH_RENTS:
        context.edit(await context.run(_detail, case, button.choice, context.texts))
    else:
        await _save(context, case, Standing(stage=stage))


def _detail(work: Work, turn: Turn, identity: CaseId, choice: str, texts: Texts) -> Message:
    case = stages.changeable(work, turn, identity)
    stage, _ = _read(choice)
    if stage in WITH_RENTS:
        keys = [
            PickRentsButton(case=case.id, choice=choice, rents=one.value).key(texts.word(one, form="button"))
            for one in RentsOpen
        ]
        pairs = tuple(tuple(keys[place : place + 2]) for place in range(0, len(keys), 2))
        return Message(text=texts("stage.rents", code=case.code), rows=(*pairs, _back(texts, case.id)))
    rows = _calendar(texts, case.id, choice, standing.today(work))
    return Message(text=texts(f"stage.day.{stage}", code=case.code), rows=rows)


def _calendar(texts: Texts, case: CaseId, choice: str, today: date) -> Rows:
    direction = _direction(choice)

    def of_day(day: date, label: str) -> Key:
        return PickDayButton(case=case, choice=choice, day=day.isoformat()).key(label)

    grid = calendar_grid.rows(direction, today, texts, of_day=of_day, empty=EmptyButton().pack())
    other = texts.label("stage.later" if direction == "future" else "stage.older")
    unknown = PickDayButton(case=case, choice=choice, day=UNKNOWN).key(texts.label("stage.unknown"))
    typed = TypeDayButton(case=case, choice=choice).key(other)
    return (*grid, row(typed, unknown), _back(texts, case))


async def pick_day(update: Update, context: Context) -> None:
    """A day of the calendar, or none."""
    context.in_private()
    button = PickDayButton.read(update)
    stage, kind = _read(button.choice)
    day = None if button.day == UNKNOWN else _day(button.day)
    await _save(context, CaseId(button.case), Standing(stage=stage, on=day, notice_kind=kind))


async def pick_rents(update: Update, context: Context) -> None:
    """The open rents, which belong to arrears and warning."""
    context.in_private()
    button = PickRentsButton.read(update)
    if button.rents not in tuple(RentsOpen):
        raise AlreadyDone
    stage, _ = _read(button.choice)
    await _save(context, CaseId(button.case), Standing(stage=stage, rents_open=RentsOpen(button.rents)))


async def type_day(update: Update, context: Context) -> None:
    """[Älter], [Später]: the next typed text is the day."""
    context.in_private()
    button = TypeDayButton.read(update)
    _read(button.choice)
    case = await context.run(stages.changeable, CaseId(button.case))
    await context.run(drafting.begin, FORM, "day", {"case": case.id, "choice": button.choice})
    text = context.texts("stage.type_day", code=case.code)
    context.edit(Message(text=text, rows=(_back(context.texts, case.id),)))


@hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """The typed day."""
    choice = str(draft.answers["choice"])
    today = await context.run(_today)
    day = read_recent(text, today, _direction(choice))
    if day is None:
        raise NotUnderstood("day")
    stage, kind = _read(choice)
    case = CaseId(int(draft.answers["case"] or 0))
    await context.run(drafting.end, FORM)
    await _save(context, case, Standing(stage=stage, on=day, notice_kind=kind))


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


async def _save(context: Context, identity: CaseId, to: Standing) -> None:
    """The card shows the new stage; the toast, or a line for typed text, says that it was heard."""
    case = await context.run(stages.change, identity, to)
    stage = context.texts.word(case.stage)
    await screens.confirm(context, context.texts.label("stage.changed", code=case.code, stage=stage), case.id)


def _read(choice: str) -> tuple[Stage, NoticeKind | None]:
    """Raises AlreadyDone for what is no choice."""
    if choice in tuple(NoticeKind):
        return Stage.NOTICE, NoticeKind(choice)
    if choice not in tuple(Stage):
        raise AlreadyDone
    return Stage(choice), None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AlreadyDone from None


def _direction(choice: str) -> Direction:
    return "future" if choice == Stage.EVICTION_DATE else "past"


def _label(texts: Texts, choice: str) -> str:
    stage, kind = _read(choice)
    return texts.label(f"stage.button.{choice}") if kind or stage is Stage.NEW else texts.word(stage)


def _back(texts: Texts, case: CaseId) -> tuple[Key, ...]:
    return row(BackToCardButton(case=case).key(texts.label("card.button.back")))


HANDLERS = [
    CallbackQueryHandler(change_stage, StageButton.pattern),
    CallbackQueryHandler(pick_stage, PickStageButton.pattern),
    CallbackQueryHandler(pick_day, PickDayButton.pattern),
    CallbackQueryHandler(type_day, TypeDayButton.pattern),
    CallbackQueryHandler(pick_rents, PickRentsButton.pattern),
]
