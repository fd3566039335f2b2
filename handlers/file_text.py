"""Somebody takes a line into the own file: [Text für die Akte], with date, code and who has the case."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.dates import with_year
from domain.model.ids import CaseId
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.view import Party, Situation, View
from domain.ports import Turn, Work
from domain.services import access, case_view, standing
from handlers.card_buttons import FileTextButton
from handlers.cards import Reading, case_card, case_lines
from handlers.context import Context
from handlers.message import Key, Message, row
from handlers.texts import Texts

COPY_LIMIT = 256
"""Characters that a button can put on the clipboard."""


async def file_text(update: Update, context: Context) -> None:
    """A message to copy: by tapping its text, or the button."""
    context.in_private()
    identity = CaseId(FileTextButton.read(update).case)
    context.say(await context.run(_message, identity, context.texts), case=identity)


def _message(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.SEE_STATE)
    view = case_view.of(work, case, person)
    reading = Reading(work=work, person=person, chat=turn.chat, texts=texts)
    return copyable(texts, texts.label("case.file.title", code=case.code), line(reading, view))


def copyable(texts: Texts, title: str, text: str) -> Message:
    """A text to take away; a button copies it as long as Telegram lets buttons copy that much."""
    shown = texts("case.copy.shown", title=title, text=text)
    if len(text) > COPY_LIMIT:
        return Message(text=shown)
    return Message(text=shown, rows=(row(Key(label=texts.label("case.copy.button"), copies=text)),))


def line(reading: Reading, view: View) -> str:
    """ "23.11.2026, MI-7KQ4, Kündigung, Espelkamp: übernommen von Petra Nord, Fachstelle Nord." """
    texts = reading.texts
    today = with_year(standing.today(reading.work), texts.language)
    where = case_lines.place(texts, view.municipality) if view.place_known else ""
    parts = (today, view.code, texts.word(view.stage) if view.stage else "", where)
    return f"{', '.join(one for one in parts if one)}: {_state(reading, view)}"


def _state(reading: Reading, view: View) -> str:
    texts = reading.texts
    if not view.is_open:
        result = case_card.result(texts, view)
        return texts.label("case.file.closed_as" if result else "case.file.closed", result=result)
    if view.situation is Situation.ENDED:
        return texts.label("case.file.ended")
    helper = next((party for party in view.parties if party.seat is Seat.HELP), None)
    if helper is not None:
        return _helper(reading, helper)
    if view.asked_by is None:
        return texts.label("case.file.own")
    key = "case.file.asked_us" if view.mine else "case.file.taken_by_us"
    return texts.label(key, name=view.asked_by.name, office=view.asked_by.partner)


def _helper(reading: Reading, helper: Party) -> str:
    texts = reading.texts
    if helper.who is None:
        until = reading.moment(helper.due_at) if helper.due_at else ""
        key = "asked" if helper.partner and until else "coordination"
        return texts.label(f"case.file.{key}", office=helper.partner, until=until)
    until = reading.moment(helper.promised_at) if helper.promised_at else ""
    key = "case.file.taken_until" if until else "case.file.taken"
    return texts.label(key, name=helper.who.name, office=helper.partner, until=until)


HANDLERS = [CallbackQueryHandler(file_text, FileTextButton.pattern)]
