"""Delivery: lease, send, settle; one send in flight a chat, paced, every refusal taken for what it is."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.core import Core
from bot.errands import Errands
from bot.fatal import TokenRefused
from bot.pacing import Pacing
from bot.post import Post
from bot.transport import NotSent
from domain.model.ids import ChatId, NoteId
from domain.model.notices import Priority
from domain.services import delivered
from handlers.cards import Reading, render, render_card
from handlers.message import Message
from handlers.texts import Texts
from storage.cards import LeasedCard
from storage.outbox import Letter, Waiting
from storage.work import SqliteWork

log = logging.getLogger(__name__)

IN_FLIGHT = 30
AHEAD_S = 0.25
LOOK_AT = 400
GIVE_UP_AFTER = 12
LONGEST_WAIT_S = 300
SHORTEST_REST_S = 0.002
LONGEST_REST_S = 30.0


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
class Parcel:
    """Something leased and rendered; leaves at `departs`, seconds of the monotonic clock."""

    chat: ChatId
    message: Message
    departs: float
    letter: Letter | None = None
    card: LeasedCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a parcel. `wait_s` for PAUSED, `chat` for MIGRATED, `error` without message text."""

    end: End
    message: int | None = None
    wait_s: float = 0
    chat: int = 0
    error: str = ""


