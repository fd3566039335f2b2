"""Somebody says by when they will be in touch: a first choice, a next word, or a new date."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case, Referral
from domain.model.ids import ReferralId
from domain.model.promise import MoveReason, MoveRule
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import promise_moves, referrals
from handlers import screens
from handlers.card_buttons import MovePromiseButton, UndoButton
from handlers.cards import Reading
from handlers.context import Context
from handlers.message import Message, row
from handlers.promise_keys import (
    DAYS_IN_A_ROW,
    PromiseButton,
    PromiseDayButton,
    PromiseReasonButton,
    choices,
    days,
)
from handlers.texts import Texts


async def ask_when(update: Update, context: Context) -> None:
    """[Neues Datum]: the choices; from the second new date on first the reason."""
    context.in_private()
    button = MovePromiseButton.read(update)
    context.edit(await context.run(_when, ReferralId(button.referral), None, context.texts))


async def give_reason(update: Update, context: Context) -> None:
    """Why: then the choices."""
    context.in_private()
    button = PromiseReasonButton.read(update)
    context.edit(await context.run(_when, ReferralId(button.referral), button.reason, context.texts))


def _when(work: Work, turn: Turn, identity: ReferralId, reason: MoveReason | None, texts: Texts) -> Message:
    referral, case, _ = referrals.held_by(work, turn, identity, Deed.PROMISE)
    rule = promise_moves.next_rule(work, referral) if promise_moves.is_move(work, referral) else MoveRule.FREE
    if reason is None and rule is not MoveRule.FREE:
        return _why(texts, case, referral, rule)
    shown = screens.choice(texts, case.id, texts("promise.move.title", code=case.code), [])
    return shown.model_copy(update={"rows": (*choices(texts, work, case, referral, reason), *shown.rows)})


def _why(texts: Texts, case: Case, referral: Referral, rule: MoveRule) -> Message:
    keys = [PromiseReasonButton(referral=referral.id, reason=one).key(texts.word(one)) for one in MoveReason]
    hint = texts("promise.move.coordinator") if rule is MoveRule.COORDINATOR_HEARS else ""
    return screens.choice(
        texts, case.id, screens.lines(texts("promise.move.reason", code=case.code), hint), keys
    )


async def ask_day(update: Update, context: Context) -> None:
    """[Datum]: the next ten working days."""
    context.in_private()
    button = PromiseDayButton.read(update)
    context.edit(await context.run(_days, ReferralId(button.referral), button.reason, context.texts))


def _days(work: Work, turn: Turn, identity: ReferralId, reason: MoveReason | None, texts: Texts) -> Message:
    referral, case, _ = referrals.held_by(work, turn, identity, Deed.PROMISE)
    keys = days(texts, work, case, referral, reason)
    return screens.choice(
        texts, case.id, texts("promise.move.days", code=case.code), keys, in_a_row=DAYS_IN_A_ROW // 2
    )


async def promise(update: Update, context: Context) -> None:
    """The date; the other side hears it."""
    context.in_private()
    button = PromiseButton.read(update)
    message = await context.run(_promise, button, context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _promise(work: Work, turn: Turn, button: PromiseButton, texts: Texts) -> Message:
    identity = ReferralId(button.referral)
    referral = promise_moves.choose(work, turn, identity, button.moment(work), button.reason)
    referral, case, person = referrals.held_by(work, turn, identity, Deed.PROMISE)
    reading = Reading(work=work, person=person, chat=turn.chat, texts=texts)
    until = reading.moment(referral.promised_at or work.now)
    asker = work.people.get(referral.asked_by)
    heard = asker is not None and asker.id != person.id
    text = screens.lines(
        texts("promise.move.done", code=case.code, until=until),
        texts("promise.move.done_text", name=asker.name) if asker and heard else "",
    )
    fresh = not promise_moves.is_move(work, referral) and referral.previous.get("by") == person.id
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    return Message(text=text, rows=(row(undo),) if fresh else ())


HANDLERS = [
    CallbackQueryHandler(ask_when, MovePromiseButton.pattern),
    CallbackQueryHandler(give_reason, PromiseReasonButton.pattern),
    CallbackQueryHandler(ask_day, PromiseDayButton.pattern),
    CallbackQueryHandler(promise, PromiseButton.pattern),
]
