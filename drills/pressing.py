"""The rights table, pressed: every deed by everybody, on a case of its own, and who hears what of it."""

from random import Random

from domain.model.rights import Deed, Relation
from domain.model.stage import Seat
from drills import traffic
from drills.chapter import Chapter
from drills.hands import Hands
from drills.innocence import of_case
from drills.presses import presses, typed
from drills.protected import SEATED, Affair
from drills.rights import RELATIONS, SHOWN, Cell
from drills.siege import Siege

RENTS = ("über 4 Mieten offen", "more than 4 rents open")
CHILDREN = ("3 Kindern", "3 children")
REASON = ("Lebenslage", "Life situation")
REQUEST = ("Hausbesuch", "Home visit")
INCOME = ("Asyl",)
DEADLINES = ("Schonfrist:",)
BETWEEN_TWO = (
    *("Haushalt lehnt ab", "Household refuses"),
    *("Bis wann wird eine Antwort gebraucht?", "By when is an answer needed?"),
)
"""Why a body declines, and what it asks back: for whoever has asked it."""

NEVER_READ: dict[Relation, tuple[str, ...]] = {
    Relation.LANDLORD: (*INCOME, *DEADLINES),
    Relation.BENEFITS: (*RENTS, *INCOME),
    Relation.ASKED: (*RENTS, *CHILDREN, *INCOME),
    Relation.REPORTER: (*RENTS, *REASON, *INCOME, *DEADLINES),
    Relation.COORDINATOR: (*RENTS, *CHILDREN, *REASON, *REQUEST, *INCOME),
}
"""Words of fields that a relation may not read, in both languages; a landlord has told the children of a
case of its own, and reads of no other."""


class Pressing:
    """Does everything as everybody. What was allowed is done; what was not has changed and said nothing."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random) -> None:
        self.chapter = chapter
        self.siege = siege
        self.hands = Hands(siege, chance)
        self.heard: dict[int, list[str]] = {}

    async def all_of(self, cells: list[Cell]) -> None:
        """Press, wait for what is said, then judge."""
        since = len(self.siege.calls)
        done = [await self._try(cell) for cell in cells]
        await self.siege.settled()
        self.chapter.count("presses and texts for the rights table", self.hands.moves)
        self.heard = traffic.heard(self.siege.calls[since:], self.siege.pressers)
        for cell, changed in zip(cells, done, strict=True):
            self._judge(cell, changed)
            for who in RELATIONS:
                self._overheard(cell, who)

    async def _try(self, cell: Cell) -> bool:
        """Whether a row of the case has changed by the deed."""
        first, deed = presses(cell)
        await self.hands.do(first)
        before = of_case(self.siege.rows, cell.affair.case)
        await self.hands.do(deed)
        return of_case(self.siege.rows, cell.affair.case) != before

    def _heard(self, who: str) -> list[str]:
        return self.heard.get(self.siege.user(who), [])

    def _judge(self, cell: Cell, changed: bool) -> None:
        name = f"{cell.deed} by {cell.who}{' on a practice case' * cell.practice} ({cell.affair.code})"
        was_done = changed
        if cell.deed in SHOWN:
            wanted = typed(cell) if cell.deed is Deed.SEE_NOTES else cell.affair.code
            was_done = any(wanted in text for text in self._heard(cell.who))
        what = f"cells of the rights table, {'allowed' if cell.allowed else 'forbidden'}"
        self.chapter.check(was_done is cell.allowed, what, f"{name}: {'done' if was_done else 'not done'}")

    def _overheard(self, cell: Cell, who: str) -> None:
        """Who must not know of the case heard nothing of it, and everybody else no more than is theirs."""
        affair, relations = cell.affair, RELATIONS[who]
        about = [text for text in self._heard(who) if affair.code in text or affair.word in text]
        if cell.practice or not relations - {Relation.NONE, Relation.COLLEAGUE}:
            self.chapter.check(not about, "chats without any right, searched", f"{who} read {about} ({cell})")
            return
        # Whoever has taken a seat by this deed reads as its holder.
        sits = self.siege.user(who) in self._sitting(affair)
        never = () if sits and who not in SEATED else _never(relations, cell)
        found = [(word, text) for word in never for text in about if word in text]
        self.chapter.check(not found, "chats searched for fields of others", f"{who} read {found} ({cell})")
        for seat, note in affair.notes.items():
            read = [text for text in self._heard(who) if note in text]
            may = sits or SEATED.get(who) is seat or who == ("carla" if seat is Seat.HELP else "petra")
            self.chapter.check(may or not read, "chats searched for notes to others", f"{who} read {read}")

    def _sitting(self, affair: Affair) -> set[int]:
        query = "SELECT telegram FROM people JOIN seats ON seats.holder = people.id WHERE case_id = ?"
        return {user for (user,) in self.siege.rows.execute(query, (affair.case,))}


def _never(relations: frozenset[Relation], cell: Cell) -> tuple[str, ...]:
    words = tuple(word for relation in relations for word in NEVER_READ.get(relation, ()))
    if Relation.LANDLORD in relations and cell.affair.side is not Seat.LANDLORD:
        words += CHILDREN
    if cell.deed is not Deed.ANSWER_QUESTION and not relations & {Relation.HELP, Relation.ASKED}:
        words += BETWEEN_TWO
    return words
