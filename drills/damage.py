"""Rows that somebody has damaged: each is set aside and reported, and everything else goes on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from drills.district import District
from drills.instances import hold_back, lift
from drills.letters import Letters

NO_JSON = ("", "{", "7", "[]", "null", "\x00", "Straße")
NO_MOMENT = ("", "0", "2025", "2025-13-45T99:99:99.000000Z")
"""All of them earlier than now for whoever compares texts: what seems due is what is looked at."""
NO_WORD = ("unheard", "None", "Straße")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A column, the rows in which it counts, what it may turn into, and what the log must say then."""

    table: str
    column: str
    rows: str = "1"
    into: tuple[str, ...] = field(repr=False)
    complaint: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"

    def worse(self, text: str, chance: Random) -> str:
        """Something else in its place: a part of it, or nothing that can be read."""
        parts = (text[: len(text) // 2], text[1:]) if "{" in text else ()
        return str(chance.choice([one for one in (*self.into, *parts) if one != text]))


PENDING = "state = 'pending'"
NOTES = f"{PENDING} AND notice = 'NoteRelayed'"
WORDLESS = "cannot be put into words"
SPOTS = (
    Spot(table="outbox", column="body", rows=NOTES, into=NO_JSON, complaint=WORDLESS),
    Spot(table="outbox", column="notice", rows=NOTES, into=NO_WORD, complaint=WORDLESS),
    Spot(table="outbox", column="not_before", rows=NOTES, into=NO_MOMENT, complaint="no moment"),
    Spot(table="timers", column="due_at", rows="case_id IS NOT NULL", into=NO_MOMENT, complaint="an hour"),
    Spot(table="timers", column="kind", rows="case_id IS NOT NULL", into=NO_WORD, complaint="an hour"),
)

DIALOGUE = Spot(
    table="drafts", column="answers", into=NO_JSON, complaint="a dialogue cannot be read and is dropped"
)


async def message(district: District, letters: Letters, spot: Spot) -> None:
    """A note on its way is damaged: it alone does not arrive."""
    await hold_back(district, letters)
    since = len(district.process.log)
    (row, text, chat) = district.read(
        f"SELECT outbox.id, {spot.column}, people.telegram FROM outbox JOIN people ON people.id = person "
        f"WHERE {spot.rows} ORDER BY random()"
    )
    worse = spot.worse(text, district.chance)
    district.weather += f" {worse!r}"
    district.write(f"UPDATE outbox SET {spot.column} = ? WHERE id = ?", worse, row)
    await lift(district)
    await district.passes(60)
    if spot.column != "not_before":
        letters.under_way = [one for one in letters.under_way if one.reader.chat != chat]
        await district.complains(spot.complaint, since)
    await letters.arrive()
    await letters.everywhere()


async def timer(district: District, letters: Letters, spot: Spot) -> None:
    """A timer beside the true ones is damaged and seems due: it is put off, and the true ones go on."""
    since = len(district.process.log)
    now = f"strftime('%Y-%m-%dT%H:%M:%f', '{(await district.client.now()).isoformat()}')"
    (row, kind, due_at) = district.read(
        f"SELECT id, kind, {now} || '000+00:00' FROM timers WHERE {spot.rows} ORDER BY random()"
    )
    worse = spot.worse(kind if spot.column == "kind" else due_at, district.chance)
    district.weather += f" {worse!r}"
    kind, due_at = (worse, due_at) if spot.column == "kind" else (kind, worse)
    district.write(
        "INSERT INTO timers (due_at, kind, subject, state, case_id, dedupe) "
        "SELECT ?, ?, subject, state, case_id, 'damaged:' || hex(randomblob(8)) FROM timers WHERE id = ?",
        *(due_at, kind, row),
    )
    await letters.everywhere()
    await district.complains(spot.complaint, since)
    await letters.arrive()


async def dialogue(district: District, letters: Letters) -> None:
    """A report that is being written cannot be read any more: its author is told, and writes it anew."""
    pair = district.chance.choice(district.pairs)
    report = await pair.fills_in()
    since = len(district.process.log)
    (row, answers) = district.read("SELECT id, answers FROM drafts WHERE chat = ?", report.author.chat)
    worse = DIALOGUE.worse(answers, district.chance)
    district.weather += f" {worse!r}"
    district.write("UPDATE drafts SET answers = ? WHERE id = ?", worse, row)
    await report.author.taps(report.last)
    await district.complains(DIALOGUE.complaint, since)
    district.check(not await report.new_codes(), "nothing is made of a damaged dialogue")
    await pair.reports()
    await letters.everywhere()


async def update(district: District, letters: Letters) -> None:
    """Updates that an earlier life accepted cannot be read any more: set aside, and the others are done."""
    ready = [await letters.prepares(pair) for pair in district.pairs]
    since = len(district.process.log)
    await district.process.stop()
    damaged = district.chance.sample(NO_JSON, 3)
    for payload in damaged:
        district.write(
            "INSERT INTO inbox (update_id, kind, state, payload, received_at) "
            "SELECT min(update_id) - 1, 'message', 'waiting', ?, '' FROM inbox WHERE update_id > 0",
            payload,
        )
    for letter in ready:
        await letters.posts(letter)
    await district.process.start()
    await district.settle()
    aside = district.process.log[since:].count("set aside as")
    district.check(aside == len(damaged), "damaged updates are set aside and reported", f"{aside} {damaged}")
    await letters.everywhere()


KINDS: tuple[tuple[str, Callable[[District, Letters], Awaitable[None]]], ...] = (
    *(
        (f"damaged {spot}", partial(message if spot.table == "outbox" else timer, spot=spot))
        for spot in SPOTS
    ),
    ("damaged dialogue", dialogue),
    ("damaged update", update),
)
