"""Stale buttons: of a case that somebody else has taken over, and of one that is closed."""

from random import Random

from domain.model.rights import Deed
from drills import traffic
from drills.chapter import Chapter
from drills.hands import Hands
from drills.innocence import of_case
from drills.presses import presses, typed
from drills.protected import Affair
from drills.rights import CLOSED, RELATIONS, SHOWN, Cell
from drills.siege import Siege

FORMER = ("petra", "quirin")
"""Who had the case until Otto took it over, and her deputy."""

AFTER_THE_END = frozenset(
    {Deed.WRITE_NOTE, Deed.COMMIT, Deed.WITHDRAW_CONSENT, Deed.MARK_INFORMED, Deed.JUDGE_DUPLICATE}
)
"""What goes on: both sides write to each other in aftercare, and keep what they have committed. And what is
true whether the case is closed or not: a household may withdraw its consent at any time, was informed on a
day, is or is not known already."""


class Stale:
    """Presses everything that could be pressed before, when it must not do anything any more."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random) -> None:
        self.chapter = chapter
        self.siege = siege
        self.hands = Hands(siege, chance)

    async def handed_over(self, affair: Affair) -> None:
        """Whoever had it does nothing on it any more, and hears nothing of it."""
        await self.hands.do([("otto", f"acc:{affair.asked}")])
        await self.siege.settled()
        since = len(self.siege.calls)
        note = Cell(deed=Deed.SEE_NOTES, who="petra", affair=affair, practice=False)
        await self.hands.do(presses(note)[1])
        await self.siege.settled()
        for who in FORMER:
            for deed in sorted(set(Deed) - {Deed.SEE_NOTES}):
                await self._changes_nothing(Cell(deed=deed, who=who, affair=affair, practice=False))
        await self.siege.settled()
        heard = traffic.heard(self.siege.calls[since:], self.siege.pressers)
        for who in FORMER:
            said = heard.get(self.siege.user(who), [])
            words = (affair.code, affair.word, typed(note))
            about = [one for one in said if any(word in one for word in words)]
            self.chapter.check(not about, "chats of former holders, searched", f"{who} read {about}")

    async def closed(self, affair: Affair) -> None:
        """Whatever belongs to the work on a case ends with it, for everybody."""
        for who in RELATIONS:
            for deed in sorted(set(Deed) - CLOSED - SHOWN - AFTER_THE_END):
                await self._changes_nothing(Cell(deed=deed, who=who, affair=affair, practice=False))

    async def _changes_nothing(self, cell: Cell) -> None:
        rows, case = self.siege.rows, cell.affair.case
        before = of_case(rows, case)
        await self.hands.do(presses(cell)[1])
        changed = [new for old, new in zip(before, of_case(rows, case), strict=True) if old != new]
        self.chapter.check(not changed, "stale buttons pressed", f"{cell.deed} by {cell.who}: {changed}")
