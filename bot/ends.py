"""Ends: how a send ended, taken for what it is, and what follows from that in the database."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Concatenate, ParamSpec

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.parcels import Parcel
from bot.transport import NotSent
from domain.model.ids import CaseId, ChatId, NoteId
from domain.services import delivered
from handlers.message import Message
from storage.database import is_weather
from storage.work import SqliteWork

P = ParamSpec("P")
log = logging.getLogger(__name__)

GIVE_UP_AFTER = 12
LONGEST_WAIT_S = 60


class End(StrEnum):
    """How a send ended."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    UNCERTAIN = "uncertain"
    PAUSED = "paused"
    GONE = "gone"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    MIGRATED = "migrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a parcel. `wait_s` for PAUSED, `chat` for MIGRATED, `error` without message text."""

    end: End
    message: int | None = None
    wait_s: float = 0
    chat: ChatId = ChatId(0)
    error: str = ""


async def report_of(sending: Awaitable[int | None]) -> Report:
    """Await a send and say how it ended. Raises telegram.error.InvalidToken, nothing else.

    The order of the clauses matters: BadRequest and TimedOut are NetworkErrors too.
    """
    try:
        return Report(end=End.SENT, message=await sending)
    except RetryAfter as error:
        return Report(end=End.PAUSED, wait_s=_seconds(error.retry_after))
    except ChatMigrated as error:
        return Report(end=End.MIGRATED, chat=ChatId(error.new_chat_id))
    except Forbidden as error:
        return Report(end=End.UNREACHABLE, error=error.message)
    except BadRequest as error:
        return _bad_request(error.message)
    except NotSent:
        return Report(end=End.NOT_SENT)
    except NetworkError as error:
        # An answer of the 5xx kind has no cause: Telegram said that it did nothing.
        return Report(end=End.UNCERTAIN if error.__cause__ is not None else End.NOT_SENT)
    except InvalidToken:
        raise
    except Exception as error:
        log.exception("a message cannot be sent", exc_info=error)
        return Report(end=End.REFUSED, error=type(error).__name__)


def _bad_request(text: str) -> Report:
    words = text.lower()
    # Shown, or deleted, already: by an attempt whose answer was lost, or by somebody else.
    if "message is not modified" in words or "message to delete not found" in words:
        return Report(end=End.SENT)
    if any(sign in words for sign in ("not found", "can't be edited", "can't be deleted")):
        return Report(end=End.UNREACHABLE if "chat not found" in words else End.GONE, error=text)
    return Report(end=End.REFUSED, error=text)


def _seconds(after: int | timedelta) -> float:
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def settle(work: SqliteWork, parcel: Parcel, report: Report) -> None:
    """Keep what became of a parcel; a bug in that must not have it sent again, so it counts as failed."""
    try:
        with work.apart():
            _settle(work, parcel, report)
    except Exception as error:
        if is_weather(error):
            raise
        log.exception("a delivery could not be kept", exc_info=error)
        if parcel.card is not None:
            work.cards.fail(parcel.card.card.id)
        elif parcel.letter is not None:
            work.outbox.settle(parcel.letter.id, "failed", error=type(error).__name__)


def _settle(work: SqliteWork, parcel: Parcel, report: Report) -> None:
    match report.end:
        case End.SENT:
            _arrived(work, parcel, report.message)
        case End.MIGRATED:
            _follow(work, delivered.chat_moved, parcel.chat, report.chat)
            work.outbox.move_chat(parcel.chat, report.chat)
            _again(work, parcel, 0, uncertain=False)
        case End.PAUSED:
            _again(work, parcel, report.wait_s, uncertain=False)
        case End.NOT_SENT | End.UNCERTAIN:
            _again(work, parcel, _backoff(parcel), uncertain=report.end is End.UNCERTAIN)
        case End.GONE:
            _gone(work, parcel, report)
        case End.REFUSED | End.UNREACHABLE:
            _lost(work, parcel, report)


