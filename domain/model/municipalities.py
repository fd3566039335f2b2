"""The eleven municipalities of the Kreis Minden-Lübbecke and the names that people give them.

Source: the official municipality keys (AGS) with names, kinds and postcodes, in
`domain/data/municipalities.csv`. Postcodes serve to find a place and are never asked in chat.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from domain.model.ids import MunicipalityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A town or municipality; `short_name` fits a button."""

    id: MunicipalityId
    name: str
    kind: str
    postcodes: tuple[str, ...]

    @property
    def short_name(self) -> str:
        """The name, with a long first word cut: "Pr. Oldendorf"."""
        return self.name.replace("Preußisch ", "Pr. ")


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All of them in the order of the German alphabet."""
    text = files("domain").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    rows = (
        Municipality(
            id=MunicipalityId(row["ags"]),
            name=row["name"],
            kind=row["type"],
            postcodes=tuple(row["postcodes"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    )
    return tuple(sorted(rows, key=lambda each: plain(each.name)))


def municipality(identity: MunicipalityId) -> Municipality:
    """The municipality with this key; KeyError for one outside the network's area."""
    return _by_id()[identity]


def municipality_named(name: str) -> Municipality | None:
    """The municipality called `name`, in full, in short, or by postcode; case and umlauts do not matter."""
    return _by_name().get(plain(name))


def plain(name: str) -> str:
    """`name` in small letters, umlauts written out, without dots, dashes and double spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_UMLAUTS)
    return " ".join(folded.replace(".", " ").replace("-", " ").split())


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SPOKEN = {"05770004": ("oeynhausen",), "05770032": ("porta",), "05770036": ("oldendorf",)}


@cache
def _by_id() -> dict[MunicipalityId, Municipality]:
    return {each.id: each for each in municipalities()}


@cache
def _by_name() -> dict[str, Municipality]:
    return {
        spelling: each
        for each in municipalities()
        for spelling in (plain(each.name), plain(each.short_name), *each.postcodes, *_SPOKEN.get(each.id, ()))
    }
