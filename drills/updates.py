"""Raw updates of every kind that the Bot API knows, as Telegram would send them, from anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from telegram import Update

Json = dict[str, Any]

BOT = {"id": 4242424242, "is_bot": True, "first_name": "Kurze Wege", "username": "kurzewege_bot"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
CHANNEL = {"id": -1_002_222, "type": "channel", "title": "Fremder Kanal"}
SENT_ON = 1_795_420_800
"""Unix seconds of the date on every message; the bot takes the hour from its own clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, and in which chats they can be."""

    name: str
    user: Json
    groups: tuple[Json, ...]

    @property
    def private(self) -> Json:
        return {"id": self.user["id"], "type": "private", "first_name": self.user["first_name"]}


def person(user: int, name: str, language: str = "de") -> Json:
    """Somebody as Telegram describes them."""
    return {"id": user, "is_bot": False, "first_name": name, "language_code": language}


class Making:
    """Makes updates of one sender in one chat; `texts` and `data` give what is typed and pressed."""

    def __init__(self, chance: Random, texts: Callable[[], str], data: Callable[[], str]) -> None:
        self.chance = chance
        self.texts = texts
        self.data = data
        self.number = 100_000

    def kind(self, kind: str, sender: Sender) -> Json:
        """The body of an update of this kind."""
        one = self._KINDS[kind]
        return one(self, sender)

    @staticmethod
    def kinds() -> tuple[str, ...]:
        """Every kind that the library knows, and one that it does not."""
        known = {str(one) for one in Update.ALL_TYPES}
        missing = known - Making._KINDS.keys()
        if missing:
            raise NotImplementedError(f"no update is made of the kinds {sorted(missing)}")
        return tuple(Making._KINDS)

    # Messages

    def message(self, sender: Sender) -> Json:
        """A message with text or with something else, perhaps in a group, forwarded, answering another."""
        made = self._envelope(sender, self._chat(sender))
        made |= self._text() if self.chance.random() < 0.75 else self._content()
        return made | self._circumstances(made["chat"])

    def typed(self, sender: Sender, text: str) -> Json:
        """Exactly this text, in the private chat."""
        return self._envelope(sender, sender.private) | _with_command(text)

    def _envelope(self, sender: Sender, chat: Json) -> Json:
        self.number += 1
        made = {"message_id": self.number, "date": SENT_ON, "chat": chat, "from": sender.user}
        if chat["type"] != "private" and self.chance.random() < 0.15:
            hidden = self.chance.choice((ANONYMOUS_ADMIN, CHANNEL_BOT))
            made |= {"from": hidden, "sender_chat": chat if hidden is ANONYMOUS_ADMIN else CHANNEL}
        return made

    def _chat(self, sender: Sender) -> Json:
        return self.chance.choice((sender.private, sender.private, *sender.groups))

    def _text(self) -> Json:
        made = _with_command(self.texts())
        if self.chance.random() < 0.2:
            made["entities"] = [self._entity() for _ in range(self.chance.randint(1, 3))]
        return made

    def _entity(self) -> Json:
        kind = self.chance.choice(("bot_command", "mention", "text_link", "bold", "code", "of_tomorrow"))
        places = (0, 0, 1, 5, 4096, 10**9, -1)
        made = {"type": kind, "offset": self.chance.choice(places), "length": self.chance.choice(places)}
        return made | ({"url": "https://example.org"} if kind == "text_link" else {})

    def _content(self) -> Json:
        file = {"file_id": "a", "file_unique_id": "b", "file_size": self.chance.choice((0, 9, 10**12))}
        picture = {**file, "width": 1, "height": 1}
        contents: tuple[Json, ...] = (
            {"photo": [picture], "caption": self.texts(), "media_group_id": "7"},
            {"document": {**file, "file_name": self.texts()[:200]}, "caption": self.texts()},
            {"voice": {**file, "duration": 1}},
            {"video": {**picture, "duration": 1}},
            {"sticker": {**picture, "type": "regular", "is_animated": False, "is_video": False}},
            {"contact": {"phone_number": "0171 2345678", "first_name": self.texts()[:64]}},
            {"location": {"latitude": 52.3, "longitude": 8.6}},
            {"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "x", "address": "y"}},
            {"dice": {"emoji": "🎲", "value": 6}},
            {"poll": _poll()},
            {"new_chat_members": [person(5, "Neu"), BOT]},
            {"left_chat_member": person(5, "Weg")},
            {"new_chat_title": self.texts()[:255]},
            {"pinned_message": {"message_id": 3, "date": 0, "chat": CHANNEL}},
            {"web_app_data": {"data": self.data(), "button_text": "x"}},
            {"users_shared": {"request_id": 1, "users": [{"user_id": 7}]}},
        )
        return self.chance.choice(contents)

    def _circumstances(self, chat: Json) -> Json:
        earlier = {"message_id": self.chance.randint(1, 60), "date": SENT_ON, "chat": chat, "from": BOT}
        hidden = {"type": "hidden_user", "date": 1, "sender_user_name": "Mallory"}
        found: tuple[Json, ...] = (
            *({} for _ in range(6)),
            {"reply_to_message": earlier | {"text": self.texts()}},
            {"reply_to_message": earlier, "quote": {"text": self.texts(), "position": 0}},
            {"forward_origin": hidden},
            {"via_bot": {"id": 9, "is_bot": True, "first_name": "Other"}},
            {"is_topic_message": True, "message_thread_id": 12},
            {"edit_date": SENT_ON + 1},
        )
        return self.chance.choice(found)

    # Presses

    def press(self, sender: Sender, data: str | None = None) -> Json:
        """A button of any message, or of one that cannot be seen any more."""
        chat = sender.private if data is not None else self._chat(sender)
        self.number += 1
        shown = {"message_id": self.chance.randint(1, 60), "date": SENT_ON, "chat": chat, "from": BOT}
        made = {"id": f"h{self.number}", "from": sender.user, "chat_instance": "1"}
        made["data"] = self.data() if data is None else data
        if data is None and self.chance.random() < 0.05:
            return made | {"inline_message_id": "x"}
        return made | {"message": shown | ({"date": 0} if self.chance.random() < 0.1 else {"text": "x"})}

    # Comings and goings

    def _standing(self, sender: Sender, whose: Json) -> Json:
        groups = [one for one in sender.groups if "linked" not in str(one.get("title"))]
        states = ("member", "left", "kicked", "administrator", "restricted")
        old, new = ({"user": whose, "status": self.chance.choice(states)} for _ in range(2))
        chat = self.chance.choice((sender.private, *groups, CHANNEL))
        return {
            "chat": chat,
            "from": sender.user,
            "date": SENT_ON,
            "old_chat_member": _member(old),
            "new_chat_member": _member(new),
        }

    def _in_channel(self, sender: Sender) -> Json:
        self.number += 1
        return {"message_id": self.number, "date": 1, "chat": CHANNEL, "sender_chat": CHANNEL} | self._text()

    def _business(self, sender: Sender) -> Json:
        return self.message(sender) | {"business_connection_id": "1"}

    def _reaction(self, sender: Sender) -> Json:
        liked = [{"type": "emoji", "emoji": "👍"}]
        made = {"chat": self._chat(sender), "message_id": 9, "date": 1}
        return made | {"user": sender.user, "old_reaction": [], "new_reaction": liked}

    def _query(self, sender: Sender) -> Json:
        return {"id": "1", "from": sender.user, "query": self.texts(), "offset": "", "result_id": "1"}

    def _payment(self, sender: Sender) -> Json:
        place = dict.fromkeys(
            ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), ""
        )
        bill = {"currency": "EUR", "total_amount": 1, "invoice_payload": self.data()}
        return {"id": "1", "from": sender.user, "shipping_address": place, **bill, "paid_media_payload": "x"}

    def _boost(self, sender: Sender) -> Json:
        source = {"source": "premium", "user": sender.user}
        boost = {"boost_id": "1", "add_date": 1, "expiration_date": 2, "source": source}
        return {"chat": CHANNEL, "boost": boost, "boost_id": "1", "remove_date": 1, "source": source}

    _KINDS: ClassVar[dict[str, Callable[["Making", Sender], Json]]] = {
        "message": message,
        "edited_message": lambda self, sender: self.message(sender) | {"edit_date": SENT_ON + 1},
        "channel_post": _in_channel,
        "edited_channel_post": _in_channel,
        "business_connection": lambda _, sender: {
            **{"id": "1", "user": sender.user, "user_chat_id": sender.user["id"], "date": 1},
            "is_enabled": True,
        },
        "business_message": _business,
        "edited_business_message": _business,
        "deleted_business_messages": lambda _, sender: {
            **{"business_connection_id": "1", "chat": sender.private, "message_ids": [9]}
        },
        "guest_message": message,
        "message_reaction": _reaction,
        "message_reaction_count": lambda _, __: {
            **{"chat": CHANNEL, "message_id": 9, "date": 1, "reactions": []}
        },
        "inline_query": _query,
        "chosen_inline_result": _query,
        "callback_query": press,
        "shipping_query": _payment,
        "pre_checkout_query": _payment,
        "purchased_paid_media": _payment,
        "poll": lambda _, __: _poll(),
        "poll_answer": lambda _, sender: {
            **{"poll_id": "1", "user": sender.user, "option_ids": [0], "option_persistent_ids": ["1"]}
        },
        "my_chat_member": lambda self, sender: self._standing(sender, BOT),
        "chat_member": lambda self, sender: self._standing(sender, sender.user),
        "chat_join_request": lambda self, sender: {
            **{"chat": self._chat(sender), "from": sender.user, "user_chat_id": 7, "date": 1}
        },
        "chat_boost": _boost,
        "removed_chat_boost": _boost,
        "managed_bot": lambda _, sender: {"user": sender.user, "bot": BOT},
        "a_kind_of_tomorrow": lambda _, sender: {"from": sender.user, "chat": sender.private},
    }


def _with_command(text: str) -> Json:
    """Telegram marks what begins with a slash as a command."""
    made: Json = {"text": text}
    if text.startswith("/") and len(text) > 1:
        made["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return made


def _member(made: Json) -> Json:
    rights = ("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos")
    more = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages")
    return made | {"until_date": 0} | dict.fromkeys((*rights, *more), True)


def _poll() -> Json:
    return {
        "id": "1",
        "question": "?",
        "options": [{"text": "Ja", "voter_count": 0, "persistent_id": "1"}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
