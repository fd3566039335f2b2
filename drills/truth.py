"""The end of the kill drill: the drill's own books against every phone, and the database file by itself."""

import sqlite3
from collections import Counter
from contextlib import closing

from drills import agreed, dates, learned
from drills.chapter import Chapter
from drills.ledger import AGAIN, Ledger, Matter, Standing, unmarked
from drills.scene import CODE, HELP
from drills.town import CALENDAR, Phone, Shown, Town

MOVED = "Die Karte steht weiter unten."
TITLES = {
    Standing.ASKED: ("angefragt",),
    Standing.DECLINED: ("angefragt",),
    Standing.CLARIFIED: ("angefragt",),
    Standing.TAKEN: ("übernommen",),
    Standing.CLOSED: ("abgeschlossen",),
}


async def compare(chapter: Chapter, town: Town, ledger: Ledger) -> None:
    """Every case on the phones of its people, every answer, every check-in; then the file."""
    truth = Truth(chapter, town, ledger)
    truth.cases_exist_once()
    for matter in ledger.matters.values():
        truth.answers(matter)
        await truth.is_asked(matter)
        for name in sorted({matter.reporter, matter.landlord, matter.helper} & town.people.keys()):
            await truth.card(matter, town.people[name])
        truth.group(matter)
        await truth.deadlines(matter)
        await truth.commitment(matter)
    await agreed.compare(truth)
    await learned.compare(truth)
    truth.file_is_sound()


