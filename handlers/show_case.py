"""A person looks at a case: /fall CODE, a line of a list, [Mehr], [Verlauf] and the way back to the card."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.case import Case
from domain.model.case_code import candidates, read
from domain.model.errors import UnknownCode
from domain.model.ids import CaseId
from domain.model.people import Person
from domain.model.rights import Deed
from domain.ports import Card, Turn, Work
from domain.services import access, case_history, stray_text, telling
from handlers.card_buttons import BackToCardButton, HistoryButton, MoreButton, OpenCaseButton
from handlers.cards import Reading, case_card
from handlers.context import Context
from handlers.message import Message, Rows, row
from handlers.texts import Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
PAGE = 8
"""Lines of the history on one screen."""


async def find(update: Update, context: Context) -> None:
    """/fall CODE"""
    case = await named_case(context, " ".join(context.args or ()))
    if case is not None:
        await _at_the_end(context, case)


async def named_case(context: Context, typed: str, command: str = "fall") -> Case | None:
    """The case whose code was typed behind a command; None once it has been said that there is none.

    Whatever is not a code may be a name: it is deleted, not answered in detail (P16).
    """
    if not typed:
        context.say(Message(text=context.texts("case.which", command=command)))
        return None
    if read(typed) is None and not candidates(typed):
        await context.run(stray_text.hit, typed)
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        context.say(Message(text=context.texts("case.only_code")))
        return None
    try:
        return await context.run(access.case_by_code, typed)
    except UnknownCode as unknown:
        context.say(await _meant(context, unknown))
        return None


async def _meant(context: Context, unknown: UnknownCode) -> Message:
    """The codes that were probably meant, as buttons."""
    found = [await context.run(access.case_by_code, code) for code in unknown.meant[:4]]
    if not found:
        return Message(text=context.texts("case.unknown"))
    rows = tuple(row(OpenCaseButton(case=case.id).key(case.code)) for case in found)
    return Message(text=context.texts("case.meant"), rows=rows)


async def open_case(update: Update, context: Context) -> None:
    """The card of a case from a list."""
    context.in_private()
    case = await context.run(_readable, CaseId(OpenCaseButton.read(update).case))
    await _at_the_end(context, case)


async def _at_the_end(context: Context, case: Case) -> None:
    """Send the card anew where it is seen; the older one says that it has moved."""
    older = await context.run(bring_to_end, case)
    if older is not None and older.message is not None:
        text = context.texts("card.moved", code=case.code)
        context.say(Message(text=text, edits=older.message), case=case.id)


def bring_to_end(work: Work, turn: Turn, case: Case) -> Card | None:
    """Place the speaker's card at the end of the chat; gives the card that was shown there until now."""
    person = access.require(work, turn, case, Deed.SEE_STATE)
    older = next((card for card in work.cards.of_case(case.id) if card.chat == turn.chat), None)
    telling.show_card(work, case, person.id, at_once=True)
    work.cards.refresh(case.id, turn.chat)
    return older


async def show_more(update: Update, context: Context) -> None:
    """[Mehr]: the further buttons under the same card."""
    context.in_private()
    button = MoreButton.read(update)
    context.edit(await context.run(_further, CaseId(button.case), context.texts))


def _further(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    case = _readable(work, turn, identity)
    return case_card.show_more(_reading(work, turn, texts), case)


async def back_to_card(update: Update, context: Context) -> None:
    """[Zurück] to the card: delivery puts it back in its place."""
    context.in_private()
    case = await context.run(show_again, CaseId(BackToCardButton.read(update).case), context.pressed_message)
    if case is not None:
        context.edit(Message(text=context.texts("card.moved", code=case.code)))


def show_again(work: Work, turn: Turn, identity: CaseId, pressed: int | None) -> Case | None:
    """Bring the card in the speaker's chat up to date; gives the case when another message was pressed."""
    case = _readable(work, turn, identity)
    person = access.member(turn)
    telling.show_card(work, case, person.id, at_once=True)
    card = None if pressed is None else work.cards.at(turn.chat, pressed)
    return case if card is None or card.case_id != case.id else None


async def show_history(update: Update, context: Context) -> None:
    """[Verlauf], in pages, in the place of the card."""
    context.in_private()
    button = HistoryButton.read(update)
    context.edit(await context.run(_history, CaseId(button.case), button.page, context.texts))


def _history(work: Work, turn: Turn, identity: CaseId, page: int, texts: Texts) -> Message:
    case = _readable(work, turn, identity)
    reading = _reading(work, turn, texts)
    lines = case_history.of(work, case, _reader(reading))
    pages = max((len(lines) - 1) // PAGE + 1, 1)
    page = min(max(page, 0), pages - 1)
    shown = [_history_line(reading, line) for line in lines[page * PAGE : (page + 1) * PAGE]]
    title = texts("case.history.title", code=case.code)
    return Message(
        text="\n".join([title, "", *(shown or [texts("case.history.empty")])]),
        rows=_pages(texts, case, page, pages),
    )


def _history_line(reading: Reading, line: case_history.Line) -> str:
    word = reading.texts.word(line.kind)
    detail = f": {reading.texts.word(line.detail)}" if line.detail else ""
    parts = (reading.moment(line.at), f"{word}{detail}", line.who)
    return reading.texts("card.line", what=" · ".join(one for one in parts if one))


def _pages(texts: Texts, case: Case, page: int, pages: int) -> Rows:
    older = HistoryButton(case=case.id, page=page + 1).key(texts.label("case.history.older"))
    newer = HistoryButton(case=case.id, page=page - 1).key(texts.label("case.history.newer"))
    turns = ([newer] if page > 0 else []) + ([older] if page < pages - 1 else [])
    back = row(BackToCardButton(case=case.id).key(texts.label("card.button.back")))
    return (tuple(turns), back) if turns else (back,)


def _readable(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotFound, NotAllowed."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.SEE_STATE)
    return case


def _reading(work: Work, turn: Turn, texts: Texts) -> Reading:
    return Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)


def _reader(reading: Reading) -> Person:
    assert reading.person is not None
    return reading.person


HANDLERS = [
    CommandHandler("fall", find, PRIVATE),
    CallbackQueryHandler(open_case, OpenCaseButton.pattern),
    CallbackQueryHandler(show_more, MoreButton.pattern),
    CallbackQueryHandler(back_to_card, BackToCardButton.pattern),
    CallbackQueryHandler(show_history, HistoryButton.pattern),
]
