"""[Fristen] on a card: what is open, how each was reckoned, more by hand, and all of it as a calendar."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.case_deadline import CaseDeadline
from domain.model.deadlines.explanation import standing as standing_words
from domain.model.ids import CaseId
from domain.model.rights import Deed, may
from domain.ports import Turn, Work
from domain.services import access, deadline_reminders, deadlines, standing
from domain.services.deadlines import rule_of
from handlers import deadline_words
from handlers.buttons import Button
from handlers.calendar_file import Entry, calendar_of
from handlers.card_buttons import (
    BackToCardButton,
    DeadlinesButton,
    HearDeadlineButton,
    MeetDeadlineButton,
    ShowDeadlineButton,
)
from handlers.cards import Reading, deadline_lines
from handlers.context import Context
from handlers.deadline_buttons import CalculatorButton, EventButton
from handlers.message import Key, Message, Rows, row
from handlers.texts import Texts


class ConfirmDayButton(Button, prefix="ddc"):
    """[Tag bestätigt]"""

    case: int


class CaseFileButton(Button, prefix="ddk"):
    """[Als Kalender]"""

    case: int


async def show(update: Update, context: Context) -> None:
    """[Fristen], in the card's place."""
    context.in_private()
    button = DeadlinesButton.read(update)
    context.edit(await context.run(screen, CaseId(button.case), context.texts))


def screen(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    """Every open deadline of the case, a line and a button each."""
    case, kept = deadlines.of_case(work, turn, identity)
    today = standing.today(work)
    reading = Reading(work=work, person=turn.person, chat=turn.chat, texts=texts)
    blocks: list[list[str]] = [
        [texts("deadline.case.title", code=case.code)],
        [texts("card.deadlines.envelope")] if deadlines.is_envelope_wanted(case) else [],
        [line for one in kept for line in _lines(reading, one)] or [texts("deadline.case.none")],
        [texts("deadline.result.uncertain")] if any(one.uncertain for one in kept) else [],
        [texts("deadline.case.chain")] if any(one.event == "mietende" for one in kept) else [],
        [deadline_words.disclaimer(texts)],
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    ahead, passed = deadline_lines.split(kept, today)
    return Message(text=text, rows=_rows(work, turn, texts, case, (*ahead, *passed)))


def _lines(reading: Reading, one: CaseDeadline) -> list[str]:
    texts, rule = reading.texts, rule_of(one)
    if rule.is_information:
        return [
            texts("deadline.line.information", title=rule.title, day=deadline_words.day(texts, one.ends_on))
        ]
    computed = deadlines.reckon(reading.work, one)
    said = standing_words(computed, reading.work.network.calendar.local(reading.now).date())
    heard = None if one.heard_by is None else reading.work.people.get(one.heard_by)
    return [
        deadline_lines.line(texts, one),
        *([texts("deadline.line.warning", what=said)] if said else []),
        *([texts("deadline.case.heard", name=heard.name)] if heard else []),
    ]


def _rows(work: Work, turn: Turn, texts: Texts, case: Case, kept: tuple[CaseDeadline, ...]) -> Rows:
    keeps = may(access.relations(work, case, access.member(turn)), Deed.KEEP_DEADLINES)
    own = [one for one in kept if not rule_of(one).is_information]
    keys = [[ShowDeadlineButton(deadline=one.id).key(rule_of(one).title)] for one in own]
    more: list[Key] = []
    if keeps and deadlines.is_envelope_wanted(case):
        enter = EventButton(event="klage_zugestellt", case=case.id)
        more.append(enter.key(texts.label("deadline.button.served")))
    if keeps and any(one.uncertain for one in kept):
        more.append(ConfirmDayButton(case=case.id).key(texts.label("deadline.button.confirm")))
    if keeps:
        more.append(CalculatorButton(case=case.id).key(texts.label("deadline.button.enter")))
    if own:
        more.append(CaseFileButton(case=case.id).key(texts.label("deadline.button.file")))
    pairs = [more[place : place + 2] for place in range(0, len(more), 2)]
    back = [BackToCardButton(case=case.id).key(texts.label("card.button.back"))]
    return tuple(tuple(line) for line in [*keys, *pairs, back])


async def show_one(update: Update, context: Context) -> None:
    """How it was reckoned, who acts, what is disputed."""
    context.in_private()
    button = ShowDeadlineButton.read(update)
    context.edit(await context.run(_one, button.deadline, context.texts))


def _one(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    deadline, case = deadlines.require(work, turn, identity)
    lines = [
        texts("deadline.case.title", code=case.code),
        *deadline_words.explained(texts, deadlines.reckon(work, deadline)),
        *([texts("deadline.result.uncertain")] if deadline.uncertain else []),
        deadline_words.disclaimer(texts),
    ]
    keys = own_keys(texts, deadline, heard=deadline_reminders.is_heard(work, case, deadline))
    back = DeadlinesButton(case=case.id).key(texts.label("deadline.button.back"))
    return Message(text="\n".join(lines), rows=(keys, row(back)))


def own_keys(texts: Texts, deadline: CaseDeadline, *, heard: bool) -> tuple[Key, ...]:
    """See to it, or say how it was met; putting it off is not offered."""
    met = MeetDeadlineButton(deadline=deadline.id).key(texts.label("deadline.button.met"))
    if heard:
        return row(met)
    return row(HearDeadlineButton(deadline=deadline.id).key(texts.label("deadline.button.hear")), met)


async def confirm(update: Update, context: Context) -> None:
    """[Tag bestätigt]: it stands on the envelope."""
    context.in_private()
    case = await context.run(deadlines.confirm, CaseId(ConfirmDayButton.read(update).case))
    context.toast(context.texts.label("deadline.case.confirmed", code=case.code))
    context.edit(await context.run(screen, case.id, context.texts))


async def send_file(update: Update, context: Context) -> None:
    """[Als Kalender]: what is open, under the code alone."""
    context.in_private()
    case, kept = await context.run(deadlines.of_case, CaseId(CaseFileButton.read(update).case))
    own = [one for one in kept if not rule_of(one).is_information]
    entries = [Entry(safe_on=one.safe_on, ends_on=one.ends_on) for one in own]
    file = calendar_of(context.turn.now, entries, case.code)
    context.say(Message(text=context.texts("deadline.file"), file=file), case=case.id)


HANDLERS = [
    CallbackQueryHandler(show, DeadlinesButton.pattern),
    CallbackQueryHandler(show_one, ShowDeadlineButton.pattern),
    CallbackQueryHandler(confirm, ConfirmDayButton.pattern),
    CallbackQueryHandler(send_file, CaseFileButton.pattern),
]
