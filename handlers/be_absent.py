"""Somebody will be away, oneself or a colleague: /abwesend asks from when to when, and who stands in."""

from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.dates import read_date
from domain.model.errors import Expired, NotUnderstood
from domain.model.ids import PartnerId, PersonId
from domain.model.people import Person
from domain.model.routing import Absence
from domain.ports import Draft, Turn, Work
from domain.services import absences, drafting, standing
from domain.services.absences import Cover
from handlers import absence_words, calendar_grid, dialogue
from handlers.absence_buttons import (
    BackAtWorkButton,
    CancelButton,
    DayButton,
    DeputyButton,
    OfPartnerButton,
    OfPersonButton,
    OthersButton,
)
from handlers.context import Context
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import EmptyButton
from handlers.texts import Texts

FORM = "absence"
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


# Whose


async def absent(update: Update, context: Context) -> None:
    """/abwesend: oneself, or first the question for whom."""
    if not await context.run(absences.speaks_for_others):
        context.say(await _begin(context, context.person.id))
        return
    texts = context.texts
    mine = OfPersonButton(person=context.person.id).key(texts.label("absence.for_me"))
    others = OthersButton().key(texts.label("absence.for_others"))
    context.say(Message(text=texts("absence.for_whom"), rows=(row(mine, others), _cancel(texts))))


async def for_others(update: Update, context: Context) -> None:
    """[Für jemand anderen]"""
    found = await context.run(absences.partners)
    if len(found) == 1:
        context.edit(await _people(context, found[0].id))
        return
    keys = tuple(row(OfPartnerButton(partner=one.id).key(one.name)) for one in found)
    context.edit(Message(text=context.texts("absence.which_partner"), rows=(*keys, _cancel(context.texts))))


async def of_partner(update: Update, context: Context) -> None:
    """The partner's people."""
    button = OfPartnerButton.read(update)
    context.edit(await _people(context, PartnerId(button.partner)))


async def _people(context: Context, partner: PartnerId) -> Message:
    found = await context.run(absences.people_of, partner)
    keys = tuple(row(OfPersonButton(person=one.id).key(one.name)) for one in found)
    return Message(text=context.texts("absence.which_person"), rows=(*keys, _cancel(context.texts)))


async def of_person(update: Update, context: Context) -> None:
    """This person's absence."""
    button = OfPersonButton.read(update)
    context.edit(await _begin(context, PersonId(button.person)))


async def _begin(context: Context, identity: PersonId) -> Message:
    """The first day is asked; what has been entered before is shown with the way back."""
    person = await context.run(absences.subject, identity)
    present = await context.run(absences.running, identity)
    await context.run(drafting.begin, FORM, "first", {"person": identity})
    texts = context.texts
    text = texts("absence.first", who=_who(context, person))
    extra: Rows = ()
    if present:
        spans = "; ".join(absence_words.span(texts, one) for one in present)
        text = texts("absence.present", who=_who(context, person), spans=spans)
        extra = (row(BackAtWorkButton(person=identity).key(texts.label("absence.end"))),)
    return await _calendar(context, text, None, extra)


def _who(context: Context, person: Person) -> str:
    return context.texts.label("absence.you") if person.id == context.person.id else person.name


# From when to when


async def _calendar(context: Context, text: str, first: date | None, extra: Rows = ()) -> Message:
    today = await context.run(_today)
    grid = calendar_grid.rows(
        "future",
        first or today,
        context.texts,
        of_day=lambda day, label: DayButton(day=day.isoformat()).key(label),
        empty=EmptyButton().pack(),
    )
    return Message(text=text, rows=(*grid, *extra, _cancel(context.texts)))


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


async def choose_day(update: Update, context: Context) -> None:
    """A tapped day answers the question that is open."""
    button = DayButton.read(update)
    draft = await context.run(drafting.present, FORM)
    context.edit(await _hear_day(context, draft, _day(button.day)))


@dialogue.hears(FORM)
async def hear_day(context: Context, draft: Draft, text: str) -> None:
    """A typed day does the same."""
    day = read_date(text, await context.run(_today), "future")
    if day is None or draft.question not in ("first", "last"):
        raise NotUnderstood("absence_day")
    context.say(await _hear_day(context, draft, day))


