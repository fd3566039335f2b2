"""The help side presses [Stelle beteiligen] and asks another body, or the landlord, to take part (R6)."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import CaseId
from domain.ports import Turn, Work
from domain.services import access, seating
from domain.services.seating import Body
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import InviteSeatButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


class InviteBodyButton(Button, prefix="ivb"):
    """This body; `body` is a code of the offers."""

    case: int
    body: str


async def ask_whom(update: Update, context: Context) -> None:
    """[Stelle beteiligen]: who could take part."""
    context.in_private()
    button = InviteSeatButton.read(update)
    context.edit(await context.run(_whom, CaseId(button.case), context.texts))


def _whom(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    bodies = seating.bodies(work, turn, identity)
    case = access.case_of(work, identity)
    keys = [InviteBodyButton(case=case.id, body=one.code).key(_label(texts, one)) for one in bodies]
    key = "referral.seat.title" if keys else "referral.seat.nobody"
    return screens.choice(texts, case.id, texts(key, code=case.code), keys)


def _label(texts: Texts, body: Body) -> str:
    if body.topic is None:
        return texts.label("referral.seat.landlord", office=body.office)
    return texts.label("referral.seat.body", topic=texts.word(body.topic), office=body.office)


async def invite(update: Update, context: Context) -> None:
    """That body is asked to take part; the lead stays where it is."""
    context.in_private()
    button = InviteBodyButton.read(update)
    message = await context.run(_invite, CaseId(button.case), button.body, context.texts)
    await screens.conclude(context, message, CaseId(button.case))


def _invite(work: Work, turn: Turn, identity: CaseId, code: str, texts: Texts) -> Message:
    body = seating.invite(work, turn, identity, code)
    case = access.case_of(work, identity)
    calls = any(task.case_id == case.id for task in work.call_tasks.open_of(access.member(turn).id))
    key = "referral.seat.done_by_call" if calls else "referral.seat.done_text"
    text = screens.lines(texts("referral.seat.done", code=case.code), texts(key, office=body.office))
    return Message(text=text)


HANDLERS = [
    CallbackQueryHandler(ask_whom, InviteSeatButton.pattern),
    CallbackQueryHandler(invite, InviteBodyButton.pattern),
]
