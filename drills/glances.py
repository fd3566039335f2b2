"""Looks at all phones after every round of the kill drill: what came twice, and what did not come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drills.chapter import Chapter
from drills.ledger import AGAIN, Ledger, Promised, found_wrong
from drills.scene import CODE
from drills.town import CALENDAR, Phone, Shown, Town

DIGEST = "Heute für Sie"


@dataclass(slots=True)
class Glances:
    """What is wrong goes into the chapter, with the moves that led to it."""

    chapter: Chapter
    town: Town
    ledger: Ledger

    def since(self, newest: dict[int, int], kills: int) -> None:
        """What is new in every chat since these messages, and what was promised in this round."""
        for phone in self.town.chats:
            new = phone.screen(after=newest[phone.chat])
            marked = [one for one in new if AGAIN in one.text]
            for one in marked:
                self.ledger.marked[phone.chat, _about(one)] += 1
            self._check(len(marked) <= kills, "at most one message a chat is repeated a kill", phone, marked)
            twice = doubled(one for one in new if AGAIN not in one.text)
            self._check(not twice, "no message comes twice without saying so", phone, twice)
        self.promises([*self.ledger.fresh, *self.ledger.passing])
        self.ledger.fresh.clear()
        self.ledger.passing.clear()

    def _check(self, holds: bool, what: str, phone: Phone, messages: list[Shown]) -> None:
        about = (phone.name, *(_about(one) for one in messages))
        words = f"{phone.name} in {phone.chat}: {[one.text for one in messages]}"
        if not self.chapter.check(holds, what, words):
            self.chapter.losses[-1] += f"\n{self.ledger.trace(*about)}"

    def promises(self, promised: Iterable[Promised]) -> None:
        """What is wrong is told once."""
        by_chat = {one.chat: one for one in self.town.chats}
        for one in list(promised):
            phone = by_chat[one.chat]
            read = phone.finds(*one.parts)
            marked = sum(AGAIN in shown.text for shown in read)
            wanted = max(self.ledger.promised[one], 1)
            wrong = found_wrong(wanted, len(read) - marked, marked, self.ledger.kills)
            self.chapter.count("what was promised to somebody has been read")
            if wrong:
                self.ledger.promised.pop(one, None)
                self.lost(f"{phone.name}: {' / '.join(one.parts)} {wrong}", "", one.about or phone.name)

    def forgets(self, before: date) -> None:
        """Look once more at what the bot will soon take back, and never again."""
        ripe = self.ledger.forgets(before)
        self.promises(ripe)
        for one in ripe:
            self.ledger.promised.pop(one, None)

    def lost(self, what: str, how: str, *about: str) -> None:
        self.chapter.lost(f"{what}: {how}\n{self.ledger.trace(*about)}")


def _about(shown: Shown) -> str:
    code = CODE.search(shown.text)
    return code[0] if code else ""


def doubled(messages: Iterable[Shown]) -> list[Shown]:
    """Those that say the same as an earlier one of the same day; of digests one a day is enough."""
    seen: set[tuple[object, ...]] = set()
    twice: list[Shown] = []
    for one in messages:
        day = CALENDAR.local(one.at).date()
        is_digest = one.text.startswith(DIGEST)
        key = (day, DIGEST) if is_digest else (day, one.text, one.labels)
        if key in seen:
            twice.append(one)
        seen.add(key)
    return twice
