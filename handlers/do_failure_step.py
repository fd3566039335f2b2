"""A step of a failure run is done, tried, left out or taken back; the landlord is called; work goes on."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.failure import FailureRun, FailureStep, Guarantee
from domain.ports import Turn, Work
from domain.services import failure_guarantees, failure_steps, failure_subjects, failures, standing
from handlers import screens
from handlers.answer_check_in import reading
from handlers.cards import failure_keys, failure_screens
from handlers.context import Context
from handlers.failure_buttons import (
    AskGuaranteeButton,
    EndFailureButton,
    KeepGuaranteeButton,
    ReviewButton,
    SkipStepButton,
    StepBackButton,
    StepButton,
    StepDoneButton,
    StepTriedButton,
)
from handlers.message import Message, row
from handlers.texts import Texts


async def show(update: Update, context: Context) -> None:
    """A number of the checklist: the step."""
    context.in_private()
    context.edit(await context.run(_step, StepButton.read(update).step, context.texts))


def _step(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    return failure_screens.step(reading(work, turn, texts), failure_steps.doing(work, turn, identity))


async def done(update: Update, context: Context) -> None:
    """[Erreicht], [Erledigt], a decision, or [Tag eintragen]: first which."""
    context.in_private()
    button = StepDoneButton.read(update)
    if button.result is None:
        context.edit(await context.run(_which_day, button.step, context.texts))
        return
    step = await context.run(failure_steps.do, button.step, button.result)
    await _settled(context, step)


def _which_day(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    found = failure_steps.doing(work, turn, identity)
    if not found.step.is_open:
        raise AlreadyDone("failure_step")
    return failure_screens.which_day(reading(work, turn, texts), found, standing.today(work))


async def skip(update: Update, context: Context) -> None:
    """[Auslassen]: first why."""
    context.in_private()
    button = SkipStepButton.read(update)
    if button.why is None:
        context.edit(await context.run(_why_skip, button.step, context.texts))
        return
    await _settled(context, await context.run(failure_steps.skip, button.step, button.why))


def _why_skip(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    found = failure_steps.doing(work, turn, identity)
    if not found.step.is_open:
        raise AlreadyDone("failure_step")
    return failure_screens.why_skip(reading(work, turn, texts), found)


async def _settled(context: Context, step: FailureStep) -> None:
    await screens.conclude(context, await context.run(_noted, step, context.texts), step.case_id)


def _noted(work: Work, turn: Turn, step: FailureStep, texts: Texts) -> Message:
    case, review = failure_subjects.of_run_id(work, step.run), work.failure_reviews.of_run(step.run)
    return failure_screens.settled(reading(work, turn, texts), case, step, review)


async def tried(update: Update, context: Context) -> None:
    """[Nicht erreicht]"""
    context.in_private()
    step = await context.run(failure_steps.try_in_vain, StepTriedButton.read(update).step)
    await screens.conclude(context, await context.run(_tried, step, context.texts), step.case_id)


def _tried(work: Work, turn: Turn, step: FailureStep, texts: Texts) -> Message:
    return failure_screens.tried(reading(work, turn, texts), failure_subjects.of_run_id(work, step.run), step)


async def take_back(update: Update, context: Context) -> None:
    """[Rückgängig], for five minutes."""
    context.in_private()
    step = await context.run(failure_steps.take_back, StepBackButton.read(update).step)
    context.edit(await context.run(_step, step.id, context.texts), case=step.case_id)


# The guarantee


async def ask(update: Update, context: Context) -> None:
    """[Bitte melden Sie sich]"""
    context.in_private()
    given = await context.run(failure_guarantees.ask, AskGuaranteeButton.read(update).run)
    await screens.conclude(
        context, await context.run(_guaranteed, given, "sent", context.texts), given.case_id
    )


async def keep(update: Update, context: Context) -> None:
    """[Vermieter erreicht]"""
    context.in_private()
    given = await context.run(failure_guarantees.keep, KeepGuaranteeButton.read(update).guarantee)
    await screens.conclude(
        context, await context.run(_guaranteed, given, "noted", context.texts), given.case_id
    )


def _guaranteed(work: Work, turn: Turn, given: Guarantee, key: str, texts: Texts) -> Message:
    case, until = failure_subjects.of_run_id(work, given.run), reading(work, turn, texts).moment(given.due_at)
    back = failure_keys.to_run(texts, case)
    return Message(text=texts(f"failure.guarantee.{key}", code=case.code, until=until), rows=(row(back),))


# Back to normal work


async def end(update: Update, context: Context) -> None:
    """[Zurück zur normalen Arbeit]: first why."""
    context.in_private()
    button = EndFailureButton.read(update)
    if button.why is None:
        context.edit(await context.run(_why_return, button.run, context.texts))
        return
    run = await context.run(failures.give_back, button.run, button.why)
    await screens.conclude(context, await context.run(_returned, run, context.texts), run.case_id)


def _why_return(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    run, case = failures.endable(work, turn, identity)
    return failure_screens.why_return(texts, case, run.id)


def _returned(work: Work, turn: Turn, run: FailureRun, texts: Texts) -> Message:
    case, review = failure_subjects.of_run(work, run), work.failure_reviews.of_run(run.id)
    text = texts("failure.returned", code=case.code)
    if review is None:
        return Message(text=text)
    return Message(
        text=text, rows=(row(ReviewButton(review=review.id).key(texts.label("failure.key.review"))),)
    )


HANDLERS = [
    CallbackQueryHandler(show, StepButton.pattern),
    CallbackQueryHandler(done, StepDoneButton.pattern),
    CallbackQueryHandler(skip, SkipStepButton.pattern),
    CallbackQueryHandler(tried, StepTriedButton.pattern),
    CallbackQueryHandler(take_back, StepBackButton.pattern),
    CallbackQueryHandler(ask, AskGuaranteeButton.pattern),
    CallbackQueryHandler(keep, KeepGuaranteeButton.pattern),
    CallbackQueryHandler(end, EndFailureButton.pattern),
]
