"""A word of its own in every field that somebody can fill: where it turns up says which one has leaked."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drills import traffic
from simulator.calls import LoggedCall


class Reader(StrEnum):
    """Whose chat it is. A host admits colleagues of the landlord's group."""

    HOST = "host"
    MEMBER = "member"
    STRANGER = "stranger"
    GROUP = "group"


class Spot(StrEnum):
    """A field: of an update, or of the directory."""

    TYPED = "typed"
    ARGUMENT = "argument"
    CAPTION = "caption"
    FILE_NAME = "file"
    CARD = "card"
    PLACE = "place"
    POLL = "poll"
    TITLE = "title"
    QUOTE = "quote"
    ANSWERED = "answered"
    ORIGIN = "origin"
    FIRST_NAME = "first"
    LAST_NAME = "last"
    USERNAME = "username"
    QUERY = "query"
    PAYLOAD = "payload"
    DATA = "data"
    SENTENCE = "sentence"
    FUNCTION = "function"
    HOURS = "hours"
    PHONE = "phone"


PHONE = "05731 774411"
OF_THE_DIRECTORY: Final = frozenset({Spot.SENTENCE, Spot.FUNCTION, Spot.HOURS, Spot.PHONE})
READ_BY: Final[Mapping[Spot, Collection[Reader]]] = {
    Spot.FIRST_NAME: {Reader.HOST},
    Spot.LAST_NAME: {Reader.HOST},
    **dict.fromkeys(OF_THE_DIRECTORY, frozenset({Reader.HOST, Reader.MEMBER})),
}
"""Who may be told; a field that is missing here, nobody. A host reads who asks to enrol."""

_MARK = re.compile(rf"zq({'|'.join(Spot)})qz|({PHONE})", re.IGNORECASE)
"""No other letters between: the token of a link may spell a mark's beginning by chance."""


def mark(spot: Spot) -> str:
    """The word for this field."""
    return PHONE if spot is Spot.PHONE else f"Zq{spot}qz"


def marks_in(text: str) -> set[Spot]:
    """The fields whose words are in it."""
    return {Spot.PHONE if found[2] else Spot(found[1].lower()) for found in _MARK.finditer(text)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who is behind a chat."""

    hosts: Collection[int]
    members: Collection[int]

    def of(self, chat: int) -> Reader:
        if chat < 0:
            return Reader.GROUP
        if chat in self.hosts:
            return Reader.HOST
        return Reader.MEMBER if chat in self.members else Reader.STRANGER


def leaks(calls: Iterable[LoggedCall], pressers: Mapping[str, int], readers: Readers) -> Iterator[str]:
    """Every word of a field that was sent to somebody who may not be told, or to nobody at all."""
    for call in calls:
        found = marks_in(str(call.params))
        if not found:
            continue
        chat = traffic.heard_by(call, pressers)
        reader = None if chat is None else readers.of(chat)
        if leaked := sorted(one for one in found if reader not in READ_BY.get(one, ())):
            said = str(call.params)[:300]
            yield f"{leaked} went to {reader} {chat} by call {call.n} ({call.method}): {said}"
