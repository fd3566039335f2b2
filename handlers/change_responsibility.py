"""A coordinator, or a lead for the own partner, changes the directory line by line."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.ids import PartnerId, PersonId, ResponsibilityId
from domain.model.municipalities import municipalities
from domain.model.people import Partner
from domain.model.routing import Topic
from domain.ports import Draft, Turn, Work
from domain.services import confirmations, directory, drafting
from domain.services.directory import Entry
from handlers import directory_screens as screens
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_buttons import (
    EVERYTHING,
    AddResponsibilityButton,
    ConfirmButton,
    ConfirmOwnButton,
    DeputyButton,
    EndButton,
    HolderButton,
    LineButton,
    NewLineButton,
    NewPersonButton,
    PartnerLinesButton,
    area_of,
    topic_of,
)
from handlers.message import Message, row
from handlers.show_directory import ChangeButton, back_key

FORM = "directory_person"


async def choose_partner(update: Update, context: Context) -> None:
    """[Ändern]: a lead goes straight to the own partner."""
    context.in_private()
    partners = await context.run(directory.partners)
    if len(partners) == 1:
        await _show_lines(context, partners[0].id, 0)
    else:
        context.edit(screens.which_partner(context.texts, partners, back=back_key(context)))


async def show_lines(update: Update, context: Context) -> None:
    context.in_private()
    button = PartnerLinesButton.read(update)
    await _show_lines(context, PartnerId(button.partner), button.page)


async def _show_lines(context: Context, partner: PartnerId, page: int) -> None:
    entries = await context.run(directory.lines_of, partner)
    found = await _partner(context, partner)
    settings = context.person.is_coordinator
    context.edit(screens.lines_screen(context.texts, found, entries, page, settings=settings))


async def _partner(context: Context, identity: PartnerId) -> Partner:
    """Raises AlreadyDone for a partner that the speaker cannot change."""
    found = [one for one in await context.run(directory.partners) if one.id == identity]
    if not found:
        raise AlreadyDone
    return found[0]


async def show_line(update: Update, context: Context) -> None:
    context.in_private()
    entry = await context.run(directory.line, ResponsibilityId(LineButton.read(update).line))
    context.edit(screens.line_screen(context.texts, entry))


async def change_holder(update: Update, context: Context) -> None:
    """[Zuständig ändern]: open cases go with the line."""
    context.in_private()
    button = HolderButton.read(update)
    line = ResponsibilityId(button.line)
    if button.person:
        entry = await context.run(directory.set_holder, line, PersonId(button.person))
        context.edit(screens.line_screen(context.texts, entry))
        return
    entry = await context.run(directory.line, line)
    people = await context.run(directory.colleagues, entry.partner.id)
    context.edit(screens.pick_holder(context.texts, entry, people))


async def change_deputy(update: Update, context: Context) -> None:
    """[Vertretung ändern]"""
    context.in_private()
    button = DeputyButton.read(update)
    line = ResponsibilityId(button.line)
    if button.person is not None:
        deputy = PersonId(button.person) if button.person else None
        entry = await context.run(directory.set_deputy, line, deputy)
        context.edit(screens.line_screen(context.texts, entry))
        return
    entry = await context.run(directory.line, line)
    people = await context.run(directory.colleagues, entry.partner.id)
    context.edit(screens.pick_deputy(context.texts, entry, people))


async def confirm(update: Update, context: Context) -> None:
    """[Stimmt noch] on a line"""
    context.in_private()
    entry = await context.run(confirmations.confirm, ResponsibilityId(ConfirmButton.read(update).line))
    context.toast(context.texts.label("directory.edit.confirmed", count=1))
    context.edit(screens.line_screen(context.texts, entry))


async def confirm_own(update: Update, context: Context) -> None:
    """[Stimmt noch] under the digest: one tap for all of one's own lines."""
    context.in_private()
    count = await context.run(confirmations.confirm_own)
    context.toast(context.texts.label("directory.edit.confirmed", count=count))


async def end(update: Update, context: Context) -> None:
    """[Beenden]: asked once; open cases need somebody who takes them over."""
    context.in_private()
    button = EndButton.read(update)
    line = ResponsibilityId(button.line)
    entry = await context.run(directory.line, line)
    if not button.sure:
        successors = await context.run(directory.successors, line) if entry.cases else ()
        context.edit(screens.end_screen(context.texts, entry, successors))
        return
    heir = ResponsibilityId(button.to) if button.to else None
    cases = await context.run(directory.end, line, heir)
    context.edit(await _ended(context, entry, cases))