def _follow(
    work: SqliteWork, deed: Callable[Concatenate[SqliteWork, P], None], *args: P.args, **kwargs: P.kwargs
) -> None:
    """A bug in what follows changes nothing about the fate of the message."""
    try:
        with work.apart():
            deed(work, *args, **kwargs)
    except Exception as error:
        if is_weather(error):
            raise
        log.exception("what follows from a delivery failed", exc_info=error)


def _arrived(work: SqliteWork, parcel: Parcel, message: int | None) -> None:
    if parcel.card is not None:
        card = parcel.card.card
        first = card.message is None
        work.cards.settle(card.id, card.wanted, message)
        if first and message is not None and card.case_id and _still_there(work, card.case_id):
            work.outbox.remember_card(card.chat, message, card.case_id)
            _follow(work, delivered.card_shown, card)
        return
    letter = parcel.letter
    assert letter is not None
    work.outbox.settle(letter.id, "sent", message=message)
    note = None if parcel.message.note is None else NoteId(parcel.message.note)
    if message is not None and _still_there(work, letter.case_id):
        work.outbox.remember(parcel.chat, message, letter, note)
    if message is not None and letter.draft is not None:
        work.drafts.shown(letter.draft, message)
    if letter.notice is not None:
        _follow(work, delivered.told, letter.notice, letter.person)


def _still_there(work: SqliteWork, case: CaseId | None) -> bool:
    """A case may be deleted while a message about it is on its way."""
    return case is not None and work.cases.has(case)


def _again(work: SqliteWork, parcel: Parcel, wait_s: float, *, uncertain: bool) -> None:
    """Send it again in `wait_s` seconds; until then the chat waits, so that nothing overtakes it."""
    at = work.now + timedelta(seconds=wait_s)
    if wait_s:
        work.outbox.pause(parcel.chat, at)
    if parcel.card is not None:
        work.cards.retry(parcel.card.card.id, at, uncertain=uncertain)
        return
    letter = parcel.letter
    assert letter is not None
    if uncertain and not letter.repeatable:
        work.outbox.settle(letter.id, "uncertain")
    elif uncertain and letter.notice is None and letter.attempts >= GIVE_UP_AFTER:
        work.outbox.settle(letter.id, "failed", error="given up")
    else:
        work.outbox.retry(letter.id, at, uncertain=uncertain)


def _backoff(parcel: Parcel) -> float:
    attempts = parcel.card.attempts if parcel.card else parcel.letter.attempts if parcel.letter else 1
    return float(min(2 ** min(attempts, 10), LONGEST_WAIT_S))


def _gone(work: SqliteWork, parcel: Parcel, report: Report) -> None:
    """The message to edit or delete is not there: a card is sent anew, an answer as a new message."""
    message, letter = parcel.message, parcel.letter
    if not (message.edits or message.deletes):
        _lost(work, parcel, report)
    elif parcel.card is not None:
        work.cards.lose(parcel.card.card.id)
    elif letter is not None:
        work.outbox.settle(letter.id, "sent")
        if message.edits:
            body = message.model_copy(update={"edits": None}).model_dump_json(exclude_defaults=True)
            case = letter.case_id if _still_there(work, letter.case_id) else None
            work.outbox.say(parcel.chat, body, draft=letter.draft, case=case)
        elif message.if_refused:
            body = Message(text=message.if_refused).model_dump_json(exclude_defaults=True)
            work.outbox.say(parcel.chat, body)


def _lost(work: SqliteWork, parcel: Parcel, report: Report) -> None:
    """Nobody is there, or Telegram will never take this: settled, and the network hears of it."""
    if report.end is not End.UNREACHABLE:
        log.error("a message was refused: %s", report.error)
    if parcel.card is not None:
        work.cards.fail(parcel.card.card.id)
    elif parcel.letter is not None:
        work.outbox.settle(parcel.letter.id, "failed", error=report.error)
        _follow(work, delivered.untold, parcel.letter.notice, parcel.letter.person)
    if report.end is End.UNREACHABLE:
        _follow(work, delivered.chat_lost, parcel.chat)
