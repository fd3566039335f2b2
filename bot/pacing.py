"""When the next message may leave, so that Telegram need not say 429."""

from collections import deque
from math import inf

GROUP_WINDOW_S = 60.0


class Door:
    """Even gaps on the way out. What a busy machine has held up by a quarter of a slot is made up for.

    From one message to the 31st after it are at least 30 slots and three quarters: no second holds 32,
    although some of them take 25 ms longer on their way than others.
    """

    def __init__(self, slot_s: float) -> None:
        self._slot_s = slot_s
        self.opens_at = -inf

    def passed(self, at: float) -> None:
        """One has left at this moment, not before the door was open."""
        self.opens_at = max(self.opens_at + self._slot_s, at + self._slot_s * 3 / 4)


class Pacing:
    """Keeps Telegram's published limits; a pure object, every moment is an argument.

    Moments are seconds on any clock that only goes forward. To all chats together: even slots, so no
    rolling second holds more than `per_second` + 1. A private chat is a bucket of `private_burst`,
    refilled by `private_per_second`, and no more than the bucket holds in one refill time. A group may get
    `group_per_minute` in a rolling minute; the last `group_reserved` of them only if `important`.
    `margin` (seconds) is added to rolling windows because a send may take longer on its way than a later
    one. Telegram's advice: 30 a second, 1 a second in a chat, 20 a minute in a group.
    """

    def __init__(
        self,
        *,
        per_second: float = 30,
        private_burst: int = 3,
        private_per_second: float = 1,
        group_per_minute: int = 20,
        group_reserved: int = 5,
        margin: float = 0.05,
    ) -> None:
        if not 0 <= group_reserved < group_per_minute:
            raise ValueError("group_reserved leaves nothing for ordinary messages")
        self._slot = 1 / per_second
        self._burst = private_burst
        self._refill = 1 / private_per_second
        self._group_limit = group_per_minute
        self._group_ordinary = group_per_minute - group_reserved
        self._margin = margin
        self._next_slot = -inf
        self._sent: dict[int, deque[float]] = {}  # by chat, only as many as its limit looks back
        self._full_at: dict[int, float] = {}  # private chats: when the bucket is full again
        self._paused_until: dict[int, float] = {}

    def earliest(self, chat_id: int, at: float, *, important: bool) -> float:
        """The first moment, not before `at`, at which a message to this chat may leave."""
        pause = self._paused_until.get(chat_id, -inf)
        group = chat_id < 0
        chat = self._group_free_at(chat_id, important) if group else self._private_free_at(chat_id)
        return max(at, self._next_slot, pause, chat)

    def take(self, chat_id: int, at: float) -> None:
        """Record that a message leaves at `at`; one that leaves earlier than allowed still uses its place."""
        self._next_slot = max(self._next_slot, at) + self._slot
        limit = self._group_limit if chat_id < 0 else self._burst
        sent = self._sent.setdefault(chat_id, deque(maxlen=limit))
        sent.append(max(at, sent[-1]) if sent else at)
        if chat_id >= 0:
            self._full_at[chat_id] = max(at, self._full_at.get(chat_id, -inf)) + self._refill

    def pause(self, chat_id: int, until: float) -> None:
        """Hold back one chat, after a 429 that named it; the others go on."""
        self._paused_until[chat_id] = max(until, self._paused_until.get(chat_id, -inf))

    def forget(self, before: float) -> None:
        """Drop what can hold back nothing from this moment on, so that memory stays bounded."""
        for chat_id in [
            chat_id for chat_id, sent in self._sent.items() if self._is_over(chat_id, sent, before)
        ]:
            del self._sent[chat_id]
            self._full_at.pop(chat_id, None)
        for chat_id in [chat_id for chat_id, until in self._paused_until.items() if until <= before]:
            del self._paused_until[chat_id]

    @property
    def slot_s(self) -> float:
        """Seconds between two messages, to whichever chats."""
        return self._slot

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._sent.keys() | self._paused_until.keys())

    def _is_over(self, chat_id: int, sent: deque[float], before: float) -> bool:
        window = GROUP_WINDOW_S if chat_id < 0 else self._refill
        return max(sent[-1] + window + self._margin, self._full_at.get(chat_id, -inf)) <= before

    def _private_free_at(self, chat_id: int) -> float:
        one_free = self._full_at.get(chat_id, -inf) - (self._burst - 1) * self._refill
        return max(one_free, self._window_free_at(chat_id, self._burst, self._refill))

    def _group_free_at(self, chat_id: int, important: bool) -> float:
        limit = self._group_limit if important else self._group_ordinary
        return self._window_free_at(chat_id, limit, GROUP_WINDOW_S)

    def _window_free_at(self, chat_id: int, limit: int, window: float) -> float:
        sent = self._sent.get(chat_id, ())
        return sent[-limit] + window + self._margin if len(sent) >= limit else -inf
