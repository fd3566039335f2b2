"""What the network expects to refuse, as a tree; everything else that goes wrong is a bug.

Refusal
├── NotAllowed            the speaker has not the right to this deed
│   └── Stranger          nobody knows the speaker
├── NotFound              there is no such case, person, link
│   └── UnknownCode       a wrong case code, with what is probably meant
├── AlreadyDone           an old button: the thing has moved on
├── Expired               a link, a draft or an undo came too late
├── NotUnderstood         an answer that the question cannot take
├── TooMany               a bounded number is used up
├── PrivateOnly           a word about a case belongs into the private chat
├── PrivacyStop           a text that names somebody; never stored
└── Incomplete            something must be settled or named first
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal(Exception):
    """Expected, and has words in every language. `detail` is a key of the texts, never free text."""

    detail: str = ""


@dataclass(frozen=True)
class NotAllowed(Refusal):
    pass


@dataclass(frozen=True)
class Stranger(NotAllowed):
    pass


@dataclass(frozen=True)
class NotFound(Refusal):
    pass


@dataclass(frozen=True)
class UnknownCode(NotFound):
    """`meant`: existing codes that differ by one slip and that the speaker may see."""

    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlreadyDone(Refusal):
    """`by` and `at` (already formatted for the reader) say who was first, where that is known."""

    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Expired(Refusal):
    pass


@dataclass(frozen=True)
class NotUnderstood(Refusal):
    pass


@dataclass(frozen=True)
class TooMany(Refusal):
    limit: int = 0


@dataclass(frozen=True)
class PrivateOnly(Refusal):
    pass


@dataclass(frozen=True)
class PrivacyStop(Refusal):
    """`detail` is the class of the hit (a name, an address …)."""


@dataclass(frozen=True)
class Incomplete(Refusal):
    """`points`: keys of what is still open."""

    points: tuple[str, ...] = ()
