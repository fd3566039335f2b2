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

# Not frozen: Python itself writes the traceback into an exception that passes through a context manager.


@dataclass(eq=False)
class Refusal(Exception):
    """Expected, and has words in every language. `detail` is a key of the texts, never free text."""

    detail: str = ""


@dataclass(eq=False)
class NotAllowed(Refusal):
    pass


@dataclass(eq=False)
class Stranger(NotAllowed):
    pass


@dataclass(eq=False)
class NotFound(Refusal):
    pass


@dataclass(eq=False)
class UnknownCode(NotFound):
    """`meant`: existing codes that differ by one slip and that the speaker may see."""

    meant: tuple[str, ...] = ()


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """`by` and `at` (already formatted for the reader) say who was first, where that is known."""

    by: str = ""
    at: str = ""


@dataclass(eq=False)
class Expired(Refusal):
    pass


@dataclass(eq=False)
class NotUnderstood(Refusal):
    pass


@dataclass(eq=False)
class TooMany(Refusal):
    limit: int = 0


@dataclass(eq=False)
class PrivateOnly(Refusal):
    pass


@dataclass(eq=False)
class PrivacyStop(Refusal):
    """`detail` is the class of the hit (a name, an address …)."""


@dataclass(eq=False)
class Incomplete(Refusal):
    """`points`: keys of what is still open."""

    points: tuple[str, ...] = ()