class Truth:
    """Looks, and writes what is wrong into the chapter, with the moves that led to it."""

    def __init__(self, chapter: Chapter, town: Town, ledger: Ledger) -> None:
        self.chapter, self.town, self.ledger = chapter, town, ledger

    def check(self, holds: bool, what: str, words: object, *about: str) -> bool:
        if not self.chapter.check(holds, what, str(words)):
            self.chapter.losses[-1] += f"\n{self.ledger.trace(*about)}"
        return holds

    # Cases

    def cases_exist_once(self) -> None:
        """No code on any phone that nobody has reported."""
        for phone in self.town.chats:
            for shown in phone.screen():
                for code in CODE.findall(shown.text):
                    known = code in self.ledger.matters
                    self.check(known, "every case on a phone has been reported once", shown, code, phone.name)

    async def card(self, matter: Matter, phone: Phone) -> None:
        """The card that stands there says the same as one that is asked for now, and what has happened."""
        before = {one.id: one for one in phone.screen()}
        await phone.sends(f"/fall {matter.code}")
        await self.town.settle()
        new = [one for one in phone.screen() if one.id not in before and matter.code in one.text]
        about = (matter.code, phone.name)
        if not self.check(len(new) == 1, "a card can be asked for", [one.text for one in new], *about):
            return
        fresh = new[0]
        self._what_it_says(matter, phone, fresh)
        self._how_it_fails(matter, phone, fresh)
        self._stood_before(matter, phone, fresh, before)

    def _what_it_says(self, matter: Matter, phone: Phone, fresh: Shown) -> None:
        wanted = self._titles(matter, phone.name)
        fine = any(fresh.first_line.startswith(f"{matter.code}: {one}") for one in wanted)
        named = matter.standing is Standing.TAKEN and "übernommen" in fresh.first_line
        taker = matter.helper if named and phone.name != matter.helper else ""
        about = (matter.code, phone.name)
        words = f"{phone.name}, {matter.standing}: {fresh.text!r}"
        self.check(fine and taker in fresh.text, "a card says what has happened", words, *about)

    def _how_it_fails(self, matter: Matter, phone: Phone, fresh: Shown) -> None:
        """What was begun and done of a failure run stands on the helper's card, and nothing else does."""
        if phone.name != matter.helper or matter.standing is not Standing.TAKEN:
            return
        runs = "Scheitern-Verfahren: " in fresh.text
        says = matter.failing is not None and f"Scheitern-Verfahren: {matter.failing} von" in fresh.text
        what = "every failure run stands there with the steps that were done"
        holds = says if matter.failing is not None else not runs
        self.check(holds, what, f"{matter.failing}: {fresh.text!r}", matter.code, phone.name)

    async def commitment(self, matter: Matter) -> None:
        """What was offered or accepted stands in the list, once."""
        if matter.standing is not Standing.TAKEN or not matter.help_given:
            return
        phone = self.town.people[matter.helper]
        before = {one.id for one in phone.screen()}
        await phone.sends(f"/zusage {matter.code}")
        await self.town.settle()
        read = [one.text for one in phone.screen() if one.id not in before]
        holds = any(f"Von Ihnen: 1 {matter.help_given}" in one for one in read)
        what, about = "every commitment stands there once, as it was answered", (matter.code, phone.name)
        self.check(holds, what, f"{matter.help_given}: {read}", *about)

    def _stood_before(self, matter: Matter, phone: Phone, fresh: Shown, before: dict[int, Shown]) -> None:
        moved = [one for one in phone.finds(matter.code, MOVED) if one.id in before]
        stood = [before[one.id] for one in moved if MOVED not in before[one.id].text]
        about = (matter.code, phone.name)
        what = "the card that stood there told the truth"
        words = f"{phone.name}: {stood!r}, {fresh!r}"
        self.check([unmarked(one.text) for one in stood] == [fresh.text], what, words, *about)
        live = [one for one in phone.finds(matter.code) if "Mehr" in one.labels and one.id != fresh.id]
        may = self.ledger.marked[phone.chat, matter.code]
        self.check(len(live) <= may, "no second card of a case", f"{phone.name}: {live!r}", *about)

    def group(self, matter: Matter) -> None:
        """Nobody is asked any more to take what somebody has taken."""
        for group in self.town.groups.values():
            cards = [one for one in group.screen() if matter.code in one.first_line]
            done = matter.side != HELP or matter.joined
            if cards and done and not self._has_passed(matter):
                holds = not any("kümmere mich" in label for label in cards[-1].labels)
                self.check(holds, "a group's card tells the truth", cards[-1], matter.code)

    async def deadlines(self, matter: Matter) -> None:
        """Every deadline that runs stands in the list once, and none that is done with."""
        if matter.standing is not Standing.TAKEN or not matter.deadlines | matter.met:
            return
        phone = self.town.people[matter.helper]
        if phone.has_button("Fristen", f"{matter.code}: bei Ihnen"):
            await phone.presses(*phone.button("Fristen", f"{matter.code}: bei Ihnen"))
            await self.town.settle()
        read = [one.labels for one in phone.finds(f"{matter.code}: Fristen", "Zurück")]
        titles = Counter(label for labels in read[-1:] for label in labels if label in dates.TITLES)
        what, about = "every deadline runs once, none that is done with", (matter.code, phone.name)
        self.check(titles == Counter(matter.deadlines), what, f"{titles}, not {matter.deadlines}", *about)
        landlord = self.town.people.get(matter.landlord)
        if landlord is not None:
            told = [one.text for title in dates.OF_SUIT for one in landlord.finds(matter.code, title)]
            self.check(not told, "a landlord reads of no deadline", told, matter.code, landlord.name)

    def _titles(self, matter: Matter, name: str) -> tuple[str, ...]:
        """How the card of this person may begin. A promise that has passed lets the request go on."""
        if matter.standing is Standing.TAKEN and name == matter.helper:
            return ("bei Ihnen",)
        passed = not matter.progress and self._has_passed(matter)
        return (*TITLES[matter.standing], *(("angefragt",) if passed else ()))

    def _has_passed(self, matter: Matter) -> bool:
        """Whether the promise of whoever took it may be over."""
        return matter.taken_at is not None and CALENDAR.local(matter.taken_at).date() < self.town.today

    # Aftercare

    def answers(self, matter: Matter) -> None:
        for name, label in matter.answers.items():
            phone = self.town.people[name]
            read = phone.finds(f"{matter.code}: Nachsorge beantwortet", label)
            what = "an answered check-in stays answered, once"
            self.check(len(read) == 1, what, f"{name}: {read!r}", matter.code, name)

    async def is_asked(self, matter: Matter) -> None:
        """Both sides have been asked on the day, by a message, in a digest, or at least in their list."""
        if matter.check_on is None or matter.check_on >= self.town.today:
            return
        for name in sorted({matter.landlord, matter.helper} & self.town.people.keys()):
            office = [one for one in self.town.people.values() if one.office == self.town.people[name].office]
            read = any(self._is_asked_by(phone, matter) for phone in office)
            for phone in office if not read else ():
                await phone.sends("/faelle")
                await self.town.settle()
                read = read or self._is_asked_by(phone, matter)
            words = f"{name}, since {matter.check_on}"
            self.check(read, "both sides have been asked how it is", words, matter.code, name)
            for phone in office:
                self._asked_once(phone, matter)

    def _is_asked_by(self, phone: Phone, matter: Matter) -> bool:
        """Whoever answers for the office today is asked, not necessarily the one who took the case."""
        return any("Nachsorge" in one.text for one in phone.finds(matter.code))

    def _asked_once(self, phone: Phone, matter: Matter) -> None:
        read = phone.finds(f"{matter.code}, Nachsorge nach 14 Tagen")
        days = Counter(CALENDAR.local(one.at).date() for one in read if AGAIN not in one.text)
        holds = all(times == 1 for times in days.values())
        self.check(holds, "nobody is asked twice on a day", f"{phone.name}: {read!r}", matter.code)

    # The file

    def file_is_sound(self) -> None:
        """What can be said of the database without knowing what has happened."""
        with closing(sqlite3.connect(self.town.process.database)) as file:
            for what, query, wanted in SOUND:
                rows = file.execute(query).fetchall()
                self.check(rows == wanted, what, rows[:5], "the file")
        errors = [line for line in self.town.process.log.splitlines() if "Traceback" in line]
        self.check(not errors, "no error in the log", self.town.process.log[-3000:], "the file")


