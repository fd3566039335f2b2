"""A professional writes on a case: a phrase at once, or a short text with preview."""

from telegram import MessageEntity, Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.ids import CaseId
from domain.model.stage import Seat
from domain.ports import Draft, Turn, Work
from domain.services import access, note_drafts, note_texts, notes
from handlers.card_buttons import NoteButton
from handlers.cards import note_screens
from handlers.context import Context
from handlers.dialogue import hears
from handlers.message import Message
from handlers.note_buttons import (
    DropNoteButton,
    PhraseButton,
    PhraseDayButton,
    SendNoteButton,
    ToSideButton,
    TypeNoteButton,
    WhichCaseButton,
    WhichSideButton,
)


async def choose_side(update: Update, context: Context) -> None:
    """[Nachricht] on a card: phrases, or first the side where there are two."""
    context.in_private()
    case, sides = await context.run(_sides, CaseId(NoteButton.read(update).case))
    if len(sides) > 1:
        context.say(note_screens.which_side(context.texts, case, sides), case=case.id)
    else:
        context.say(_menu(context, case, sides[0]), case=case.id)


async def choose_phrase(update: Update, context: Context) -> None:
    context.in_private()
    button = ToSideButton.read(update)
    case, sides = await context.run(_sides, CaseId(button.case), button.seat)
    context.edit(_menu(context, case, sides[0]), case=case.id)


def _sides(
    work: Work, turn: Turn, identity: CaseId, seat: Seat | None = None
) -> tuple[Case, tuple[notes.Side, ...]]:
    case = access.case_of(work, identity)
    if seat is None:
        return case, notes.sides(work, turn, case)
    return case, (notes.side_of(work, turn, case, seat),)


def _menu(context: Context, case: Case, side: notes.Side) -> Message:
    if side.reader.reachable:
        return note_screens.menu(context.texts, case, side)
    return note_screens.must_ring(context.texts, case, side)


async def send_phrase(update: Update, context: Context) -> None:
    """A phrase leaves at once; one with a day asks for it first."""
    context.in_private()
    button = PhraseButton.read(update)
    if button.phrase in notes.WITH_DAY:
        await _ask_day(context, button)
        return
    sent = await context.run(notes.send_phrase, CaseId(button.case), button.seat, button.phrase)
    _confirm(context, sent)


async def _ask_day(context: Context, button: PhraseButton) -> None:
    draft, case = await context.run(note_drafts.ask_day, CaseId(button.case), button.seat, button.phrase)
    calendar = context.exchange.work.network.calendar
    today = calendar.local(context.turn.now).date()
    screen = note_screens.which_day(
        context.texts, case, button.seat, button.phrase, today=today, calendar=calendar
    )
    context.edit(screen, draft=draft.id, case=case.id)


async def send_with_day(update: Update, context: Context) -> None:
    context.in_private()
    button = PhraseDayButton.read(update)
    sent = await context.run(
        note_drafts.send_day, CaseId(button.case), button.seat, button.phrase, day=button.day
    )
    _confirm(context, sent)


async def ask_text(update: Update, context: Context) -> None:
    """[Freier Text], [Neu schreiben]"""
    context.in_private()
    button = TypeNoteButton.read(update)
    draft, case = await context.run(note_texts.begin, CaseId(button.case), button.seat)
    context.edit(note_screens.ask_text(context.texts, case), draft=draft.id, case=case.id)


@hears(note_drafts.FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """Typed text while a note is being written."""
    if draft.question == "day":
        _confirm(context, await context.run(note_drafts.hear_day, draft, text))
        return
    source = context.incoming_message or 0
    heard = await context.run(note_texts.hear, text, source=source, mentions=mentions(context))
    answer(context, heard)


def mentions(context: Context) -> bool:
    """Whether the text names an account by a mention that shows no @name."""
    content = context.exchange.payload.get("message")
    entities = content.get("entities") if isinstance(content, dict) else None
    return any(one.get("type") == MessageEntity.TEXT_MENTION for one in entities or ())


def answer(context: Context, heard: note_texts.Heard) -> None:
    """What follows from a typed text: a stop, a question, or the preview."""
    texts = context.texts
    match heard:
        case note_texts.Stopped():
            context.delete_incoming(if_refused=texts("note.delete_refused"))
            context.say(note_screens.stopped(texts, heard), case=heard.case)
        case note_texts.PhrasesOnly():
            message = note_screens.phrases_only(texts, heard.case, heard.side)
            context.edit(message, case=heard.case.id)
        case note_texts.WhichCase():
            context.edit(note_screens.which_case(texts, heard), draft=heard.draft.id)
        case note_texts.WhichSide():
            context.edit(note_screens.which_side_of_text(texts, heard), draft=heard.draft.id)
        case note_texts.Preview():
            context.edit(note_screens.preview(texts, heard), draft=heard.draft.id, case=heard.case.id)


async def choose_case_of_text(update: Update, context: Context) -> None:
    context.in_private()
    button = WhichCaseButton.read(update)
    answer(context, await context.run(note_texts.choose_case, button.source, CaseId(button.case)))


async def choose_side_of_text(update: Update, context: Context) -> None:
    context.in_private()
    button = WhichSideButton.read(update)
    answer(context, await context.run(note_texts.choose_side, button.source, button.seat))


async def send_text(update: Update, context: Context) -> None:
    """[Nein, senden]"""
    context.in_private()
    _confirm(context, await context.run(note_texts.send, SendNoteButton.read(update).source))


async def drop(update: Update, context: Context) -> None:
    """[Abbrechen]"""
    context.in_private()
    await context.run(_forget)
    context.edit(Message(text=context.texts("note.dropped")))


def _forget(work: Work, turn: Turn) -> None:
    note_drafts.forget(work, access.member(turn).id)


def _confirm(context: Context, sent: notes.Sent) -> None:
    calendar = context.exchange.work.network.calendar
    message = note_screens.sent(context.texts, sent, context.turn.now, calendar)
    context.edit(message, case=sent.case.id)


HANDLERS = [
    CallbackQueryHandler(choose_side, NoteButton.pattern),
    CallbackQueryHandler(choose_phrase, ToSideButton.pattern),
    CallbackQueryHandler(send_phrase, PhraseButton.pattern),
    CallbackQueryHandler(send_with_day, PhraseDayButton.pattern),
    CallbackQueryHandler(ask_text, TypeNoteButton.pattern),
    CallbackQueryHandler(choose_case_of_text, WhichCaseButton.pattern),
    CallbackQueryHandler(choose_side_of_text, WhichSideButton.pattern),
    CallbackQueryHandler(send_text, SendNoteButton.pattern),
    CallbackQueryHandler(drop, DropNoteButton.pattern),
]
