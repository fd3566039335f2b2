"""A coordinator enters that a partner leaves the network: last day, what hangs on it, the way back."""

from datetime import date, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.ids import PartnerId
from domain.ports import Draft, Turn, Work
from domain.services import departures, directory, drafting, membership, standing
from handlers.answer_check_in import reading
from handlers.cards import departure_screens
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_buttons import DepartureButton, LeaveNetworkButton, StayButton
from handlers.message import Message
from handlers.texts import Texts

FORM = "partner_leaves"
OFFERED_DAYS = (30, 90, 180)


async def leave(update: Update, context: Context) -> None:
    """[Partner scheidet aus]: which day, then all that hangs on it, then everybody hears."""
    context.in_private()
    button = LeaveNetworkButton.read(update)
    partner = PartnerId(button.partner)
    if not button.day:
        asked = await context.run(_which_day, partner, context.texts)
        draft = await context.run(drafting.begin, FORM, "day", {"partner": partner})
        context.edit(asked, draft=draft.id)
        return
    day = _day(button.day)
    if not button.sure:
        context.edit(await context.run(_question, partner, day, context.texts))
        return
    context.edit(await context.run(_announced, partner, day, context.texts))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AlreadyDone from None


def _which_day(work: Work, turn: Turn, identity: PartnerId, texts: Texts) -> Message:
    directory.coordinator(turn)
    partner = membership.present_partner(work, identity)
    today = standing.today(work)
    return departure_screens.which_day(texts, partner, [today + timedelta(days=one) for one in OFFERED_DAYS])


def _question(work: Work, turn: Turn, identity: PartnerId, day: date, texts: Texts) -> Message:
    found = departures.checked(work, turn, identity, day)
    drafting.end(work, turn, FORM)
    return departure_screens.sure(reading(work, turn, texts), found, day)


def _announced(work: Work, turn: Turn, identity: PartnerId, day: date, texts: Texts) -> Message:
    departures.announce(work, turn, identity, day)
    return departure_screens.stands(work, turn, identity, texts)


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """The last day, typed."""
    partner = PartnerId(int(draft.answers["partner"] or 0))
    context.say(await context.run(_heard, partner, text, context.texts))


def _heard(work: Work, turn: Turn, identity: PartnerId, text: str, texts: Texts) -> Message:
    return _question(work, turn, identity, departures.last_day(work, text), texts)


async def stay(update: Update, context: Context) -> None:
    """[Bleibt doch]"""
    context.in_private()
    partner = PartnerId(StayButton.read(update).partner)
    found = await context.run(departures.stay, partner)
    context.edit(Message(text=context.texts("partner.leave.stays", partner=found.partner.name)))


async def stands(update: Update, context: Context) -> None:
    """[Was noch offen ist]"""
    context.in_private()
    partner = PartnerId(DepartureButton.read(update).partner)
    context.edit(await context.run(departure_screens.stands, partner, context.texts))


HANDLERS = [
    CallbackQueryHandler(leave, LeaveNetworkButton.pattern),
    CallbackQueryHandler(stay, StayButton.pattern),
    CallbackQueryHandler(stands, DepartureButton.pattern),
]
