"""A coordinator or a lead opens the directory: /verzeichnis with file, template, changes and gaps."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.services import directory
from handlers.buttons import Button
from handlers.context import Context
from handlers.directory_words import gap_lines, within
from handlers.message import File, Key, Message, Rows, row

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
TEMPLATE = "directory_template"


class DirectoryButton(Button, prefix="dir"):
    """[Zurück] to the menu"""


class ReadFileButton(Button, prefix="dfi"):
    """[Datei einlesen]"""


class TemplateButton(Button, prefix="dtm"):
    """[Vorlage]"""


class ChangeButton(Button, prefix="dch"):
    """[Ändern]"""


class GapsButton(Button, prefix="dgp"):
    """[Lücken]"""


def back_key(context: Context) -> Key:
    return DirectoryButton().key(context.texts.label("directory.back"))


async def show(update: Update, context: Context) -> None:
    """/verzeichnis"""
    context.say(await _menu(context))


async def show_again(update: Update, context: Context) -> None:
    context.in_private()
    context.edit(await _menu(context))


async def _menu(context: Context) -> Message:
    """A lead changes the own partner's lines; files are for coordinators."""
    overview = await context.run(directory.overview)
    label = context.texts.label
    change = ChangeButton().key(label("directory.change"))
    rows: Rows = (row(change),)
    if context.person.is_coordinator:
        read, template = ReadFileButton(), TemplateButton()
        rows = (
            row(read.key(label("directory.file")), template.key(label("directory.template_key"))),
            row(change, GapsButton().key(label("directory.gaps_key"))),
        )
    text = context.texts(
        "directory.menu",
        partners=overview.partners,
        people=overview.people,
        entries=overview.entries,
        gaps=len(overview.gaps),
    )
    return Message(text=text, rows=rows)


async def send_template(update: Update, context: Context) -> None:
    """[Vorlage]: drawn when it leaves."""
    context.in_private()
    await context.run(directory.editor)
    file = File(kind="document", template=TEMPLATE, subject=context.texts.language, name="Verzeichnis.xlsx")
    context.say(Message(text=context.texts("directory.template_caption"), file=file))


async def show_gaps(update: Update, context: Context) -> None:
    """[Lücken]: under the weekly report as well."""
    context.in_private()
    overview = await context.run(directory.overview)
    lines = gap_lines(context.texts, overview.gaps) or (context.texts.label("directory.gap.none"),)
    text = context.texts("directory.page", body=within(context.texts, lines))
    context.edit(Message(text=text, rows=(row(back_key(context)),)))


HANDLERS = [
    CommandHandler("verzeichnis", show, PRIVATE),
    CallbackQueryHandler(show_again, DirectoryButton.pattern),
    CallbackQueryHandler(send_template, TemplateButton.pattern),
    CallbackQueryHandler(show_gaps, GapsButton.pattern),
]
