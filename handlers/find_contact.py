"""A person looks for whoever is responsible: /kontakt with any words, or topic and place by buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.errors import AlreadyDone
from domain.model.ids import MunicipalityId, PersonId, ResponsibilityId
from domain.model.municipalities import municipalities
from domain.model.routing import Topic
from domain.ports import Draft
from domain.services import contacts, drafting
from domain.services.contacts import Answer
from handlers.buttons import Button
from handlers.contact_card import (
    CallPersonButton,
    ShowContactButton,
    contact_screen,
    list_screen,
    nobody_screen,
)
from handlers.context import Context
from handlers.dialogue import hears
from handlers.menu import FindContactButton
from handlers.message import Contact as ContactCard
from handlers.message import Message, row, two_a_row
from handlers.texts import Texts

FORM = "contact"
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class ContactTopicButton(Button, prefix="ktt"):
    topic: Topic


class ContactPlaceButton(Button, prefix="ktp"):
    """The municipality for a topic; empty is the whole district."""

    topic: Topic
    place: str = ""


async def find(update: Update, context: Context) -> None:
    """/kontakt with words answers at once; alone it asks."""
    query = " ".join(context.args or ())
    if query:
        await _answer(context, query)
    else:
        await _begin(context)


async def begin(update: Update, context: Context) -> None:
    """[Kontakt finden]"""
    context.in_private()
    await _begin(context)


async def _begin(context: Context) -> None:
    topics = await context.run(contacts.topics_at, None)
    draft = await context.run(drafting.begin, FORM, "query", {})
    keys = [ContactTopicButton(topic=topic).key(context.texts.word(topic)) for topic in topics]
    context.say(Message(text=context.texts("contact.ask"), rows=two_a_row(keys)), draft=draft.id)


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Words typed after [Kontakt finden]."""
    await _answer(context, text)


async def _answer(context: Context, query: str) -> None:
    """One message; a question that names somebody is deleted and not kept (P16)."""
    answer = await context.run(contacts.ask, query)
    if answer.stopped is not None:
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        context.say(Message(text=context.texts("contact.stopped")))
        return
    if answer.contacts:
        await context.run(drafting.end, FORM)
    context.say(_screen(context.texts, answer))


def _screen(texts: Texts, answer: Answer) -> Message:
    if not answer.contacts:
        return nobody_screen(texts, answer)
    if answer.topic is not None and answer.place is None and answer.contacts[0].why is None:
        return _ask_place(texts, answer.topic)
    return _list_or_one(texts, answer)


async def choose_topic(update: Update, context: Context) -> None:
    context.in_private()
    button = ContactTopicButton.read(update)
    context.edit(_ask_place(context.texts, button.topic))


def _ask_place(texts: Texts, topic: Topic) -> Message:
    places = [
        ContactPlaceButton(topic=topic, place=place.id).key(place.short_name) for place in municipalities()
    ]
    whole = ContactPlaceButton(topic=topic).key(texts.label("contact.whole_area"))
    return Message(
        text=texts("contact.ask_place", topic=texts.word(topic)), rows=(*two_a_row(places), row(whole))
    )


async def choose_place(update: Update, context: Context) -> None:
    context.in_private()
    button = ContactPlaceButton.read(update)
    answer = await context.run(contacts.at, button.topic, _place(button.place))
    await context.run(drafting.end, FORM)
    context.edit(_list_or_one(context.texts, answer))


def _list_or_one(texts: Texts, answer: Answer) -> Message:
    if not answer.contacts:
        return nobody_screen(texts, answer)
    if len(answer.contacts) == 1:
        return contact_screen(texts, answer.contacts[0], answer.also)
    return list_screen(texts, answer)


async def show(update: Update, context: Context) -> None:
    """One of a list, or of those who answer as well: a message of its own."""
    context.in_private()
    button = ShowContactButton.read(update)
    topic = _topic(button.topic)
    contact = await context.run(
        contacts.of, ResponsibilityId(button.responsibility), _place(button.place), topic
    )
    context.say(contact_screen(context.texts, contact))


async def call(update: Update, context: Context) -> None:
    """[Anrufen]: the contact card, to be tapped or kept."""
    context.in_private()
    person = await context.run(contacts.person, PersonId(CallPersonButton.read(update).person))
    context.say(Message(contact=ContactCard(name=person.name, phone=person.phone)))


def _place(key: str) -> MunicipalityId | None:
    known = {place.id for place in municipalities()}
    if key and key not in known:
        raise AlreadyDone
    return MunicipalityId(key) if key else None


def _topic(value: str) -> Topic | None:
    if value and value not in set(Topic):
        raise AlreadyDone
    return Topic(value) if value else None


HANDLERS = [
    CommandHandler("kontakt", find, PRIVATE),
    CallbackQueryHandler(begin, FindContactButton.pattern),
    CallbackQueryHandler(choose_topic, ContactTopicButton.pattern),
    CallbackQueryHandler(choose_place, ContactPlaceButton.pattern),
    CallbackQueryHandler(show, ShowContactButton.pattern),
    CallbackQueryHandler(call, CallPersonButton.pattern),
]
