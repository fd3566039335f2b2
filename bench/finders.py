"""The two rivals of the contact search: rapidfuzz over every line, and FTS5 by beginnings."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rapidfuzz import fuzz, process

from bench.town_of_names import Entry
from domain.model.contact_words import words_of
from domain.model.municipalities import municipality

MOST = 5
LOOK_AT = 60


def lines(entries: Iterable[Entry]) -> dict[int, str]:
    """By entry: name, place and topic, in small letters with umlauts written out."""
    texts = ((one, f"{one.name} {municipality(one.place).name} {one.topic}") for one in entries)
    return {one.responsibility: " ".join(words_of(text)) for one, text in texts}


def people(entries: Iterable[int], holders: Mapping[int, int]) -> list[int]:
    """The first five different people of these entries."""
    return list(dict.fromkeys(holders[one] for one in entries))[:MOST]


class Fuzzy:
    """rapidfuzz as its documentation says: the query against every choice."""

    title: ClassVar = "rapidfuzz alone"

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.choices = lines(entries)
        self.holders = {one.responsibility: one.person for one in entries}

    def find(self, query: str) -> Sequence[int]:
        asked = " ".join(words_of(query))
        found = process.extract(asked, self.choices, scorer=fuzz.token_sort_ratio, limit=LOOK_AT)
        return people((entry for _, _, entry in found), self.holders)


class FullText:
    """FTS5 with the same tokenizer and prefix indexes, ordered by its own rank."""

    title: ClassVar = "FTS5 alone"

    def __init__(self, connection: sqlite3.Connection, entries: Sequence[Entry]) -> None:
        self.connection = connection
        self.holders = {one.responsibility: one.person for one in entries}
        connection.execute(
            "CREATE VIRTUAL TABLE lines USING fts5 (words, content = '', "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4')"
        )
        connection.executemany("INSERT INTO lines (rowid, words) VALUES (?, ?)", lines(entries).items())

    def find(self, query: str) -> Sequence[int]:
        words = " AND ".join(f'"{word}"*' for word in words_of(query))
        rows = self.connection.execute(
            f"SELECT rowid FROM lines WHERE lines MATCH ? ORDER BY rank LIMIT {LOOK_AT}", (words,)
        )
        return people((row[0] for row in rows), self.holders)
