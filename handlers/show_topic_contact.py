"""Whom to ring when an eviction is near: the contact for a topic in the case's place."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.ids import CaseId
from domain.model.municipalities import municipality
from domain.model.routing import Topic
from domain.services import recipients
from handlers.context import Context
from handlers.message import Contact, Message
from handlers.report_buttons import TopicContactButton


async def show_topic_contact(update: Update, context: Context) -> None:
    """[Notunterkunft: Kontakt], [Jugendamt: Kontakt]: name, partner, hours, and the card to ring from."""
    context.in_private()
    press = TopicContactButton.read(update)
    if press.topic not in tuple(Topic):
        raise AlreadyDone
    topic = Topic(press.topic)
    found = await context.run(recipients.professional, CaseId(press.case), topic)
    if found is None:
        context.say(Message(text=context.texts("report.no_contact")))
        return
    text = context.texts(
        "report.contact",
        topic=context.texts.word(topic),
        place=municipality(found.municipality).name,
        name=found.person.name,
        partner=found.partner.name,
        phone=found.person.phone,
        hours=found.person.hours,
    )
    card = Contact(name=found.person.name, phone=found.person.phone) if found.person.phone else None
    context.say(Message(text=text))
    if card is not None:
        context.say(Message(contact=card))


HANDLERS = [CallbackQueryHandler(show_topic_contact, TopicContactButton.pattern)]
