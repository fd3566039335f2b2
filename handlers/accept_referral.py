"""A responsible person presses [Ich übernehme]."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Referral
from domain.model.ids import ReferralId
from domain.ports import Turn, Work
from domain.services import acceptance, access, case_view
from handlers import promise_keys, screens
from handlers.card_buttons import AcceptButton, UndoButton
from handlers.cards import Reading
from handlers.cards.referral_news import office_of, ring
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import Texts


async def accept(update: Update, context: Context) -> None:
    """One tap takes the case, with the default promise; the answer offers another one, and five minutes."""
    context.in_private()
    referral = await context.run(acceptance.accept, ReferralId(AcceptButton.read(update).referral))
    await screens.conclude(context, await context.run(taken, referral, context.texts), referral.case_id)


def taken(work: Work, turn: Turn, referral: Referral, texts: Texts) -> Message:
    """What whoever accepted reads: with whom to be in touch, by when, and whether names may be spoken."""
    person = access.member(turn)
    case = access.case_of(work, referral.case_id)
    reading = Reading(work=work, person=person, chat=turn.chat, texts=texts)
    asker = work.people.get(referral.asked_by)
    until = texts(
        "referral.took.until",
        name=asker.name if asker else "",
        office=office_of(reading, asker),
        until=reading.moment(referral.promised_at or work.now),
    )
    naming = case_view.of(work, case, person).naming
    names = "" if naming is None else texts.label(f"card.naming.{naming}")
    text = screens.lines(
        texts("referral.took.title", code=case.code),
        until,
        ring(reading, asker),
        texts("card.fact.naming", what=names) if names else "",
        "\n" + texts("referral.took.change"),
    )
    undo = UndoButton(referral=referral.id).key(texts.label("promise.undo"))
    return Message(text=text, rows=(*promise_keys.choices(texts, work, case, referral), row(undo)))


HANDLERS = [CallbackQueryHandler(accept, AcceptButton.pattern)]
