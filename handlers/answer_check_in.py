"""Somebody says how a tenancy goes on: one tap, a second one only where it is needed, a note if they like."""

from datetime import UTC, datetime

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.aftercare import HelpAnswer, LandlordAnswer
from domain.ports import Turn, Work
from domain.services import check_in_answers, check_in_undo
from domain.services.check_in_answers import Answered
from handlers.aftercare_buttons import (
    AllWellButton,
    CheckInButton,
    ConfirmAllWellButton,
    DigestButton,
    NeedButton,
    RelapseStageButton,
    ShowCheckInButton,
    UndoCheckInButton,
    WellInDigestButton,
)
from handlers.cards import Reading, aftercare_screens, digest
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


def reading(work: Work, turn: Turn, texts: Texts) -> Reading:
    """The speaker's own look at what is kept."""
    return Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)


async def answer(update: Update, context: Context) -> None:
    """An answer, or the tap that asks for its second half."""
    context.in_private()
    button = CheckInButton.read(update)
    done = await context.run(check_in_answers.answer, button.check_in, button.answer)
    await _show(context, done, button.answer)


async def choose_stage(update: Update, context: Context) -> None:
    """Where the tenancy stands after [Rückfall]."""
    context.in_private()
    button = RelapseStageButton.read(update)
    code = HelpAnswer.RELAPSE.value
    done = await context.run(check_in_answers.answer, button.check_in, code, button.stage)
    await _show(context, done, code)


async def name_need(update: Update, context: Context) -> None:
    """What is needed after [Kleine Störung]."""
    context.in_private()
    button = NeedButton.read(update)
    done = await context.run(check_in_answers.add_need, button.check_in, button.need)
    await _show(context, done, HelpAnswer.MINOR.value)


async def _show(context: Context, done: Answered, code: str) -> None:
    context.edit(await context.run(_answered, context.texts, done, code), case=done.case.id)


def _answered(work: Work, turn: Turn, texts: Texts, done: Answered, code: str) -> Message:
    return aftercare_screens.answered(reading(work, turn, texts), done, code)


async def show(update: Update, context: Context) -> None:
    """The question: a message of its own from a list, in place as the way back."""
    context.in_private()
    button = ShowCheckInButton.read(update)
    message = await context.run(_question, context.texts, button.check_in)
    if button.here:
        context.edit(message)
    else:
        context.say(message)


def _question(work: Work, turn: Turn, texts: Texts, identity: int) -> Message:
    asked = check_in_answers.open_to(work, turn, identity)
    return aftercare_screens.question(reading(work, turn, texts), asked.check_in)


async def undo(update: Update, context: Context) -> None:
    """[Rückgängig]: the question is there again."""
    context.in_private()
    identity = UndoCheckInButton.read(update).check_in
    await context.run(check_in_undo.undo, identity)
    context.toast(context.texts.label("aftercare.toast.undone"))
    context.edit(await context.run(_question, context.texts, identity))


# In the digest


async def well(update: Update, context: Context) -> None:
    """[Alles in Ordnung] in a line: the digest shows what is left."""
    context.in_private()
    button = WellInDigestButton.read(update)
    code = LandlordAnswer.ALL_WELL.value
    done = await context.run(check_in_answers.answer, button.check_in, code)
    context.toast(context.texts.label("aftercare.toast.well", code=done.case.code))
    context.edit(await context.run(_digest, context.texts, button.since))
    context.say(await context.run(_answered, context.texts, done, code), case=done.case.id)


def _digest(work: Work, turn: Turn, texts: Texts, since: int) -> Message:
    return digest.present(reading(work, turn, texts), datetime.fromtimestamp(since, UTC))


async def show_digest(update: Update, context: Context) -> None:
    """[Zurück]"""
    context.in_private()
    context.edit(await context.run(_digest, context.texts, DigestButton.read(update).since))


async def ask_all_well(update: Update, context: Context) -> None:
    """[Alle in Ordnung]: which ones are they?"""
    context.in_private()
    context.edit(await context.run(_confirmation, context.texts, AllWellButton.read(update).since))


def _confirmation(work: Work, turn: Turn, texts: Texts, since: int) -> Message:
    due = check_in_answers.due_to(work, turn)
    if not due:
        return _digest(work, turn, texts, since)
    return aftercare_screens.confirm_all(reading(work, turn, texts), due, since)


async def all_well(update: Update, context: Context) -> None:
    """The confirmation. One for a list that has changed meanwhile is refused."""
    context.in_private()
    button = ConfirmAllWellButton.read(update)
    context.edit(await context.run(_all_well, context.texts, button))


def _all_well(work: Work, turn: Turn, texts: Texts, button: ConfirmAllWellButton) -> Message:
    due = check_in_answers.due_to(work, turn)
    codes = aftercare_screens.codes(reading(work, turn, texts), due)
    check_in_answers.all_well(work, turn, button.number, button.last)
    return Message(text=texts("aftercare.all_done", codes=codes))


HANDLERS = [
    CallbackQueryHandler(answer, CheckInButton.pattern),
    CallbackQueryHandler(choose_stage, RelapseStageButton.pattern),
    CallbackQueryHandler(name_need, NeedButton.pattern),
    CallbackQueryHandler(show, ShowCheckInButton.pattern),
    CallbackQueryHandler(undo, UndoCheckInButton.pattern),
    CallbackQueryHandler(well, WellInDigestButton.pattern),
    CallbackQueryHandler(show_digest, DigestButton.pattern),
    CallbackQueryHandler(ask_all_well, AllWellButton.pattern),
    CallbackQueryHandler(all_well, ConfirmAllWellButton.pattern),
]
