"""What the page is served, and what it may do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from simulator.client import SimulatorClient
from simulator.page_api import FOLDER
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]


async def get(bot: RawBot, path: str, **headers: str) -> tuple[int, Any, str]:
    async with bot.session.get(bot.base_url + path, headers=headers) as response:
        return response.status, response.headers, await response.text()


async def test_the_page_and_all_its_parts_come_with_a_policy(bot: RawBot) -> None:
    status, headers, page = await get(bot, "/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    parts = set(re.findall(r'(?:src|href)="([^"]+)"', page))
    for script in FOLDER.glob("*.js"):
        parts |= {f"/page/{name}" for name in re.findall(r'from "\./([\w.]+)"', script.read_text("utf-8"))}
    assert "/page/main.js" in parts
    for part in parts:
        status, headers, _ = await get(bot, part)
        assert (part, status) == (part, 200)
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_part_of_the_page_makes_elements_from_text_or_names_another_place() -> None:
    for file in FOLDER.iterdir():
        source = file.read_text("utf-8")
        assert (
            re.search(r"innerHTML|outerHTML\s*=|insertAdjacent|document\.write|eval\(|style=", source) is None
        )
        addresses = set(re.findall(r"https?://[\w./]*", source))
        assert addresses <= {"http://www.w3.org/2000/svg", "https://"}, file.name
    page = (FOLDER / "index.html").read_text("utf-8")
    assert re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=", page) is None


def test_the_page_asks_for_nothing_that_is_not_documented() -> None:
    documented = (ROOT / "docs" / "simulator.md").read_text("utf-8")
    promised = {
        re.sub(r"\{[^}]*\}", "*", path) for path in re.findall(r"`?(?:[A-Z]+ )?(/[\w/{}]+)", documented)
    }
    for file in FOLDER.glob("*.js"):
        source = file.read_text("utf-8")
        if file.name not in ("api.js", "live.js"):
            assert re.search(r"fetch\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon", source) is None, (
                file.name
            )
            continue
        asked = re.findall(r"[\"`](/(?:world|phones|events)[^\"`?]*)", source)
        for path in asked:
            assert re.sub(r"\$\{[^}]*\}", "*", path) in promised, path


def test_the_page_has_every_word_in_both_languages_and_none_too_many() -> None:
    words = (FOLDER / "words.js").read_text("utf-8")
    german, english = words.split("\n};\n")[0].split("  en: {")
    keys = [set(re.findall(r"(?<!\w)(\w+): \"", half)) for half in (german, english)]
    assert keys[0] == keys[1]
    scripts = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.js") if file.name != "words.js")
    assert set(re.findall(r"\bt\(\"(\w+)\"", scripts)) <= keys[0]
    composed = re.compile(
        r"(down|limit|lost|block|upgrade|kill)(Title|Says)|(data|wire|weather)(Says)?"
        r"|(hour|day|week|month)(Long)?|kind\w+|scan\w+"
    )
    unused = {one for one in keys[0] if f'"{one}"' not in scripts and not composed.fullmatch(one)}
    assert unused == set()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://example.org"}, {"Origin": "null"}, {"Host": "rebound.example.org"}],
    ids=["another site", "a sandbox", "another name"],
)
async def test_other_sites_may_not_ask(bot: RawBot, headers: dict[str, str]) -> None:
    status, _, body = await get(bot, "/phones", **headers)
    assert (status, body) == (403, '{"error": "only programs and pages of this machine may ask"}')


async def test_its_own_page_may_ask(bot: RawBot) -> None:
    status, _, _ = await get(bot, "/phones", Origin=bot.base_url)
    assert status == 200
    assert (await get(bot, "/page/secrets.txt"))[0] == 404


async def test_an_uploaded_page_is_never_a_page_of_ours(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    shown = await client.file(anna, anna, b"<script>", "x.html", mime_type="text/html")
    _, headers, _ = await get(bot, f"/phones/{anna}/files/{shown['document']['file_id']}")
    assert headers["Content-Disposition"] == "attachment"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_a_play_is_handed_on_as_it_is(client: SimulatorClient, bot: RawBot) -> None:
    assert await client.play() == {}
    async with client.events() as events:
        await client.set_play({"title": "x", "tour": [1]})
        assert (await anext(events))["kind"] == "play"
    assert await client.play() == {"title": "x", "tour": [1]}


async def test_events_carry_the_message_as_phones_show_it(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    async with client.events() as events:
        sent = await bot.call("sendMessage", chat_id=anna, text="<b>x</b>", parse_mode="HTML")
        seen: list[Json] = [await anext(events) for _ in range(2)]
    message = next(event for event in seen if event["kind"] == "message")
    assert (message["chat"], message["bot"], message["message"]) == (anna, bot.id, sent["message_id"])
    assert message["shown"] == (await client.messages(anna, anna))[-1]


async def test_a_chat_says_what_decides_its_looks(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    for scope, name in (("default", "everywhere"), ("all_private_chats", "alone")):
        commands = [{"command": name, "description": name}]
        await bot.call("setMyCommands", commands=commands, scope={"type": scope})
    chat = await client.chat(anna, anna)
    assert [chat[name] for name in ("bot", "started", "blocked", "can_write")] == [bot.id, True, False, True]
    assert [one["command"] for one in chat["commands"]] == ["alone"]
    await client.block(anna, bot.id)
    assert (await client.chat(anna, anna))["blocked"] is True


async def test_a_group_offers_the_commands_of_its_scope(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    ben = (await client.person("Ben"))["id"]
    group = (await client.group("Team", [anna, ben], admins=[anna]))["id"]
    await client.add_member(group, bot.id)
    offered = {
        "all_group_chats": [{"command": "all", "description": "all"}],
        "all_chat_administrators": [{"command": "admin", "description": "admin"}],
    }
    for scope, commands in offered.items():
        await bot.call("setMyCommands", commands=commands, scope={"type": scope}, language_code="de")
    for user, expected in ((anna, "admin"), (ben, "all")):
        chat = await client.chat(user, group)
        assert [one["command"] for one in chat["commands"]] == [expected]
    assert [one["first_name"] for one in chat["members"]] == ["Anna", "Ben", "sim7001_bot"]
    added = (await client.messages(ben, group))[-1]
    assert (added["service"], added["about"]) == ("new_chat_members", ["sim7001_bot"])
    await client.remove_member(group, ben)
    gone = (await client.messages(anna, group))[-1]
    assert (gone["service"], gone["about"]) == ("left_chat_member", ["Ben"])
    assert (await client.chat(ben, group))["can_write"] is False
