"""Two people, a group and a bot without a mind of its own; and how a test finds its way on the page."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page

from simulator.client import SimulatorClient
from simulator.server import Simulator
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]

NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(slots=True, kw_only=True)
class Chat:
    """What the test arranges behind the page."""

    simulator: Simulator
    client: SimulatorClient
    bot: RawBot
    opens: Callable[..., Awaitable[Page]]
    anna: int
    ben: int
    group: int

    @classmethod
    async def begun(
        cls,
        simulator: Simulator,
        client: SimulatorClient,
        bot: RawBot,
        opens: Callable[..., Awaitable[Page]],
    ) -> Chat:
        await client.bot(bot.token, username="test_bot", first_name="Testbot")
        anna, ben = [int((await client.person(name))["id"]) for name in ("Anna", "Ben")]
        for user in (anna, ben):
            await client.send(user, user, "/start")
        group = int((await client.group("Team", [anna, ben], admins=[anna]))["id"])
        await client.add_member(group, bot.id)
        started = cls(
            simulator=simulator, client=client, bot=bot, opens=opens, anna=anna, ben=ben, group=group
        )
        await started.heard()
        return started

    async def page(self, **options: Any) -> Page:
        return await self.opens(f"{self.client.base_url}/", **options)

    async def says(self, text: str, *, to: int | None = None, **more: Any) -> Json:
        """The bot sends a text, formatted as HTML."""
        sent: Json = await self.bot.call(
            "sendMessage", chat_id=to or self.anna, text=text, parse_mode="HTML", **more
        )
        return sent

    async def heard(self) -> list[Json]:
        """Everything people did since the bot last listened."""
        return [*await self.bot.updates(), *await self.bot.updates()]

    async def pressed(self, presses: int = 1) -> list[Json]:
        """The next presses of buttons."""
        found: list[Json] = []
        while len(found) < presses:
            updates = await self.bot.updates(timeout=10)
            found += [update["callback_query"] for update in updates if "callback_query" in update]
        return found

    async def answers(self, press: Json, text: str, **more: Any) -> None:
        """The bot answers a press."""
        await self.bot.call("answerCallbackQuery", callback_query_id=press["id"], text=text, **more)


def chromium() -> str | None:
    """Where the machine's own Chromium is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def phone(page: Page, name: str) -> Locator:
    """The phone whose owner's name begins so."""
    return page.locator(f'.phone[aria-label^="Telefon von {name}"]')


def key(where: Locator, label: str) -> Locator:
    """The newest button with this label."""
    return where.locator(f'.key[data-label="{label}"]').last


def keys(*rows: tuple[str, ...]) -> Json:
    """An inline keyboard whose buttons are their own data."""
    return {"inline_keyboard": [[{"text": one, "callback_data": one} for one in row] for row in rows]}
