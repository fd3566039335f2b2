"""Whoever opens the page in the browser, and what the page complains about meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
LONGEST_MS = 45_000


class Visitors:
    """Whoever opens the page; what it complains about meanwhile fails the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []
        self._was_cut_off = False

    async def __call__(self, address: str, **options: Any) -> Page:
        wanted: dict[str, Any] = {"viewport": WIDE, "locale": "de-DE", "reduced_motion": "reduce"} | options
        context = await self._browser.new_context(**wanted)
        self._contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(LONGEST_MS)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", self._said)
        await page.goto(address)
        await expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    @asynccontextmanager
    async def cut_off(self, page: Page) -> AsyncIterator[None]:
        """No way to the server meanwhile, which the browser itself may say; the page may not fail."""
        self._was_cut_off = True
        await page.context.set_offline(True)
        yield
        await page.context.set_offline(False)

    async def leave(self) -> None:
        while self._contexts:
            await self._contexts.pop().close()
        assert self._complaints == []

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (
            self._was_cut_off and "ERR_INTERNET_DISCONNECTED" in message.text
        ):
            self._complaints.append(message.text)
