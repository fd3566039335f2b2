"""The whole demo by clicking: tour, main story, time that passes, a kill in the middle of a report."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo.drawing import ZONE
from bot.demo.house import House
from tests.web.chat import key, phone
from tests.web.visitors import Visitors

STEPS_TOGETHER = (
    "Erst reden, dann anfangen",
    "Vereinbart, bevor es schiefgeht",
    "Eine Kündigung",
    "Neun Tipps",
    "Niemand bleibt sitzen",
)


@pytest.mark.timeout(400)
async def test_the_story_by_clicking(house: House, opens: Visitors) -> None:
    """One story in one house, each part where the last one has ended."""
    await the_tour_points_shows_and_is_resumed(house, opens)
    await killed_in_the_middle_of_a_report_nothing_is_lost(house, opens)
    await a_name_goes_nowhere_and_the_wire_shows_it(house, opens)
    await time_travels_to_a_check_in(house, opens)
    await whatever_the_weather_nothing_is_lost(house, opens)
    await back_in_the_present_it_goes_on(house, opens)


async def the_tour_points_shows_and_is_resumed(house: House, opens: Visitors) -> None:
    page = await opens(f"{house.client.base_url}/")
    tour = page.get_by_role("region", name="Führung")
    await tour.get_by_role("button", name="Weiter").click()
    await expect(page.locator(".pointed")).to_have_attribute("aria-label", "Nachricht")
    for title in STEPS_TOGETHER:
        await expect(tour.get_by_role("heading")).to_have_text(title)
        await tour.get_by_role("button", name="Vormachen").click()
        await tour.get_by_role("button", name="Weiter").click()
    await expect(tour.get_by_role("heading")).to_have_text("Übernommen")
    await expect(phone(page, "Jonas").locator(".pointed")).to_have_text("Ich übernehme")
    await tour.get_by_role("button", name="Verlassen").click()
    await expect(tour).to_be_hidden()
    await page.reload()
    await page.get_by_role("button", name="Führung").click()
    await expect(tour.get_by_role("heading")).to_have_text("Übernommen")
    await key(phone(page, "Jonas"), "Ich übernehme").click()
    await expect(tour.get_by_role("status")).to_contain_text("Beide Seiten haben jetzt einen Namen")
    await expect(phone(page, "Yvonne").locator(".bubble").last).to_contain_text("Jonas Feldkamp")


async def killed_in_the_middle_of_a_report_nothing_is_lost(house: House, opens: Visitors) -> None:
    page = await at_work(house, opens)
    yvonne = phone(page, "Yvonne")
    await yvonne.get_by_label("Nachricht", exact=True).fill("/melden")
    await page.keyboard.press("Enter")
    await taps(house, yvonne, "Fristlose Kündigung", "20", "Mietschulden")
    await page.get_by_role("button", name="Wetter").click()
    weather = page.locator('[data-weather="kill"]')
    await weather.get_by_role("button", name="Abschießen").click()
    await expect(weather).to_contain_text("ist tot")
    waiting = key(yvonne, "Paar")
    await waiting.click()
    await expect(waiting).to_have_attribute("aria-busy", "true")
    await weather.get_by_role("button", name="Neu starten").click()
    await expect(weather).to_contain_text("läuft")
    await taps(house, yvonne, "Espelkamp")
    await expect(yvonne.locator(".bubble").last).to_contain_text("Haushalt: Paar")
    await taps(house, yvonne, "Abbrechen")
    await expect(yvonne.locator(".bubble").last).to_contain_text("Meldung unterbrochen")


async def a_name_goes_nowhere_and_the_wire_shows_it(house: House, opens: Visitors) -> None:
    page = await at_work(house, opens)
    yvonne = phone(page, "Yvonne")
    await taps(house, yvonne, "Nachricht", "Freier Text")
    await yvonne.get_by_label("Nachricht", exact=True).fill("Frau Kowalski zahlt ab Dezember wieder selbst.")
    await page.keyboard.press("Enter")
    await expect(yvonne.locator(".bubble").last).to_contain_text("Nicht gesendet")
    await page.get_by_role("button", name="Leitung").click()
    wire = page.get_by_role("complementary")
    await wire.get_by_role("searchbox").fill("Kowalski")
    await expect(wire.locator(".call")).to_have_class(re.compile("inward"))
    await wire.get_by_role("button", name="Personenbezogene Daten?").click()
    sent, typed = [wire.locator(".found section").nth(at) for at in (0, 1)]
    await expect(sent).to_contain_text("Sonstige Angaben: Nichts gefunden.")
    await expect(typed).to_contain_text("Frau Kowalski")
    await page.get_by_role("button", name="Daten", exact=True).click()
    await expect(wire.get_by_role("columnheader").first).to_have_text("id")
    await expect(wire.locator("tbody tr")).not_to_have_count(0)


async def time_travels_to_a_check_in(house: House, opens: Visitors) -> None:
    page = await at_work(house, opens)
    jonas = phone(page, "Jonas")
    await taps(house, jonas, "Kontakt hergestellt")
    await taps(house, jonas, "Abschließen", "Wohnung erhalten", "Wohnung erhalten, alles geregelt", "Heute")
    await taps(house, jonas, "Ja", "Ja", "Abschließen")
    for _ in range(2):
        await passes(page, "Eine Woche")
    await expect(phone(page, "Petra").locator(".bubble").last).to_contain_text("Nachsorge nach 14 Tagen")
    await taps(house, phone(page, "Petra"), "Stabil")
    await expect(phone(page, "Petra").locator(".bubble").last).to_contain_text("Stabil")


async def whatever_the_weather_nothing_is_lost(house: House, opens: Visitors) -> None:
    page = await at_work(house, opens)
    await page.get_by_role("button", name="Wetter").click()
    await an_hour_without_telegram(page)
    await too_many_at_once(page)
    await an_answer_that_never_came(page)
    await the_group_gets_another_number(house, page)
    await somebody_blocks_the_bot(house, page)


async def an_hour_without_telegram(page: Page) -> None:
    jonas, card = phone(page, "Jonas"), weather(page, "down")
    await card.get_by_role("button", name="Auslösen").click()
    await expect(card).to_contain_text("bis ")
    await types(page, jonas, "/hilfe")
    await types(page, jonas, "/kontakt espelkmp mietschulden")
    await page.reload()
    await page.get_by_role("button", name="Wetter").click()
    await expect(card.get_by_role("button")).to_have_text("Beenden")
    await expect(jonas.locator(".bubble").last).to_contain_text("/kontakt")
    await passes(page, "Eine Stunde")
    await expect(card.get_by_role("button")).to_have_text("Auslösen")
    await expect(jonas.locator(".other .bubble").last).to_contain_text(
        "zuständig für Wohnungssicherung in Espelkamp"
    )
    await expect(jonas.locator(".other .bubble").nth(-2)).to_contain_text("/melden")


async def too_many_at_once(page: Page) -> None:
    jonas, card = phone(page, "Jonas"), weather(page, "limit")
    await card.get_by_role("button", name="Auslösen").click()
    await expect(card).to_contain_text("in Kraft")
    await types(page, jonas, "/kontakt rahden")
    await passes(page, "Eine Stunde")
    await expect(jonas.locator(".other .bubble").last).to_contain_text("Rahden")
    await expect(card).not_to_contain_text("in Kraft")


async def an_answer_that_never_came(page: Page) -> None:
    jonas, card = phone(page, "Jonas"), weather(page, "lost")
    await card.get_by_role("button", name="Auslösen").click()
    await types(page, jonas, "/kontakt stemwede")
    await passes(page, "Eine Stunde")
    first, again = [jonas.locator(".other .bubble").nth(at) for at in (-2, -1)]
    await expect(again).to_contain_text("diese Nachricht kann doppelt sein")
    await expect(again).to_contain_text("Stemwede")
    await expect(first).to_contain_text("Stemwede")


async def the_group_gets_another_number(house: House, page: Page) -> None:
    yvonne, card = phone(page, "Yvonne"), weather(page, "upgrade")
    before = len(await house.client.calls())
    await card.get_by_role("button").click()
    await page.get_by_role("menuitem", name="Team Mieten").click()
    await yvonne.locator('.chat[data-chat^="-100"]').click()
    await expect(yvonne.locator(".service").last).to_contain_text("ist jetzt eine Supergruppe")
    await types(page, yvonne, "/melden")
    await expect(yvonne.locator(".bubble").last).to_contain_text("Bitte im Einzelchat")
    (group,) = [chat["id"] for chat in await house.client.chats(1002) if chat["id"] < 0]
    sent = {int(call["params"].get("chat_id", 0)) for call in (await house.client.calls())[before:]}
    assert [chat for chat in sent if chat < 0] == [group]


async def somebody_blocks_the_bot(house: House, page: Page) -> None:
    yvonne = phone(page, "Yvonne")
    await key(yvonne, "Einzelchat öffnen").click()
    await expect(yvonne.get_by_role("button", name="Kurze Wege")).to_have_attribute("aria-pressed", "true")
    await house.settle()
    await taps(
        house, yvonne, "Neue Meldung", "Fristlose Kündigung", "20", "Mietschulden", "1 Person", "Espelkamp"
    )
    await taps(house, yvonne, "Ja, mit Einwilligung", "Kontakt zum Haushalt", "An Fachstelle Nord senden")
    await expect(phone(page, "Petra").locator(".bubble").last).to_contain_text("Neue Anfrage")
    await weather(page, "block").get_by_role("button").click()
    await page.get_by_role("menuitem", name="Petra Albers").click()
    await expect(phone(page, "Petra").get_by_text("Sie haben den Bot blockiert.")).to_be_visible()
    await expect(phone(page, "Jonas").locator(".bubble").last).to_contain_text("Bitte in Vertretung ansehen")
    await expect(phone(page, "Karin").locator(".bubble").last).to_contain_text(
        "Nicht erreichbar: Petra Albers"
    )


async def back_in_the_present_it_goes_on(house: House, opens: Visitors) -> None:
    page = await at_work(house, opens)
    back = page.get_by_role("button", name="Zurück in die Gegenwart")
    async with page.expect_response(lambda answer: answer.request.post_data_json == {"reset": True}):
        await back.click()
    await expect(page.get_by_role("timer")).to_contain_text(str(datetime.now(ZONE).year))
    assert abs(await house.client.now() - datetime.now(ZONE)) < timedelta(minutes=1)
    await types(page, phone(page, "Jonas"), "/kontakt rahden")
    await expect(phone(page, "Jonas").locator(".other .bubble").last).to_contain_text("Rahden")


def weather(page: Page, card: str) -> Locator:
    return page.locator(f'[data-weather="{card}"]')


async def types(page: Page, where: Locator, text: str) -> None:
    await where.get_by_label("Nachricht", exact=True).fill(text)
    await page.keyboard.press("Enter")
    await expect(where.get_by_label("Nachricht", exact=True)).to_have_value("")


async def passes(page: Page, what: str) -> None:
    """Time, until the page has arrived there."""
    await page.get_by_role("button", name=f"{what} weiter").click()
    await expect(page.get_by_role("button", name=f"{what} weiter")).to_be_visible()


async def at_work(house: House, opens: Visitors) -> Page:
    """The page with the tour left aside."""
    page = await opens(f"{house.client.base_url}/")
    await page.get_by_role("button", name="Verlassen").click()
    return page


async def taps(house: House, where: Locator, *labels: str) -> None:
    """One button after the other; the next is pressed when the bot has nothing left to do."""
    for label in labels:
        await key(where, label).click()
        await expect(where.locator('.key[aria-busy="true"]')).to_have_count(0)
        await house.settle()
