"""Somebody has rung a responsible person who is not on Telegram, and notes the answer."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import CallTask, Referral
from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import access, call_tasks
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import UndoButton
from handlers.cards import Reading
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import Texts


class ReachedButton(Button, prefix="crc"):
    """[Erreicht, übernimmt]"""

    task: int


class MissedButton(Button, prefix="cms"):
    """[Nicht erreicht]"""

    task: int


class WrongButton(Button, prefix="cwr"):
    """[Nicht zuständig]"""

    task: int


async def reached(update: Update, context: Context) -> None:
    """The case is taken by whoever was rung; the caller may take that back for five minutes."""
    context.in_private()
    referral = await context.run(call_tasks.reached, ReachedButton.read(update).task)
    context.edit(await context.run(_taken, referral, context.texts), case=referral.case_id)


def _taken(work: Work, turn: Turn, referral: Referral, texts: Texts) -> Message:
    case = access.case_of(work, referral.case_id)
    person = None if referral.accepted_by is None else work.people.get(referral.accepted_by)
    partner = None if person is None else work.partners.get(person.partner)
    text = screens.lines(
        texts("call.done.reached", code=case.code),
        texts(
            "call.done.reached_text",
            name=person.name if person else "",
            office=partner.name if partner else "",
            until=_reading(work, turn, texts).moment(referral.promised_at or work.now),
        ),
    )
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    return Message(text=text, rows=(row(undo),))


async def missed(update: Update, context: Context) -> None:
    """A second try next working morning, then the next step."""
    context.in_private()
    task = await context.run(call_tasks.missed, MissedButton.read(update).task)
    context.edit(await context.run(_missed, task, context.texts), case=task.case_id)


def _missed(work: Work, turn: Turn, task: CallTask, texts: Texts) -> Message:
    case = access.case_of(work, task.case_id)
    again_at = call_tasks.again_at(work, task)
    if again_at is not None:
        what = texts("call.done.again", at=_reading(work, turn, texts).moment(again_at))
    else:
        referral = access.referral_of(work, task.referral)
        what = texts("call.done.next", step=texts.word(referral.step))
    return Message(text=screens.lines(texts("call.done.missed", code=case.code), what))


async def wrong(update: Update, context: Context) -> None:
    """Not responsible: the coordinator decides."""
    context.in_private()
    referral = await context.run(call_tasks.wrong, WrongButton.read(update).task)
    context.edit(await context.run(_wrong, referral.case_id, referral, context.texts), case=referral.case_id)


def _wrong(work: Work, turn: Turn, identity: CaseId, referral: Referral, texts: Texts) -> Message:
    case = access.case_of(work, identity)
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    text = screens.lines(texts("call.done.wrong", code=case.code), texts("call.done.wrong_text"))
    return Message(text=text, rows=(row(undo),))


def _reading(work: Work, turn: Turn, texts: Texts) -> Reading:
    return Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)


HANDLERS = [
    CallbackQueryHandler(reached, ReachedButton.pattern),
    CallbackQueryHandler(missed, MissedButton.pattern),
    CallbackQueryHandler(wrong, WrongButton.pattern),
]
