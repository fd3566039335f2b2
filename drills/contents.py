"""What a message can hold: text with entities, files, cards, polls, and the circumstances of its sending."""

from collections.abc import Callable
from inspect import signature
from random import Random
from typing import Any

from telegram import ChatMemberAdministrator, ChatMemberRestricted

from drills.marks import PHONE, Spot, mark

Json = dict[str, Any]

BOT = {"id": 4242424242, "is_bot": True, "first_name": "Kurze Wege", "username": "kurzewege_bot"}
CHANNEL = {"id": -1_002_222, "type": "channel", "title": f"Fremder Kanal {mark(Spot.TITLE)}"}
SENT_ON = 1_795_420_800
"""Unix seconds of the date on every message; the bot takes the hour from its own clock."""

_RIGHTS = [
    name
    for kind in (ChatMemberAdministrator, ChatMemberRestricted)
    for name in signature(kind.__init__).parameters
    if name.startswith(("can_", "is_"))
]
"""What an administrator and somebody restricted may do, as far as the library knows it."""


def person(user: int, name: str, language: str = "de") -> Json:
    """Somebody as Telegram describes them."""
    return {
        "id": user,
        "is_bot": False,
        "first_name": f"{name} {mark(Spot.FIRST_NAME)}",
        "last_name": mark(Spot.LAST_NAME),
        "username": f"{name.lower()}_{mark(Spot.USERNAME)}",
        "language_code": language,
    }


def with_command(text: str) -> Json:
    """Telegram marks what begins with a slash as a command."""
    made: Json = {"text": text}
    if text.startswith("/") and len(text) > 1:
        made["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return made


def standing(whose: Json, status: str) -> Json:
    """How somebody stands in a chat."""
    return {"user": whose, "status": status, "until_date": 0} | dict.fromkeys(_RIGHTS, True)


def poll() -> Json:
    return {
        "id": "1",
        "question": mark(Spot.POLL),
        "options": [{"text": f"Ja {mark(Spot.POLL)}", "voter_count": 0, "persistent_id": "1"}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }


class Contents:
    """Draws what stands in a message; `texts` and `data` give what is typed and pressed."""

    def __init__(self, chance: Random, texts: Callable[[], str], data: Callable[[], str]) -> None:
        self.chance = chance
        self.texts = texts
        self.data = data

    def text(self, *, marked: bool) -> Json:
        """Typed text, perhaps with entities; `marked`: nothing of it may be told to anybody."""
        made = with_command(self._typed(marked))
        if self.chance.random() < 0.2:
            made["entities"] = [self._entity() for _ in range(self.chance.randint(1, 3))]
        return made

    def _typed(self, marked: bool) -> str:
        text = self.texts()
        if not marked or self.chance.random() < 0.5:
            return text
        return f"{text} {mark(Spot.ARGUMENT if text.startswith('/') else Spot.TYPED)}"

    def _with(self, spot: Spot, longest: int) -> str:
        """Something odd with the field's own word before it."""
        return f"{mark(spot)} {self.texts()}"[:longest]

    def _entity(self) -> Json:
        kind = self.chance.choice(("bot_command", "mention", "text_link", "bold", "code", "of_tomorrow"))
        places = (0, 0, 1, 5, 4096, 10**9, -1)
        made = {"type": kind, "offset": self.chance.choice(places), "length": self.chance.choice(places)}
        return made | ({"url": "https://example.org"} if kind == "text_link" else {})

    def other(self) -> Json:
        """Anything but text."""
        file = {"file_id": "a", "file_unique_id": "b", "file_size": self.chance.choice((0, 9, 10**12))}
        return self.chance.choice((*self._files(file), *self._cards(), *self._service()))

    def _files(self, file: Json) -> tuple[Json, ...]:
        picture = {**file, "width": 1, "height": 1}
        caption = {"caption": self._with(Spot.CAPTION, 1024)}
        name = {"file_name": self._with(Spot.FILE_NAME, 200)}
        return (
            {"photo": [picture], "media_group_id": "7", **caption},
            {"document": {**file, **name}, **caption},
            {"voice": {**file, "duration": 1}, **caption},
            {"audio": {**file, **name, "duration": 1, "title": mark(Spot.FILE_NAME)}},
            {"video": {**picture, **name, "duration": 1}, **caption},
            {"video_note": {**file, "length": 1, "duration": 1}},
            {"animation": {**picture, **name, "duration": 1}, "document": file},
            {"sticker": {**picture, "type": "regular", "is_animated": False, "is_video": False}},
        )

    def _cards(self) -> tuple[Json, ...]:
        name = {"first_name": self._with(Spot.CARD, 64), "last_name": mark(Spot.CARD)}
        spot = {"latitude": 52.3, "longitude": 8.6}
        return (
            {"contact": {"phone_number": "0171 2345678", **name}},
            {"contact": {"phone_number": PHONE, **name, "user_id": 2001}},
            {"location": spot},
            {"venue": {"location": spot, "title": mark(Spot.PLACE), "address": mark(Spot.PLACE)}},
            {"dice": {"emoji": "🎲", "value": 6}},
            {"poll": poll()},
        )

    def _service(self) -> tuple[Json, ...]:
        return (
            {"new_chat_members": [person(5, "Neu"), BOT]},
            {"left_chat_member": person(5, "Weg")},
            {"new_chat_title": self._with(Spot.TITLE, 255)},
            {"pinned_message": {"message_id": 3, "date": 0, "chat": CHANNEL}},
            {"web_app_data": {"data": f"{self.data()} {mark(Spot.PAYLOAD)}", "button_text": "x"}},
            {"users_shared": {"request_id": 1, "users": [{"user_id": 7}]}},
            {"group_chat_created": True},
        )

    def circumstances(self, chat: Json) -> Json:
        """Mostly none; else an answer, a quotation, a forwarded message, one by way of another bot."""
        sent = {"message_id": self.chance.randint(1, 60), "date": SENT_ON, "chat": chat, "from": BOT}
        quote = {"text": self._with(Spot.QUOTE, 1024), "position": 0}
        found: tuple[Json, ...] = (
            *({} for _ in range(8)),
            {"reply_to_message": sent | {"text": self._with(Spot.ANSWERED, 4096)}},
            {"reply_to_message": sent | {"caption": mark(Spot.ANSWERED)}},
            {"reply_to_message": sent, "quote": quote},
            {"external_reply": {"origin": self._origin()}, "quote": quote},
            {"forward_origin": self._origin()},
            {"via_bot": {"id": 9, "is_bot": True, "first_name": "Other"}},
            {"is_topic_message": True, "message_thread_id": 12},
            {"edit_date": SENT_ON + 1},
        )
        return self.chance.choice(found)

    def _origin(self) -> Json:
        name = mark(Spot.ORIGIN)
        kinds: tuple[Json, ...] = (
            {"type": "hidden_user", "sender_user_name": name},
            {"type": "user", "sender_user": {"id": 8, "is_bot": False, "first_name": name}},
            {"type": "chat", "sender_chat": CHANNEL, "author_signature": name},
            {"type": "channel", "chat": CHANNEL, "message_id": 7, "author_signature": name},
        )
        return {"date": 1, **self.chance.choice(kinds)}
