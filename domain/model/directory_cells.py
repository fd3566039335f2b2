"""The cells of a directory file: columns, and what one line says about partner, person and responsibility."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import NoReturn

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.model.contact_words import topic_named
from domain.model.dates import read_date
from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipalities, municipality_named, plain
from domain.model.routing import Topic
from domain.model.stage import PartnerKind

MOST_LINES = 5_000
MOST_ENTRIES = 20_000
LONGEST_CELL = 300


class Column(StrEnum):
    """The columns, in the order of the template."""

    PARTNER = "Partner"
    KIND = "Art"
    AREA = "Gemeinde"
    TOPIC = "Thema"
    NAME = "Name"
    FUNCTION = "Funktion"
    PHONE = "Telefon"
    HOURS = "Sprechzeiten"
    DEPUTY = "Vertretung"
    MAIN_CONTACT = "Hauptkontakt"
    IMPORTANT = "Was uns wichtig ist"
    MINIMAL = "Nur Mindestangaben"
    FREE_TEXT = "Freitext erlaubt"
    CONFIRMED = "Bestätigt am"


MANDATORY = (Column.PARTNER, Column.NAME)

KINDS = {
    "wohnungsunternehmen": PartnerKind.LANDLORD,
    "vermieter": PartnerKind.LANDLORD,
    "traeger": PartnerKind.PROVIDER,
    "behoerde": PartnerKind.AUTHORITY,
}
_WHOLE_AREA = frozenset({"ganzer kreis", "kreis", "kreisweit", "alle", "alle gemeinden"})
_EVERY_TOPIC = frozenset({"alle", "alle themen"})
_YES, _NO = frozenset({"ja", "j", "x", "wahr", "true"}), frozenset({"nein", "n", "falsch", "false"})
_PHONE = re.compile(r"(\+[1-9]|\(?0)[\d /()-]{4,28}\d")  # spreadsheets like to drop the leading zero
_LISTED = re.compile(r"[,;\n]")


class FaultKind(StrEnum):
    """What can be wrong with a line."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_TOPIC = "unknown_topic"
    NO_TOPIC = "no_topic"
    UNKNOWN_DEPUTY = "unknown_deputy"
    AMBIGUOUS_DEPUTY = "ambiguous_deputy"
    OWN_DEPUTY = "own_deputy"
    PHONE = "phone"
    DATE = "date"
    FUTURE = "future"
    YES_OR_NO = "yes_or_no"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    TIE = "tie"
    TWO_MAIN_CONTACTS = "two_main_contacts"
    TOPIC_MISSING = "topic_missing"
    NO_SUCCESSOR = "no_successor"
    KIND_HAS_CASES = "kind_has_cases"
    KIND_HAS_GROUP = "kind_has_group"
    NEEDS_LETTER = "needs_letter"
    PARTNER_LEFT = "partner_left"
    PERSONAL = "personal"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file by its number there; every cell is stripped text, "" where it is empty."""

    number: int
    cells: Mapping[Column, str]

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where something is wrong, and what; `words` stand there, `hint` is what may be meant.

    For a mandatory topic `words` is the partner, for a tie `hint` is the other line.
    """

    kind: FaultKind
    line: int | None = None
    column: Column | None = None
    words: str = ""
    hint: str = ""


