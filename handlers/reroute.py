"""A coordinator sees to a request that nobody takes: [Kontakte], [Andere Stelle], [Ich kläre das]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import ReferralId
from domain.ports import Turn, Work
from domain.services import access, rerouting
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import ClarifyButton, ContactsButton, RerouteButton, UndoButton
from handlers.cards import Reading
from handlers.context import Context
from handlers.forward_referral import label
from handlers.message import Message, row
from handlers.texts import Texts


class OfficeButton(Button, prefix="off"):
    """This office; `to` is a code of the offers."""

    referral: int
    to: str


async def show_contacts(update: Update, context: Context) -> None:
    """[Kontakte]: whom to ring, with numbers."""
    context.in_private()
    button = ContactsButton.read(update)
    context.edit(await context.run(_contacts, ReferralId(button.referral), context.texts))


def _contacts(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    asked = rerouting.contacts(work, turn, identity)
    case = access.case_of(work, access.referral_of(work, identity).case_id)
    found = [
        texts(
            "referral.contact.line",
            name=one.person.name,
            office=one.office,
            function=texts.word(one.step) if one.step else texts.label("referral.contact.asks"),
            phone=one.person.phone,
        )
        for one in asked
    ]
    text = screens.lines(texts("referral.contact.title", code=case.code), *found)
    return screens.choice(texts, case.id, text, [])


async def ask_office(update: Update, context: Context) -> None:
    """[Andere Stelle]: the other offices."""
    context.in_private()
    button = RerouteButton.read(update)
    context.edit(await context.run(_offices, ReferralId(button.referral), context.texts))


def _offices(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    offers = rerouting.offices(work, turn, identity)
    case = access.case_of(work, access.referral_of(work, identity).case_id)
    keys = [OfficeButton(referral=identity, to=one.code).key(label(texts, one)) for one in offers]
    key = "ladder.reroute.title" if keys else "ladder.reroute.none"
    return screens.choice(texts, case.id, texts(key, code=case.code), keys)


async def reroute(update: Update, context: Context) -> None:
    """The office is asked, from the first step on."""
    context.in_private()
    button = OfficeButton.read(update)
    message = await context.run(_reroute, ReferralId(button.referral), button.to, context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _reroute(work: Work, turn: Turn, identity: ReferralId, code: str, texts: Texts) -> Message:
    successor = rerouting.reroute(work, turn, identity, code)
    case = access.case_of(work, successor.case_id)
    partner = None if successor.partner is None else work.partners.get(successor.partner)
    asked = texts("referral.forward.to", office=partner.name if partner else "")
    undo = UndoButton(referral=identity).key(texts.label("promise.undo"))
    text = screens.lines(texts("ladder.reroute.done", code=case.code), asked)
    return Message(text=text, rows=(row(undo),))


async def clarify(update: Update, context: Context) -> None:
    """[Ich kläre das]: this coordinator has it for now."""
    context.in_private()
    button = ClarifyButton.read(update)
    message = await context.run(_clarify, ReferralId(button.referral), context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _clarify(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    referral = rerouting.clarify(work, turn, identity)
    case = access.case_of(work, referral.case_id)
    reading = Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)
    until = reading.moment(referral.due_at or work.now)
    text = screens.lines(
        texts("ladder.clarify.done", code=case.code), texts("ladder.clarify.text", until=until)
    )
    return Message(text=text)


HANDLERS = [
    CallbackQueryHandler(show_contacts, ContactsButton.pattern),
    CallbackQueryHandler(ask_office, RerouteButton.pattern),
    CallbackQueryHandler(reroute, OfficeButton.pattern),
    CallbackQueryHandler(clarify, ClarifyButton.pattern),
]
