"""What the kill drill knows of its town: what people have done and read, never the bot's own tables."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from drills.pacts import Pact

AGAIN = "kann doppelt sein"
FIRST_CHECK = timedelta(days=14)
LAST_MOVES = 14


class Standing(StrEnum):
    """How far a case has come."""

    ASKED = "asked"
    TAKEN = "taken"
    DECLINED = "declined"
    CLARIFIED = "clarified"
    CLOSED = "closed"


@dataclass(slots=True, kw_only=True)
class Matter:
    """A case as its people know it; `helper` and `landlord` are names, empty while nobody sits there.

    `deadlines` are the titles of those that run, `met` of those that are done with. `help_given` is how a
    commitment stands; `failing` counts the steps done of a failure run, None while none runs; `views` are
    who has answered in its review, `learned` that it was published. `seated` are the rounds in which somebody
    has completed its sides, `sat` whoever sat there.
    """

    code: str
    reporter: str
    place: str
    side: str
    landlord: str = ""
    helper: str = ""
    standing: Standing = Standing.ASKED
    joined: bool = False
    asked_back: str = ""
    answered_back: bool = False
    progress: int = 0
    stage: str = ""
    taken_at: datetime | None = None
    closed_on: date | None = None
    answers: dict[str, str] = field(default_factory=dict)
    deadlines: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    help_given: str = ""
    failing: int | None = None
    failed: bool = False
    views: set[str] = field(default_factory=set)
    learned: bool = False
    seated: list[int] = field(default_factory=list)
    sat: set[str] = field(default_factory=set)

    def seats(self, round_: int) -> None:
        """Both sides sit, from this round on."""
        self.seated.append(round_)
        self.sat |= {self.landlord, self.helper}

    @property
    def check_on(self) -> date | None:
        """The day from which both sides are asked how things are."""
        return None if self.closed_on is None else self.closed_on + FIRST_CHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """Something that must be readable in a chat: all of `parts` on one message, buttons included.

    `about` is the code of its case, if it has one.
    """

    chat: int
    about: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Something somebody did, and what about (a code, or a name)."""

    round: int
    about: frozenset[str]
    words: str


@dataclass(slots=True)
class Ledger:
    """The drill's own books."""

    matters: dict[str, Matter] = field(default_factory=dict)
    pacts: dict[str, Pact] = field(default_factory=dict)
    promised: Counter[Promised] = field(default_factory=Counter)
    fresh: set[Promised] = field(default_factory=set)
    passing: set[Promised] = field(default_factory=set)
    marked: Counter[tuple[int, str]] = field(default_factory=Counter)
    moves: list[Move] = field(default_factory=list)
    used: set[tuple[str, ...]] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    digest_hours: dict[str, int] = field(default_factory=dict)
    hours: str = ""
    notes: int = 0
    round: int = 0
    kills: int = 0

    def opens(self, matter: Matter) -> None:
        self.matters[matter.code] = matter

    def promises(self, chat: int, about: str, *parts: str, times: int = 1) -> None:
        """From now on this must be readable there, so many times more than before."""
        promised = Promised(chat=chat, about=about, parts=parts)
        self.promised[promised] += times
        self.fresh.add(promised)

    def hears(self, chat: int, about: str, *parts: str) -> None:
        """This must be readable there now; what is done next may change that message."""
        self.passing.add(Promised(chat=chat, about=about, parts=parts))

    def forgets(self, before: date) -> list[Promised]:
        """What is about cases that were closed before this day: the bot takes its words back in time."""
        closed = {one.code for one in self.matters.values() if one.closed_on and one.closed_on < before}
        return [one for one in self.promised if one.about in closed]

    def moved(self, words: str, *about: str) -> None:
        self.moves.append(Move(self.round, frozenset(about), words))

    def trace(self, *about: str) -> str:
        """The last moves that concern any of these; those about nobody in particular concern all."""
        mine = [one for one in self.moves if not one.about or one.about & set(about)]
        return "\n".join(f"    round {one.round}: {one.words}" for one in mine[-LAST_MOVES:])


def unmarked(text: str) -> str:
    """What a message says, without the mark of a repeat at its end."""
    words, blank, last = text.rpartition("\n\n")
    return words if blank and AGAIN in last else text


def found_wrong(wanted: int, plain: int, marked: int, kills: int) -> str:
    """What is wrong with a message that was to be read `wanted` times; empty if nothing is.

    It may be read again after a kill if the repeat says so, and the first one may not have arrived then.
    """
    if plain + marked < wanted:
        return f"is missing: read {plain + marked} times of {wanted}"
    if plain > wanted:
        return f"is doubled without a mark: read {plain} times of {wanted}"
    if marked > kills:
        return f"is repeated {marked} times at {kills} kills"
    return ""
