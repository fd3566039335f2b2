"""The help side closes a case: outcome, day, aftercare, and what is still open, then one tap."""

from dataclasses import replace
from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Answer, Case
from domain.model.closing import Ending, Point
from domain.model.dates import read_recent
from domain.model.errors import AlreadyDone, Incomplete, NotUnderstood
from domain.model.failure import FailureStep
from domain.model.ids import CaseId
from domain.model.stage import Outcome, Seat, Solution
from domain.ports import Draft, Turn, Work
from domain.services import access, closing, drafting, standing
from handlers import screens
from handlers.answer_check_in import reading
from handlers.card_buttons import CloseButton
from handlers.cards import closing_screens, failure_screens
from handlers.close_buttons import (
    AgreesButton,
    ConfirmCloseButton,
    EndDayButton,
    FlatButton,
    OutcomeButton,
    OutcomeGroupButton,
    SolutionButton,
    TypeEndDayButton,
    UndoCloseButton,
)
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Message
from handlers.refuse import words_of
from handlers.texts import Texts

FORM = "close"


async def begin(update: Update, context: Context) -> None:
    """[Abschließen]: how did it end? In the card's place."""
    context.in_private()
    identity = CaseId(CloseButton.read(update).case)
    missing = await context.run(closing.must_first, identity)
    if missing:
        context.edit(await context.run(_must_first, identity, missing, context.texts), case=identity)
        return
    case = await context.run(closing.closable, identity)
    await context.run(drafting.begin, FORM, "outcome", {"case": case.id})
    context.edit(closing_screens.groups(context.texts, case))


def _must_first(
    work: Work, turn: Turn, identity: CaseId, missing: tuple[FailureStep, ...], texts: Texts
) -> Message:
    look = reading(work, turn, texts)
    return failure_screens.must_first(look, access.case_of(work, identity), missing)


async def pick_group(update: Update, context: Context) -> None:
    context.in_private()
    button = OutcomeGroupButton.read(update)
    case = await context.run(closing.closable, CaseId(button.case))
    context.edit(closing_screens.outcomes(context.texts, case, button.group))


async def pick_outcome(update: Update, context: Context) -> None:
    button = OutcomeButton.read(update)
    await _answer(context, button.case, outcome=button.outcome.value)


async def pick_day(update: Update, context: Context) -> None:
    button = EndDayButton.read(update)
    await _answer(context, button.case, on=button.day.isoformat())


async def pick_flat(update: Update, context: Context) -> None:
    """At U1: did the flat come from the network?"""
    button = FlatButton.read(update)
    await _answer(context, button.case, flat=int(button.yes))


async def pick_agreement(update: Update, context: Context) -> None:
    """The household's answers about aftercare."""
    button = AgreesButton.read(update)
    await _answer(context, button.case, **{button.about: button.answer.value})


async def pick_solution(update: Update, context: Context) -> None:
    """[Wie gelöst?]: a tap for whoever likes to; closing does not wait for it."""
    button = SolutionButton.read(update)
    if button.solution is not None:
        await _answer(context, button.case, solution=button.solution.value)
        return
    context.in_private()
    case = await context.run(closing.closable, CaseId(button.case))
    context.edit(closing_screens.solutions(context.texts, case))


async def type_day(update: Update, context: Context) -> None:
    """[Älter]: the next typed text is the day."""
    context.in_private()
    case = await context.run(closing.closable, CaseId(TypeEndDayButton.read(update).case))
    context.edit(
        screens.choice(context.texts, case.id, context.texts("closing.type_day", code=case.code), [])
    )


@hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """The typed day, while it is the question."""
    today = await context.run(_today)
    day = read_recent(text, today, "past")
    if "outcome" not in draft.answers or "on" in draft.answers:
        raise NotUnderstood("tap")
    if day is None or day > today:
        raise NotUnderstood("day" if day is None else "day_ahead")
    await _answer(context, int(draft.answers["case"] or 0), on=day.isoformat())


async def _answer(context: Context, case: int, **answers: str | int | None) -> None:
    """Keep an answer and show the next question. Raises AlreadyDone for a button of another closing."""
    context.in_private()
    draft = await context.run(drafting.present, FORM)
    if draft.answers.get("case") != case:
        raise AlreadyDone
    context.edit(await context.run(_keep, answers, context.texts))


