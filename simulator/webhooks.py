"""Delivery of updates to webhooks: with the secret, in order a chat, again until it is answered with 2xx."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from simulator.records import Bot, Webhook
from simulator.updates import Update
from simulator.waiting import Changes
from simulator.world import World

Json = dict[str, Any]
CallBack = Callable[[Bot, str, Json], Awaitable[None]]

LONGEST_PAUSE_S = 60.0
LONGEST_ANSWER_S = 60.0
_WAITING_S = 3600.0


class Webhooks:
    """One courier for each bot with a webhook; the pause after a failure doubles from `first_pause_s`."""

    def __init__(self, world: World, changes: Changes, *, first_pause_s: float) -> None:
        self._world = world
        self._changes = changes
        self._first_pause_s = first_pause_s
        self._couriers: dict[int, tuple[Webhook, asyncio.Task[None]]] = {}
        self._session: aiohttp.ClientSession | None = None
        self.call_back: CallBack | None = None

    def follow(self, bot: Bot) -> None:
        """Start, change or stop the courier of a bot after its webhook may have changed."""
        webhook, courier = self._couriers.get(bot.id, (None, None))
        if webhook is bot.webhook:
            return
        if courier is not None:
            courier.cancel()
            del self._couriers[bot.id]
        if bot.webhook is not None:
            task = asyncio.create_task(self._deliver_all(bot, bot.webhook))
            self._couriers[bot.id] = (bot.webhook, task)

    async def close(self) -> None:
        """Stop all couriers."""
        couriers = [courier for _, courier in self._couriers.values()]
        for courier in couriers:
            courier.cancel()
        await asyncio.gather(*couriers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _deliver_all(self, bot: Bot, webhook: Webhook) -> None:
        queue = self._world.queues[bot.id]
        queue.used = True
        lanes: dict[tuple[str, int], asyncio.Task[None]] = {}

        def next_update() -> Update | None:
            queue.drop_expired(self._world.clock.now())
            if len(lanes) >= webhook.max_connections:
                return None
            return next((update for update in queue.pending if update.lane not in lanes), None)

        try:
            while True:
                update = await self._changes.until(next_update, _WAITING_S)
                if update is not None:
                    lanes[update.lane] = asyncio.create_task(self._deliver(bot, webhook, update))
                    lanes[update.lane].add_done_callback(_forget(lanes, update, self._changes))
        finally:
            for task in lanes.values():
                task.cancel()
            await asyncio.gather(*lanes.values(), return_exceptions=True)

    async def _deliver(self, bot: Bot, webhook: Webhook, update: Update) -> None:
        queue = self._world.queues[bot.id]
        pause_s = self._first_pause_s
        while update in queue.pending:
            answer, retry_after_s = await self._post(webhook, update)
            if answer is not None:
                queue.confirm(update)
                self._changes.fire()
                await self._call_back(bot, answer)
                return
            await asyncio.sleep(retry_after_s or pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            queue.drop_expired(self._world.clock.now())

    async def _post(self, webhook: Webhook, update: Update) -> tuple[bytes | None, float]:
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        self._session = self._session or aiohttp.ClientSession()
        body = json.dumps(update.wire()).encode()
        timeout = aiohttp.ClientTimeout(total=LONGEST_ANSWER_S)
        try:
            async with self._session.post(
                webhook.url, data=body, headers=headers, timeout=timeout
            ) as response:
                if response.ok:
                    return await response.read(), 0
                self._failed(webhook, f"Wrong response from the webhook: {response.status} {response.reason}")
                return None, _seconds(response.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError):
            self._failed(webhook, "Connection refused")
            return None, 0

    def _failed(self, webhook: Webhook, reason: str) -> None:
        webhook.last_error_at, webhook.last_error = self._world.clock.now(), reason
        self._world.happened("webhook_failed", reason=reason)

    async def _call_back(self, bot: Bot, answer: bytes) -> None:
        body: Any = None
        with contextlib.suppress(ValueError):
            body = json.loads(answer) if answer else None
        if isinstance(body, dict) and isinstance(body.get("method"), str) and self.call_back is not None:
            values = {name: value for name, value in body.items() if name != "method"}
            await self.call_back(bot, body["method"], values)


def _forget(
    lanes: dict[tuple[str, int], asyncio.Task[None]], update: Update, changes: Changes
) -> Callable[[asyncio.Task[None]], None]:
    def forget(_: asyncio.Task[None]) -> None:
        lanes.pop(update.lane, None)
        changes.fire()

    return forget


def _seconds(given: str | None) -> float:
    return min(3600.0, float(given)) if given and given.isdigit() else 0