SOUND: tuple[tuple[str, str, list[tuple[object, ...]]], ...] = (
    ("the file is whole", "PRAGMA integrity_check", [("ok",)]),
    ("every reference leads somewhere", "PRAGMA foreign_key_check", []),
    (
        "no key is told twice",
        "SELECT dedupe FROM outbox WHERE dedupe IS NOT NULL GROUP BY dedupe HAVING count(*) > 1",
        [],
    ),
    (
        "no timer exists twice",
        "SELECT kind, subject, due_at FROM timers GROUP BY kind, subject, due_at HAVING count(*) > 1",
        [],
    ),
    (
        "no deadline runs twice",
        "SELECT case_id, kind FROM deadlines WHERE state = 'open' GROUP BY case_id, kind HAVING count(*) > 1",
        [],
    ),
    (
        "no deadline is met twice",
        "SELECT case_id FROM events WHERE kind = 'deadline_met' GROUP BY case_id HAVING count(*) <> "
        "(SELECT count(*) FROM deadlines WHERE deadlines.case_id = events.case_id AND state = 'done')",
        [],
    ),
    (
        "no step of a failure run has two timers",
        "SELECT subject FROM timers WHERE kind = 'failure_step' GROUP BY subject HAVING count(*) > 1",
        [],
    ),
    (
        "no step is recorded twice",
        "SELECT case_id FROM events WHERE kind = 'failure_step' GROUP BY case_id HAVING count(*) <> "
        "(SELECT count(*) FROM failure_steps s WHERE s.case_id = events.case_id AND s.state = 'done')",
        [],
    ),
    (
        "every failure run that is over has one review, one that runs has none",
        "SELECT failure_runs.id FROM failure_runs LEFT JOIN failure_reviews ON run = failure_runs.id "
        "GROUP BY failure_runs.id HAVING count(failure_reviews.id) <> (failure_runs.state <> 'running')",
        [],
    ),
    (
        "no version of an agreement exists twice",
        "SELECT agreement FROM agreement_versions GROUP BY agreement, number HAVING count(*) > 1",
        [],
    ),
    (
        "of an agreement one version is in force, and one in the making",
        "SELECT agreement FROM agreement_versions GROUP BY agreement HAVING sum(state = 'in_force') > 1 "
        "OR sum(state IN ('draft', 'proposed')) > 1",
        [],
    ),
    (
        "no partner has confirmed anything twice",
        "SELECT version FROM agreement_signatures GROUP BY version, partner, purpose HAVING count(*) > 1",
        [],
    ),
    (
        "what is in force has every signature",
        "SELECT v.id FROM agreement_versions v WHERE v.state IN ('in_force', 'replaced') AND "
        "(SELECT count(*) FROM agreement_signatures s WHERE s.version = v.id AND s.purpose = 'version') <> "
        "(SELECT count(*) FROM agreement_parties p WHERE p.agreement = v.agreement)",
        [],
    ),
    (
        "every active case has a timer in the future",
        "SELECT code FROM cases WHERE state = 'open' AND NOT EXISTS "
        "(SELECT 1 FROM timers WHERE timers.case_id = cases.id)",
        [],
    ),
    ("no update waits", "SELECT update_id FROM inbox WHERE state <> 'settled'", []),
    ("nothing is left on its way", "SELECT id, state FROM outbox WHERE state = 'leased'", []),
    ("nothing was refused", "SELECT notice, error FROM outbox WHERE state = 'failed'", []),
)
