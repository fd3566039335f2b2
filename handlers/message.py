"""What the bot says: text, buttons and files as data, without Telegram."""

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

HALF_WIDTH: Final = 22
"""As many characters can be read on a button that is half as wide as a phone."""


class Key(BaseModel):
    """One button. Exactly one of `data`, `url`, `copies` is set; `data` has at most 64 bytes."""

    model_config = ConfigDict(frozen=True)

    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None


Rows = tuple[tuple[Key, ...], ...]


class Contact(BaseModel):
    """A professional's contact card, always from the directory."""

    model_config = ConfigDict(frozen=True)

    name: str
    phone: str


class File(BaseModel):
    """A picture or document, drawn when it leaves: from template and subject, never stored."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["photo", "document"]
    template: str
    subject: str
    name: str


class Message(BaseModel):
    """One message. `text` is Telegram's HTML; `edits` and `deletes` name a message of the same chat;
    `if_refused` is said when a deletion is refused."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    rows: Rows = ()
    edits: int | None = None
    deletes: int | None = None
    if_refused: str = ""
    contact: Contact | None = None
    file: File | None = None
    reply_to: int | None = None
    silent: bool = False
    protected: bool = False
    pinned: bool = False
    note: int | None = None


def row(*keys: Key) -> tuple[Key, ...]:
    return keys


def two_a_row(keys: Sequence[Key]) -> Rows:
    """Side by side what can be read so; a longer label has the whole width."""
    rows: list[tuple[Key, ...]] = []
    for key in keys:
        beside = rows[-1] if rows else ()
        if len(beside) == 1 and max(len(one.label) for one in (*beside, key)) <= HALF_WIDTH:
            rows[-1] = (*beside, key)
        else:
            rows.append((key,))
    return tuple(rows)
