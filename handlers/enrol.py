"""A colleague without account presses a button in the group; the partner's lead says who it is."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import PersonId
from domain.model.particulars import read_particulars
from domain.model.people import Person
from domain.ports import Draft
from domain.services import drafting, enrolments
from domain.services.enrolments import Press
from handlers import dialogue, greeting
from handlers.buttons import Button
from handlers.context import Context
from handlers.links import new_token, start_link, token_hash
from handlers.message import Message, Rows, row

FORM = "enrol"


class ColleagueButton(Button, prefix="ecl"):
    """[Ist Kollegin/Kollege]"""

    enrolment: int


class UnknownButton(Button, prefix="eun"):
    """[Kenne ich nicht]"""

    enrolment: int


class IsPersonButton(Button, prefix="eip"):
    """This person of the directory; 0 is somebody new, whose name is typed."""

    enrolment: int
    person: int


# In the group


async def ask(update: Update, context: Context) -> None:
    """Whatever the button: the first press asks to enrol, the next one opens the private chat."""
    assert update.callback_query is not None
    token = new_token()
    name = update.callback_query.from_user.full_name
    match await context.run(enrolments.press, shown_as=name, token_hash=token_hash(token)):
        case Press.OPENS:
            context.open(start_link(context.bot.username, token))
        case Press.ASKED:
            context.toast(context.texts.label("group.not_enrolled"), alert=True)
        case Press.REFUSED:
            context.toast(context.texts.label("group.not_admitted"), alert=True)


async def follow(context: Context, hashed: str) -> None:
    """The colleague has opened the private chat."""
    waiting = await context.run(enrolments.open_chat, hashed)
    if waiting.greeting is not None:
        context.say(greeting.message(waiting.greeting, context.texts))
        return
    name = context.texts.label("group.office") if waiting.host is None else waiting.host.name
    context.say(Message(text=context.texts("group.waiting", host=name)))


# What a host decides


async def choose_person(update: Update, context: Context) -> None:
    """[Ist Kollegin/Kollege]: which of the directory's people, or a new one."""
    button = ColleagueButton.read(update)
    found = await context.run(enrolments.candidates, button.enrolment)
    context.edit(Message(text=context.texts("group.who"), rows=_people(context, button.enrolment, found)))


def _people(context: Context, enrolment: int, found: tuple[Person, ...]) -> Rows:
    named = tuple(row(IsPersonButton(enrolment=enrolment, person=one.id).key(one.name)) for one in found[:20])
    new = IsPersonButton(enrolment=enrolment, person=0).key(context.texts.label("group.new_person"))
    unknown = UnknownButton(enrolment=enrolment).key(context.texts.label("group.unknown"))
    return (*named, row(new), row(unknown))


async def is_person(update: Update, context: Context) -> None:
    """This one; or the name of somebody new is asked for."""
    button = IsPersonButton.read(update)
    if button.person:
        person = await context.run(enrolments.admit, button.enrolment, person=PersonId(button.person))
        context.edit(Message(text=context.texts("group.admitted", name=person.name)))
        return
    await context.run(enrolments.candidates, button.enrolment)
    await context.run(drafting.begin, FORM, "name", {"enrolment": button.enrolment})
    context.edit(Message(text=context.texts("group.type_name")))


@dialogue.hears(FORM)
async def hear_name(context: Context, draft: Draft, text: str) -> None:
    """The lead types who it is."""
    enrolment = int(draft.answers["enrolment"] or 0)
    particulars = read_particulars(text)
    person = await context.run(enrolments.admit, enrolment, particulars=particulars)
    await context.run(drafting.end, FORM)
    context.say(Message(text=context.texts("group.admitted", name=person.name)))


async def unknown(update: Update, context: Context) -> None:
    """[Kenne ich nicht]"""
    button = UnknownButton.read(update)
    await context.run(enrolments.decline, button.enrolment)
    context.edit(Message(text=context.texts("group.declined")))


HANDLERS = [
    CallbackQueryHandler(choose_person, ColleagueButton.pattern),
    CallbackQueryHandler(is_person, IsPersonButton.pattern),
    CallbackQueryHandler(unknown, UnknownButton.pattern),
]
