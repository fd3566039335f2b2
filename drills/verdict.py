"""The verdict at the end: no bug, no refused words, no canary anywhere, and a bot that still answers."""

from collections import Counter
from datetime import timedelta
from random import Random

from domain.services.retention import ASIDE_KEPT
from drills import marks, traffic
from drills.chapter import Chapter
from drills.hands import Hands
from drills.marks import Readers
from drills.siege import Siege
from drills.updates import Making

WEEK = ASIDE_KEPT + timedelta(days=1)
NO_UPDATES = (b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 50_000, b'{"update_id": "7"}', b'{"update_id": -1}')


class Verdict:
    """Looks at everything once more; `sent` counts the updates of the attack by their kind."""

    def __init__(self, chapter: Chapter, siege: Siege, sent: Counter[str]) -> None:
        self.chapter = chapter
        self.siege = siege
        self.sent = sent

    async def at_the_end(self) -> None:
        """Everything that must hold when all is over."""
        await self._no_update()
        self._no_bug()
        await self._a_week_later()
        self._words_that_telegram_takes()
        self._no_mark()
        missing = set(Making.kinds()) - self.sent.keys()
        self.chapter.check(not missing, "kinds of update, every one that the library knows", str(missing))
        await self._still_answers()
        process = self.siege.process
        traffic.canaries(self.chapter, self.siege.calls, process.log, process.database.parent)

    async def _no_update(self) -> None:
        for body in NO_UPDATES:
            status = await self.siege.post(body)
            self.chapter.check(
                status == 400, "bodies that are no update, refused", f"{body[:20]!r}: {status}"
            )
        status = await self.siege.post(b'{"update_id": 1}', secret="a-guessed-secret-it-is")
        self.chapter.check(status == 403, "updates without the secret, refused", str(status))

    def _no_bug(self) -> None:
        """Only what Telegram never sends may be set aside, and every such time is logged once."""
        chapter, siege, log = self.chapter, self.siege, self.siege.process.log
        aside = siege.aside()
        for number in aside:
            update, well_formed = siege.brought.get(number, ({}, True))
            if well_formed:
                chapter.lost(f"update {number} met a bug: {str(update)[:400]}")
        chapter.figures["malformed updates set aside"] = str(len(aside))
        bugs = log.count("set aside as")
        chapter.check(bugs == len(aside), "lines of the log about bugs", f"{bugs} for {len(aside)} set aside")
        chapter.check("no words for" not in log, "apologies that found words", log[-2000:])
        chapter.check(siege.process.exit_code is None, "the process lives at the end", log[-2000:])

    async def _a_week_later(self) -> None:
        """What was set aside is forgotten, and everybody has heard what they are due: once more."""
        await self.siege.client.jump(WEEK.total_seconds())
        await self.siege.settled()
        left = self.siege.aside()
        self.chapter.check(not left, "updates set aside, forgotten after a week", str(left))

    def _words_that_telegram_takes(self) -> None:
        for call in self.siege.calls:
            if complaint := traffic.refused_words(call):
                self.chapter.lost(f"call {call.n} ({call.method}) was refused for its words: {complaint}")
        self.chapter.count("calls to Telegram, none refused for its words", len(self.siege.calls))

    def _no_mark(self) -> None:
        """What stands in one field was told to nobody who may not be told."""
        siege = self.siege
        readers = Readers(hosts={siege.town.users["karin"]}, members=set(siege.town.users.values()))
        for leak in marks.leaks(siege.calls, siege.pressers, readers):
            self.chapter.lost(leak)
        self.chapter.count("calls searched for the words of every field", len(siege.calls))
        logged = marks.marks_in(siege.process.log)
        self.chapter.check(not logged, "fields looked for in the log", str(logged))
        used = marks.marks_in(str(siege.brought))
        brought = set(marks.Spot) - marks.OF_THE_DIRECTORY
        self.chapter.check(brought <= used, "fields filled with words of their own", str(brought - used))

    async def _still_answers(self) -> None:
        since = len(self.siege.calls)
        await Hands(self.siege, Random(0)).do([("petra", "/hilfe")])
        await self.siege.settled()
        heard = traffic.heard(self.siege.calls[since:], self.siege.pressers)
        answered = any("Was möchten Sie tun" in one for one in heard.get(self.siege.user("petra"), ()))
        self.chapter.check(answered, "a member is answered at the end")
