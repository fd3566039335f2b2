"""A coordinator invites somebody: /einladen gives a one-time link and its picture."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.errors import Expired
from domain.model.ids import PartnerId, PersonId
from domain.model.particulars import Particulars, read_particulars
from domain.model.people import Role
from domain.ports import Draft
from domain.services import drafting, membership
from handlers import dialogue
from handlers.buttons import Button
from handlers.context import Context
from handlers.links import new_token, start_link, token_hash
from handlers.message import File, Key, Message, row

FORM = "invite"
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class PartnerButton(Button, prefix="ivp"):
    partner: int


class PersonButton(Button, prefix="ivq"):
    """Somebody of the directory; 0 is a new person."""

    partner: int
    person: int


class RoleButton(Button, prefix="ivr"):
    role: Role


class CancelButton(Button, prefix="ivc"):
    """[Abbrechen]"""


async def invite(update: Update, context: Context) -> None:
    """/einladen: for which partner?"""
    found = await context.run(membership.partners_to_invite)
    rows = tuple(row(PartnerButton(partner=one.id).key(one.name)) for one in found)
    context.say(Message(text=context.texts("invite.partner"), rows=(*rows, _cancel(context))))


async def choose_person(update: Update, context: Context) -> None:
    """Whom? Somebody of the directory, or a new person."""
    button = PartnerButton.read(update)
    await context.run(membership.partners_to_invite)
    found = await context.run(membership.without_account, PartnerId(button.partner))
    people = tuple(
        row(PersonButton(partner=button.partner, person=one.id).key(one.name)) for one in found[:40]
    )
    new = PersonButton(partner=button.partner, person=0).key(context.texts.label("invite.new_person"))
    context.edit(Message(text=context.texts("invite.person"), rows=(*people, row(new), _cancel(context))))


async def choose_role(update: Update, context: Context) -> None:
    """As what? A new person's name is asked for first."""
    button = PersonButton.read(update)
    answers = {"partner": button.partner, "person": button.person}
    await context.run(membership.partners_to_invite)
    await context.run(drafting.begin, FORM, "role" if button.person else "name", answers)
    if button.person:
        context.edit(_roles(context))
    else:
        context.edit(Message(text=context.texts("invite.type_name"), rows=(_cancel(context),)))


@dialogue.hears(FORM)
async def hear_name(context: Context, draft: Draft, text: str) -> None:
    """The new person's name, function and phone."""
    typed = read_particulars(text)
    answers = {"name": typed.name, "function": typed.function, "phone": typed.phone}
    await context.run(drafting.answer, FORM, "role", answers)
    context.say(_roles(context))


def _roles(context: Context) -> Message:
    keys = tuple(row(RoleButton(role=one).key(context.texts.word(one))) for one in Role)
    return Message(text=context.texts("invite.role"), rows=(*keys, _cancel(context)))


async def give_link(update: Update, context: Context) -> None:
    """The link, once as text and once as a picture. Only its hash is kept."""
    button = RoleButton.read(update)
    draft = await context.run(drafting.present, FORM)
    partner, person, particulars = _chosen(draft)
    token = new_token()
    invited = await context.run(
        membership.invite,
        partner=partner,
        role=button.role,
        token_hash=token_hash(token),
        person=person,
        particulars=particulars,
    )
    await context.run(drafting.end, FORM)
    link = start_link(context.bot.username, token)
    context.edit(Message(text=context.texts("invite.link", name=invited.name, link=link)))
    picture = File(kind="photo", template="qr", subject=link, name="Einladung.png")
    context.say(Message(text=context.texts("invite.picture", name=invited.name), file=picture))


def _chosen(draft: Draft) -> tuple[PartnerId, PersonId | None, Particulars | None]:
    answers = draft.answers
    partner = PartnerId(int(answers["partner"] or 0))
    if answers["person"]:
        return partner, PersonId(int(answers["person"])), None
    if "name" not in answers:
        raise Expired
    typed = {key: str(answers[key] or "") for key in ("name", "function", "phone")}
    return partner, None, Particulars(**typed)


async def cancel(update: Update, context: Context) -> None:
    """[Abbrechen]"""
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("menu.cancelled")))


def _cancel(context: Context) -> tuple[Key, ...]:
    return row(CancelButton().key(context.texts.label("menu.cancel")))


HANDLERS = [
    CommandHandler("einladen", invite, PRIVATE),
    CallbackQueryHandler(choose_person, PartnerButton.pattern),
    CallbackQueryHandler(choose_role, PersonButton.pattern),
    CallbackQueryHandler(give_link, RoleButton.pattern),
    CallbackQueryHandler(cancel, CancelButton.pattern),
]
