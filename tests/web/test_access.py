"""The page for everybody: narrow, dark, by keyboard, by screen reader, in English."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.demo.house import House
from tests.web.chat import Chat, key, keys, phone
from tests.web.visitors import NARROW, Visitors

SERIOUS = ("serious", "critical")
SIGHT: dict[str, dict[str, Any]] = {
    "wide and light": {},
    "wide and dark": {"color_scheme": "dark"},
    "narrow and light": {"viewport": NARROW},
    "narrow and dark": {"viewport": NARROW, "color_scheme": "dark"},
    "English": {"locale": "en-GB"},
}


# What has the keyboard, and whether one can see that; nothing behind the last.
WHERE = """() => {
  const node = document.activeElement;
  if (node === document.body) return [null, false];
  const style = getComputedStyle(node);
  return [node.getAttribute('aria-label') ?? node.textContent, style.outlineStyle !== 'none'];
}"""


async def faults(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious or worse."""
    found = await Axe().run(page)
    violations = [one for one in found.response["violations"] if one["impact"] in SERIOUS]
    return [(one["id"], node["html"]) for one in violations for node in one["nodes"]]


@pytest.mark.parametrize("sight", SIGHT)
async def test_nothing_serious_stands_in_anybodys_way(chat: Chat, sight: str) -> None:
    page = await chat.page(bypass_csp=True, **SIGHT[sight])
    await chat.says(
        "<b>Neu</b> <a href='https://x.de/'>x</a>", reply_markup=keys(("Ja", "Nein"), tuple("1234567"))
    )
    await chat.bot.call("sendContact", chat_id=chat.anna, phone_number="+49 571 1", first_name="Petra")
    await expect(page.locator(".contact-card").first).to_be_visible()
    assert await faults(page) == []
    for name in ("data", "wire", "weather"):
        await page.locator(f'[data-drawer="{name}"]').click()
        await expect(page.get_by_role("complementary")).to_be_visible()
        assert await faults(page) == []
    await page.keyboard.press("Escape")
    await page.locator(".phone.current .icon[aria-haspopup]").first.click()
    await expect(page.get_by_role("menu")).to_be_visible()
    assert await faults(page) == []


async def test_the_demo_with_its_tour_and_telephone_is_open_to_everybody(
    house: House, opens: Visitors
) -> None:
    page = await opens(f"{house.client.base_url}/", bypass_csp=True)
    await expect(page.get_by_role("region", name="Führung")).to_be_visible()
    await expect(page.locator(".telephone")).to_be_attached()
    assert await faults(page) == []
    drawer = page.get_by_role("complementary")
    for name, inside in (("data", "tbody tr"), ("wire", ".call"), ("weather", '[data-weather="kill"]')):
        await page.locator(f'[data-drawer="{name}"]').click()
        await expect(drawer.locator(inside).first).to_be_visible()
        if name == "wire":
            await drawer.get_by_role("button", name="Personenbezogene Daten?").click()
            await expect(drawer.get_by_text("Sonstige Angaben").first).to_be_visible()
            await drawer.locator(".call summary").first.click()
        assert await faults(page) == []


async def test_a_narrow_screen_shows_one_phone_at_a_time(chat: Chat) -> None:
    page = await chat.page(viewport=NARROW)
    await expect(phone(page, "Anna")).to_be_visible()
    await expect(phone(page, "Ben")).to_be_hidden()
    await chat.says("für Ben", to=chat.ben)
    ben = page.get_by_role("navigation").get_by_role("button", name="Ben")
    await expect(ben.locator(".badge")).to_have_text("3")
    await ben.click()
    await expect(phone(page, "Ben").get_by_text("für Ben")).to_be_visible()
    await expect(phone(page, "Anna")).to_be_hidden()
    await expect(ben.locator(".badge")).to_have_count(0)
    box = await page.locator(".desk").bounding_box()
    assert box is not None
    assert box["width"] <= NARROW["width"]
    await page.get_by_role("button", name="Zeit").click()
    await expect(page.get_by_role("menuitem", name="Eine Stunde weiter")).to_be_visible()


async def test_on_a_narrow_screen_a_drawer_hides_neither_the_tour_nor_the_way_back(chat: Chat) -> None:
    said = {"title": {"de": "Eins"}, "text": {"de": "a"}, "look": {"de": "b"}, "look_at": []}
    opening = said | {"do": [{"kind": "drawer", "name": "wire"}]}
    pressing = said | {"do": [{"kind": "type", "user": chat.anna, "text": "x"}], "title": {"de": "Zwei"}}
    await chat.client.set_play({"id": "x", "ready": True, "tour": [opening, pressing]})
    page = await chat.page(viewport=NARROW)
    tour, drawer = page.get_by_role("region", name="Führung"), page.get_by_role("complementary")
    await page.locator('[data-drawer="wire"]').click()
    await expect(drawer).to_be_visible()
    await tour.get_by_role("button", name="Weiter").click()
    await expect(tour.get_by_role("heading")).to_have_text("Zwei")
    await expect(drawer).to_be_hidden()
    await expect(phone(page, "Anna").locator("textarea.pointed")).to_be_visible()
    await page.locator('[data-drawer="weather"]').click()
    await expect(phone(page, "Anna")).to_be_hidden()
    await page.get_by_role("navigation").get_by_role("button", name="Ben").click()
    await expect(phone(page, "Ben")).to_be_visible()
    await expect(drawer).to_be_hidden()


