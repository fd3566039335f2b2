"""A lead or coordinator looks after the members: /mitglieder, ending an access, parting with a group."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.ids import PartnerId, PersonId
from domain.model.people import Partner
from domain.services import groups, leaving
from domain.services.leaving import Duties, Members
from handlers.buttons import Button
from handlers.context import Context
from handlers.message import Key, Message, Rows, row
from handlers.texts import Html, Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class PartnerMembersButton(Button, prefix="mpa"):
    """The members of one partner."""

    partner: int


class MemberButton(Button, prefix="mem"):
    """One member."""

    person: int


class EndAccessButton(Button, prefix="mex"):
    """[Zugang beenden], then with a successor (0: the deputies are enough) and confirmed."""

    person: int
    successor: int = 0
    confirmed: int = 0


class UnlinkButton(Button, prefix="mun"):
    """[Gruppe trennen], confirmed the second time."""

    partner: int
    confirmed: int = 0


async def members(update: Update, context: Context) -> None:
    """/mitglieder: a lead sees the own colleagues, a coordinator chooses the partner."""
    found = await context.run(leaving.partners)
    if len(found) == 1:
        shown = await context.run(leaving.members, found[0].id)
        context.say(_list(shown, context.texts))
    else:
        context.say(Message(text=context.texts("members.which"), rows=_partners(found)))


def _partners(found: tuple[Partner, ...]) -> Rows:
    return tuple(row(PartnerMembersButton(partner=one.id).key(one.name)) for one in found)


async def of_partner(update: Update, context: Context) -> None:
    """The members of the chosen partner."""
    button = PartnerMembersButton.read(update)
    shown = await context.run(leaving.members, PartnerId(button.partner))
    context.edit(_list(shown, context.texts))


def _list(shown: Members, texts: Texts) -> Message:
    people = tuple(
        row(MemberButton(person=one.id).key(f"{one.name}, {texts.word(one.role)}")) for one in shown.members
    )
    unlink: Rows = ()
    if shown.group is not None and shown.may_unlink:
        label = texts.label("members.unlink")
        unlink = (row(UnlinkButton(partner=shown.partner.id).key(label)),)
    key = "members.list" if people else "members.nobody"
    return Message(text=texts(key, partner=shown.partner.name, number=len(people)), rows=(*people, *unlink))


async def member(update: Update, context: Context) -> None:
    """One member, with what they hold."""
    button = MemberButton.read(update)
    found = await context.run(leaving.duties, PersonId(button.person))
    texts = context.texts
    end = EndAccessButton(person=button.person).key(texts.label("members.end"))
    context.edit(Message(text=_facts(found, texts), rows=(row(end), _back(found, texts))))


def _facts(found: Duties, texts: Texts) -> Html:
    person = found.person
    known = ", ".join(one for one in (person.function, person.phone) if one)
    parts = [
        texts("members.member", name=person.name, role=texts.word(person.role)),
        known,
        texts("members.duties", entries=len(found.responsibilities), cases=len(found.seats)),
    ]
    if person.unreachable_at is not None:
        parts.append(texts("members.not_reachable"))
    return Html(
        "\n".join(one if isinstance(one, Html) else texts("members.plain", text=one) for one in parts if one)
    )


def _back(found: Duties, texts: Texts) -> tuple[Key, ...]:
    return row(PartnerMembersButton(partner=found.person.partner).key(texts.label("menu.back")))


async def end_access(update: Update, context: Context) -> None:
    """[Zugang beenden]: who takes over, then a confirmation, then it has ended."""
    button = EndAccessButton.read(update)
    person = PersonId(button.person)
    if button.confirmed:
        successor = PersonId(button.successor) if button.successor else None
        found = await context.run(leaving.end_access, person, successor)
        context.edit(Message(text=context.texts("members.ended", name=found.person.name)))
        return
    found = await context.run(leaving.duties, person)
    if found.uncovered and not button.successor:
        context.edit(_choose_successor(found, context.texts))
    else:
        context.edit(_confirm(found, button, context.texts))


def _choose_successor(found: Duties, texts: Texts) -> Message:
    person = found.person
    keys = tuple(
        row(EndAccessButton(person=person.id, successor=one.id).key(one.name)) for one in found.successors
    )
    key = "members.successor" if keys else "members.no_successor"
    text = texts(key, name=person.name, entries=len(found.responsibilities), cases=len(found.seats))
    return Message(text=text, rows=(*keys, _back(found, texts)))


def _confirm(found: Duties, button: EndAccessButton, texts: Texts) -> Message:
    heir = next((one.name for one in found.successors if one.id == button.successor), None)
    takes_over = texts("members.takes_over", name=heir) if heir else texts("members.deputies")
    has_duties = found.responsibilities or found.seats
    confirmed = button.model_copy(update={"confirmed": 1})
    return Message(
        text=texts(
            "members.confirm", name=found.person.name, takes_over=takes_over if has_duties else Html("")
        ),
        rows=(row(confirmed.key(texts.label("members.yes_end"))), _back(found, texts)),
    )


async def unlink(update: Update, context: Context) -> None:
    """[Gruppe trennen]"""
    button = UnlinkButton.read(update)
    texts = context.texts
    if not button.confirmed:
        yes = button.model_copy(update={"confirmed": 1}).key(texts.label("members.yes_unlink"))
        back = PartnerMembersButton(partner=button.partner).key(texts.label("menu.back"))
        context.edit(Message(text=texts("members.confirm_unlink"), rows=(row(yes), row(back))))
        return
    await context.run(groups.unlink, PartnerId(button.partner))
    context.edit(Message(text=texts("group.left")))


HANDLERS = [
    CommandHandler("mitglieder", members, PRIVATE),
    CallbackQueryHandler(of_partner, PartnerMembersButton.pattern),
    CallbackQueryHandler(member, MemberButton.pattern),
    CallbackQueryHandler(end_access, EndAccessButton.pattern),
    CallbackQueryHandler(unlink, UnlinkButton.pattern),
]
