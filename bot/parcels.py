"""Parcels: what waits is leased and put into words when it leaves, in its reader's language and rights."""

import logging
from dataclasses import dataclass

from domain.model.ids import ChatId
from domain.ports import Card
from domain.services import delivered
from handlers.cards import Reading, render, render_card, render_run_card
from handlers.message import Message
from handlers.texts import Texts
from storage.cards import LeasedCard
from storage.database import is_weather
from storage.outbox import Letter, Waiting
from storage.work import SqliteWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something leased and rendered; leaves at `departs`, seconds of the monotonic clock."""

    chat: ChatId
    message: Message
    departs: float
    letter: Letter | None = None
    card: LeasedCard | None = None


def wrap(work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
    """Put one row into words. None: it has become meaningless, or it is damaged and set aside as failed."""
    wrap_one = _wrap_card if waiting.source == "card" else _wrap_letter
    try:
        with work.apart():
            return wrap_one(work, waiting, departs)
    except Exception as error:
        if is_weather(error):
            raise
        log.exception("%s %d cannot be put into words", waiting.source, waiting.id, exc_info=error)
        if waiting.source == "card":
            work.cards.fail(waiting.id)
        else:
            work.outbox.settle(waiting.id, "failed", error=type(error).__name__)
        return None


def _wrap_letter(work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
    letter = work.outbox.lease(waiting.id)
    if letter.notice is None:
        message: Message | None = Message.model_validate_json(letter.body)
    else:
        message = render(_reading(work, letter.chat), letter.notice)
    if message is None:
        work.outbox.settle(letter.id, "moot")
        delivered.untold(work, letter.notice, letter.person)
        return None
    if letter.again and not message.edits and not message.deletes:
        message = _marked(message, _reading(work, letter.chat).texts)
    return Parcel(chat=letter.chat, message=message, departs=departs, letter=letter)


def _wrap_card(work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
    leased = work.cards.lease(waiting.id)
    reading = _reading(work, leased.card.chat)
    message = _of_card(work, reading, leased.card)
    if message is None:
        work.cards.settle(waiting.id, leased.card.wanted, None)
        return None
    if leased.again:
        message = _marked(message, reading.texts)
    silent = leased.silent and leased.card.message is None
    message = message.model_copy(update={"edits": leased.card.message, "silent": silent})
    return Parcel(chat=leased.card.chat, message=message, departs=departs, card=leased)


def _of_card(work: SqliteWork, reading: Reading, card: Card) -> Message | None:
    if card.run is not None:
        return render_run_card(reading, card.run)
    case = None if card.case_id is None else work.cases.get(card.case_id)
    return None if case is None else render_card(reading, case)


def _reading(work: SqliteWork, chat: ChatId) -> Reading:
    person = work.people.by_telegram(chat) if chat > 0 else None
    return Reading(work=work, person=person, chat=chat, texts=Texts.of(person.language if person else "de"))


def _marked(message: Message, texts: Texts) -> Message:
    """It may have arrived before: say so."""
    return message.model_copy(update={"text": f"{message.text}\n\n{texts('delivery.again')}"})
