"""An agreement comes as a YAML file: it becomes a draft, or every fault is told with its line and field."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler

from domain.model.agreement_file import Fault
from domain.model.ids import AgreementVersionId
from domain.ports import Draft, Turn, Work
from domain.services import access, agreement_drafts, agreement_files, agreements, drafting
from handlers import asked_file, import_directory
from handlers.agreement_buttons import LeaveYamlButton, ReadYamlButton
from handlers.agreement_yaml import LARGEST_FILE, SUFFIXES, Trouble, Words, stored
from handlers.asked_file import DOCUMENT
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_words import within
from handlers.errand import ErrandDone, ErrandHandler
from handlers.list_agreements import shown
from handlers.message import Message, row
from handlers.screens import lines
from handlers.texts import Texts

FORM = "agreement_file"


async def begin(update: Update, context: Context) -> None:
    """[Datei einlesen]: into this draft, or as a new agreement."""
    context.in_private()
    await context.run(_begin, ReadYamlButton.read(update).version)
    context.edit(_ask(context.texts))


def _begin(work: Work, turn: Turn, version: int) -> Draft:
    if version:
        agreement_drafts.writing(work, turn, AgreementVersionId(version))
    else:
        agreements.partners_to_ask(work, turn)
    return drafting.begin(work, turn, FORM, "file", {"version": version})


def _ask(texts: Texts) -> Message:
    leave = LeaveYamlButton().key(texts.label("agreement.file.leave"))
    return Message(text=texts("agreement.file.ask", size=LARGEST_FILE // 1024), rows=(row(leave),))


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Text in place of the file."""
    context.say(_ask(context.texts))


async def receive(update: Update, context: Context) -> None:
    """A document: fetched only in this dialogue, only of this kind and size; any other one is not ours."""
    if not await context.run(_waits_for_file):
        await import_directory.receive(update, context)
        return
    sent = asked_file.sent(update)
    if sent.suffix not in SUFFIXES:
        _refuse(context, Trouble.WRONG_KIND)
    elif sent.size > LARGEST_FILE:
        _refuse(context, Trouble.TOO_LARGE)
    else:
        await context.run(_fetch, sent.file)
        context.say(Message(text=context.texts("agreement.file.reading")))


def _waits_for_file(work: Work, turn: Turn) -> bool:
    """Whether this is the speaker's latest dialogue."""
    latest = None if turn.person is None else work.drafts.latest(turn.person.id)
    return latest is not None and latest.form == FORM and latest.expires_at > work.now


def _fetch(work: Work, turn: Turn, file: str) -> None:
    """Neither the file nor its name is kept."""
    person = access.member(turn)
    draft = drafting.answer(work, turn, FORM, "reading", {})
    body: dict[str, str | int] = {"file": file, "version": int(draft.answers.get("version") or 0)}
    work.errands.send("read_agreement", person=person.id, chat=turn.chat, body=body)


def _refuse(context: Context, trouble: Trouble, line: int = 0) -> None:
    what = context.texts(f"agreement.trouble.{trouble}")
    text = context.texts("agreement.trouble.at_line", line=line, what=what) if line else what
    context.say(Message(text=lines(text, context.texts("agreement.file.again"))))


async def read_fetched(done: ErrandDone, context: Context) -> None:
    """The file is here. Whoever has given the dialogue up in the meantime hears nothing of it."""
    turn = await context.run(_turn_of, done)
    if turn is None or turn.person is None:
        return
    context.exchange.turn, context.exchange.language = turn, turn.person.language
    if done.error:
        trouble, _, line = done.error.partition(":")
        known = trouble in set(Trouble)
        _refuse(context, Trouble(trouble) if known else Trouble.NOT_FETCHED, int(line or 0) if known else 0)
        return
    identity = AgreementVersionId(int(done.body["version"])) if done.body.get("version") else None
    taken = await context.run(agreement_files.take, stored(done.lines), Words(), identity)
    if taken.version is None:
        context.say(_faults(context.texts, taken.faults))
        return
    await context.run(drafting.end, FORM)
    context.say(await context.run(shown, taken.version, context.texts))


def _turn_of(work: Work, turn: Turn, done: ErrandDone) -> Turn | None:
    return asked_file.turn_of(work, turn, done, FORM, lambda person: person.is_member)


def _faults(texts: Texts, faults: tuple[Fault, ...]) -> Message:
    """The dialogue waits for the corrected file."""
    said = [
        texts(
            "agreement.file.fault",
            line=one.line,
            field=" › ".join(one.path) or texts.label("agreement.file.whole"),
            what=texts.label(f"agreement.faultkind.{one.kind}", hint=one.hint),
        )
        for one in faults
    ]
    leave = LeaveYamlButton().key(texts.label("agreement.file.leave"))
    text = lines(texts("agreement.file.faults"), within(texts, said), texts("agreement.file.again"))
    return Message(text=text, rows=(row(leave),))


async def leave(update: Update, context: Context) -> None:
    """[Abbrechen]"""
    context.in_private()
    await context.run(drafting.present, FORM)
    await context.run(drafting.end, FORM)
    context.edit(Message(text=context.texts("agreement.file.left")))


HANDLERS = [
    CallbackQueryHandler(begin, ReadYamlButton.pattern),
    MessageHandler(DOCUMENT, receive),
    ErrandHandler("read_agreement", read_fetched),
    CallbackQueryHandler(leave, LeaveYamlButton.pattern),
]