async def _hear_day(context: Context, draft: Draft, day: date) -> Message:
    texts = context.texts
    if draft.question == "first":
        await context.run(absences.check_first, day)
        await context.run(drafting.answer, FORM, "last", {"first": day.isoformat()})
        return await _calendar(context, texts("absence.last", first=absence_words.day(texts, day)), day)
    if draft.question != "last":
        raise Expired
    await context.run(absences.check_last, _day(draft.answers["first"]), day)
    await context.run(drafting.answer, FORM, "deputy", {"last": day.isoformat()})
    return await _ask_deputy(context, _person(draft))


# Who stands in


async def _ask_deputy(context: Context, person: PersonId) -> Message:
    found = await context.run(absences.deputies, person)
    texts = context.texts
    keys = tuple(row(DeputyButton(deputy=one.id).key(one.name)) for one in found)
    nobody = DeputyButton(deputy=0).key(texts.label("absence.nobody"))
    return Message(text=texts("absence.deputy"), rows=(*keys, row(nobody), _cancel(texts)))


async def choose_deputy(update: Update, context: Context) -> None:
    """Entered, unless the deputy is away too: then the choice is confirmed, or another one made."""
    button = DeputyButton.read(update)
    draft = await context.run(drafting.present, FORM)
    if draft.question != "deputy":
        raise Expired
    absence = _absence(draft, PersonId(button.deputy) if button.deputy else None)
    weighed = await context.run(absences.weigh, absence)
    if weighed is Cover.FULL or (weighed is Cover.PASSED_ON and button.confirmed):
        await _enter(context, absence)
        return
    again = await _ask_deputy(context, absence.person)
    if weighed is Cover.PASSED_ON:
        anyway = button.model_copy(update={"confirmed": 1}).key(context.texts.label("absence.anyway"))
        again = again.model_copy(update={"rows": (row(anyway), *again.rows)})
    text = context.texts(f"absence.{weighed.value}")
    context.edit(again.model_copy(update={"text": text}))


async def _enter(context: Context, absence: Absence) -> None:
    await context.run(absences.enter, absence)
    await context.run(drafting.end, FORM)
    person = await context.run(absences.subject, absence.person)
    found = await context.run(absences.deputies, absence.person)
    texts = context.texts
    deputy = next((one.name for one in found if one.id == absence.deputy), None)
    text = texts(
        "absence.entered" if deputy else "absence.entered_alone",
        name=person.name,
        span=absence_words.span(texts, absence),
        deputy=deputy or "",
    )
    end = BackAtWorkButton(person=absence.person).key(texts.label("absence.end"))
    context.edit(Message(text=text, rows=(row(end),)))


async def back_at_work(update: Update, context: Context) -> None:
    """[Abwesenheit beenden]"""
    button = BackAtWorkButton.read(update)
    ended = await context.run(absences.end, PersonId(button.person))
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("absence.ended" if ended else "absence.none")))


async def cancel(update: Update, context: Context) -> None:
    """[Abbrechen]"""
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("menu.cancelled")))


# Reading what was answered


def _absence(draft: Draft, deputy: PersonId | None) -> Absence:
    return Absence(
        person=_person(draft),
        first_on=_day(draft.answers["first"]),
        last_on=_day(draft.answers["last"]),
        deputy=deputy,
    )


def _person(draft: Draft) -> PersonId:
    return PersonId(int(draft.answers["person"] or 0))


def _day(text: str | int | None) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise Expired from error


def _cancel(texts: Texts) -> tuple[Key, ...]:
    return row(CancelButton().key(texts.label("menu.cancel")))


HANDLERS = [
    CommandHandler("abwesend", absent, PRIVATE),
    CallbackQueryHandler(for_others, OthersButton.pattern),
    CallbackQueryHandler(of_partner, OfPartnerButton.pattern),
    CallbackQueryHandler(of_person, OfPersonButton.pattern),
    CallbackQueryHandler(choose_day, DayButton.pattern),
    CallbackQueryHandler(choose_deputy, DeputyButton.pattern),
    CallbackQueryHandler(back_at_work, BackAtWorkButton.pattern),
    CallbackQueryHandler(cancel, CancelButton.pattern),
]
