"""A person lists the own cases: /faelle and [Meine Fälle], by who moves next."""

from collections.abc import Sequence
from datetime import datetime

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.dates import moment
from domain.model.ids import CaseId
from domain.model.view import Task, View
from domain.ports import Turn, Work
from domain.services import access, case_list, case_view
from domain.services.case_list import Entry, Shelf
from handlers.buttons import Button
from handlers.card_buttons import OpenCaseButton
from handlers.cards import case_lines
from handlers.context import Context
from handlers.menu import MyCasesButton
from handlers.message import Key, Message, Rows, row
from handlers.texts import Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
PAGE = 6
"""Cases on one screen."""


class CasePageButton(Button, prefix="lst"):
    """A page of the list, or of the closed cases."""

    page: int
    closed: bool = False


async def list_cases(update: Update, context: Context) -> None:
    """/faelle: the first page."""
    context.in_private()
    context.say(await context.run(listed, 0, False, context.texts))


async def turn_page(update: Update, context: Context) -> None:
    """Another page, in the same message."""
    context.in_private()
    button = CasePageButton.read(update)
    context.edit(await context.run(listed, button.page, button.closed, context.texts))


def listed(work: Work, turn: Turn, page: int, closed: bool, texts: Texts) -> Message:
    everything = case_list.own(work, turn)
    entries = [one for one in everything if (one.shelf is Shelf.CLOSED) is closed]
    pages = max((len(entries) - 1) // PAGE + 1, 1)
    page = min(max(page, 0), pages - 1)
    shown = entries[page * PAGE : (page + 1) * PAGE]
    rows = (*_codes(shown), *_turns(texts, page, pages, closed), *_shelves(texts, everything, closed))
    if not entries:
        return Message(text=texts("list.no_closed" if closed else "list.none"), rows=rows)
    title = texts("list.closed_title" if closed else "list.title", total=len(entries))
    return Message(text="\n".join([title, *_lines(work, turn, texts, shown, closed)]), rows=rows)


def _lines(work: Work, turn: Turn, texts: Texts, shown: Sequence[Entry], closed: bool) -> list[str]:
    lines: list[str] = []
    views, shelf = _views(work, turn, shown), None
    for entry in shown:
        if entry.shelf is not shelf and not closed:
            lines += ["", texts(f"list.shelf.{entry.shelf}")]
        shelf = entry.shelf
        view = views[entry.case.id]
        lines.append(texts("card.line", what=case_lines.recognition(texts, view)))
        state = _state(work, texts, view)
        lines += [texts("list.state", what=state)] if state else []
    return lines


def _views(work: Work, turn: Turn, shown: Sequence[Entry]) -> dict[CaseId, View]:
    """What the page says of each: only here are its cases read as a whole."""
    wanted, reader = [one.case.id for one in shown], access.member(turn)
    with work.reading():
        work.gather(wanted)
        return {one.id: case_view.of(work, one, reader) for one in work.cases.with_ids(wanted)}


def _state(work: Work, texts: Texts, view: View) -> str:
    """ "Rückmeldung bis Di 24.11., 12:00" or "Fachstelle Nord, bis Di 24.11., 12:00"."""
    move = view.move
    if move is None or move.until is None:
        return texts.label("list.with", office=view.mover) if view.mover and not view.my_move else ""
    until = _moment(work, texts, move.until)
    if view.my_move:
        late = "overdue" if move.until <= work.now else "task"
        return texts.label(f"list.{late}.{move.task}", until=until)
    if move.task is Task.DECIDE:
        return texts.label("list.coordination")
    return texts.label("list.others", office=view.mover, until=until)


def _moment(work: Work, texts: Texts, at: datetime) -> str:
    return moment(at, work.network.calendar.zone, texts.language)


def _codes(shown: Sequence[Entry]) -> Rows:
    keys = [OpenCaseButton(case=one.case.id).key(one.case.code) for one in shown]
    return tuple(tuple(keys[place : place + 3]) for place in range(0, len(keys), 3))


def _turns(texts: Texts, page: int, pages: int, closed: bool) -> Rows:
    keys: list[Key] = []
    if page > 0:
        keys.append(CasePageButton(page=page - 1, closed=closed).key(texts.label("list.previous")))
    if page < pages - 1:
        following = texts.label("list.next", page=page + 2, pages=pages)
        keys.append(CasePageButton(page=page + 1, closed=closed).key(following))
    return (tuple(keys),) if keys else ()


def _shelves(texts: Texts, everything: Sequence[Entry], closed: bool) -> Rows:
    """Where each shelf begins, once the list is longer than a page, and the other list."""
    open_ones = [one.shelf for one in everything if one.shelf is not Shelf.CLOSED]
    jumps = [
        CasePageButton(page=open_ones.index(shelf) // PAGE).key(
            texts.label(f"list.jump.{shelf}", number=open_ones.count(shelf))
        )
        for shelf in dict.fromkeys(open_ones)
        if closed or len(open_ones) > PAGE
    ]
    number = len(everything) - len(open_ones)
    if number and not closed:
        jumps.append(CasePageButton(page=0, closed=True).key(texts.label("list.jump.closed", number=number)))
    return tuple(row(*jumps[place : place + 2]) for place in range(0, len(jumps), 2))


HANDLERS = [
    CommandHandler("faelle", list_cases, PRIVATE),
    CallbackQueryHandler(list_cases, MyCasesButton.pattern),
    CallbackQueryHandler(turn_page, CasePageButton.pattern),
]