async def test_dark_follows_the_machine_and_can_be_chosen(chat: Chat) -> None:
    page = await chat.page(color_scheme="dark")
    await expect(page.locator("body")).to_have_css("background-color", "rgb(17, 24, 26)")
    await page.get_by_role("button", name="Hell oder dunkel").click()
    await expect(page.locator("body")).to_have_css("background-color", "rgb(243, 240, 233)")
    await page.reload()
    await expect(page.locator("body")).to_have_css("background-color", "rgb(243, 240, 233)")


async def test_everything_can_be_done_with_the_keyboard(chat: Chat) -> None:
    page = await chat.page()
    await chat.says("Wer?", reply_markup=keys(("Ich",)))
    anna = phone(page, "Anna")
    await key(anna, "Ich").focus()
    await page.keyboard.press("Enter")
    (press,) = await chat.pressed()
    await chat.answers(press, "Gut")
    await expect(anna.get_by_role("status")).to_have_text("Gut")
    await anna.get_by_role("button", name="Anhängen").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Bild senden")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(anna.get_by_role("button", name="Anhängen")).to_be_focused()
    await page.locator('[data-drawer="weather"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Schließen")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator('[data-drawer="weather"]')).to_be_focused()
    await chat.heard()
    await page.get_by_role("button", name="Eine Stunde weiter").press("Enter")
    await expect(page.get_by_role("button", name="Eine Stunde weiter")).to_be_focused()
    await page.locator(".adding").press("Enter")
    await page.get_by_role("menuitem", name="Person hinzufügen").press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("button", name="Schließen")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".adding")).to_be_focused()


async def test_a_report_of_a_press_leaves_whoever_is_on_a_button_there(chat: Chat) -> None:
    """What happens meanwhile draws the drawers anew; the keyboard stays where it was."""
    page = await chat.page()
    drawer = page.get_by_role("complementary")
    await page.locator('[data-drawer="weather"]').press("Enter")
    lost = page.locator('[data-weather="lost"]').get_by_role("button")
    await lost.press("Enter")
    await expect(page.locator('[data-weather="lost"]')).to_contain_text("in Kraft")
    await expect(lost).to_be_focused()
    await lost.press("Enter")
    await expect(lost).to_have_text("Auslösen")
    await expect(lost).to_be_focused()
    await page.keyboard.press("Escape")
    await page.locator('[data-drawer="wire"]').press("Enter")
    first = drawer.locator(".call summary").first
    was = await first.element_handle()
    await first.press("Enter")
    await chat.says("inzwischen")
    await expect(drawer.locator(".gist").first).to_contain_text("inzwischen")
    assert await page.evaluate("(was) => was === document.activeElement", was)
    await expect(drawer.locator(".call[open] pre")).to_be_visible()


async def test_the_whole_page_can_be_walked_with_tab(chat: Chat) -> None:
    page = await chat.page()
    await chat.says("Wer?", reply_markup=keys(("Ich",)))
    await expect(key(phone(page, "Anna"), "Ich")).to_be_visible()
    reached: list[str] = []
    for _ in range(60):
        await page.keyboard.press("Tab")
        name, ring = await page.evaluate(WHERE)
        if name is None:
            break
        assert ring, f"whoever is on {name} must see it"
        reached.append(name)
    for wanted in (
        "Eine Stunde weiter",
        "Wetter",
        "Anna. Anderes Telefon ansehen",
        "Team",
        "Ich",
        "Nachricht",
    ):
        assert any(wanted in name for name in reached), (wanted, reached)


async def test_what_arrives_is_told_to_the_screen_reader(chat: Chat) -> None:
    page = await chat.page()
    await chat.says("Neue Anfrage\nund mehr")
    await expect(page.locator("#spoken")).to_have_text("Neue Nachricht bei Anna: Neue Anfrage")


async def test_whoever_types_goes_on_typing(chat: Chat) -> None:
    page = await chat.page()
    line = phone(page, "Anna").get_by_label("Nachricht", exact=True)
    await line.fill("Ich schreibe ge")
    await chat.says("dazwischen")
    await expect(phone(page, "Anna").locator(".bubble").last).to_contain_text("dazwischen")
    await expect(line).to_be_focused()
    await page.keyboard.type("rade")
    await expect(line).to_have_value("Ich schreibe gerade")


async def test_the_page_speaks_english(chat: Chat) -> None:
    page = await chat.page(locale="en-GB")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("button", name="Weather")).to_be_visible()
    await page.get_by_role("button", name="DE: auf Deutsch").click()
    await expect(page.get_by_role("button", name="Wetter")).to_be_visible()
