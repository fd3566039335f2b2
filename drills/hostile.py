"""Hostile input: everything that can be sent, from everybody, and the rights table pressed cell by cell."""

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

from domain.model.stage import Reason, Seat
from drills import rights, traffic
from drills.chapter import Chapter, Scale
from drills.innocence import Outsiders, snapshot, unexplained
from drills.odd import Words, broken
from drills.protected import Affair, Builder
from drills.siege import STRANGERS, TOKENS, Siege, besieged
from drills.updates import CHANNEL, Json, Making, Sender, person

LONG, SHORT = 20_000, 1_500
CLOSE_LOOK = 500
"""Updates between two looks at the database."""

BROKEN_SHARE = 0.25
ENTITLED_SHARE = 0.15
PRESS_SHARE = 0.45
OUTSIDERS = ("nils", "nora", "bernd")
INSIDERS = ("anna", "carla", "petra", "quirin", "jana", "otto", "karin", "lea")
NOT_IN_GROUPS = ("Merkwort", "Notizwort", "Mieten offen", "Lebenslage", "Kindern", "Asyl", "Unterlagen")
NO_UPDATES = (b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 50_000, b'{"update_id": "7"}', b'{"update_id": -1}')


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Strangers first, whose every change is a loss; then the rights; then members who may do much."""
    chance = Random(seed)
    affairs: list[Affair] = []
    cells: list[rights.Cell] = []

    def fill(builder: Builder) -> None:
        affairs.extend(_protected(builder))
        cells.extend(rights.prepare(builder))
        for _ in range(3):
            builder.case_of_the_group()

    with tempfile.TemporaryDirectory() as folder:
        async with besieged(Path(folder), chance, fill) as siege:
            total = scale.of(LONG, SHORT)
            attack = Attack(chapter, siege, chance, affairs)
            entitled = int(total * ENTITLED_SHARE)
            await attack.by_outsiders(total - entitled)
            await rights.Pressing(chapter, siege, chance).all_of(cells)
            await attack.by_insiders(entitled)
            await attack.afterwards(Path(folder))


def _protected(builder: Builder) -> Iterable[Affair]:
    yield builder.open_case()
    yield builder.open_case(reason=Reason.PROTECTED, protected=True)
    yield builder.open_case(side=Seat.HELP, landlord_may_know=False, consent="", basis="enquiry")
    yield builder.closed_case()
    yield builder.open_case(practice=True)


class Attack:
    """Sends, and looks at what has become of it."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random, affairs: list[Affair]) -> None:
        self.chapter = chapter
        self.siege = siege
        self.chance = chance
        self.affairs = affairs
        known = [*(one.code for one in affairs), *(one.word for one in affairs), "MI-2222", "Stemwede"]
        self.words = Words(chance, known, tuple(TOKENS.values()), ids=3 * len(affairs) + 6)
        self.making = Making(chance, self.words.text, self.words.data)
        self.sent: Counter[str] = Counter()

    def _sender(self, name: str) -> Sender:
        town, siege = self.siege.town, self.siege
        groups: tuple[Json, ...] = (
            {"id": siege.foreign, "type": "group", "title": "Fremde Gruppe"},
            {"id": siege.linked, "type": "group", "title": "linked group"},
        )
        if name in town.users:
            return Sender(name=name, user=person(town.users[name], name.capitalize()), groups=groups)
        user = int(name)
        language = "en" if user % 2 else "de"
        return Sender(name=STRANGERS[user], user=person(user, STRANGERS[user], language), groups=groups)

    # Sending

    async def by_outsiders(self, number: int) -> None:
        """Nothing of theirs may change a row, say a word about a case, or meet a bug."""
        siege, town = self.siege, self.siege.town
        senders = [self._sender(name) for name in (*map(str, STRANGERS), *OUTSIDERS)]
        who = Outsiders(
            people={town.people[name] for name in OUTSIDERS},
            users=set(STRANGERS) | {town.users[name] for name in OUTSIDERS},
            offices={town.partner_of("nora")},
            linked_group=siege.linked,
        )
        since, started = len(siege.calls), time.process_time()
        before = snapshot(siege.rows)
        for start in range(0, number, CLOSE_LOOK):
            first = siege.next_update
            await self._send(senders, min(CLOSE_LOOK, number - start))
            await siege.settled()
            after = snapshot(siege.rows)
            for change in unexplained(before, after, who):
                self.chapter.lost(f"changed by somebody without the right: {change}, updates {first} and on")
            self.chapter.count("looks at every row of cases, people and directory")
            before = after
        self.chapter.count("updates of strangers and of members without relation", number)
        self.chapter.figures["CPU of the drill an update"] = (
            f"{1000 * (time.process_time() - started) / number:.1f} ms"
        )
        self._no_words(since, who)
        self._group_reads_little()
        await self._not_even_whether_it_exists()

    async def by_insiders(self, number: int) -> None:
        """Those who may do much send nonsense too: no bug, and the bot goes on."""
        await self._send([self._sender(name) for name in INSIDERS], number)
        await self.siege.settled()
        self.chapter.count("odd updates of members with rights", number)

    async def _send(self, senders: list[Sender], number: int) -> None:
        for _ in range(number):
            sender = self.chance.choice(senders)
            kind = self._kind()
            content = self.making.kind(kind, sender)
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

    def _no_words(self, since: int, who: Outsiders) -> None:
        """Codes, memory words, notes, place with stage: nothing of it in any chat of theirs."""
        chats = {*who.users, self.siege.foreign, self.siege.linked, CHANNEL["id"]}
        secrets = {text for one in self.affairs for text in (one.code, one.word, *one.notes.values())}
        said = 0
        for call in self.siege.calls[since:]:
            heard = traffic.heard_by(call)
            if heard is None or (heard not in chats and not traffic.answers_a_forged_press(call)):
                continue
            said += 1
            text = traffic.words_of(call)
            if found := [one for one in secrets if one in text]:
                self.chapter.lost(f"{found} was said to {heard} by call {call.n}: {call.method}")
            if "Stemwede" in text and re.search(r"Kündigung|Klage|Stand:", text):
                self.chapter.lost(f"place and stage were said to {heard} by call {call.n}")
        self.chapter.count("messages and toasts to them, searched", said)

    def _group_reads_little(self) -> None:
        """The landlord's group has cards, and nothing on them that a lock screen may not show."""
        said = [
            traffic.words_of(one) for one in self.siege.calls if traffic.heard_by(one) == self.siege.linked
        ]
        for text in said:
            found = [word for word in NOT_IN_GROUPS if word in text]
            self.chapter.check(not found, "messages to the group, searched", f"{found} in {text!r}")
        cards = [text for text in said if "MI-" in text]
        self.chapter.check(len(cards) >= 3, "the group has cards at all", f"{len(cards)}")

    async def _not_even_whether_it_exists(self) -> None:
        """A code that exists and one that does not are answered alike."""
        answers: dict[str, set[str]] = {}
        nils = self._sender("nils")
        for code in (self.affairs[0].code, self.affairs[1].code, "MI-2222"):
            since = len(self.siege.calls)
            await self.siege.bring({"message": self.making.typed(nils, f"/fall {code}")})
            await self.siege.settled()
            calls = [one for one in self.siege.calls[since:] if traffic.heard_by(one) == nils.user["id"]]
            answers.setdefault("|".join(traffic.words_of(one) for one in calls), set()).add(code)
        self.chapter.check(len(answers) == 1, "existing and free codes answered alike", str(answers))

    async def afterwards(self, folder: Path) -> None:
        """What stands at the end: no bug, no refused words, no canary, and a bot that still answers."""
        siege, chapter = self.siege, self.chapter
        for body in NO_UPDATES:
            status = await siege.post(body)
            chapter.check(status == 400, "bodies that are no update, refused", f"{body[:20]!r}: {status}")
        status = await siege.post(b'{"update_id": 1}', secret="a-guessed-secret-it-is")
        chapter.check(status == 403, "updates without the secret, refused", str(status))
        aside = siege.aside()
        for number in aside:
            update, well_formed = siege.brought.get(number, ({}, True))
            if well_formed:
                chapter.lost(f"update {number} met a bug: {str(update)[:400]}")
        chapter.figures["malformed updates set aside"] = str(len(aside))
        log = siege.process.log
        bugs = log.count("set aside as")
        chapter.check(bugs == len(aside), "lines of the log about bugs", f"{bugs} for {len(aside)} set aside")
        chapter.check("no words for" not in log, "apologies that found words", log[-2000:])
        chapter.check(siege.process.exit_code is None, "the process lives at the end", log[-2000:])
        for call in siege.calls:
            if complaint := traffic.refused_words(call):
                chapter.lost(f"call {call.n} ({call.method}) was refused for its words: {complaint}")
        chapter.count("calls to Telegram, none refused for its words", len(siege.calls))
        traffic.canaries(chapter, siege.calls, log, folder)
        never = {one.prefix for one in self.words.buttons} - self.words.pressed
        chapter.check(not never, "buttons forged, every kind of them", f"never: {sorted(never)}")
        missing = set(Making.kinds()) - self.sent.keys()
        chapter.check(not missing, "kinds of update, every one that the library knows", str(missing))
        await self._still_answers()

    async def _still_answers(self) -> None:
        since = len(self.siege.calls)
        petra = self._sender("petra")
        await self.siege.bring({"message": self.making.typed(petra, "/hilfe")})
        await self.siege.settled()
        heard = [traffic.words_of(one) for one in self.siege.calls[since:]]
        self.chapter.check(
            any("Was möchten Sie tun" in one for one in heard), "a member is answered at the end"
        )


def _as(sender: Sender, content: Json) -> Json:
    """Telegram vouches for who sends: a broken update may have no sender, but never somebody else."""
    given = content.get("from")
    if isinstance(given, dict) and given.get("id") != sender.user["id"] and isinstance(given.get("id"), int):
        content["from"] = {**given, "id": sender.user["id"]}
    return content
