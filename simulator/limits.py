"""Telegram's sending limits: how many messages fit into a rolling second or minute."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


OVERALL = Limit(count=31, seconds=1)
GROUP = Limit(count=20, seconds=60)
PRIVATE = Limit(count=3, seconds=1)


@dataclass(slots=True)
class SendLimits:
    """When each bot sent messages, overall and by chat; moments are seconds of `SimulatedClock.elapsed_s`."""

    real: bool = True
    _sent: dict[tuple[int, int | None], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait_s(self, bot_id: int, chat_id: int, now_s: float) -> int:
        """Seconds until another message fits, 0 when it fits now."""
        if not self.real:
            return 0
        chat_limit = GROUP if chat_id < 0 else PRIVATE
        overall = self._wait(self._sent[bot_id, None], OVERALL, now_s)
        return math.ceil(max(overall, self._wait(self._sent[bot_id, chat_id], chat_limit, now_s)))

    def count(self, bot_id: int, chat_id: int, now_s: float) -> None:
        """Note a message that was sent."""
        if self.real:
            self._sent[bot_id, None].append(now_s)
            self._sent[bot_id, chat_id].append(now_s)

    @staticmethod
    def _wait(sent: deque[float], limit: Limit, now_s: float) -> float:
        while sent and sent[0] <= now_s - limit.seconds:
            sent.popleft()
        return 0 if len(sent) < limit.count else sent[0] + limit.seconds - now_s
