"""Raw updates of every kind that the Bot API knows, as Telegram would send them, from anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from telegram import Update

from drills.contents import BOT, CHANNEL, SENT_ON, Contents, Json, poll, standing, with_command
from drills.marks import Spot, mark

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, and in which chats they can be. `plain`: nothing they type may be told to anybody."""

    name: str
    user: Json
    groups: tuple[Json, ...] = ()
    plain: bool = False

    @property
    def private(self) -> Json:
        return {"id": self.user["id"], "type": "private", "first_name": self.user["first_name"]}


class Making:
    """Makes updates, numbered from `first` on; `texts` and `data` give what is typed and pressed."""

    def __init__(
        self, chance: Random, texts: Callable[[], str], data: Callable[[], str], *, first: int = 100_000
    ) -> None:
        self.chance = chance
        self.texts = texts
        self.data = data
        self.contents = Contents(chance, texts, data)
        self.number = first

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
        is_text = self.chance.random() < 0.7
        made |= self.contents.text(marked=sender.plain) if is_text else self.contents.other()
        return made | self.contents.circumstances(made["chat"])

    def typed(self, sender: Sender, text: str) -> Json:
        """Exactly this text, in the private chat."""
        return self._envelope(sender, sender.private) | with_command(text)

    def _envelope(self, sender: Sender, chat: Json) -> Json:
        self.number += 1
        made = {"message_id": self.number, "date": SENT_ON, "chat": chat, "from": sender.user}
        if chat["type"] != "private" and self.chance.random() < 0.15:
            hidden = self.chance.choice((ANONYMOUS_ADMIN, CHANNEL_BOT))
            made |= {"from": hidden, "sender_chat": chat if hidden is ANONYMOUS_ADMIN else CHANNEL}
        return made

    def _chat(self, sender: Sender) -> Json:
        return self.chance.choice((sender.private, sender.private, *sender.groups))

    # Presses

    def press(self, sender: Sender, data: str | None = None, *, chat: Json | None = None) -> Json:
        """A button of any message, or of one that cannot be seen any more; given data is pressed as it is."""
        where = chat or (sender.private if data is not None else self._chat(sender))
        self.number += 1
        shown = {"message_id": self.chance.randint(1, 60), "date": SENT_ON, "chat": where, "from": BOT}
        made = {"id": f"h{self.number}", "from": sender.user, "chat_instance": "1"}
        made["data"] = self._marked_data() if data is None else data
        if data is None and self.chance.random() < 0.05:
            return made | {"inline_message_id": "x"}
        text = {"text": mark(Spot.ANSWERED)}
        return made | {"message": shown | ({"date": 0} if self.chance.random() < 0.1 else text)}

    def _marked_data(self) -> str:
        data = self.data()
        return data if self.chance.random() < 0.95 else f"{data}:{mark(Spot.DATA)}"

    # Comings and goings

    def _standing(self, sender: Sender, whose: Json) -> Json:
        groups = [one for one in sender.groups if "linked" not in str(one.get("title"))]
        states = ("member", "left", "kicked", "administrator", "restricted", "creator")
        old, new = (standing(whose, self.chance.choice(states)) for _ in range(2))
        chat = self.chance.choice((sender.private, *groups, CHANNEL))
        made = {"chat": chat, "from": sender.user, "date": SENT_ON}
        return made | {"old_chat_member": old, "new_chat_member": new}

    def _in_channel(self, sender: Sender) -> Json:
        self.number += 1
        made = {"message_id": self.number, "date": 1, "chat": CHANNEL, "sender_chat": CHANNEL}
        return made | self.contents.text(marked=True)

    def _business(self, sender: Sender) -> Json:
        return self.message(sender) | {"business_connection_id": "1"}

    def _reaction(self, sender: Sender) -> Json:
        liked = [{"type": "emoji", "emoji": "👍"}]
        made = {"chat": self._chat(sender), "message_id": 9, "date": 1}
        return made | {"user": sender.user, "old_reaction": [], "new_reaction": liked}

    def _query(self, sender: Sender) -> Json:
        query = f"{self.texts()} {mark(Spot.QUERY)}"[-256:]
        return {"id": "1", "from": sender.user, "query": query, "offset": "", "result_id": "1"}

    def _payment(self, sender: Sender) -> Json:
        lines = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")
        bill = {"currency": "EUR", "total_amount": 1, "invoice_payload": mark(Spot.PAYLOAD)}
        address = {"shipping_address": dict.fromkeys(lines, mark(Spot.PLACE))}
        return {"id": "1", "from": sender.user, **address, **bill, "paid_media_payload": mark(Spot.PAYLOAD)}

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
        "poll": lambda _, __: poll(),
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
