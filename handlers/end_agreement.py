"""An agreement ends: notice with a coded reason, who will be there afterwards, and what is handed over."""

from datetime import date, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.agreement import NoticeReason
from domain.model.agreement_rights import AgreementDeed
from domain.model.dates import read_date
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import AgreementId, AgreementVersionId, PartnerId
from domain.ports import Draft, Turn, Work
from domain.services import (
    agreement_access,
    agreement_handovers,
    agreements,
    drafting,
    duty_handovers,
    failure_subjects,
    failures,
    standing,
)
from domain.services.agreement_access import Seen
from handlers.agreement_buttons import (
    AfterwardsButton,
    AnswerDutyButton,
    AnswerHandoverButton,
    HandOverButton,
    NoticeButton,
)
from handlers.answer_check_in import reading
from handlers.cards import agreement_ends, agreement_screens, departure_screens, failure_screens
from handlers.context import Context
from handlers.dialogue import hears
from handlers.list_agreements import shown
from handlers.message import Message
from handlers.screens import lines
from handlers.texts import Texts

FORM = "agreement_notice"


async def give_notice(update: Update, context: Context) -> None:
    """[Beenden]: why, then on which day; a day can be typed too."""
    context.in_private()
    button = NoticeButton.read(update)
    identity = AgreementVersionId(button.version)
    seen = await context.run(agreement_access.require, identity, AgreementDeed.GIVE_NOTICE)
    must = await context.run(_must_first, seen, context.texts)
    if must is not None:
        context.edit(must)
        return
    if button.reason is None:
        context.edit(agreement_screens.which_end_reason(context.texts, seen))
        return
    if not button.day:
        facts = {"version": identity, "reason": button.reason.value}
        draft = await context.run(drafting.begin, FORM, "day", facts)
        today = await context.run(_today)
        days = [today + timedelta(days=number) for number in (30, 90, 180)]
        asked = agreement_ends.which_day(context.texts, seen, button.reason, days)
        context.edit(asked, draft=draft.id)
        return
    context.edit(await context.run(_noticed, identity, (_day(button.day), button.reason), context.texts))


def _must_first(work: Work, turn: Turn, seen: Seen, texts: Texts) -> Message | None:
    """While its failure run has mandatory steps open nobody gives notice: which they are."""
    project = failure_subjects.project(work, seen.agreement.id)
    missing = failures.mandatory_open(work, project)
    return failure_screens.must_first(reading(work, turn, texts), project, missing) if missing else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AlreadyDone from None


def _today(work: Work, turn: Turn) -> date:
    return standing.today(work)


def _noticed(
    work: Work, turn: Turn, identity: AgreementVersionId, notice: tuple[date, NoticeReason], texts: Texts
) -> Message:
    agreements.give_notice(work, turn, identity, *notice)
    drafting.end(work, turn, FORM)
    return shown(work, turn, identity, texts)


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """The last day, typed."""
    day = read_date(text, await context.run(_today), "future")
    if day is None:
        raise NotUnderstood("day")
    identity = AgreementVersionId(int(draft.answers["version"] or 0))
    reason = NoticeReason(str(draft.answers["reason"]))
    context.say(await context.run(_noticed, identity, (day, reason), context.texts))


async def afterwards(update: Update, context: Context) -> None:
    """[Wer danach da ist]"""
    context.in_private()
    identity = AgreementId(AfterwardsButton.read(update).agreement)
    context.edit(await context.run(who_is_left, identity, context.texts))


def who_is_left(work: Work, turn: Turn, identity: AgreementId, texts: Texts) -> Message:
    person = agreement_access.require_agreement(work, turn, identity, AgreementDeed.READ)
    return agreement_ends.afterwards(work, texts, identity, person)


async def hand_over(update: Update, context: Context) -> None:
    """[Wir bleiben zuständig], or [Übergeben] and to whom; without an agreement: all that a leaver has."""
    context.in_private()
    button = HandOverButton.read(update)
    identity = AgreementId(button.agreement) if button.agreement else None
    giver = PartnerId(button.giver)
    if not button.taker:
        prospect = await context.run(agreement_handovers.prospect, identity, giver)
        context.edit(agreement_ends.which_taker(context.texts, prospect))
        return
    await context.run(agreement_handovers.offer, identity, giver, PartnerId(button.taker))
    if identity is None:
        context.edit(await context.run(departure_screens.stands, giver, context.texts))
        return
    context.edit(await context.run(who_is_left, identity, context.texts))


async def answer_handover(update: Update, context: Context) -> None:
    """[Wir übernehmen], [Ablehnen]"""
    context.in_private()
    button = AnswerHandoverButton.read(update)
    if button.takes:
        passed, stayed = await context.run(agreement_handovers.accept, button.handover)
        stays = context.texts("agreement.handover.stays", number=stayed) if stayed else ""
        context.edit(Message(text=lines(context.texts("agreement.handover.taken", number=passed), stays)))
        return
    await context.run(agreement_handovers.decline, button.handover)
    context.edit(Message(text=context.texts("agreement.handover.left")))


async def answer_duty(update: Update, context: Context) -> None:
    """[Das übernehme ich], [Das kann ich nicht]"""
    context.in_private()
    button = AnswerDutyButton.read(update)
    await context.run(duty_handovers.answer, button.duty, takes=button.takes)
    key = "agreement.duty.taken" if button.takes else "agreement.duty.refused"
    context.edit(Message(text=context.texts(key)))


HANDLERS = [
    CallbackQueryHandler(give_notice, NoticeButton.pattern),
    CallbackQueryHandler(afterwards, AfterwardsButton.pattern),
    CallbackQueryHandler(hand_over, HandOverButton.pattern),
    CallbackQueryHandler(answer_duty, AnswerDutyButton.pattern),
    CallbackQueryHandler(answer_handover, AnswerHandoverButton.pattern),
]
