"""The review of a failure run: each side's view, the changes, publishing; a change is made and judged."""

from datetime import timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.errors import AlreadyDone
from domain.model.failure_review import FailureChange, Resolve
from domain.model.failure_subject import case_id
from domain.ports import Turn, Work
from domain.services import failure_changes, failure_reviews, failure_view_drafts, standing
from domain.services.failure_view_drafts import AskedView
from handlers.answer_check_in import reading
from handlers.cards import failure_review_news, failure_review_screens
from handlers.context import Context
from handlers.failure_buttons import (
    AidButton,
    CancelReviewButton,
    CauseButton,
    ChangeDoneButton,
    DropChangeButton,
    EffectButton,
    NewChangeButton,
    OwnViewButton,
    PublishButton,
    RemoveChangeButton,
    ReviewButton,
    SendViewButton,
    ShowChangeButton,
    ViewOnButton,
)
from handlers.message import Message, row
from handlers.texts import Texts


async def show(update: Update, context: Context) -> None:
    """[Auswertung]: where it stands, for this side."""
    context.in_private()
    await _show(context, ReviewButton.read(update).review)


async def _show(context: Context, review: int) -> None:
    context.edit(await context.run(_review, review, context.texts))


def _review(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    found = failure_reviews.read(work, turn, identity)
    return failure_review_screens.review(reading(work, turn, texts), found)


# One's own view


async def begin_view(update: Update, context: Context) -> None:
    """[Ihre Sicht]"""
    context.in_private()
    await _ask(context, await context.run(failure_view_drafts.begin, OwnViewButton.read(update).review))


async def toggle_cause(update: Update, context: Context) -> None:
    context.in_private()
    button = CauseButton.read(update)
    await _ask(context, await context.run(failure_view_drafts.toggle_cause, button.review, button.cause))


async def toggle_aid(update: Update, context: Context) -> None:
    context.in_private()
    button = AidButton.read(update)
    await _ask(context, await context.run(failure_view_drafts.toggle_aid, button.review, button.aid))


async def go_on(update: Update, context: Context) -> None:
    """[Weiter], [Zurück]"""
    context.in_private()
    button = ViewOnButton.read(update)
    await _ask(context, await context.run(failure_view_drafts.go_to, button.review, button.question))


async def _ask(context: Context, asked: AskedView) -> None:
    screen = await context.run(_question, asked, context.texts)
    context.edit(screen, draft=asked.draft.id, case=case_id(asked.reviewed.case))


def _question(work: Work, turn: Turn, asked: AskedView, texts: Texts) -> Message:
    return failure_review_screens.question(reading(work, turn, texts), asked)


async def send_view(update: Update, context: Context) -> None:
    """What should change: the view is given."""
    context.in_private()
    button = SendViewButton.read(update)
    review = await context.run(failure_view_drafts.send, button.review, button.remedy)
    await _show(context, review.id)


# What changes


async def settle_change(update: Update, context: Context) -> None:
    """[Änderung festlegen], answer by answer; the last one settles it."""
    context.in_private()
    button = NewChangeButton.read(update)
    if button.days is None:
        context.edit(await context.run(_new_change, button, context.texts))
        return
    await context.run(_decide, button)
    await _show(context, button.review)


def _new_change(work: Work, turn: Turn, button: NewChangeButton, texts: Texts) -> Message:
    found = failure_reviews.read(work, turn, button.review)
    if not found.review.is_open or not found.ready:
        raise AlreadyDone("failure_review")
    return failure_review_screens.new_change(reading(work, turn, texts), found, button)


def _decide(work: Work, turn: Turn, button: NewChangeButton) -> FailureChange:
    if button.cause is None or button.remedy is None or button.owner is None or button.days is None:
        raise AlreadyDone
    if button.days not in failure_review_screens.offered_days():
        raise AlreadyDone
    calendar = work.network.calendar
    day = calendar.last_working_day(standing.today(work) + timedelta(days=button.days))
    resolve = Resolve(cause=button.cause, remedy=button.remedy, owner=button.owner, due_on=day)
    return failure_reviews.decide(work, turn, button.review, resolve)


async def remove_change(update: Update, context: Context) -> None:
    """[1. entfernen]"""
    context.in_private()
    review = await context.run(failure_reviews.remove_change, RemoveChangeButton.read(update).change)
    await _show(context, review.id)


async def publish(update: Update, context: Context) -> None:
    """[Veröffentlichen]"""
    context.in_private()
    review = await context.run(failure_reviews.publish, PublishButton.read(update).review)
    await _show(context, review.id)


async def cancel(update: Update, context: Context) -> None:
    """[Ohne Auswertung beenden]: first why."""
    context.in_private()
    button = CancelReviewButton.read(update)
    if button.why is None:
        context.edit(await context.run(_why_cancel, button.review, context.texts))
        return
    await context.run(failure_reviews.cancel, button.review, button.why)
    await _show(context, button.review)


def _why_cancel(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    found = failure_reviews.read(work, turn, identity)
    if not found.review.is_open:
        raise AlreadyDone("failure_review")
    return failure_review_screens.why_cancel(texts, found)


# A change is made, and judged


async def show_change(update: Update, context: Context) -> None:
    """One change, from the list or the digest."""
    context.in_private()
    context.edit(await context.run(_change, ShowChangeButton.read(update).change, context.texts))


def _change(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    change, case = failure_changes.owned(work, turn, identity)
    return failure_review_news.change_message(reading(work, turn, texts), case, change, late=False)


async def change_done(update: Update, context: Context) -> None:
    """[Umgesetzt]"""
    context.in_private()
    await _noted(context, await context.run(failure_changes.done, ChangeDoneButton.read(update).change))


async def drop_change(update: Update, context: Context) -> None:
    """[Nicht umsetzen]: first why."""
    context.in_private()
    button = DropChangeButton.read(update)
    if button.why is None:
        context.edit(await context.run(_why_drop, button.change, context.texts))
        return
    await _noted(context, await context.run(failure_changes.drop, button.change, button.why))


def _why_drop(work: Work, turn: Turn, identity: int, texts: Texts) -> Message:
    change, case = failure_changes.owned(work, turn, identity)
    return failure_review_screens.why_drop(texts, case.code, change)


async def judge(update: Update, context: Context) -> None:
    """[Hat geholfen], [Teilweise], [Nicht]"""
    context.in_private()
    button = EffectButton.read(update)
    await _noted(context, await context.run(failure_changes.judge, button.change, button.effect))


async def _noted(context: Context, change: FailureChange) -> None:
    context.edit(await context.run(_noted_screen, change, context.texts), case=change.case_id)


def _noted_screen(work: Work, turn: Turn, change: FailureChange, texts: Texts) -> Message:
    _, case = failure_changes.owned(work, turn, change.id)
    state = (
        texts.word(change.effect) if change.effect else texts.label(f"failure.change_state.{change.state}")
    )
    what = f"{texts.word(change.remedy)}: {state}"
    onward = ReviewButton(review=change.review).key(texts.label("failure.key.review"))
    return Message(text=texts("failure.change.noted", code=case.code, what=what), rows=(row(onward),))


HANDLERS = [
    CallbackQueryHandler(show, ReviewButton.pattern),
    CallbackQueryHandler(begin_view, OwnViewButton.pattern),
    CallbackQueryHandler(toggle_cause, CauseButton.pattern),
    CallbackQueryHandler(toggle_aid, AidButton.pattern),
    CallbackQueryHandler(go_on, ViewOnButton.pattern),
    CallbackQueryHandler(send_view, SendViewButton.pattern),
    CallbackQueryHandler(settle_change, NewChangeButton.pattern),
    CallbackQueryHandler(remove_change, RemoveChangeButton.pattern),
    CallbackQueryHandler(publish, PublishButton.pattern),
    CallbackQueryHandler(cancel, CancelReviewButton.pattern),
    CallbackQueryHandler(show_change, ShowChangeButton.pattern),
    CallbackQueryHandler(change_done, ChangeDoneButton.pattern),
    CallbackQueryHandler(drop_change, DropChangeButton.pattern),
    CallbackQueryHandler(judge, EffectButton.pattern),
]
