"""A member settles working days, the hour of the digest and the language: /einstellungen."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.people import Person
from domain.services import preferences
from handlers import menu
from handlers.buttons import Button
from handlers.context import Context
from handlers.message import Key, Message, Rows, row
from handlers.texts import LANGUAGES, Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class DayButton(Button, prefix="day"):
    """One of the five toggles; Monday is 0."""

    weekday: int


class HourButton(Button, prefix="hou"):
    """When the digest comes."""

    hour: int


class LanguageButton(Button, prefix="lan"):
    code: str


class SettledButton(Button, prefix="set"):
    """[Fertig]"""


async def settings(update: Update, context: Context) -> None:
    """/einstellungen"""
    await show(context)


async def show(context: Context) -> None:
    """The settings as a message of their own."""
    person = await context.run(preferences.present)
    context.say(_screen(person, context.texts))


async def toggle_day(update: Update, context: Context) -> None:
    """A working day more or less."""
    button = DayButton.read(update)
    person = await context.run(preferences.toggle_day, button.weekday)
    context.edit(_screen(person, context.texts))


async def choose_hour(update: Update, context: Context) -> None:
    """Another hour for the digest."""
    button = HourButton.read(update)
    person = await context.run(preferences.choose_hour, button.hour)
    context.edit(_screen(person, context.texts))


async def choose_language(update: Update, context: Context) -> None:
    """Another language, from this message on."""
    button = LanguageButton.read(update)
    person = await context.run(preferences.choose_language, button.code)
    context.edit(_screen(person, Texts.of(person.language)))


async def settled(update: Update, context: Context) -> None:
    """[Fertig]: what holds now, and the overview."""
    person = await context.run(preferences.present)
    texts = Texts.of(person.language)
    days = ", ".join(_day(texts, one) for one in sorted(person.working_days))
    text = texts("settings.settled", days=days, hour=person.digest_hour)
    context.edit(Message(text=text, rows=menu.rows(texts)))


def _screen(person: Person, texts: Texts) -> Message:
    days = [
        _chosen(DayButton(weekday=one).key(_day(texts, one)), one in person.working_days) for one in range(5)
    ]
    hours = [
        _chosen(HourButton(hour=one).key(texts.label("settings.hour", hour=one)), one == person.digest_hour)
        for one in preferences.DIGEST_HOURS
    ]
    languages = [
        _chosen(LanguageButton(code=one).key(texts.label(f"settings.{one}")), one == person.language)
        for one in LANGUAGES
    ]
    rows: Rows = (
        tuple(days),
        tuple(hours),
        tuple(languages),
        row(SettledButton().key(texts.label("menu.done"))),
    )
    return Message(text=texts("settings.screen"), rows=rows)


def _day(texts: Texts, weekday: int) -> str:
    return texts.label(f"settings.day_{weekday}")


def _chosen(key: Key, yes: bool) -> Key:
    return key.model_copy(update={"label": f"✓ {key.label}"}) if yes else key


HANDLERS = [
    CommandHandler("einstellungen", settings, PRIVATE),
    CallbackQueryHandler(toggle_day, DayButton.pattern),
    CallbackQueryHandler(choose_hour, HourButton.pattern),
    CallbackQueryHandler(choose_language, LanguageButton.pattern),
    CallbackQueryHandler(settled, SettledButton.pattern),
]
