"""A coordinator sends a directory file: preview first, written only after [Übernehmen]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler

from domain.model.directory_cells import Line
from domain.model.errors import AlreadyDone, Expired
from domain.ports import Draft, Turn, Work
from domain.services import directory, directory_import, drafting
from domain.services.directory_import import Plan
from handlers import asked_file, not_understood
from handlers.asked_file import DOCUMENT
from handlers.buttons import Button
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_file import LARGEST_FILE, SUFFIXES, Trouble, store, stored
from handlers.directory_words import counts, plan_lines, within
from handlers.errand import ErrandDone, ErrandHandler
from handlers.message import Message, row
from handlers.show_directory import ReadFileButton

FORM = "directory_file"


class TakeOverButton(Button, prefix="dto"):
    """[Übernehmen]"""


class DiscardButton(Button, prefix="ddi"):
    """[Verwerfen]"""


async def begin(update: Update, context: Context) -> None:
    """[Datei einlesen]"""
    context.in_private()
    await context.run(_begin)
    context.edit(_ask(context))


def _begin(work: Work, turn: Turn) -> Draft:
    directory.coordinator(turn)
    return drafting.begin(work, turn, FORM, "file", {})


def _ask(context: Context) -> Message:
    discard = DiscardButton().key(context.texts.label("menu.cancel"))
    return Message(text=context.texts("directory.send_file"), rows=(row(discard),))


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Text in place of the file."""
    context.say(_ask(context))


async def receive(update: Update, context: Context) -> None:
    """A document: fetched only in this dialogue, only of a possible kind and size (P5)."""
    if not await context.run(_waits_for_file):
        await not_understood.refuse_content(update, context)
        return
    sent = asked_file.sent(update)
    if sent.suffix not in SUFFIXES:
        _refuse(context, Trouble.WRONG_KIND)
    elif sent.size > LARGEST_FILE:
        _refuse(context, Trouble.TOO_LARGE)
    else:
        await context.run(_fetch, sent.file, sent.suffix)
        context.say(Message(text=context.texts("directory.reading")))


def _waits_for_file(work: Work, turn: Turn) -> bool:
    if turn.person is None or not turn.person.is_coordinator:
        return False
    draft = work.drafts.get(turn.person.id, FORM)
    return draft is not None and draft.expires_at > work.now


def _fetch(work: Work, turn: Turn, file: str, suffix: str) -> None:
    """The file's name is not kept, only what its ending says about its format."""
    person = directory.coordinator(turn)
    drafting.answer(work, turn, FORM, "reading", {"lines": None, "fingerprint": None})
    work.errands.send("read_file", person=person.id, chat=turn.chat, body={"file": file, "suffix": suffix})


def _refuse(context: Context, trouble: Trouble) -> None:
    context.say(Message(text=context.texts(f"directory.trouble.{trouble}")))


async def read_fetched(done: ErrandDone, context: Context) -> None:
    """The file is here. Whoever has given the dialogue up in the meantime hears nothing of it."""
    turn = await context.run(_turn_of, done)
    if turn is None or turn.person is None:
        return
    context.exchange.turn, context.exchange.language = turn, turn.person.language
    if done.error:
        known = done.error in set(Trouble)
        _refuse(context, Trouble(done.error) if known else Trouble.NOT_FETCHED)
        return
    context.say(await _preview(context, stored(done.lines)))


def _turn_of(work: Work, turn: Turn, done: ErrandDone) -> Turn | None:
    return asked_file.turn_of(work, turn, done, FORM, lambda person: person.is_coordinator)


async def _preview(context: Context, lines: tuple[Line, ...], *, moved: bool = False) -> Message:
    """What the file would do. With faults, the dialogue waits for the corrected file."""
    plan = await context.run(_plan, lines)
    texts = context.texts
    note = [texts.label("directory.moved"), ""] if moved else []
    text = texts("directory.page", body=within(texts, [*note, *plan_lines(texts, plan)]))
    discard = DiscardButton().key(texts.label("directory.discard"))
    if plan.faults or not plan.changes:
        return Message(text=text, rows=(row(discard),))
    take = TakeOverButton().key(texts.label("directory.take_over"))
    return Message(text=text, rows=(row(take, discard),))


def _plan(work: Work, turn: Turn, lines: tuple[Line, ...]) -> Plan:
    """The rows wait in the draft only while they can be taken over."""
    plan = directory_import.plan(work, lines)
    waits = not plan.faults and bool(plan.changes)
    answers = {"lines": store(lines) if waits else None, "fingerprint": plan.fingerprint if waits else None}
    drafting.answer(work, turn, FORM, "preview" if waits else "file", answers)
    return plan


async def take_over(update: Update, context: Context) -> None:
    """[Übernehmen]: worked out anew, and shown again if the directory is another one by now."""
    context.in_private()
    draft = await context.run(drafting.present, FORM)
    lines, fingerprint = draft.answers.get("lines"), draft.answers.get("fingerprint")
    if draft.question != "preview" or not isinstance(lines, str):
        raise Expired
    try:
        plan = await context.run(directory_import.apply, stored(lines), str(fingerprint))
    except AlreadyDone:
        context.edit(await _preview(context, stored(lines), moved=True))
        return
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("directory.done", **counts(plan))))


async def discard(update: Update, context: Context) -> None:
    """[Verwerfen], [Abbrechen]: the rows are forgotten."""
    context.in_private()
    await context.run(drafting.present, FORM)
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("directory.discarded")))


HANDLERS = [
    CallbackQueryHandler(begin, ReadFileButton.pattern),
    MessageHandler(DOCUMENT, receive),
    ErrandHandler("read_file", read_fetched),
    CallbackQueryHandler(take_over, TakeOverButton.pattern),
    CallbackQueryHandler(discard, DiscardButton.pattern),
]
