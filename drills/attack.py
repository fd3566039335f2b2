"""The attack: odd and forged updates of every kind, and what has become of the network after them."""

import time
from collections import Counter
from random import Random

from drills import traffic
from drills.chapter import Chapter
from drills.contents import CHANNEL, Json
from drills.innocence import Outsiders, snapshot, unexplained
from drills.odd import Words, broken
from drills.protected import Affair
from drills.siege import STRANGERS, TOKENS, Siege
from drills.updates import Making, Sender

CLOSE_LOOK = 500
"""Updates between two looks at the database."""

BROKEN_SHARE = 0.25
PRESS_SHARE = 0.45
OUTSIDERS = ("nils", "nora", "paul")
"""Members without any relation to a case: two of other offices, one a colleague of the help side."""

INSIDERS = ("anna", "bernd", "carla", "petra", "quirin", "jana", "otto", "karin", "lea")
HOSTS = ("nora", "lea", "karin")
"""They enter colleagues by name: whatever they type may be one."""

HOSTS_BEGIN_AT = 500_000
NOT_IN_GROUPS = (
    *("Merkwort", "Notizwort", "Mieten offen", "rents open", "Lebenslage", "Life situation"),
    *("Kindern", "children", "Asyl", "Unterlagen"),
)
CASE_IN_STEMWEDE = "· Stemwede"
"""As every card puts it behind the stage; lists of the directory put no point before a place."""


class Attack:
    """Sends, and looks at what has become of it. `sent` counts updates by their kind."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random, affairs: list[Affair]) -> None:
        self.chapter = chapter
        self.siege = siege
        self.chance = chance
        self.affairs = affairs
        known = [*(one.code for one in affairs), *(one.word for one in affairs), "MI-2222", "Stemwede"]
        ids = 3 * len(affairs) + 6
        self.words = Words(chance, known, tuple(TOKENS.values()), ids)
        without_names = Words(chance, known, tuple(TOKENS.values()), ids, canaries=False)
        self.making = Making(chance, self.words.text, self.words.data)
        self.making_of_hosts = Making(chance, without_names.text, self.words.data, first=HOSTS_BEGIN_AT)
        self.sent: Counter[str] = Counter()

    @property
    def outsiders(self) -> Outsiders:
        town = self.siege.town
        return Outsiders(
            people={town.people[name] for name in OUTSIDERS},
            users=set(STRANGERS) | {town.users[name] for name in OUTSIDERS},
            offices={town.partner_of("nora")},
            linked_group=self.siege.linked,
        )

    @property
    def senders(self) -> list[Sender]:
        """The outsiders."""
        return [self.siege.sender(name) for name in (*map(str, STRANGERS), *OUTSIDERS)]

    # Sending

    async def by_outsiders(self, number: int) -> None:
        """Nothing of theirs may change a row, say a word about a case, or meet a bug."""
        siege = self.siege
        since, started = len(siege.calls), time.process_time()
        before = snapshot(siege.rows)
        for start in range(0, number, CLOSE_LOOK):
            first = siege.next_update
            await self._send(self.senders, min(CLOSE_LOOK, number - start))
            await siege.settled()
            after = snapshot(siege.rows)
            for change in unexplained(before, after, self.outsiders):
                self.chapter.lost(f"changed by somebody without the right: {change}, updates {first} and on")
            self.chapter.count("looks at every row of cases, people and directory")
            before = after
        self.chapter.count("updates of strangers and of members without relation", number)
        self.chapter.figures["CPU of the drill an update"] = (
            f"{1000 * (time.process_time() - started) / number:.1f} ms"
        )
        self.no_words(since)
        self._group_reads_little()
        await self._not_even_whether_it_exists()

    async def by_insiders(self, number: int) -> None:
        """Those who may do much send nonsense too: no bug, and the bot goes on."""
        await self._send([self.siege.sender(name) for name in INSIDERS], number)
        await self.siege.settled()
        self.chapter.count("odd updates of members with rights", number)

    async def _send(self, senders: list[Sender], number: int) -> None:
        for _ in range(number):
            sender = self.chance.choice(senders)
            kind = self._kind()
            making = self.making_of_hosts if sender.name in HOSTS else self.making
            content = making.kind(kind, sender)
            is_broken = self.chance.random() < BROKEN_SHARE
            if is_broken:
                content = _as(sender, broken(self.chance, content))
            self.sent[kind] += 1
            await self.siege.bring({kind: content}, well_formed=not is_broken)

    def _kind(self) -> str:
        pick = self.chance.random()
        if pick < PRESS_SHARE:
            return "callback_query"
        return "message" if pick < 0.8 else self.chance.choice(Making.kinds())

    # Looking

    def no_words(self, since: int) -> None:
        """Codes, memory words, notes, place with stage: nothing of it in any chat of theirs."""
        chats = {*self.outsiders.users, self.siege.foreign, self.siege.linked, CHANNEL["id"]}
        secrets = {text for one in self.affairs for text in (one.code, one.word, *one.notes.values())}
        said = 0
        for call in self.siege.calls[since:]:
            heard = traffic.heard_by(call, self.siege.pressers)
            if heard not in chats:
                continue
            said += 1
            text = traffic.words_of(call)
            if found := [one for one in secrets if one in text]:
                self.chapter.lost(f"{found} was said to {heard} by call {call.n}: {call.method}")
            if CASE_IN_STEMWEDE in text:
                self.chapter.lost(f"place and stage were said to {heard} by call {call.n}")
        self.chapter.count("messages and toasts to them, searched", said)

    def _group_reads_little(self) -> None:
        """The landlord's group has cards, and nothing on them that a lock screen may not show."""
        said = traffic.heard(self.siege.calls, self.siege.pressers).get(self.siege.linked, [])
        for text in said:
            found = [word for word in NOT_IN_GROUPS if word in text]
            self.chapter.check(not found, "messages to the group, searched", f"{found} in {text!r}")
        cards = [text for text in said if "MI-" in text]
        self.chapter.check(len(cards) >= 3, "the group has cards at all", f"{len(cards)}")

    async def _not_even_whether_it_exists(self) -> None:
        """A code that exists and one that does not are answered alike."""
        answers: dict[str, set[str]] = {}
        nils = self.siege.sender("nils")
        for code in (self.affairs[3].code, self.affairs[4].code, "MI-2222"):
            since = len(self.siege.calls)
            await self.siege.bring({"message": self.making.typed(nils, f"/fall {code}")})
            await self.siege.settled()
            heard = traffic.heard(self.siege.calls[since:], self.siege.pressers)
            answers.setdefault("|".join(heard.get(nils.user["id"], ())), set()).add(code)
        self.chapter.check(len(answers) == 1, "existing and free codes answered alike", str(answers))


def _as(sender: Sender, content: Json) -> Json:
    """Telegram vouches for who sends: a broken update may have no sender, but never somebody else."""
    given = content.get("from")
    if isinstance(given, dict) and given.get("id") != sender.user["id"] and isinstance(given.get("id"), int):
        content["from"] = {**given, "id": sender.user["id"]}
    return content
