"""Whoever has a case notes progress: [Kontakt hergestellt], [Versucht]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case, Referral, ReferralState
from domain.model.errors import AlreadyDone
from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import access, progress, referrals
from domain.services.progress import Progress
from handlers import promise_keys, screens
from handlers.card_buttons import ProgressButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


async def make_progress(update: Update, context: Context) -> None:
    """One tap settles the promise; the answer offers the next one."""
    context.in_private()
    button = ProgressButton.read(update)
    message = await context.run(_make, CaseId(button.case), button.kind, context.texts)
    await screens.conclude(context, message, CaseId(button.case))


def _make(work: Work, turn: Turn, identity: CaseId, kind: str, texts: Texts) -> Message:
    if kind not in (Progress.CONTACT_MADE, Progress.TRIED):
        raise AlreadyDone
    case = progress.make(work, turn, identity, Progress(kind))
    held = _held(work, turn, case)
    text = screens.lines(
        texts("referral.progress.title", code=case.code),
        texts(f"referral.progress.{kind}"),
        "" if held is None else texts("referral.progress.next"),
    )
    rows = () if held is None else promise_keys.choices(texts, work, case, held)
    return Message(text=text, rows=rows)


def _held(work: Work, turn: Turn, case: Case) -> Referral | None:
    """The request by which the speaker has the case, for the next promise."""
    person = access.member(turn)
    held = (
        one
        for one in work.referrals.of_case(case.id)
        if one.state is ReferralState.ACCEPTED and referrals.answers_for(work, one, person.id)
    )
    return max(held, key=lambda one: one.id, default=None)


HANDLERS = [CallbackQueryHandler(make_progress, ProgressButton.pattern)]
