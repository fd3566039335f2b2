"""Contact search: full text by prefix, then each unknown word corrected against the vocabulary."""

import sqlite3
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.model.contact_words import Asked, spellings, spoken, understand, words_of
from domain.model.ids import MunicipalityId, PersonId, ResponsibilityId
from domain.model.municipalities import municipality
from domain.ports import Findings, Found

WHOLE_AREA = "kreisweit"
EVERY_TOPIC = "alletopics"
LOOK_AT = 60
SHORTEST_CORRECTED = 3

_ENTRIES = """
SELECT r.id, r.municipality, r.topic, t.name, p.name, p.function
FROM responsibilities r JOIN people p ON p.id = r.holder JOIN partners t ON t.id = r.partner
WHERE r.ended_on IS NULL AND t.active
UNION ALL
SELECT -t.id, NULL, NULL, t.name, p.name, p.function
FROM partners t JOIN people p ON p.id = t.main_contact WHERE t.active
"""


class ContactSearch:
    """The index holds one line a responsibility under its id; main contacts under negative ids."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rebuild(self) -> None:
        """Read the directory anew, in the transaction that changed it."""
        self.connection.execute("INSERT INTO contact_search (contact_search) VALUES ('delete-all')")
        self.connection.execute("DELETE FROM contact_words")
        # In the order of the ids: FTS5 writes itself out at every id that is not above the last one.
        lines = sorted(
            (row[0], _line(row[0], row[1], row[2], row[3:])) for row in self.connection.execute(_ENTRIES)
        )
        self.connection.executemany("INSERT INTO contact_search (rowid, words) VALUES (?, ?)", lines)
        self.connection.execute("INSERT INTO contact_words SELECT term FROM contact_vocabulary")

    def find(self, query: str, limit: int = 5) -> Findings:
        """The best entries, one a person. The query is neither kept nor logged."""
        words = spoken(query)
        asked = understand(words, self._known(words))
        if hits := self._ask(asked, limit):
            return _findings(asked, asked, hits, whole=True)
        meant = tuple(self._corrected(words))
        asked = understand(meant, self._known(meant))
        for one in _wider(asked):
            if hits := self._ask(one, limit):
                return _findings(asked, one, hits, whole=one is asked and len(meant) == len(words))
        return Findings(place=asked.place, topics=asked.topics)

    def _known(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(word for word in words if self._words("word = ?", word))

    def _words(self, condition: str, *values: str | int) -> list[str]:
        sql = f"SELECT word FROM contact_words WHERE {condition}"
        return [row[0] for row in self.connection.execute(sql, values)]

    def _ask(self, asked: Asked, limit: int) -> tuple[Found, ...]:
        if asked.nothing:
            return ()
        topics = [topic.value for topic in asked.topics]
        order = " ".join(f"WHEN ? THEN {place}" for place, _ in enumerate(topics))
        by_topic = f"CASE r.topic {order} ELSE 99 END, " if topics else ""
        by_place = "IS NULL" if asked.place is not None else "IS NOT NULL"
        by_words = "rank, " if asked.names else ""
        rows = self.connection.execute(
            "SELECT s.rowid, coalesce(r.holder, t.main_contact) FROM contact_search s "
            "LEFT JOIN responsibilities r ON r.id = s.rowid LEFT JOIN partners t ON t.id = -s.rowid "
            f"WHERE contact_search MATCH ? ORDER BY {by_topic}s.rowid < 0, r.municipality {by_place}, "
            f"{by_words}r.confirmed_on DESC, s.rowid LIMIT {LOOK_AT}",
            (_match(asked), *topics),
        )
        best: dict[PersonId, Found] = {}
        for place, (responsibility, holder) in enumerate(rows):
            best.setdefault(holder, Found(responsibility=ResponsibilityId(responsibility), rank=place))
        return tuple(best.values())[:limit]

    def _corrected(self, words: Iterable[str]) -> Iterator[str]:
        """Each word as it was probably meant; one that nothing resembles is left out."""
        for word in words:
            if word in spellings() or word.isdigit() or self._begins_a_word(word):
                yield word
            elif len(word) >= SHORTEST_CORRECTED and (meant := self._meant(word)):
                yield meant

    def _begins_a_word(self, word: str) -> bool:
        return bool(self._words("word >= ? AND word < ? LIMIT 1", word, word + "\U0010ffff"))

    def _meant(self, word: str) -> str | None:
        """First among the terms with the same initial, which are few; then among all."""
        slips = 1 if len(word) <= 4 else 2
        for terms in (
            self._words("word >= ? AND word < ?", word[0], chr(ord(word[0]) + 1)),
            self._words("1"),
        ):
            near = [term for term in (*spellings(), *terms) if abs(len(term) - len(word)) <= slips]
            best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
            if best is not None:
                return best[0]
        return None


def _findings(asked: Asked, answered: Asked, hits: tuple[Found, ...], *, whole: bool) -> Findings:
    named = bool(answered.names)
    return Findings(place=asked.place, topics=asked.topics, whole=whole, named=named, hits=hits)


def _line(identity: int, area: str | None, topic: str | None, names: Iterable[str]) -> str:
    """What one entry is found by. A main contact answers for no place and no topic."""
    if identity < 0:
        return " ".join(words_of(" ".join(names)))
    place = WHOLE_AREA if area is None else municipality(MunicipalityId(area)).name
    return " ".join(words_of(" ".join((place, topic or EVERY_TOPIC, *names))))


def _match(asked: Asked) -> str:
    """The words as an FTS5 expression: every name by its beginning, place and topic as they are stored."""
    parts = [f'"{name}"*' for name in asked.names]
    if asked.place is not None:
        phrase = " ".join(words_of(municipality(asked.place).name))
        parts.append(f'("{phrase}" OR {WHOLE_AREA})')
    if asked.topics:
        parts.append(f"({' OR '.join((*(topic.value for topic in asked.topics), EVERY_TOPIC))})")
    return " AND ".join(parts)


def _wider(asked: Asked) -> Iterator[Asked]:
    """What may be meant when the words do not meet in one entry."""
    yield asked
    if asked.names:
        yield Asked(place=asked.place, names=asked.names)
        yield Asked(names=asked.names)
        yield Asked(place=asked.place, topics=asked.topics)
