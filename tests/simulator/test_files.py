"""Files go both ways; bodies may be forms, multipart or JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import aiohttp
import pytest

from simulator.client import ClientError, SimulatorClient
from simulator.uploads import picture_size
from tests.simulator.raw_bot import RawBot

Json = dict[str, Any]

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x20\x00\x00\x00\x10"
GIF = b"GIF89a\x20\x00\x10\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x10\x00\x20" + b"\x00" * 12


@pytest.mark.parametrize(
    ("content", "size"),
    [(PNG, (32, 16)), (GIF, (32, 16)), (JPEG, (32, 16)), (b"\xff\xd8\xff\xd9", (1, 1)), (b"%PDF", None)],
)
def test_the_size_of_a_picture(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


async def multipart(bot: RawBot, method: str, file: tuple[str, bytes], **fields: Any) -> tuple[int, Json]:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, str(value))
    form.add_field(file[0], io.BytesIO(file[1]), filename="liste.xlsx", content_type="application/x-liste")
    async with bot.session.post(bot.url(method), data=form) as response:
        return response.status, await response.json()


async def test_a_persons_file_is_downloaded(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    await client.file(anna, anna, b"inhalt", "liste.csv", mime_type="text/csv", caption="Liste von @anna_k")
    message = await bot.update("message")
    document = message["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "liste.csv",
        "text/csv",
        6,
    )
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("Liste von @anna_k", "mention")
    file = await bot.call("getFile", file_id=document["file_id"])
    async with bot.session.get(f"{bot.base_url}/file/bot{bot.token}/{file['file_path']}") as response:
        assert await response.read() == b"inhalt"
    for path in (f"bot{bot.token}/documents/nope", f"bot7001:wrong/{file['file_path']}"):
        async with bot.session.get(f"{bot.base_url}/file/{path}") as response:
            assert response.status in (401, 404)


async def test_a_bots_file_opens_on_the_phone(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    status, body = await multipart(
        bot, "sendDocument", ("document", b"inhalt"), chat_id=anna, caption="<b>Akte</b>", parse_mode="HTML"
    )
    assert status == 200
    shown = (await client.messages(anna, anna))[-1]
    assert (shown["text"], shown["html"]) == ("Akte", "<b>Akte</b>")
    assert (shown["document"]["file_name"], shown["document"]["file_size"]) == ("liste.xlsx", 6)
    assert await client.download(anna, shown["document"]["file_id"]) == b"inhalt"
    file_id = body["result"]["document"]["file_id"]
    again = await bot.call("sendDocument", chat_id=anna, document=file_id)
    assert again["document"]["file_id"] == file_id
    with pytest.raises(ClientError, match="no such file"):
        await client.download(anna, "nope")


async def test_an_attached_file(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    status, _ = await multipart(
        bot, "sendPhoto", ("picture", PNG), chat_id=anna, photo="attach://picture", caption=" "
    )
    assert status == 200
    shown = (await client.messages(anna, anna))[-1]
    assert (shown["photo"][0]["width"], shown["photo"][0]["height"], shown["text"]) == (32, 16, None)
    where = {"chat_id": anna, "message_id": shown["message_id"]}
    edited = await bot.call("editMessageCaption", **where, caption="Plan")
    assert (edited["caption"], "photo" in edited) == ("Plan", True)


@pytest.mark.parametrize(
    ("method", "content", "expected"),
    [
        pytest.param("sendPhoto", b"%PDF", (400, "Bad Request: IMAGE_PROCESS_FAILED"), id="no picture"),
        pytest.param("sendPhoto", PNG + bytes(10 << 20), (400, "Bad Request: file is too big"), id="10 MB"),
        pytest.param("sendDocument", b"", (400, "Bad Request: file must be non-empty"), id="empty"),
        pytest.param("sendDocument", bytes(50 << 20), (413, "Request Entity Too Large"), id="50 MB"),
    ],
)
async def test_a_file_that_is_refused(
    bot: RawBot, anna: int, method: str, content: bytes, expected: tuple[int, str]
) -> None:
    field = method.removeprefix("send").lower()
    status, body = await multipart(bot, method, (field, content), chat_id=anna)
    assert (status, body["description"]) == expected


async def test_a_long_caption(bot: RawBot, anna: int) -> None:
    status, body = await multipart(bot, "sendDocument", ("document", b"x"), chat_id=anna, caption="ä" * 1025)
    assert (status, body["description"]) == (400, "Bad Request: message caption is too long")


async def test_a_big_file_of_a_person_cannot_be_downloaded(
    client: SimulatorClient, bot: RawBot, anna: int
) -> None:
    await client.file(anna, anna, b"x", "film.mp4", file_size=50 << 20)
    document = (await bot.update("message"))["document"]
    assert document["file_size"] == 50 << 20
    assert await bot.refusal("getFile", file_id=document["file_id"]) == (
        400,
        "Bad Request: file is too big",
    )


@pytest.mark.parametrize(
    "kind", ["document", "photo", "voice", "audio", "video", "animation", "video_note", "sticker"]
)
async def test_every_kind_of_file(client: SimulatorClient, bot: RawBot, anna: int, kind: str) -> None:
    await client.file(anna, anna, PNG, "datei.png", kind=kind)
    assert kind in await bot.update("message")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("contact", {"phone_number": "+49571", "first_name": "Amt", "user_id": 7}),
        ("location", {"latitude": 52.3}),
        ("venue", {"title": "Amt"}),
        ("poll", {"question": "Wer?"}),
        ("dice", {"value": 6}),
    ],
)
async def test_every_kind_without_file(
    client: SimulatorClient, bot: RawBot, anna: int, kind: str, told: Json
) -> None:
    await client.file(anna, anna, kind=kind, **told)
    assert (await bot.update("message"))[kind].items() >= told.items()


@pytest.mark.parametrize(
    ("kind", "fields"), [("hologram", {}), ("dice", {"value": "six"}), ("poll", {"options": "{"})]
)
async def test_a_kind_that_is_none(client: SimulatorClient, anna: int, kind: str, fields: Json) -> None:
    with pytest.raises(ClientError) as refused:
        await client.file(anna, anna, kind=kind, **fields)
    assert refused.value.status == 400


async def test_a_file_is_missing(client: SimulatorClient, bot: RawBot, anna: int) -> None:
    url = f"{client.base_url}/phones/{anna}/chats/{anna}/files"
    async with bot.session.post(url, data={"kind": "photo"}) as response:
        assert (response.status, await response.json()) == (400, {"error": "file is missing"})


@pytest.mark.parametrize("encoding", ["query", "form", "json", "json with nested text"])
async def test_every_encoding_means_the_same(bot: RawBot, anna: int, encoding: str) -> None:
    keyboard = {"inline_keyboard": [[{"text": "T", "callback_data": "x"}]]}
    plain = {"chat_id": str(anna), "text": "Hallo", "reply_markup": json.dumps(keyboard)}
    encodings: dict[str, dict[str, Any]] = {
        "query": {"params": plain},
        "form": {"data": plain},
        "json": {"json": {"chat_id": anna, "text": "Hallo", "reply_markup": keyboard}},
        "json with nested text": {"json": plain},
    }
    async with bot.session.post(bot.url("sendMessage"), **encodings[encoding]) as response:
        result = (await response.json())["result"]
    assert (result["text"], result["reply_markup"]) == ("Hallo", keyboard)


async def test_a_body_that_is_no_json(bot: RawBot) -> None:
    headers = {"Content-Type": "application/json"}
    async with bot.session.post(bot.url("getMe"), data=b"{", headers=headers) as response:
        assert response.status == 200
