"""A moment of the kill drill as its members see it: what stands on their phones, and who is free to act."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple, TypeVar

from drills import directory as who
from drills.deeds import Deed, Step
from drills.ledger import Ledger, Matter, Standing
from drills.town import Phone, Shown, Town

T = TypeVar("T")
CODE = re.compile(r"\bMI-[0-9A-Z]{4}\b")
LANDLORD, HELP, BENEFITS = "landlord", "help", "benefits"


class Chance(NamedTuple):
    """A message on somebody's phone on which something can be done about a case."""

    phone: Phone
    shown: Shown
    matter: Matter

    @property
    def title(self) -> str:
        return self.shown.first_line


@dataclass(slots=True)
class Scene:
    """Town, books and seed; `busy` are the names and codes that another deed of this moment is about."""

    town: Town
    ledger: Ledger
    chance: Random
    busy: set[str] = field(default_factory=set)

    # Who

    def free(self, phones: Iterable[Phone]) -> Phone | None:
        """Any of them who does nothing else now."""
        found = [one for one in phones if one.name not in self.busy]
        return self.chance.choice(found) if found else None

    def is_free(self, phone: Phone, matter: Matter) -> bool:
        return phone.name not in self.busy and matter.code not in self.busy

    def shuffled(self, several: Iterable[T]) -> Iterator[T]:
        found = list(several)
        self.chance.shuffle(found)
        return iter(found)

    def place(self, *, by_telephone: bool = False) -> str:
        """Any municipality; with `by_telephone` also the one whose office is not on Telegram."""
        places = [place for office in self.town.directory.helpers for place in office.places]
        return self.chance.choice(places + [who.PLACE_BY_TELEPHONE] * by_telephone)

    def first_time(self, *facts: str) -> bool:
        """Whether this has not been done before; from now on it has."""
        if facts in self.ledger.used:
            return False
        self.ledger.used.add(facts)
        return True

    # What stands on the phones

    def asked(self, label: str, phones: Iterable[Phone]) -> Chance | None:
        """Somebody with this button on a request that still waits."""
        for phone in self.shuffled(phones):
            for shown in reversed(phone.screen()):
                matter = self.matter(shown.first_line) if label in shown.labels else None
                if matter is not None and self.is_free(phone, matter) and waits(matter):
                    return Chance(phone, shown, matter)
        return None

    def at_work(self, label: str, *, both_sides: bool = False) -> Chance | None:
        """The helper of a case that is being worked on, or its landlord, with this button on the card."""
        for matter in self.shuffled(self.ledger.matters.values()):
            if matter.standing is not Standing.TAKEN or matter.helper not in self.town.people:
                continue
            names = [matter.helper, matter.landlord or matter.reporter] if both_sides else [matter.helper]
            for phone in self.shuffled(self.town.people[name] for name in names):
                shown = card(phone, matter, label)
                if shown is not None and self.is_free(phone, matter):
                    return Chance(phone, shown, matter)
        return None

    def matter(self, text: str) -> Matter | None:
        """The case of which a text speaks."""
        code = CODE.search(text)
        return self.ledger.matters.get(code[0]) if code else None

    def reader(self, matter: Matter, author: Phone) -> Phone:
        """Whoever sits on the other side."""
        other = matter.landlord or matter.reporter
        return self.town.people[other if author.name == matter.helper else matter.helper]


def waits(matter: Matter) -> bool:
    """Whether somebody has been asked and nobody has answered."""
    return not matter.joined if matter.side == HELP else matter.standing is Standing.ASKED


def card(phone: Phone, matter: Matter, label: str) -> Shown | None:
    """The newest card of this case with this button."""
    cards = [one for one in phone.finds(matter.code) if label in one.labels and "Mehr" in one.labels]
    return cards[-1] if cards else None


def nothing(_: Deed) -> None:
    """There is nothing to write down."""


def deed(kind: str, phone: Phone, steps: list[Step], matter: Matter | None = None) -> Deed:
    """A deed of this person, about this case."""
    about = (phone.name,) if matter is None else (phone.name, matter.code)
    return Deed(kind=kind, about=about, steps=steps, book=nothing)