async def _ended(context: Context, entry: Entry, cases: int) -> Message:
    back = PartnerLinesButton(partner=entry.partner.id).key(context.texts.label("directory.back"))
    return Message(text=context.texts("directory.edit.ended", cases=cases), rows=(row(back),))


# A new line


async def add_for_report(update: Update, context: Context) -> None:
    """[Zuständigkeit eintragen]: a report has found nobody for this place and topic."""
    context.in_private()
    button = AddResponsibilityButton.read(update)
    _require_known(button.topic, button.place)
    partners = await context.run(directory.partners)
    context.say(screens.which_partner_for(context.texts, partners, button))


async def add(update: Update, context: Context) -> None:
    """[Neue Zuständigkeit], question after question; the last answer enters the line."""
    context.in_private()
    button = NewLineButton.read(update)
    _require_known(button.topic, button.area)
    if button.deputy is None:
        context.edit(await _question(context, button))
        return
    entry = await context.run(_enter, button)
    context.edit(screens.line_screen(context.texts, entry))


def _enter(work: Work, turn: Turn, button: NewLineButton) -> Entry:
    return directory.enter(
        work,
        turn,
        PartnerId(button.partner),
        area=area_of(button.area),
        topic=topic_of(button.topic),
        holder=PersonId(button.holder),
        deputy=PersonId(button.deputy) if button.deputy else None,
    )


async def _question(context: Context, press: NewLineButton) -> Message:
    partner = await _partner(context, PartnerId(press.partner))
    people = await context.run(directory.colleagues, partner.id)
    return screens.next_question(context.texts, partner, press, people)


def _require_known(topic: str, area: str) -> None:
    """Raises AlreadyDone for a topic or a place that no present button carries."""
    topics, places = set(Topic), {place.id for place in municipalities()}
    if topic not in {"", EVERYTHING, *topics} or area not in {"", EVERYTHING, *places}:
        raise AlreadyDone


# A new person


async def ask_person(update: Update, context: Context) -> None:
    """[Person eintragen]: name, function and telephone in one line."""
    context.in_private()
    button = NewPersonButton.read(update)
    partner = await _partner(context, PartnerId(button.partner))
    answers: drafting.Answers = {"partner": partner.id, "topic": button.topic, "area": button.area}
    draft = await context.run(drafting.begin, FORM, "particulars", answers)
    back = PartnerLinesButton(partner=partner.id).key(context.texts.label("directory.back"))
    context.edit(Message(text=context.texts("directory.edit.type_person"), rows=(row(back),)), draft=draft.id)


@hears(FORM)
async def hear_person(context: Context, draft: Draft, text: str) -> None:
    """The new person; where a line was in the making, it goes on with the deputy."""
    partner = PartnerId(int(draft.answers["partner"] or 0))
    person = await context.run(directory.add_person, partner, text)
    await context.run(drafting.end, FORM)
    said = context.texts("directory.edit.person_entered", name=person.name, phone=person.phone)
    topic, area = str(draft.answers["topic"] or ""), str(draft.answers["area"] or "")
    if topic and area:
        context.say(Message(text=said))
        press = NewLineButton(partner=partner, topic=topic, area=area, holder=person.id)
        context.say(await _question(context, press))
        return
    back = PartnerLinesButton(partner=partner).key(context.texts.label("directory.back"))
    context.say(Message(text=said, rows=(row(back),)))


HANDLERS = [
    CallbackQueryHandler(choose_partner, ChangeButton.pattern),
    CallbackQueryHandler(show_lines, PartnerLinesButton.pattern),
    CallbackQueryHandler(show_line, LineButton.pattern),
    CallbackQueryHandler(change_holder, HolderButton.pattern),
    CallbackQueryHandler(change_deputy, DeputyButton.pattern),
    CallbackQueryHandler(confirm, ConfirmButton.pattern),
    CallbackQueryHandler(confirm_own, ConfirmOwnButton.pattern),
    CallbackQueryHandler(end, EndButton.pattern),
    CallbackQueryHandler(add_for_report, AddResponsibilityButton.pattern),
    CallbackQueryHandler(add, NewLineButton.pattern),
    CallbackQueryHandler(ask_person, NewPersonButton.pattern),
]
