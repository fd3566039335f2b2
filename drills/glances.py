"""A look after every round of the kill drill: what was sent twice, and what cannot be read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from drills.chapter import Chapter
from drills.ledger import AGAIN, Ledger, Promised, found_wrong
from drills.process import BOT
from drills.scene import CODE
from drills.town import CALENDAR, Phone, Town

DIGEST = "Heute für Sie"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the bot sent it."""

    chat: int
    at: datetime
    text: str

    @property
    def about(self) -> str:
        """The code of its case, if it speaks of one."""
        code = CODE.search(self.text)
        return code[0] if code else ""


@dataclass(slots=True)
class Glances:
    """What is wrong goes into the chapter, with the moves that led to it."""

    chapter: Chapter
    town: Town
    ledger: Ledger

    def since(self, call: int, kills: int) -> None:
        """What was sent since this call, and what was promised to be read by now."""
        sent = [one for one in self._sent(call) if one.chat in self._phones()]
        by_chat: dict[int, list[Sent]] = defaultdict(list)
        for one in sent:
            by_chat[one.chat].append(one)
        for chat, messages in by_chat.items():
            self._no_flood_of_repeats(self._phones()[chat], messages, kills)
        self.promises([*self.ledger.fresh, *self.ledger.passing])
        self.ledger.fresh.clear()
        self.ledger.passing.clear()

    def _phones(self) -> dict[int, Phone]:
        return {one.chat: one for one in self.town.chats}

    def _sent(self, call: int) -> Iterable[Sent]:
        """As it left: a later change of a card takes the mark of a repeat away."""
        for one in self.town.simulator.world.calls.since(call):
            if one.method == "sendMessage" and one.bot == BOT:
                at = datetime.fromisoformat(one.at)
                yield Sent(int(one.params["chat_id"]), at, str(one.params["text"]))

    def _no_flood_of_repeats(self, phone: Phone, messages: list[Sent], kills: int) -> None:
        marked = [one for one in messages if AGAIN in one.text]
        for one in marked:
            self.ledger.marked[phone.chat, one.about] += 1
        self._check(len(marked) <= kills, "at most one message a chat is repeated a kill", phone, marked)
        twice = doubled(one for one in messages if AGAIN not in one.text)
        self._check(not twice, "no message comes twice without saying so", phone, twice)

    def _check(self, holds: bool, what: str, phone: Phone, messages: list[Sent]) -> None:
        about = (phone.name, *(one.about for one in messages if one.about))
        words = f"{phone.name} in {phone.chat}: {[one.text for one in messages]}"
        if not self.chapter.check(holds, what, words):
            self.chapter.losses[-1] += f"\n{self.ledger.trace(*about)}"

    def promises(self, promised: Iterable[Promised]) -> None:
        """What is wrong is told once."""
        phones = self._phones()
        for one in list(promised):
            phone = phones[one.chat]
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


def doubled(messages: Iterable[Sent]) -> list[Sent]:
    """Those that say the same as an earlier one of the same day; of digests one a day is enough."""
    seen: set[tuple[object, ...]] = set()
    twice: list[Sent] = []
    for one in messages:
        day = CALENDAR.local(one.at).date()
        key = (day, one.chat, DIGEST if one.text.startswith(DIGEST) else one.text)
        if key in seen:
            twice.append(one)
        seen.add(key)
    return twice
