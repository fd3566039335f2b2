"""A bot that follows the simulated clock: it answers texts after some work and has reminders."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]


class Follower:
    """Polls updates and the clock; `work_steps` turns of the event loop pass before an answer.

    The text "+<seconds>" orders a reminder, every other text is echoed.
    """

    def __init__(self, raw: RawBot, *, work_steps: int = 5) -> None:
        self.raw = raw
        self.work_steps = work_steps
        self.now: datetime | None = None
        self.seen = ""
        self.working = 0
        self.reminders: list[tuple[datetime, int]] = []
        self.moments: list[str] = []
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._receive())]
        while not self.now:
            await self._news.wait()
            self._news.clear()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            self._news.clear()
            poll = asyncio.create_task(self._ask())
            news = asyncio.create_task(self._news.wait())
            try:
                await asyncio.wait({poll, news}, return_when=asyncio.FIRST_COMPLETED)
                if poll.done():
                    await self._learn(poll.result())
            finally:
                news.cancel()
                if not poll.done():
                    poll.cancel()

    async def _ask(self) -> Json:
        due = min((at for at, _ in self.reminders), default=None)
        query = {
            "bot": str(self.raw.id),
            "seen": self.seen,
            "idle": "0" if self.working else "1",
            "next_due": due.isoformat() if due else "",
        }
        async with self.raw.session.get(f"{self.raw.base_url}/world/clock", params=query) as response:
            answer: Json = await response.json()
            return answer

    async def _learn(self, answer: Json) -> None:
        if answer["now"] != self.seen:
            self.seen, self.now = answer["now"], datetime.fromisoformat(answer["now"])
            self.moments.append(self.now.strftime("%H:%M:%S"))
            await self._remind()
            self._news.set()

    async def _remind(self) -> None:
        assert self.now is not None
        due = [one for one in self.reminders if one[0] <= self.now]
        self.reminders = [one for one in self.reminders if one[0] > self.now]
        for _, chat in due:
            await self.raw.call("sendMessage", chat_id=chat, text="Erinnerung")

    async def _receive(self) -> None:
        while True:
            for update in await self.raw.updates(timeout=20):
                self.working += 1
                self._tasks.append(asyncio.create_task(self._answer(update)))

    async def _answer(self, update: Json) -> None:
        for _ in range(self.work_steps):
            await asyncio.sleep(0)
        message = update["message"]
        if message["text"].startswith("+"):
            assert self.now is not None
            at = self.now + timedelta(seconds=int(message["text"]))
            self.reminders.append((at, message["chat"]["id"]))
        else:
            await self.raw.call("sendMessage", chat_id=message["chat"]["id"], text=message["text"])
        self.working -= 1
        self._news.set()
