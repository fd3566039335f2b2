"""Whether a text says where somebody lives: street and number, postcode, floor and flat.

The endings of street names, and what only looks like one, stand in `domain/data/privacy_words.toml`.
"""

import re
from typing import Final

from domain.model.person_names import cues, fold

_NUMBER: Final = r"\s{0,2}(?:nr\.?\s?)?(\d{1,3})\s?[a-h]?(?![\w.:,]\d|\d|\.\s?\d|\w)(?:\s+([^\W\d_]+))?"
_STREET: Final = re.compile(rf"([^\W\d_][\w-]{{1,40}}?)(\.?),?{_NUMBER}", re.IGNORECASE)
_AT: Final = re.compile(
    r"\b(?:Am|Im|Zum|Zur|Beim|(?:Auf|An|In|Hinter|Unter|Vor|Bei) de[mnr])"
    rf"\s([^\W\d_a-zäöüß][\w-]{{1,40}})()\s{_NUMBER}"
)
_COUNTED: Final = {
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "dreizehn": 13,
    "vierzehn": 14,
    "fünfzehn": 15,
    "zwanzig": 20,
}
_COUNTED_WORD: Final = re.compile(rf"\b(?:{'|'.join(_COUNTED)})\b", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"(?<![\d/.,-])(?:d-)?\d(?:\s?\d){4}(?![\d/]|[.,-]\d)", re.IGNORECASE)
_LIVES: Final = re.compile(
    r"\b(?:wohn(?:t|haft|en)|anschrift|adresse)\b[^.!?\n]{0,30}?(\b[^\W\d_][\w-]{2,40}(?:straße|strasse|str\.|gasse|allee))",
    re.IGNORECASE,
)
_FLAT: Final = re.compile(
    r"\bhaus-?\s?n(?:umme)?r\.?\s?:?\s?\d|\bhnr\.?\s?\d|\bwhg\.?\s?(?:nr\.?\s?)?\d"
    r"|\bwohnung(?:s?nummer|s-?nr\.?|\snr\.?)\s?\d"
    r"|\bstra(?:ß|ss)e\s(?:de[sr]|am|zu[mr])\s\w{2,30}\s\d{1,3}\b"
    r"|\b(?:[ed]g|\d{1,2}\.?\s?(?:og|stock|etage|obergeschoss))\b[^.!?\n]{0,25}(?:haus|nr\.?)\s?\d"
    r"|(?:haus|nr\.?)\s?\d{1,3}\s?[a-h]?\b[^.!?\n]{0,25}\b\d{1,2}\.?\s?(?:og|stock|etage|obergeschoss)\b",
    re.IGNORECASE,
)


def names_an_address(text: str) -> bool:
    """Street and house number, flat and house number, or a street where somebody lives."""
    numbered = _COUNTED_WORD.sub(lambda match: str(_COUNTED[match[0].casefold()]), text)
    if _FLAT.search(numbered) or _LIVES.search(text):
        return True
    streets = (match for match in _STREET.finditer(numbered) if _is_street(fold(match[1])))
    places = (match for match in _AT.finditer(numbered) if _is_place(fold(match[1])))
    return any(_is_house_number(match) for match in (*streets, *places))


def has_postcode(text: str) -> bool:
    """Whether five digits stand together, or apart by single spaces."""
    return _POSTCODE.search(text) is not None


def _is_street(word: str) -> bool:
    last = word.rsplit("-", maxsplit=1)[-1]
    return last.endswith(tuple(cues("street_endings"))) and last not in cues("no_streets")


def _is_place(word: str) -> bool:
    return word not in cues("no_places") and not word.endswith(tuple(cues("noun_endings")))


def _is_house_number(match: re.Match[str]) -> bool:
    """Whether the number after a street counts nothing: no "3 Wochen", no "10 Uhr"."""
    return match[4] is None or fold(match[4]) not in cues("units")
