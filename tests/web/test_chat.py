"""Each phone looks and behaves like a phone."""

import asyncio
import re
import struct
import zlib
from pathlib import Path

from playwright.async_api import Page, Route, expect

from tests.web.chat import Chat, key, keys, phone
from tests.web.visitors import Visitors

SCAN = """async (texts) => {
  const { Scan } = await import('/page/scan.js');
  const scan = new Scan(['Petra Albers', '0221 4710 101'], ['Petra']);
  return texts.map((text) => scan.find(text));
}"""


def png() -> bytes:
    """One green dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x10\x80\x60")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def test_text_is_formatted_and_nothing_else_becomes_an_element(chat: Chat) -> None:
    page = await chat.page()
    anna = phone(page, "Anna")
    await chat.says("<b>fett</b> <i>schräg</i> <code>x=1</code> <a href='https://example.org/'>dort</a>")
    last = anna.locator(".bubble").last
    await expect(last.locator("b")).to_have_text("fett")
    await expect(last.locator("code")).to_have_text("x=1")
    await expect(last.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    await chat.client.send(chat.anna, chat.anna, attack)
    await expect(anna.locator(".own .text").last).to_have_text(attack)
    await chat.says("<b>&lt;img src=x onerror=alert(3)&gt;</b>")
    await expect(anna.locator(".bubble b").last).to_have_text("<img src=x onerror=alert(3)>")
    await expect(page.locator("img, .phones script")).to_have_count(0)
    await chat.says("x", reply_markup=keys(("<b>Knopf</b>",)))
    await expect(key(anna, "<b>Knopf</b>")).to_have_text("<b>Knopf</b>")


async def test_no_name_title_label_or_toast_becomes_an_element(chat: Chat) -> None:
    page = await chat.page()
    mark = "<img src=x onerror=alert(1)>"
    eve = int((await chat.client.person(mark))["id"])
    await chat.client.send(eve, eve, "/start")
    group = int((await chat.client.group(mark, [chat.anna, eve], admins=[chat.anna]))["id"])
    await chat.client.add_member(group, chat.bot.id)
    anna = phone(page, "Anna")
    await anna.locator(f'[data-chat="{group}"]').click()
    await expect(anna.locator(f'[data-chat="{group}"]')).to_have_text(mark)
    await chat.client.send(eve, group, "von Eve")
    await expect(anna.locator(".from").last).to_have_text(mark)
    await choose_file(page, "Dokument senden", f"{mark}.csv", "text/csv", b"x")
    await expect(anna.locator(".file-name").last).to_contain_text(mark)
    await chat.bot.call("sendContact", chat_id=group, phone_number="+49 571 1", first_name=mark)
    await expect(anna.locator(".contact-card strong")).to_have_text(mark)
    await chat.says("x", to=group, reply_markup=keys((mark,)))
    await anna.locator(".key").last.click()
    (press,) = await chat.pressed()
    await chat.answers(press, mark)
    await expect(anna.get_by_role("status")).to_have_text(mark)
    await expect(anna.locator(".key").last).to_have_text(mark)
    await page.get_by_role("button", name="Leitung").click()
    await page.get_by_role("searchbox").fill(mark)
    await page.locator(".call summary").first.click()
    await expect(page.locator(".call pre").first).to_contain_text("<img src=x")
    await anna.locator(".who").click()
    await expect(page.get_by_role("menuitem", name=mark)).to_be_visible()
    await expect(page.locator("img, .phones script, .drawer script")).to_have_count(0)


async def test_a_pressed_button_waits_and_then_shows_the_toast(chat: Chat) -> None:
    page = await chat.page()
    sent = await chat.says("Wer?", reply_markup=keys(("Ich", "Du")))
    anna = phone(page, "Anna")
    await key(anna, "Ich").click()
    (press,) = await chat.pressed()
    await expect(key(anna, "Ich")).to_have_attribute("aria-busy", "true")
    await expect(key(anna, "Du")).not_to_have_attribute("aria-busy", "true")
    await chat.answers(press, "Notiert")
    await expect(anna.get_by_role("status")).to_have_text("Notiert")
    await expect(key(anna, "Ich")).not_to_have_attribute("aria-busy", "true")
    await key(anna, "Du").click()
    (press,) = await chat.pressed()
    await chat.answers(press, "Wirklich?", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Wirklich?")
    await page.get_by_role("button", name="In Ordnung").click()
    await chat.bot.call(
        "editMessageText", chat_id=chat.anna, message_id=sent["message_id"], text="Du", reply_markup=keys(())
    )
    await expect(anna.locator(".bubble").last).to_contain_text("bearbeitet")
    await expect(anna.locator(".key")).to_have_count(0)


async def test_two_phones_press_at_once(chat: Chat) -> None:
    phones = [phone(await chat.page(), name) for name in ("Anna", "Ben")]
    for one in phones:
        await one.get_by_role("button", name="Team").click()
        await expect(one.locator(".service").last).to_contain_text("Testbot ist jetzt in der Gruppe")
    await chat.says("Wer kümmert sich?", to=chat.group, reply_markup=keys(("Ich",)))
    await asyncio.gather(*(key(one, "Ich").click() for one in phones))
    for press in await chat.pressed(2):
        await chat.answers(press, f"Danke, {press['from']['first_name']}")
    for one, name in zip(phones, ("Anna", "Ben"), strict=True):
        await expect(one.get_by_role("status")).to_have_text(f"Danke, {name}")


async def test_replies_contacts_pictures_and_documents(chat: Chat) -> None:
    page = await chat.page()
    anna = phone(page, "Anna")
    first = await chat.says("Erste Zeile\nzweite")
    await chat.says("Dazu", reply_parameters={"message_id": first["message_id"]}, disable_notification=True)
    await expect(anna.locator(".quote").last).to_have_text("TestbotErste Zeile")
    await expect(anna.locator(".bubble").last).to_contain_text("ohne Ton")
    await chat.bot.call("sendContact", chat_id=chat.anna, phone_number="+49 571 1", first_name="Petra")
    await expect(anna.locator(".contact-card")).to_contain_text("+49 571 1")
    await choose_file(page, "Bild senden", "bild.png", "image/png", png())
    await expect(anna.locator(".own .picture img")).to_be_visible()
    await anna.get_by_role("button", name="Bild", exact=True).click()
    await expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await choose_file(page, "Dokument senden", "Liste.csv", "text/csv", b"a;b\n")
    async with page.expect_download() as downloaded:
        await anna.get_by_role("link", name="Liste.csv").click()
    assert content_of(await (await downloaded.value).path()) == b"a;b\n"
    kinds = [next(iter(set(update["message"]) & {"photo", "document"})) for update in await chat.heard()]
    assert kinds == ["photo", "document"]


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def choose_file(page: Page, label: str, name: str, kind: str, content: bytes) -> None:
    async with page.expect_file_chooser() as choosing:
        await phone(page, "Anna").get_by_role("button", name="Anhängen").click()
        await page.get_by_role("menuitem", name=label).click()
    await (await choosing.value).set_files({"name": name, "mimeType": kind, "buffer": content})


async def test_answers_commands_and_unread_marks(chat: Chat) -> None:
    await chat.bot.call("setMyCommands", commands=[{"command": "hilfe", "description": "Was geht"}])
    page = await chat.page()
    anna = phone(page, "Anna")
    await chat.says("Frage")
    await anna.locator(".bubble").last.hover()
    await anna.get_by_role("button", name="Antworten: Frage").click()
    await anna.get_by_label("Nachricht", exact=True).fill("Antwort")
    await page.keyboard.press("Enter")
    await expect(anna.locator(".own .quote")).to_contain_text("Frage")
    await anna.get_by_role("button", name="Befehle").click()
    await page.get_by_role("menuitem", name="/hilfe").click()
    await expect(anna.locator(".own .text").last).to_have_text("/hilfe")
    heard = [update["message"] for update in await chat.heard()]
    assert [(one["text"], "reply_to_message" in one) for one in heard] == [
        ("Antwort", True),
        ("/hilfe", False),
    ]
    await chat.says("für alle", to=chat.group)
    team = anna.get_by_role("button", name="Team")
    await expect(team.locator(".badge")).to_have_text("1")
    await team.click()
    await expect(team.locator(".badge")).to_have_count(0)
    await expect(anna.locator(".from").last).to_have_text("Testbot")
    unread = {one["type"]: one["unread"] for one in await chat.client.chats(chat.anna)}
    assert unread["group"] == 0


async def test_a_deep_link_opens_the_right_chat_on_the_right_phone(chat: Chat) -> None:
    page = await chat.page()
    anna = phone(page, "Anna")
    await anna.get_by_role("button", name="Team").click()
    row = [{"text": "Einzelchat", "url": "https://t.me/test_bot?start=x1"}]
    await chat.says("Bitte dort", to=chat.group, reply_markup={"inline_keyboard": [row]})
    await key(anna, "Einzelchat").click()
    await expect(anna.locator(".own .text").last).to_have_text("/start x1")
    await expect(anna.get_by_role("button", name="Testbot")).to_have_attribute("aria-pressed", "true")
    await chat.says("Einladung: https://t.me/test_bot?start=x2")
    await anna.locator(".other .text a").last.click()
    await page.get_by_role("menuitem", name="Auf dem Telefon von Ben öffnen").click()
    await expect(phone(page, "Ben").locator(".own .text").last).to_have_text("/start x2")


async def test_a_blocked_bot_is_let_in_again(chat: Chat) -> None:
    page = await chat.page()
    anna = phone(page, "Anna")
    await anna.get_by_role("button", name="Mehr").click()
    await page.get_by_role("menuitem", name="Bot blockieren").click()
    await expect(anna.get_by_text("Sie haben den Bot blockiert.")).to_be_visible()
    refused = await chat.bot.refusal("sendMessage", chat_id=chat.anna, text="x")
    assert refused == (403, "Forbidden: bot was blocked by the user")
    await anna.get_by_role("button", name="Freigeben").click()
    await expect(anna.get_by_label("Nachricht", exact=True)).to_be_visible()


async def test_people_and_groups_are_added(chat: Chat) -> None:
    page = await chat.page()
    await page.locator(".adding").click()
    await page.get_by_role("menuitem", name="Person hinzufügen").click()
    await page.get_by_label("Vorname").fill("Cem")
    await page.get_by_role("dialog").get_by_role("button", name="Hinzufügen").click()
    cem = phone(page, "Cem")
    await cem.get_by_role("button", name="Starten").click()
    await expect(cem.locator(".own .text")).to_have_text("/start")
    await page.locator(".adding").click()
    await page.get_by_role("menuitem", name="Gruppe hinzufügen").click()
    await page.get_by_label("Name der Gruppe").fill("Runde")
    await page.get_by_role("checkbox", name="Cem").check()
    await page.get_by_role("dialog").get_by_role("button", name="Hinzufügen").click()
    await expect(cem.get_by_role("button", name="Runde")).to_have_attribute("aria-pressed", "true")
    await expect(cem.locator(".service").last).to_contain_text("Testbot ist jetzt in der Gruppe")


async def test_what_arrives_while_a_chat_is_fetched_is_not_lost(chat: Chat) -> None:
    page = await chat.page()
    anna, ben = phone(page, "Anna"), phone(page, "Ben")
    await ben.get_by_role("button", name="Team").click()

    async def slowly(route: Route) -> None:
        fetched = await route.fetch()
        await chat.says("dazwischen", to=chat.group)
        await expect(ben.locator(".bubble").last).to_contain_text("dazwischen")
        await route.fulfill(response=fetched)

    asked = re.compile(rf"/phones/{chat.anna}/chats/{chat.group}/messages")
    await page.route(asked, slowly, times=1)
    async with page.expect_response(asked):
        await anna.get_by_role("button", name="Team").click()
    await expect(anna.locator(".service").last).to_contain_text("Testbot ist jetzt in der Gruppe")
    await expect(anna.locator(".bubble").last).to_contain_text("dazwischen")


async def test_what_was_missed_is_there_after_a_break(chat: Chat, opens: Visitors) -> None:
    page = await chat.page()
    async with opens.cut_off(page):
        await chat.says("inzwischen")
        await phone(page, "Anna").get_by_role("button", name="Team").click()
        await expect(page.locator("#notice")).to_contain_text("Die Verbindung zum Simulator ist weg")
    await page.reload()
    await expect(phone(page, "Anna").locator(".bubble").last).to_contain_text("inzwischen")


PERSONAL = {
    "kindName": "Frau Kowalski|Hr. Meier|Familie Öztürk|Petra Schulz",
    "kindPhone": "0571 123456|0171-2345678|+49 571 1234567|(05741) 12345|05741/1234|+49 (0)571 12345",
    "kindAddress": "Lindenstraße 12|Lindenstr. 12a|Lange Straße 7|Am Markt 5|Königswall 3|32423 Minden",
    "kindIban": "DE89 3704 0044 0532 0130 00|DE89370400440532013000|de89370400440532013000",
    "kindBirthday": "geb. 3.4.1985|geboren am 03.04.85|3. April 1985|1985-04-03|Jahrgang 1985|* 3.4.1985",
    "kindEmail": "a.b@example.org",
}
HARMLESS = (
    "MI-7KQ4: übernommen\nPetra Albers, Fachstelle Nord, meldet sich bis Di 24.11., 12:00.\n"
    "0221 4710 101, Mo bis Do 8 bis 16 Uhr. Ab 24.11.2026, bis 24.2.2027. 2 bis 4 Mieten offen. "
    "Fachstelle 3, Schritt 2 von 5."
)


async def test_the_search_for_personal_data_finds_it_and_takes_nothing_else_for_it(chat: Chat) -> None:
    page = await chat.page()
    for kind, examples in PERSONAL.items():
        wanted = examples.split("|")
        scanned = await page.evaluate(SCAN, [f"Er sagt: {one}, ja." for one in wanted])
        found = [[one["text"] for one in each if one["kind"] == kind] for each in scanned]
        assert found == [[one] for one in wanted]
    (harmless,) = await page.evaluate(SCAN, [HARMLESS])
    assert {(one["text"], one["known"]) for one in harmless} == {
        ("Petra Albers", True),
        ("0221 4710 101", True),
    }
