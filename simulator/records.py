"""What exists in the simulated Telegram: people, bots, chats, members, messages and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

PRIVATE, GROUP, SUPERGROUP = "private", "group", "supergroup"


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    deleted: bool = False


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where a bot wants its updates delivered."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str | None = None


@dataclass(slots=True, kw_only=True)
class Bot:
    """A bot, as BotFather keeps it; `privacy` hides ordinary group messages from it."""

    id: int
    token: str
    username: str
    first_name: str
    privacy: bool = True
    webhook: Webhook | None = None
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Member:
    """A person's or a bot's standing in a group; one who is gone stays known as left or kicked."""

    id: int
    status: str = "member"

    @property
    def inside(self) -> bool:
        return self.status in ("creator", "administrator", "member")

    @property
    def admin(self) -> bool:
        return self.status in ("creator", "administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a message is sent: `extra` holds Bot API fields that are neither content nor chosen here."""

    reply_to: int | None = None
    thread: int | None = None
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    silent: bool = False
    protected: bool = False


@dataclass(slots=True, kw_only=True)
class Message:
    """A message as everybody in its chat has it; `content` holds the Bot API's content fields."""

    id: int
    chat_id: int
    sent_at: datetime
    sender_id: int
    content: Json
    markup: Json | None
    options: Options
    edited_at: datetime | None = None
    deleted: bool = False
    pinned: bool = False

    @property
    def service(self) -> bool:
        """Whether Telegram itself wrote it."""
        return bool(SERVICE_FIELDS & self.content.keys())

    @property
    def text(self) -> str | None:
        text = self.content.get("text", self.content.get("caption"))
        return None if text is None else str(text)

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found


SERVICE_FIELDS = {
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "pinned_message",
}


@dataclass(slots=True, kw_only=True)
class Chat:
    """A private chat of a person with a bot, a group or a supergroup."""

    id: int
    kind: str
    title: str = ""
    person_id: int | None = None
    bot_id: int | None = None
    forum: bool = False
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    can_send_messages: bool = True
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return self.kind == PRIVATE

    def inside(self, account_id: int) -> bool:
        """Whether a person or bot is in the chat."""
        if self.private:
            return account_id in (self.person_id, self.bot_id)
        member = self.members.get(account_id)
        return member is not None and member.inside

    def admin(self, account_id: int) -> bool:
        """Whether a person or bot administers the group."""
        member = self.members.get(account_id)
        return member is not None and member.admin

    def message(self, message_id: int) -> Message | None:
        """The message with this id unless it was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Bytes somebody uploaded."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    file_name: str
    mime_type: str
    size: int


@dataclass(slots=True, kw_only=True)
class Press:
    """A press of a button that waits for the bot's answer."""

    id: str
    bot_id: int
    person_id: int
    pressed_at: datetime
    answer: Json | None = None
