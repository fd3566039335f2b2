"""How people ask for a contact: places, topics and question words in a typed query.

Which words mean which topic is data (`domain/data/contact_words.csv`): one or two words, the topics
that they may mean with the likeliest first, and whether a name in the directory stands before that.
Words that only make a question of it are in `domain/data/question_words.txt`.
"""

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipalities, municipality_named, plain
from domain.model.routing import Topic

LONGEST_QUERY = 120
MOST_WORDS = 12
_DISTRICT = ("minden", "luebbecke")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a query asks for: a place, topics (the likeliest first), and words that must be found as names."""

    place: MunicipalityId | None = None
    topics: tuple[Topic, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return self.place is None and not self.topics and not self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    words: frozenset[str]
    topics: tuple[Topic, ...]
    fallback: bool


def words_of(text: str) -> tuple[str, ...]:
    """The words of a query or an index entry: small letters, umlauts written out, without signs."""
    return tuple(_WORD.findall(plain(text)))


def spoken(query: str) -> tuple[str, ...]:
    """The words of a query that carry meaning, each once, without the question around them."""
    words = words_of(query[:LONGEST_QUERY])
    return tuple(dict.fromkeys(word for word in words if word not in _question_words()))[:MOST_WORDS]


def understand(words: Iterable[str], known_names: Collection[str] = ()) -> Asked:
    """Tell places and topics from names. `known_names`: words that stand in the directory as such."""
    place, rest = _take_place(tuple(words))
    topics: list[Topic] = []
    for meaning in _meanings():
        present = meaning.words <= set(rest)
        if present and not (meaning.fallback and meaning.words <= set(known_names)):
            topics += meaning.topics
            rest = tuple(word for word in rest if word not in meaning.words)
    # Words of payment only sharpen "Mietschulden"; alone they name nobody.
    names = tuple(word for word in rest if word in known_names or word not in _sharpening())
    return Asked(place=place, topics=tuple(dict.fromkeys(topics)), names=names)


def _take_place(words: tuple[str, ...]) -> tuple[MunicipalityId | None, tuple[str, ...]]:
    """The whole district's name, "Minden-Lübbecke", is no place of its own."""
    for start, pair in enumerate(pairwise(words)):
        if pair == _DISTRICT:
            return None, words[:start] + words[start + 2 :]
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            found = municipality_named(" ".join(words[start : start + length]))
            if found is not None:
                return found.id, words[:start] + words[start + length :]
    return None, words


@cache
def spellings() -> frozenset[str]:
    """Every single word by which a place or a topic is known; typing errors are corrected towards them."""
    places = {word for place in municipalities() for word in words_of(place.name)}
    topics = {word for meaning in _meanings() for word in meaning.words}
    return frozenset(places | topics | {"oeynhausen", "porta", "oldendorf"})


def topic_named(text: str) -> Topic | None:
    """The topic that a directory file calls so: its own word, with or without umlauts."""
    word = "".join(words_of(text))
    return Topic.ENERGIE if word == "energieschulden" else {topic.value: topic for topic in Topic}.get(word)


@cache
def _question_words() -> frozenset[str]:
    return frozenset(files("domain").joinpath("data/question_words.txt").read_text(encoding="utf-8").split())


@cache
def _meanings() -> tuple[_Meaning, ...]:
    """Two words stand before one, because they say more."""
    source = files("domain").joinpath("data/contact_words.csv").read_text(encoding="utf-8")
    found = [
        _Meaning(
            words=frozenset(row["words"].split()),
            topics=tuple(Topic(value) for value in row["topics"].split()),
            fallback=row["fallback"] == "yes",
        )
        for row in csv.DictReader(source.splitlines())
    ]
    return tuple(sorted(found, key=lambda each: -len(each.words)))


@cache
def _sharpening() -> frozenset[str]:
    alone = {word for meaning in _meanings() if len(meaning.words) == 1 for word in meaning.words}
    pairs = {word for meaning in _meanings() if len(meaning.words) == 2 for word in meaning.words}
    return frozenset(pairs - alone)
