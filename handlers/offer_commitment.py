"""A side offers help, asks for it, or changes an offer: one question a screen, nine taps at most."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.commitment import Commitment
from domain.model.commitment_form import Question
from domain.model.dates import read_date
from domain.model.errors import NotUnderstood
from domain.model.ids import CaseId, CommitmentId
from domain.ports import Draft, Turn, Work
from domain.services import commitment_drafts, commitments, drafting, standing
from domain.services.commitment_drafts import FORM, Asked
from handlers import screens
from handlers.answer_check_in import reading
from handlers.cards import commitment_calls, commitment_screens
from handlers.commitment_buttons import (
    ChangeCommitmentButton,
    CommitmentsButton,
    DropOfferButton,
    OfferAnswerButton,
    OfferBackButton,
    OfferButton,
    SendOfferButton,
)
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Message, row
from handlers.texts import Texts


async def begin(update: Update, context: Context) -> None:
    """[Neue Zusage]"""
    context.in_private()
    await _show(context, await context.run(commitment_drafts.begin, CaseId(OfferButton.read(update).case)))


async def change(update: Update, context: Context) -> None:
    """[Ändern]: accepted, with a change."""
    context.in_private()
    identity = CommitmentId(ChangeCommitmentButton.read(update).commitment)
    await _show(context, await context.run(commitment_drafts.change, identity))


async def answer(update: Update, context: Context) -> None:
    context.in_private()
    button = OfferAnswerButton.read(update)
    await _show(context, await context.run(commitment_drafts.answer, button.question, button.value))


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Only the day can be typed; everything else is tapped."""
    asked = await context.run(commitment_drafts.asked)
    if asked.question is not Question.FIRST:
        raise NotUnderstood("tap")
    day = await context.run(_day, text)
    heard = await context.run(commitment_drafts.answer, Question.FIRST, day)
    context.say(await context.run(_question, heard, context.texts), draft=heard.draft.id)


def _day(work: Work, turn: Turn, text: str) -> str:
    day = read_date(text, standing.today(work), "future")
    if day is None:
        raise NotUnderstood("day")
    return day.isoformat()


async def back(update: Update, context: Context) -> None:
    """[Zurück]"""
    context.in_private()
    OfferBackButton.read(update)
    await _show(context, await context.run(commitment_drafts.back))


async def send(update: Update, context: Context) -> None:
    """[Anbieten], [Darum bitten], [So zusagen]: the other side answers."""
    context.in_private()
    SendOfferButton.read(update)
    sent = await context.run(commitment_drafts.send)
    await screens.conclude(context, await context.run(_sent, sent, context.texts), sent.case_id)


def _sent(work: Work, turn: Turn, sent: Commitment, texts: Texts) -> Message:
    """The other side answers; where nobody of it is here, it is rung."""
    _, case = commitments.of_id(work, sent.id)
    ring, keys = commitment_calls.to_ring(reading(work, turn, texts), case, sent)
    all_of = CommitmentsButton(case=case.id).key(texts.label("commitment.key.all"))
    key = "kept_for_call" if ring else "sent"
    text = texts(f"commitment.{key}", code=case.code, what=texts.word(sent.help))
    return Message(text=screens.lines(text, ring), rows=(*keys, row(all_of)))


async def drop(update: Update, context: Context) -> None:
    """[Verwerfen]"""
    context.in_private()
    case = CaseId(DropOfferButton.read(update).case)
    await context.run(drafting.end, FORM)
    all_of = CommitmentsButton(case=case).key(context.texts.label("commitment.key.all"))
    context.edit(Message(text=context.texts("menu.cancelled"), rows=(row(all_of),)))


async def _show(context: Context, asked: Asked) -> None:
    context.edit(await context.run(_question, asked, context.texts), draft=asked.draft.id, case=asked.case.id)


def _question(work: Work, turn: Turn, asked: Asked, texts: Texts) -> Message:
    return commitment_screens.question(reading(work, turn, texts), asked)


HANDLERS = [
    CallbackQueryHandler(begin, OfferButton.pattern),
    CallbackQueryHandler(change, ChangeCommitmentButton.pattern),
    CallbackQueryHandler(answer, OfferAnswerButton.pattern),
    CallbackQueryHandler(back, OfferBackButton.pattern),
    CallbackQueryHandler(send, SendOfferButton.pattern),
    CallbackQueryHandler(drop, DropOfferButton.pattern),
]
