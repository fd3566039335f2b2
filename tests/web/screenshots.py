"""python -m tests.web.screenshots FOLDER: pictures of the page for the README, of what really happened."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo import house
from tests.web.chat import NAMES, chromium

WIDE: Final = {"width": 1440, "height": 860}
NARROW: Final = {"width": 390, "height": 800}
CALLED: Final = "Wer kein Telegram hat"
PROVED: Final = "Der Beweis auf der Leitung"
LAST: Final = "Ein Tipp in der Gruppe"


async def take(folder: Path) -> None:
    """Go through the whole tour as a visitor does, and stop where there is something to see."""
    with tempfile.TemporaryDirectory() as work:
        async with house.opened_house(Path(work), 0) as opened, async_playwright() as playwright:
            await house.join(opened)
            found = chromium()
            if found is None:
                raise SystemExit(f"None of {', '.join(NAMES)} is installed; `make browser` does it.")
            browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            address = f"{opened.client.base_url}/"
            page = await visit(browser, address, viewport=WIDE)
            await tour_until(page, CALLED)
            await page.screenshot(path=folder / "page.png")
            await page.get_by_role("button", name="Weiter", exact=True).click()
            await tour_until(page, PROVED)
            await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            await page.screenshot(path=folder / "page-dark.png")
            narrow = await visit(browser, address, viewport=NARROW)
            await narrow.get_by_role("button", name="Verlassen").click()
            await narrow.screenshot(path=folder / "page-narrow.png")
            await page.get_by_role("button", name="Weiter", exact=True).click()
            await tour_until(page, LAST)
            await browser.close()


async def visit(browser: Browser, address: str, **options: Any) -> Page:
    page = await browser.new_page(locale="de-DE", reduced_motion="reduce", color_scheme="light", **options)
    await page.goto(address)
    await expect(page.locator("body[data-ready]")).to_be_attached()
    return page


async def tour_until(page: Page, title: str) -> None:
    """Let the tour show itself up to the end of the step with this title."""
    tour = page.get_by_role("region", name="Führung")
    onward = tour.locator(".onward:not(:disabled)")
    while True:
        await onward.wait_for(timeout=120_000)
        at_end = await onward.inner_text() in ("Weiter", "Fertig")
        if at_end and await tour.get_by_role("heading").inner_text() == title:
            return
        await onward.click()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
