"""Walkers: people who tap their way through the report, each the next step when the last was answered."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Walker:
    """One person on one walk: `entry` first, then each of `labels`; `tapped_at` on the monotonic clock."""

    user: int
    entry: str
    labels: Sequence[str]
    step: int = 0
    query: int = 0
    tapped_at: float = 0.0
    acknowledged: bool = False
    shown: str | None = None
    markup: str | None = None


class Walkers:
    """Take these walks (user, entry, labels) in order, nobody two at once, `at_once` under way at most.

    A step is answered when its press has been acknowledged and the walker's chat shows something new; a
    subclass says when the next one follows. `put` hands an update to the bot.
    """

    def __init__(
        self,
        *,
        put: Callable[[str], None],
        walks: Sequence[tuple[int, str, Sequence[str]]],
        at_once: int,
    ) -> None:
        self.put = put
        self.at_once = at_once
        self.updates = 0
        self.waits_s: list[float] = []
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._to_come = deque(walks)
        self._under_way: dict[int, Walker] = {}
        self._by_query: dict[int, Walker] = {}

    def start(self) -> None:
        raise NotImplementedError

    def step_answered(self, walker: Walker) -> None:
        raise NotImplementedError

    # What the bot does

    def acknowledged(self, query: int) -> None:
        walker = self._by_query.get(query)
        if walker is not None:
            walker.acknowledged = True
            self._look(walker)

    def shown(self, chat: int, shown: str, markup: str | None) -> None:
        walker = self._under_way.get(chat)
        if walker is not None:
            walker.shown, walker.markup = shown, markup
            self._look(walker)

    def _look(self, walker: Walker) -> None:
        if not (walker.acknowledged and walker.shown is not None):
            return
        self.waits_s.append(time.perf_counter() - walker.tapped_at)
        del self._by_query[walker.query]
        walker.step += 1
        if walker.step <= len(walker.labels):
            self.step_answered(walker)
            return
        del self._under_way[walker.user]
        self.walk_ended()
        if not (self._under_way or self._to_come or self.finished.done()):
            self.finished.set_result(None)

    def walk_ended(self) -> None:
        """Somebody has arrived."""

    def stuck(self) -> str:
        """Who waits for what, in words."""
        waiting = (
            f"{one.user} at step {one.step + 1} of {len(one.labels) + 1}, "
            f"{'' if one.acknowledged else 'not '}acknowledged, {'not ' if one.shown is None else ''}answered"
            for one in self._under_way.values()
        )
        return "; ".join(waiting)

    # What walkers do

    def begin(self) -> bool:
        """Let the next person who is free press the entry; False when there is none."""
        for _ in range(len(self._to_come)):
            if self._to_come[0][0] not in self._under_way:
                break
            self._to_come.rotate(-1)
        else:
            return False
        walker = Walker(*self._to_come.popleft())
        self._under_way[walker.user] = walker
        menu = f'{{"message_id":1,"date":1,"chat":{{"id":{walker.user},"type":"private"}},"text":"Menu"}}'
        self._tap(walker, menu, walker.entry)
        return True

    def go_on(self, walker: Walker) -> None:
        """Tap the next label on what is shown; without such a button `finished` fails with LookupError."""
        assert walker.shown is not None
        label = walker.labels[walker.step - 1]
        data = data_of(walker.markup, label)
        if data is not None:
            self._tap(walker, walker.shown, data)
        elif not self.finished.done():
            error = LookupError(f"no button {label!r} at step {walker.step} in {walker.shown}")
            self.finished.set_exception(error)

    def _tap(self, walker: Walker, message: str, data: str) -> None:
        self.updates += 1
        walker.query = self.updates
        walker.acknowledged, walker.shown, walker.markup = False, None, None
        self._by_query[walker.query] = walker
        walker.tapped_at = time.perf_counter()
        self.put(
            f'"callback_query":{{"id":"{walker.query}","from":{{"id":{walker.user},"is_bot":false,'
            f'"first_name":"Walker","language_code":"de"}},"message":{message},"chat_instance":'
            f'"{walker.user}","data":{json.dumps(data)}}}'
        )


class Saturated(Walkers):
    """Nobody thinks: `at_once` people at a time, each taps as soon as the step is answered."""

    def start(self) -> None:
        for _ in range(self.at_once):
            self.begin()

    def step_answered(self, walker: Walker) -> None:
        self.go_on(walker)

    def walk_ended(self) -> None:
        self.begin()


class Paced(Walkers):
    """`per_second` taps, evenly spaced whatever the bot does: a slow answer delays no other tap."""

    def __init__(self, *, per_second: float, **order: Any) -> None:
        super().__init__(**order)
        self._gap_s = 1 / per_second
        self._ready: deque[Walker] = deque()
        self._next_at = 0.0

    def start(self) -> None:
        self._next_at = asyncio.get_running_loop().time()
        self._tick()

    def step_answered(self, walker: Walker) -> None:
        self._ready.append(walker)

    def _tick(self) -> None:
        """The next person: somebody new until enough are under way, then who has waited longest."""
        if self.finished.done():
            return
        enough = len(self._under_way) >= self.at_once and self._ready
        if (enough or not self.begin()) and self._ready:
            self.go_on(self._ready.popleft())
        self._next_at += self._gap_s
        asyncio.get_running_loop().call_at(self._next_at, self._tick)


def data_of(markup: str | None, label: str) -> str | None:
    """What the first button that is called or begins like `label` carries; "*" is any."""
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    buttons = [button for row in rows for button in row if "callback_data" in button]
    exact = [button for button in buttons if button["text"] == label]
    close = [button for button in buttons if label == "*" or button["text"].startswith(label)]
    found = next(iter(exact or close), None)
    return None if found is None else str(found["callback_data"])
