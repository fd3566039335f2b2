"""Whether a text names a person: salutations, first names and surnames as German notes write them.

The word lists are curated by hand: German, Turkish, Arabic, Polish, Russian and some other names,
without names that are also ordinary words, months or places of the area.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ı": "i", "ł": "l", "ø": "oe", "đ": "d"})


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def title_case(self) -> bool:
        return self.capitalised and not (len(self.text) > 1 and self.text.isupper())

    def among(self, names: Collection[str]) -> bool:
        """Whether the word, or the first part of a double name, is one of `names`."""
        return self.plain in names or self.plain.split("-", maxsplit=1)[0] in names


class _Members:
    """The registered names, which may be written."""

    def __init__(self, names: Collection[str]) -> None:
        parts = [[fold(word) for word in _WORD.findall(name)] for name in names]
        self._by_surname: dict[str, set[str]] = {}
        for *before, last in (each for each in parts if each):
            self._by_surname.setdefault(last, set()).update(before)

    def know(self, last: _Word, first: _Word | None = None) -> bool:
        """Whether somebody of this surname, and of this first name if there is one, is registered."""
        firsts = self._by_surname.get(last.plain) or self._by_surname.get(last.plain.removesuffix("s"))
        if firsts is None:
            return False
        return first is None or first.plain in firsts or any(each.startswith(first.plain) for each in firsts)


def names_a_person(text: str, members: Collection[str] = frozenset()) -> bool:
    """Whether `text`, composed by NFKC, names somebody who is not one of `members` (full names)."""
    if _SPELLED.search(text) or _FOREIGN.search(text):
        return True
    words = [_Word(match[0], fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    known = _Members(members)
    return any(
        rule(text, words, place, known)
        for place in range(len(words))
        for rule in (_salutation, _first_and_surname, _surname_and_first, _initial, _relation, _surname_alone)
    )


_SPELLED: Final = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-]){4,}[^\W\d_](?!\w)")
_FOREIGN: Final = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]{2}")


def _salutation(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """Frau, Herr, Familie … and a name, titles and particles between them."""
    word = words[place]
    if word.plain not in cues("salutations") and not (
        word.text in ("Fr", "fr") and _next(text, words, place, r"\.?\s+")
    ):
        return False
    following = place
    while (name := _next(text, words, following, r"\.?\s*")) is not None and name.plain in cues("titles"):
        following += 1
    if name is None or name.plain in _ordinary():
        return False
    second = _next(text, words, following + 1, r"\s+")
    if (
        name.among(_first_names())
        and second is not None
        and (second.capitalised or second.among(_surnames()))
    ):
        return second.plain in _ordinary() or not members.know(second, name)
    listed = name.capitalised or name.among(_surnames()) or name.among(_surnames_in_small_letters())
    return (listed or _is_unusual_after(word, name)) and not members.know(name)


def _is_unusual_after(salutation: _Word, word: _Word) -> bool:
    """Whether, all in small letters, the word is neither a usual one nor looks like a verb."""
    if salutation.capitalised or len(word.text) < 4 or word.plain in cues("small_followers"):
        return False
    return not word.plain.endswith(("t", "te", "en", "e"))


def _first_and_surname(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """Mehmet Yilmaz, mehmet yilmaz; a noun after a first name is no surname."""
    first, last = words[place], _next(text, words, place, r"\s+(?:[A-Z]\.\s*)?")
    if last is None or not first.among(_first_names()) or members.know(last, first):
        return False
    if last.among(_surnames()) or (last.capitalised and last.among(_surnames_also_words())):
        return True
    if not (first.title_case and last.title_case):
        return not last.capitalised and not first.capitalised and last.plain in _surnames_in_small_letters()
    return not _is_ordinary(last)


def _surname_and_first(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """Yilmaz, Mehmet."""
    last, first = words[place], _next(text, words, place, r",?\s+")
    if first is None or not first.among(_first_names()) or first.capitalised != last.capitalised:
        return False
    listed = last.among(_surnames()) or (last.capitalised and last.plain in _surnames_also_words())
    return listed and not members.know(last, first)


def _initial(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """M. Yilmaz."""
    first, last = words[place], _next(text, words, place, r"\.\s*")
    if len(first.text) != 1 or last is None or not last.capitalised:
        return False
    return _is_likely_surname(last) and not members.know(last, first)


def _relation(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """Mieter Yilmaz, Tochter Aylin, Name: Wischnewski."""
    word, name = words[place], _next(text, words, place, r"\s*:?\s+")
    if word.plain not in cues("relations") or name is None or members.know(name):
        return False
    if (
        name.among(_first_names())
        or name.among(_surnames())
        or (name.capitalised and _is_likely_surname(name))
    ):
        return not _is_ordinary(name)
    return word.plain in cues("naming") and name.title_case and not _is_ordinary(name)


def _surname_alone(text: str, words: Sequence[_Word], place: int, members: _Members) -> bool:
    """Yilmaz, Müllers: surnames that are nothing else; a double name when both halves are."""
    word = words[place]
    if not word.capitalised or members.know(word):
        return False
    halves = [half.removesuffix("s") if half not in _surnames() else half for half in word.plain.split("-")]
    return all(half in _surnames() or half.endswith(tuple(cues("surname_endings"))) for half in halves)


def _is_likely_surname(word: _Word) -> bool:
    """Whether a word that stands where a surname may stand is one."""
    if word.among(_surnames()) or word.among(_surnames_also_words()):
        return True
    return (
        len(word.text) > 5
        and word.plain.endswith(tuple(cues("likely_surname_endings")))
        and not _is_ordinary(word)
    )


def _next(text: str, words: Sequence[_Word], place: int, gap: str) -> _Word | None:
    """The following word if only `gap` lies between."""
    if place + 1 >= len(words):
        return None
    between = text[words[place].end : words[place + 1].start]
    return words[place + 1] if re.fullmatch(gap, between) else None


def _is_ordinary(word: _Word) -> bool:
    return word.plain in _ordinary() or word.plain.endswith(tuple(cues("noun_endings")))


def fold(word: str) -> str:
    """Small letters, umlauts written out, no other accents: Yılmaz and Yilmaz, Müller and Mueller are one."""
    written_out = word.casefold().translate(_UMLAUTS)
    return "".join(
        each for each in unicodedata.normalize("NFKD", written_out) if not unicodedata.combining(each)
    )


def _names(file: str) -> frozenset[str]:
    """The words of a list, with umlauts written out and, for names typed abroad, left out."""
    words = files("domain").joinpath(f"data/{file}.txt").read_text(encoding="utf-8").split()
    bare = (word.translate(str.maketrans("äöüÄÖÜ", "aouAOU")) for word in words)
    return frozenset(fold(word) for word in (*words, *bare))


@cache
def _first_names() -> frozenset[str]:
    return _names("first_names")


@cache
def _surnames() -> frozenset[str]:
    return _names("surnames")


@cache
def _surnames_also_words() -> frozenset[str]:
    return _names("surnames_also_words")


@cache
def _ordinary() -> frozenset[str]:
    return _names("ordinary_words")


@cache
def _surnames_in_small_letters() -> frozenset[str]:
    return _surnames_also_words() - cues("small_words")


@cache
def cues(section: str) -> frozenset[str]:
    """The words of one section of the list by which personal data is recognised."""
    sections = tomllib.loads(files("domain").joinpath("data/privacy_words.toml").read_text(encoding="utf-8"))
    return frozenset(sections[section].split())