def _keep(work: Work, turn: Turn, answers: drafting.Answers, texts: Texts) -> Message:
    draft = drafting.present(work, turn, FORM)
    kept = replace(draft, answers={**draft.answers, **answers}, updated_at=work.now)
    return _next(work, turn, work.drafts.put(kept), texts)


def _next(work: Work, turn: Turn, draft: Draft, texts: Texts) -> Message:
    """The first question without an answer; after the last one what will be closed, and how."""
    case = closing.closable(work, turn, CaseId(int(draft.answers["case"] or 0)))
    answers = draft.answers
    outcome = Outcome(str(answers["outcome"]))
    if "on" not in answers:
        return closing_screens.day(texts, case, standing.today(work))
    if outcome is Outcome.U1 and "flat" not in answers:
        return closing_screens.flat(texts, case)
    if outcome.has_aftercare and "household" not in answers:
        return closing_screens.agrees(texts, case, "household")
    if _asks_landlord(work, case, outcome, answers.get("household")) and "landlord" not in answers:
        return closing_screens.agrees(texts, case, "landlord")
    points, stays = closing.open_points(work, case, outcome), closing.going_on(work, case, outcome)
    return closing_screens.overview(texts, case, _ending(draft), points, stays)


def _asks_landlord(work: Work, case: Case, outcome: Outcome, household: str | int | None) -> bool:
    """The second question follows only where there is somebody to ask and the first was no No."""
    seated = Seat.LANDLORD in work.seats.of_case(case.id)
    return outcome.has_aftercare and household != Answer.NO and seated


def _ending(draft: Draft) -> Ending:
    answers = draft.answers
    flat = answers.get("flat")
    return Ending(
        outcome=Outcome(str(answers["outcome"])),
        on=date.fromisoformat(str(answers["on"])),
        network_flat=None if flat is None else bool(flat),
        solution=_read_solution(answers.get("solution")),
        aftercare=_read_answer(answers.get("household")),
        landlord_asked=_read_answer(answers.get("landlord")),
    )


def _read_answer(stored: str | int | None) -> Answer | None:
    return None if stored is None else Answer(str(stored))


def _read_solution(stored: str | int | None) -> Solution | None:
    return None if stored is None else Solution(str(stored))


async def close(update: Update, context: Context) -> None:
    """The overview's button; what it named ends with the case."""
    context.in_private()
    button = ConfirmCloseButton.read(update)
    try:
        case = await context.run(_close, CaseId(button.case), _named(button.named))
    except Incomplete as missing:
        context.toast(words_of(missing, context.texts), alert=True)
        context.edit(await context.run(_overview, context.texts))
        return
    await screens.conclude(context, closing_screens.closed(context.texts, case), case.id)


def _overview(work: Work, turn: Turn, texts: Texts) -> Message:
    return _next(work, turn, drafting.present(work, turn, FORM), texts)


def _close(work: Work, turn: Turn, identity: CaseId, named: tuple[Point, ...]) -> Case:
    draft = drafting.present(work, turn, FORM)
    if draft.answers.get("case") != identity or "on" not in draft.answers:
        raise AlreadyDone
    case = closing.close(work, turn, identity, _ending(draft), named=named)
    drafting.end(work, turn, FORM)
    return case


def _named(numbers: str) -> tuple[Point, ...]:
    return tuple(point for number, point in enumerate(Point) if str(number) in numbers)


async def undo(update: Update, context: Context) -> None:
    """[Rückgängig], for five minutes."""
    context.in_private()
    case = await context.run(closing.undo, CaseId(UndoCloseButton.read(update).case))
    context.edit(Message(text=context.texts("closing.undone", code=case.code)), case=case.id)


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


HANDLERS = [
    CallbackQueryHandler(begin, CloseButton.pattern),
    CallbackQueryHandler(pick_group, OutcomeGroupButton.pattern),
    CallbackQueryHandler(pick_outcome, OutcomeButton.pattern),
    CallbackQueryHandler(pick_day, EndDayButton.pattern),
    CallbackQueryHandler(pick_flat, FlatButton.pattern),
    CallbackQueryHandler(pick_agreement, AgreesButton.pattern),
    CallbackQueryHandler(pick_solution, SolutionButton.pattern),
    CallbackQueryHandler(type_day, TypeEndDayButton.pattern),
    CallbackQueryHandler(close, ConfirmCloseButton.pattern),
    CallbackQueryHandler(undo, UndoCloseButton.pattern),
]