class Delivery:
    """`rested` is called whenever nothing is left that could leave now."""

    def __init__(
        self, core: Core, pacing: Pacing, post: Post, errands: Errands, rested: Callable[[], None]
    ) -> None:
        self.core = core
        self.pacing = pacing
        self.post = post
        self.errands = errands
        self.rested = rested
        self.next_due_at: datetime | None = None
        self._in_flight: set[int] = set()
        self._wake = asyncio.Event()
        self._seen = -1
        self._departures: float | None = None
        self._opens_at: datetime | None = None

    def wake(self) -> None:
        """Something may be ready to leave."""
        self._seen = -1
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Nothing is in flight, nothing could leave now."""
        return not self._in_flight and self._seen == self.core.changes and self._departures is None

    async def run(self) -> None:
        """Send what may leave, until cancelled. Raises TokenRefused when Telegram knows the token no more."""
        async with asyncio.TaskGroup() as carriers:
            while True:
                self._wake.clear()
                await self._round(carriers)
                await self._rest()

    async def _rest(self) -> None:
        """Until something changes, or the pacing lets the next one go."""
        if self.idle:
            self.rested()
        waits = []
        if self._departures is not None:
            waits.append(self._departures - AHEAD_S - time.monotonic())
        if self._opens_at is not None:
            waits.append((self._opens_at - self.core.clock.now()).total_seconds())
        try:
            await asyncio.wait_for(
                self._wake.wait(), max(min(waits, default=LONGEST_REST_S), SHORTEST_REST_S)
            )
        except TimeoutError:
            return

    async def _round(self, carriers: asyncio.TaskGroup) -> None:
        changes = self.core.changes
        busy = frozenset(self._in_flight)
        parcels = await self.core.submit(lambda work: self._lease(work, busy))
        for parcel in parcels:
            self._in_flight.add(parcel.chat)
            carriers.create_task(self._carry(parcel))
        await self.errands.run_pending()
        self._seen = changes if not parcels else -1
        if parcels:
            self._wake.set()

    # Lease

    def _lease(self, work: SqliteWork, busy: frozenset[int]) -> list[Parcel]:
        parcels: list[Parcel] = []
        self._departures = None
        now = time.monotonic()
        self.pacing.forget(now)
        free = IN_FLIGHT - len(busy)
        for waiting in work.outbox.waiting(busy, LOOK_AT if free else 0):
            departs = self.pacing.earliest(
                waiting.chat, now, important=waiting.priority <= Priority.ESCALATION
            )
            if departs > now + AHEAD_S or len(parcels) >= free:
                self._departures = min(self._departures or departs, departs)
                continue
            parcel = self._wrap(work, waiting, departs)
            if parcel is not None:
                self.pacing.take(waiting.chat, departs)
                parcels.append(parcel)
        next_due = work.outbox.next_due()
        self.next_due_at = max(next_due, work.now) if next_due else None
        # What is due already waits for its chat or its slot, and these wake us themselves.
        self._opens_at = next_due if next_due and next_due > work.now else None
        return parcels

    def _wrap(self, work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
        """Put one row into words. What cannot be read or said any more is settled as such."""
        wrap = self._wrap_card if waiting.source == "card" else self._wrap_letter
        try:
            return wrap(work, waiting, departs)
        except (ValueError, KeyError, LookupError, TypeError) as error:
            log.exception("%s %d cannot be put into words", waiting.source, waiting.id, exc_info=error)
            if waiting.source == "card":
                work.cards.fail(waiting.id)
            else:
                work.outbox.settle(waiting.id, "failed", error=type(error).__name__)
            return None

    def _wrap_letter(self, work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
        letter = work.outbox.lease(waiting.id)
        reading = _reading(work, letter.chat)
        if letter.notice is None:
            message: Message | None = Message.model_validate_json(letter.body)
        else:
            message = render(reading, letter.notice)
        if message is None:
            work.outbox.settle(letter.id, "moot")
            delivered.untold(work, letter.notice, letter.person)
            return None
        if letter.again and not message.edits and not message.deletes:
            message = _marked(message, reading.texts)
        return Parcel(chat=letter.chat, message=message, departs=departs, letter=letter)

    def _wrap_card(self, work: SqliteWork, waiting: Waiting, departs: float) -> Parcel | None:
        leased = work.cards.lease(waiting.id)
        case = work.cases.get(leased.card.case_id)
        reading = _reading(work, leased.card.chat)
        message = None if case is None else render_card(reading, case)
        if message is None:
            work.cards.settle(waiting.id, leased.card.wanted, None)
            return None
        if leased.again:
            message = _marked(message, reading.texts)
        silent = leased.silent and leased.card.message is None
        message = message.model_copy(update={"edits": leased.card.message, "silent": silent})
        return Parcel(chat=leased.card.chat, message=message, departs=departs, card=leased)

    # Send and settle

    async def _carry(self, parcel: Parcel) -> None:
        try:
            await asyncio.sleep(max(parcel.departs - time.monotonic(), 0))
            report = await self._send(parcel)
            await self.core.submit(lambda work: self._settle(work, parcel, report))
        except InvalidToken:
            raise TokenRefused from None
        finally:
            self._in_flight.discard(parcel.chat)
            self.wake()

    async def _send(self, parcel: Parcel) -> Report:
        """The order of the clauses matters: BadRequest and TimedOut are NetworkErrors too."""
        try:
            return Report(end=End.SENT, message=await self.post.send(parcel.chat, parcel.message))
        except RetryAfter as error:
            return Report(end=End.PAUSED, wait_s=_seconds(error.retry_after))
        except ChatMigrated as error:
            return Report(end=End.MIGRATED, chat=error.new_chat_id)
        except Forbidden as error:
            return Report(end=End.UNREACHABLE, error=error.message)
        except BadRequest as error:
            return _bad_request(error.message)
        except NotSent:
            return Report(end=End.NOT_SENT)
        except NetworkError as error:
            # An answer of the 5xx kind has no cause: Telegram said that it did nothing.
            return Report(end=End.UNCERTAIN if error.__cause__ is not None else End.NOT_SENT)

    def _settle(self, work: SqliteWork, parcel: Parcel, report: Report) -> None:
        match report.end:
            case End.SENT:
                self._arrived(work, parcel, report.message)
            case End.MIGRATED:
                work.outbox.move_chat(parcel.chat, report.chat)
                self._again(work, parcel, 0, uncertain=False)
            case End.PAUSED:
                work.outbox.pause(parcel.chat, work.now + timedelta(seconds=report.wait_s))
                self._again(work, parcel, 0, uncertain=False)
            case End.NOT_SENT | End.UNCERTAIN:
                self._again(work, parcel, _backoff(parcel), uncertain=report.end is End.UNCERTAIN)
            case End.GONE:
                self._gone(work, parcel)
            case End.REFUSED | End.UNREACHABLE:
                self._lost(work, parcel, report)

    def _arrived(self, work: SqliteWork, parcel: Parcel, message: int | None) -> None:
        if parcel.card is not None:
            card = parcel.card.card
            first = card.message is None
            work.cards.settle(card.id, card.wanted, message)
            if first and message is not None:
                work.outbox.remember_card(card.chat, message, card.case_id)
                delivered.card_shown(work, card)
            return
        letter = parcel.letter
        assert letter is not None
        work.outbox.settle(letter.id, "sent", message=message)
        note = None if parcel.message.note is None else NoteId(parcel.message.note)
        if message is not None and (letter.case_id is not None or note is not None):
            work.outbox.remember(parcel.chat, message, letter, note)
        if message is not None and letter.draft is not None:
            work.drafts.shown(letter.draft, message)
        delivered.told(work, letter.notice, letter.person)

    def _again(self, work: SqliteWork, parcel: Parcel, wait_s: float, *, uncertain: bool) -> None:
        at = work.now + timedelta(seconds=wait_s)
        if parcel.card is not None:
            work.cards.retry(parcel.card.card.id, at, uncertain=uncertain)
        elif (
            parcel.letter is not None
            and parcel.letter.attempts >= GIVE_UP_AFTER
            and parcel.letter.notice is None
        ):
            work.outbox.settle(parcel.letter.id, "failed", error="given up")
        elif parcel.letter is not None:
            work.outbox.retry(parcel.letter.id, at, uncertain=uncertain)

    def _gone(self, work: SqliteWork, parcel: Parcel) -> None:
        """The message to edit or delete is not there: a card is sent anew, an answer as a new message."""
        if parcel.card is not None:
            work.cards.lose(parcel.card.card.id)
            return
        assert parcel.letter is not None
        work.outbox.settle(parcel.letter.id, "sent")
        message = parcel.message
        if message.edits:
            body = message.model_copy(update={"edits": None})
            work.outbox.say(
                parcel.chat, body.model_dump_json(exclude_defaults=True), draft=parcel.letter.draft
            )
        elif message.if_refused:
            work.outbox.say(
                parcel.chat, Message(text=message.if_refused).model_dump_json(exclude_defaults=True)
            )

    def _lost(self, work: SqliteWork, parcel: Parcel, report: Report) -> None:
        """Nobody is there, or Telegram will never take this: settled, and the network hears of it."""
        if report.end is End.REFUSED:
            log.error("a message was refused: %s", report.error)
        if parcel.card is not None:
            work.cards.fail(parcel.card.card.id)
        elif parcel.letter is not None:
            work.outbox.settle(parcel.letter.id, "failed", error=report.error)
            delivered.untold(work, parcel.letter.notice, parcel.letter.person)
        if report.end is End.UNREACHABLE:
            delivered.chat_lost(work, parcel.chat)


def _reading(work: SqliteWork, chat: ChatId) -> Reading:
    person = work.people.by_telegram(chat) if chat > 0 else None
    return Reading(work=work, person=person, chat=chat, texts=Texts.of(person.language if person else "de"))


def _marked(message: Message, texts: Texts) -> Message:
    """It may have arrived before: say so."""
    return message.model_copy(update={"text": f"{message.text}\n\n{texts('delivery.again')}"})


def _seconds(after: int | timedelta) -> float:
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _backoff(parcel: Parcel) -> float:
    attempts = parcel.card.attempts if parcel.card else parcel.letter.attempts if parcel.letter else 1
    return float(min(2**attempts, LONGEST_WAIT_S))


def _bad_request(text: str) -> Report:
    words = text.lower()
    if "message is not modified" in words:
        return Report(end=End.SENT)
    if any(sign in words for sign in ("not found", "can't be edited", "can't be deleted")):
        return Report(end=End.UNREACHABLE if "chat not found" in words else End.GONE, error=text)
    return Report(end=End.REFUSED, error=text)
