"""A side answers an offer, says how a commitment went, moves a day, suspends it or ends it."""

from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.commitment import Commitment, DueState, Motion
from domain.model.errors import AlreadyDone
from domain.model.ids import CommitmentId
from domain.ports import Turn, Work
from domain.services import commitment_dues, commitment_verdicts, commitments, standing
from handlers.cards import commitment_screens
from handlers.commitment_buttons import (
    AcceptCommitmentButton,
    DueDayButton,
    EndCommitmentButton,
    MoveDueButton,
    ProlongCommitmentButton,
    ResumeCommitmentButton,
    TakeBackButton,
    VerdictButton,
)
from handlers.context import Context
from handlers.list_commitments import detail
from handlers.message import Message, row
from handlers.screens import lines
from handlers.texts import Texts

# The whole


async def accept(update: Update, context: Context) -> None:
    """[Annehmen], [Zusagen]"""
    context.in_private()
    button = AcceptCommitmentButton.read(update)
    identity = CommitmentId(button.commitment)
    await context.run(commitments.accept, identity, button.offer)
    await _show(context, identity)


async def end(update: Update, context: Context) -> None:
    """[Ablehnen], [Aussetzen], [Beenden]: first why, then it is done."""
    context.in_private()
    button = EndCommitmentButton.read(update)
    identity = CommitmentId(button.commitment)
    if button.why is None:
        context.edit(await context.run(_why, identity, button.motion, context.texts))
        return
    deed = _DEEDS.get(button.motion)
    if deed is None:
        raise AlreadyDone
    await context.run(deed, identity, button.why)
    await _show(context, identity)


def _why(work: Work, turn: Turn, identity: CommitmentId, motion: Motion, texts: Texts) -> Message:
    if motion not in _DEEDS:
        raise AlreadyDone
    commitment, case, _ = commitments.party(work, turn, identity)
    return commitment_screens.which_reason(texts, case, commitment, motion)


_DEEDS = {
    Motion.DECLINE: commitments.decline,
    Motion.SUSPEND: commitments.suspend,
    Motion.WITHDRAW: commitments.withdraw,
}


async def resume(update: Update, context: Context) -> None:
    """[Läuft wieder]"""
    context.in_private()
    identity = CommitmentId(ResumeCommitmentButton.read(update).commitment)
    await context.run(commitments.resume, identity)
    await _show(context, identity)


async def prolong(update: Update, context: Context) -> None:
    """[Gilt weiter]"""
    context.in_private()
    identity = CommitmentId(ProlongCommitmentButton.read(update).commitment)
    await context.run(commitment_verdicts.prolong, identity)
    await _show(context, identity)


async def _show(context: Context, identity: CommitmentId) -> None:
    """It stands in the place of the question, as it is now."""
    context.edit(await context.run(detail, identity, context.texts))


# One time


async def say(update: Update, context: Context) -> None:
    """[Erfüllt], [Teilweise], [Nicht erfüllt]: noted, and for five minutes to be taken back."""
    context.in_private()
    button = VerdictButton.read(update)
    due = await context.run(commitment_verdicts.say, button.due, button.verdict)
    texts = context.texts
    commitment, code, asked = await context.run(_named, due.id)
    told = due.state is DueState.SAID
    follows = "noted_asks" if asked else "noted_stands"
    text = lines(
        texts("commitment.noted", code=code, verdict=texts.word(button.verdict)),
        texts("card.line", what=texts.word(commitment.help)),
        texts(f"commitment.{follows}") if told else "",
    )
    back = TakeBackButton(due=due.id).key(texts.label("card.button.undo"))
    context.edit(Message(text=text, rows=(row(back),)), case=due.case_id)


def _named(work: Work, turn: Turn, identity: int) -> tuple[Commitment, str, bool]:
    """The commitment, the case's code, and whether anybody is here to be asked."""
    _, commitment, case = commitment_dues.of_id(work, identity)
    return commitment, case.code, standing.in_chat(work, case, commitment.receiver) is not None


async def take_back(update: Update, context: Context) -> None:
    """[Rückgängig]"""
    context.in_private()
    due = await context.run(commitment_verdicts.take_back, TakeBackButton.read(update).due)
    await _show(context, due.commitment)


async def move(update: Update, context: Context) -> None:
    """[Neuer Tag]: first why, then which."""
    context.in_private()
    context.edit(await context.run(_when, MoveDueButton.read(update), context.texts))


def _when(work: Work, turn: Turn, button: MoveDueButton, texts: Texts) -> Message:
    due, commitment, case = commitment_dues.of_id(work, button.due)
    commitments.party(work, turn, commitment.id)
    if not due.is_open:
        raise AlreadyDone("commitment")
    if button.why is None:
        return commitment_screens.why_moved(texts, case, commitment, due)
    return commitment_screens.which_day(texts, case, commitment, button, standing.today(work))


async def move_to(update: Update, context: Context) -> None:
    context.in_private()
    button = DueDayButton.read(update)
    try:
        day = date.fromisoformat(button.day)
    except ValueError:
        raise AlreadyDone from None
    due = await context.run(commitment_verdicts.move, button.due, day, button.why)
    await _show(context, due.commitment)


HANDLERS = [
    CallbackQueryHandler(accept, AcceptCommitmentButton.pattern),
    CallbackQueryHandler(end, EndCommitmentButton.pattern),
    CallbackQueryHandler(resume, ResumeCommitmentButton.pattern),
    CallbackQueryHandler(prolong, ProlongCommitmentButton.pattern),
    CallbackQueryHandler(say, VerdictButton.pattern),
    CallbackQueryHandler(take_back, TakeBackButton.pattern),
    CallbackQueryHandler(move, MoveDueButton.pattern),
    CallbackQueryHandler(move_to, DueDayButton.pattern),
]
