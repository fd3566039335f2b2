"""A tenancy is in danger: the report, from the first tap to the case. One message, edited in place."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.dates import short
from domain.ports import Draft
from domain.services import report_drafts, report_plans, reports
from domain.services.report_drafts import Page
from handlers import menu, report_overview, report_page, report_sent
from handlers.context import Context
from handlers.dialogue import hears
from handlers.menu import NewReportButton
from handlers.message import Message, row
from handlers.report_buttons import AnswerButton, AskAgainButton, EmptyButton, Move, MoveButton, SendButton
from handlers.report_words import Words

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def report(update: Update, context: Context) -> None:
    """/melden and [Neue Meldung]: begin, or come back to what waits, on whatever device."""
    context.in_private()
    page = await context.run(report_drafts.begin)
    if page.resumed:
        context.say(_waiting(page, context, "report.waiting"), draft=page.draft.id)
    else:
        context.say(await _message(page, context), draft=page.draft.id)


async def answer(update: Update, context: Context) -> None:
    """A tapped answer: the next question takes the place of this one."""
    press = AnswerButton.read(update)
    await _edit(context, await context.run(report_drafts.answer, press.version, press.question, press.value))


async def ask_again(update: Update, context: Context) -> None:
    """A line of [Ändern]."""
    press = AskAgainButton.read(update)
    await _edit(context, await context.run(report_drafts.ask_again, press.version, press.question))


async def move(update: Update, context: Context) -> None:
    """Back and forth, other screens, leaving: nothing that was answered is lost but by [Verwerfen]."""
    press = MoveButton.read(update)
    match press.to:
        case Move.BACK:
            await _edit(context, await context.run(report_drafts.step_back, press.version))
        case Move.GO_ON:
            await _edit(context, await context.run(report_drafts.go_on, press.version))
        case Move.DISCARD:
            await context.run(report_drafts.discard, press.version)
            context.edit(Message(text=context.texts("report.discarded"), rows=menu.rows(context.texts)))
        case _:
            page = await context.run(report_drafts.present, press.version)
            context.edit(await _screen(page, context, press.to), draft=page.draft.id)


async def send(update: Update, context: Context) -> None:
    """The last tap. A second one is told the code; a similar case of one's own is shown first (R12)."""
    press = SendButton.read(update)
    page = await context.run(report_drafts.require, press.version)
    plan = await context.run(report_plans.plan_of, page)
    if plan.known and not press.anew:
        context.edit(report_overview.known_cases(page, plan, context.texts), draft=page.draft.id)
        return
    sent = await context.run(reports.send, page, plan)
    context.edit(report_sent.message(sent, context.texts), case=sent.case.id)


async def ignore(update: Update, context: Context) -> None:
    """A cell of the calendar that is no day."""


@hears(report_drafts.FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """A typed day, or the first letters of a partner; anything else is answered and changes nothing."""
    page = await context.run(report_drafts.hear, text)
    context.delete_incoming()
    message = await _message(page, context)
    shown = message if draft.message is None else message.model_copy(update={"edits": draft.message})
    context.say(shown, draft=page.draft.id)


async def _edit(context: Context, page: Page) -> None:
    context.edit(await _message(page, context), draft=page.draft.id)


async def _message(page: Page, context: Context) -> Message:
    office = await context.run(report_plans.leading_office, page)
    if page.question is not None:
        return report_page.show(page, context.texts, office=office)
    plan = await context.run(report_plans.plan_of, page)
    return report_overview.show(page, plan, context.texts, office)


async def _screen(page: Page, context: Context, to: Move) -> Message:
    """Screens over the page that change nothing."""
    match to:
        case Move.TYPE if page.question is not None:
            return report_page.show(page, context.texts, typing=True)
        case Move.CHANGE:
            office = await context.run(report_plans.leading_office, page)
            return report_overview.changes(page, context.texts, office)
        case Move.OTHERS:
            plan = await context.run(report_plans.plan_of, page)
            return report_overview.others(page, plan, context.texts)
        case Move.PAUSE:
            return _waiting(page, context, "report.paused")
    return await _message(page, context)


def _waiting(page: Page, context: Context, key: str) -> Message:
    """What is kept, until when; [Weiter] goes on where it was left."""
    texts = context.texts
    until = short(page.until, texts.language)
    rows = (
        row(
            report_page.move(page, texts, "go_on", Move.GO_ON),
            report_page.move(page, texts, "discard", Move.DISCARD),
        ),
    )
    given = report_page.given(Words(texts, page))
    return Message(text="\n".join([texts(key, day=until), *given]), rows=rows)


HANDLERS = [
    CommandHandler("melden", report, PRIVATE),
    CallbackQueryHandler(report, NewReportButton.pattern),
    CallbackQueryHandler(answer, AnswerButton.pattern),
    CallbackQueryHandler(ask_again, AskAgainButton.pattern),
    CallbackQueryHandler(move, MoveButton.pattern),
    CallbackQueryHandler(send, SendButton.pattern),
    CallbackQueryHandler(ignore, EmptyButton.pattern),
]
