"""Screens that stand in a card's place: how a choice is shown there, and how its answer is said."""

import html

from domain.model.ids import CaseId, ReferralId
from domain.ports import Turn, Work
from domain.services import access
from handlers.card_buttons import BackToCardButton
from handlers.context import Context
from handlers.message import Key, Message, Rows, row
from handlers.texts import Texts


def choice(texts: Texts, case: CaseId, text: str, keys: list[Key], *, in_a_row: int = 1) -> Message:
    """A question with its answers, and the way back to the card."""
    rows: Rows = tuple(tuple(keys[start : start + in_a_row]) for start in range(0, len(keys), in_a_row))
    back = BackToCardButton(case=case).key(texts.label("referral.back"))
    return Message(text=text, rows=(*rows, row(back)))


async def conclude(context: Context, message: Message, case: CaseId | None) -> None:
    """Say what has come of it: below the card, which shows itself again, or in any other message's place."""
    if await context.run(_is_card, context.pressed_message):
        context.say(message, case=case)
    else:
        context.edit(message, case=case)


async def confirm(context: Context, text: str, case: CaseId) -> None:
    """Say what the card itself shows from now on: as a toast over it, else as a message of its own."""
    if await context.run(_is_card, context.pressed_message):
        context.toast(text)
    else:
        context.edit(Message(text=escape(text)), case=case)


def _is_card(work: Work, turn: Turn, pressed: int | None) -> bool:
    return pressed is not None and work.cards.at(turn.chat, pressed) is not None


def escape(text: str) -> str:
    """Plain text as Telegram's HTML."""
    return html.escape(text, quote=False)


def lines(*parts: str) -> str:
    """The lines of a message that are not empty."""
    return "\n".join(part for part in parts if part)


async def case_of(context: Context, referral: int) -> CaseId:
    """The case that a request is about. Raises NotFound."""
    return await context.run(_case_of, ReferralId(referral))


def _case_of(work: Work, turn: Turn, referral: ReferralId) -> CaseId:
    return access.referral_of(work, referral).case_id