class WrongLine(Exception):
    """Raised where a line cannot be read any further."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def faults_in(line: Line, today: date) -> tuple[Fault, ...]:
    """Every cell of the line that cannot be read, not only the first; in a list every word."""
    unfit = [fault for column in Column if (fault := cell_fault(line, column)) is not None]
    columns = {fault.column for fault in unfit}
    readings = [one for column, one in _readings(line, today) if column not in columns]
    return (*unfit, *(fault for one in readings if (fault := _fault(one)) is not None))


def cell_fault(line: Line, column: Column) -> Fault | None:
    """A mandatory cell that is empty, one that is too long, or one that is a formula."""
    words = line[column]
    risky = "=@" if column is Column.PHONE else "=@+-"
    if not words and column in MANDATORY:
        kind = FaultKind.EMPTY
    elif len(words) > LONGEST_CELL:
        kind = FaultKind.TOO_LONG
    elif words.startswith(tuple(risky)):
        kind = FaultKind.FORMULA
    else:
        return None
    return Fault(kind=kind, line=line.number, column=column)


def _readings(line: Line, today: date) -> Iterator[tuple[Column, Callable[[], object]]]:
    yield Column.KIND, partial(kind_of, line)
    yield Column.PHONE, partial(phone_of, line)
    for column in (Column.MINIMAL, Column.FREE_TEXT, Column.MAIN_CONTACT):
        yield column, partial(yes_or_no, line, column)
    yield Column.CONFIRMED, partial(day_of, line, today)
    for words in _list(line[Column.AREA]):
        yield Column.AREA, partial(_area, line, words)
    for words in _list(line[Column.TOPIC]):
        yield Column.TOPIC, partial(_topic, line, words)
    if not line[Column.TOPIC]:
        yield Column.TOPIC, partial(areas_and_topics, line)


def _fault(reading: Callable[[], object]) -> Fault | None:
    try:
        reading()
    except WrongLine as error:
        return error.fault
    return None


def kind_of(line: Line) -> PartnerKind | None:
    words = line[Column.KIND]
    if not words:
        return None
    kind = KINDS.get(plain(words))
    if kind is None:
        hint = like(words, ("Wohnungsunternehmen", "Träger", "Behörde"))
        wrong(FaultKind.UNKNOWN_KIND, line, Column.KIND, words, hint)
    return kind


def is_phone(words: str) -> bool:
    """Whether this is a telephone number with its area code."""
    return _PHONE.fullmatch(words) is not None


def phone_of(line: Line) -> str | None:
    words = line[Column.PHONE]
    if words and not is_phone(words):
        wrong(FaultKind.PHONE, line, Column.PHONE, words)
    return words or None


def yes_or_no(line: Line, column: Column) -> bool | None:
    words = plain(line[column])
    if not words:
        return None
    if words not in _YES | _NO:
        wrong(FaultKind.YES_OR_NO, line, column, line[column])
    return words in _YES


def day_of(line: Line, today: date) -> date | None:
    words = line[Column.CONFIRMED]
    if not words:
        return None
    day = read_date(words, today, "past")
    if day is None:
        wrong(FaultKind.DATE, line, Column.CONFIRMED, words)
    if day > today:
        wrong(FaultKind.FUTURE, line, Column.CONFIRMED, words)
    return day


def areas_and_topics(line: Line) -> list[tuple[MunicipalityId | None, Topic | None]]:
    """Every place with every topic of the line. A line without a topic only tells of a person."""
    if not line[Column.TOPIC]:
        if line[Column.AREA]:
            wrong(FaultKind.NO_TOPIC, line, Column.TOPIC)
        return []
    areas = [_area(line, words) for words in _list(line[Column.AREA])] or [None]
    topics = [_topic(line, words) for words in _list(line[Column.TOPIC])]
    return [(area, topic) for area in areas for topic in topics]


def _list(words: str) -> list[str]:
    return [one.strip() for one in _LISTED.split(words) if one.strip()]


def _area(line: Line, words: str) -> MunicipalityId | None:
    if plain(words) in _WHOLE_AREA:
        return None
    found = municipality_named(words)
    if found is None:
        hint = like(words, [each.name for each in municipalities()])
        wrong(FaultKind.UNKNOWN_PLACE, line, Column.AREA, words, hint)
    return found.id


def _topic(line: Line, words: str) -> Topic | None:
    if plain(words) in _EVERY_TOPIC:
        return None
    topic = topic_named(words)
    if topic is None:
        wrong(FaultKind.UNKNOWN_TOPIC, line, Column.TOPIC, words, like(words, [each.value for each in Topic]))
    return topic


def like(words: str, choices: Sequence[str]) -> str:
    """What was probably meant, "" when nothing resembles it."""
    by_plain = {plain(choice): choice for choice in choices}
    best = process.extractOne(
        plain(words), list(by_plain), scorer=OSA.distance, score_cutoff=max(2, len(words) // 3)
    )
    return "" if best is None else by_plain[best[0]]


def wrong(kind: FaultKind, line: Line, column: Column, words: str = "", hint: str = "") -> NoReturn:
    raise WrongLine(Fault(kind=kind, line=line.number, column=column, words=words, hint=hint))
