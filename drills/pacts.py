"""What the kill drill knows of agreements: who has drawn up, signed and moved what; no table of the bot."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

MOST_OF_AN_OFFICE: Final = 6
"""So many agreements stand on the first page of the list."""


@dataclass(slots=True, kw_only=True)
class Pact:
    """An agreement between these offices, the landlord first.

    `making` is the number of the version in the making (0: none), which `writer` writes and `signed` have
    confirmed; `returned` once is enough. `forced` says in which round each version has come into force.
    `moving` want running cases under the version in force; `moved` says of a version in which round all had
    agreed to that.
    """

    parties: tuple[str, ...]
    writer: str
    making: int = 1
    proposed: bool = False
    returned: bool = False
    asked_on: date | None = None
    signed: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    forced: dict[int, int] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return " + ".join(self.parties)

    @property
    def in_force(self) -> int:
        """The number of the version that holds; 0 where none does yet."""
        return max(self.forced, default=0)

    @property
    def between(self) -> str:
        """The offices as the agreement itself names them."""
        *others, last = self.parties
        return f"zwischen {', '.join(others)} und {last}"

    @property
    def in_brackets(self) -> str:
        """The offices as a message about it names them."""
        return f"({', '.join(self.parties)})"

    @property
    def lacks(self) -> tuple[str, ...]:
        """Whose signature the proposal waits for."""
        return tuple(one for one in self.parties if one not in self.signed) if self.proposed else ()

    def proposes(self, today: date) -> None:
        self.proposed, self.asked_on = True, today
        self.signed = {self.writer}

    def signs(self, office: str, round_: int) -> bool:
        """Whether that was the last signature."""
        self.signed.add(office)
        if self.lacks:
            return False
        self.forced[self.making] = round_
        self.confirmed, self.signed, self.moving = self.signed, set(), set()
        self.making, self.proposed = 0, False
        return True

    def gives_back(self) -> None:
        """What was signed was another text."""
        self.proposed, self.returned, self.signed = False, True, set()

    def revises(self, office: str) -> None:
        self.making, self.writer, self.returned, self.asked_on = self.in_force + 1, office, False, None

    def reads(self, office: str) -> tuple[str, int, Collection[str]] | None:
        """What this office reads of it: how the version that matters stands, its number, who has signed it.

        A draft is its writer's alone until it has been proposed once.
        """
        if self.proposed:
            return "vorgeschlagen", self.making, self.signed
        if self.making and (office == self.writer or self.asked_on is not None):
            return "Entwurf", self.making, ()
        return ("gilt", self.in_force, self.confirmed) if self.in_force else None

    def holds_at(self, round_: int) -> int | None:
        """The version under which a case runs whose sides sat down in this round, as long as it does: what
        was moved since counts. 0 for none; None where both happened at one moment."""
        if round_ in self.forced.values():
            return None
        begun = max((number for number, forced in self.forced.items() if forced < round_), default=0)
        moved = (number for number, round_moved in self.moved.items() if begun and round_moved >= round_)
        return max(begun, *moved, 0)
