"""Stops personal data of tenants before it is relayed: names, places, numbers, sensitive words.

Source: the practice paper, P4. It errs on the side of stopping; what it lets through is still
shown to the writer before it leaves (P3). Nothing of the text is kept, only the kind of hit.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.model.addresses import has_postcode, names_an_address
from domain.model.dates import LONG_AGO_YEARS
from domain.model.months import add_months
from domain.model.person_names import cues, fold, names_a_person


class HitKind(StrEnum):
    """What a text seems to contain."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    BIRTH_DATE = "birth_date"
    COURT_FILE = "court_file"
    AMOUNT = "amount"
    SENSITIVE = "sensitive"
    LINK = "link"
    MENTION = "mention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Why a text is stopped; the text itself is not part of it."""

    kind: HitKind


LONGEST_TEXT: Final = 5000
"""Characters; Telegram sends 4096 at most."""

CHILD_YEARS: Final = LONG_AGO_YEARS
"""A full date at least this many years ago is taken for a date of birth (the practice paper, P4)."""


def inspect(text: str, *, today: date, members: Collection[str] = frozenset()) -> Hit | None:
    """The first kind of personal data found in `text`, or None.

    `members` are the full names of registered professionals, which may be written, and their
    @names. Raises ValueError for more than `LONGEST_TEXT` characters: they are refused unread.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError("too long to be inspected")
    written = _normalised(text)
    undated = _DATES.sub(" ~ ", written)
    numbers = _digits(undated)
    checks: tuple[tuple[HitKind, Callable[[], bool]], ...] = (
        (HitKind.EMAIL, lambda: _EMAIL.search(written) is not None),
        (HitKind.LINK, lambda: _LINK.search(written) is not None),
        (HitKind.MENTION, lambda: _mentions_others(written, members)),
        (HitKind.IBAN, lambda: _IBAN.search(numbers) is not None),
        (HitKind.BIRTH_DATE, lambda: _is_birth_date(written, today)),
        (HitKind.COURT_FILE, lambda: bool(_FILE.search(written) or _FILE_NUMBER.search(undated))),
        (HitKind.AMOUNT, lambda: _AMOUNT.search(numbers) is not None),
        (HitKind.ADDRESS, lambda: names_an_address(numbers)),
        (
            HitKind.PHONE,
            lambda: bool(_SPELLED_NUMBER.search(written) or _PHONE.search(_SPANS.sub(" ~ ", numbers))),
        ),
        (HitKind.ADDRESS, lambda: has_postcode(numbers)),
        (HitKind.SENSITIVE, lambda: _is_sensitive(written)),
        (HitKind.NAME, lambda: names_a_person(written, members)),
    )
    return next((Hit(kind=kind) for kind, holds in checks if holds()), None)


def _normalised(text: str) -> str:
    """NFKC, without invisible characters, with one sort of dash; case and line breaks are kept."""
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(each for each in composed if unicodedata.category(each) not in ("Cf", "Mn"))
    return re.sub(r"[‐-―−]", "-", visible)


_DIGIT_WORDS: Final = {
    "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4",
    "fünf": "5", "fuenf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
}  # fmt: skip
_DIGIT_WORD: Final = re.compile(rf"\b(?:{'|'.join(_DIGIT_WORDS)})\b", re.IGNORECASE)


_SPELLED_NUMBER: Final = re.compile(rf"(?:{_DIGIT_WORD.pattern}[\s,;-]{{1,3}}){{5}}", re.IGNORECASE)


def _digits(text: str) -> str:
    """Digits for spelled ones, and for an O in front of or between digits."""
    figures = _DIGIT_WORD.sub(lambda match: _DIGIT_WORDS[match[0].casefold()], text)
    return re.sub(r"(?<![^\W\d_])[oO](?=[\s/-]?\d)", "0", figures)


_MONTH: Final = r"(?:jan|feb|m(?:ä|ae)?rz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]{0,6}\.?"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DATES: Final = re.compile(
    rf"(?<!\d)(?<!\d[./])(?:{_DAY}\.\s?[/-]\s?)?{_DAY}\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:19|20)?\d{{2}}(?![\d:]))?(?!\d)"
    rf"|(?<![\d./]){_DAY}\.\s?{_MONTH}(?:\s?(?:19|20)\d{{2}})?(?!\d)"
    rf"|(?<![\d./-]){_DAY}[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d{{2}}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?!\d)"
    r"|(?<![\d/])\d{1,2}\s?/\s?20\d{2}(?![\d/])"
    r"|(?<!\d)20\d{2}\s?[/-]\s?(?:20)?\d{2}(?!\d)",
    re.IGNORECASE,
)
_HOUR: Final = r"(?:[01]?\d|2[0-4])"
_SPANS: Final = re.compile(
    rf"(?<!\d){_HOUR}:[0-5]\d(?!\d)|(?<!\d){_HOUR}(?:\.[0-5]\d)?\s?-\s?{_HOUR}(?:\.[0-5]\d)?\s?(?:uhr|h)\b"
    rf"|\b(?:mo|di|mi|do|fr|sa|so|von)\.?\s{_HOUR}\s?-\s?{_HOUR}(?!\d)"
    r"|§{1,2}\s?\d{1,4}(?:\s\d{1,4}){0,2}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"\d(?:[ /().-]{0,3}\d){5}|\b(?:tel|telefon|handy|mobil|ruf)(?:nummer|nr)?\W{1,3}\d{4}", re.IGNORECASE
)
_EMAIL: Final = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}\s?(?:\.|\(dot\)|\(punkt\))\s?[a-z]{2}"
    r"|\w\sat\s[\w-]{1,63}(?:\.|\s(?:punkt|dot)\s)(?:de|com|net|org)\b",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"https?:|\bwww\.|\bt\.me\b|\btg:|(?<![@\w])[\w-]{2,63}\.(?:de|com|net|org|info|eu|io|app|link|ru|tr|pl)\b"
    r"|(?<!\w)[\w-]{2,63}\.[a-z]{2,6}/\w"
)
_MENTION: Final = re.compile(r"@\w{2,32}")
_IBAN: Final = re.compile(
    r"\b[a-z]{2}\s?\d{2}(?:[ -]?[a-z0-9]){2}(?:[ -]?\d){9}|\biban\W{0,3}\d{4}", re.IGNORECASE
)
_FILE: Final = re.compile(
    r"\b\d{1,4}\s?[a-z]{1,4}\s?(?:[ivx]{1,5}\s)?\d{1,6}\s?/\s?\d{2}(?:\d{2})?(?!\d)"
    r"|\b(?:m|as|so|c|s|t|k|l|f|dr|ar|js|ds|cs|owi|xiv|xvii)\s?(?:ii\s)?\d{1,6}\s?/\s?\d{2}(?:\d{2})?(?!\d)"
    r"|\b\d{3,}\s?/{0,2}\s?bg\s?/{0,2}\s?\d|\bbg\s?\d{4}",
    re.IGNORECASE,
)
_FILE_NUMBER: Final = re.compile(
    r"\b(?:aktenzeichen|az|gesch(?:ä|ae)ftszeichen|bg|kunden|mieter|vertrags?|mandats?|versicherungs|steuer|ausweis"
    r"|personal|debitoren)[- ]?(?:nr|nummer|id|zeichen)?\b[.:\s]{0,3}(?:lautet|ist)?\s?[a-z0-9/.-]{0,8}\d{3}",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"\d\s?(?:tsd\.?\s?|tausend\s?|k\s?|,-+\s?)?(?:€|eur\b|euro|teuro)|(?:€|\beur\b|\beuro\b)\s?\d|\d,--?(?!\d)"
    r"|(?:hundert|tausend|zig|zehn|elf|zwölf|zwoelf)\w*\s(?:€|eur\b|euro)",
    re.IGNORECASE,
)


def _mentions_others(text: str, members: Collection[str]) -> bool:
    known = {member.casefold() for member in members if member.startswith("@")}
    return any(match[0].casefold() not in known for match in _MENTION.finditer(text))


_BORN: Final = re.compile(
    r"\b(?:geb\.?|geboren\w*|geburtsdatum|geburtstag|geburtsjahr|jahrgang)[^\d\n]{0,20}\d"
    r"|\b(?:19|20)\d{2}\sgeboren"
    r"|(?<!\w)\*\s?\d{1,2}\.",
    re.IGNORECASE,
)
_FULL_DATE: Final = re.compile(
    r"(?<!\d)(\d{1,2})[./-]\s?(\d{1,2})[./-](\s?\d{4}|\d{2})(?![\d:]|\s?uhr)", re.IGNORECASE
)
_ISO_DATE: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED_DATE: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}\.?\s?{_MONTH}\s?(\d{{4}}|[3-9]\d)(?![\d:]|\s?uhr)", re.IGNORECASE
)


def _is_birth_date(text: str, today: date) -> bool:
    """A full date long ago, or any date after "geboren"; of a year alone in words only the year counts."""
    if _BORN.search(text):
        return True
    limit = add_months(today, -12 * CHILD_YEARS)
    numeric = [(match[3], match[2], match[1]) for match in _FULL_DATE.finditer(text)]
    numeric += [(match[1], match[2], match[3]) for match in _ISO_DATE.finditer(text)]
    if any(_long_ago(int(year), int(month), int(day), limit) for year, month, day in numeric):
        return True
    years = (int(match[1]) for match in _NAMED_DATE.finditer(text))
    return any(year < 100 or 1900 <= year <= limit.year for year in years)


def _long_ago(year: int, month: int, day: int, limit: date) -> bool:
    if year < 100:  # two digits that this century has not reached yet belong to the last one
        year += 2000 if 2000 + year <= limit.year + CHILD_YEARS + 5 else 1900
    try:
        return year >= 1900 and date(year, month, day) <= limit
    except ValueError:
        return False


_ADDICTION: Final = re.compile(
    r"\bSucht\b(?!\s+(?:nach\s|noch\s|eine|ab\s|seit\s|dringend|derzeit|weiter|neue|aktuell|gerade|jetzt"
    r"|Wohnung|Arbeit|Zimmer|Hilfe|Kontakt|Rat\b))"
)
_IS_ADDICTED: Final = re.compile(r"\b(?:eine|seine|seiner|ihre|ihrer|wegen|mit)\ssucht\b")
_HARMLESS: Final = re.compile(
    r"psychosozial\w*|krankheitsvertretung\w*|h(?:ö|oe)here(?:r|n)?\sgewalt\b|gewaltig\w*", re.IGNORECASE
)


def _is_sensitive(text: str) -> bool:
    """Words of Art. 9 and 10 GDPR; "sucht" is a verb unless it is written or used as a noun."""
    if _ADDICTION.search(text) or _IS_ADDICTED.search(text):
        return True
    plain = fold(_HARMLESS.sub(" ", text))
    if any(part in plain for part in cues("sensitive_parts")):
        return True
    return not cues("sensitive_words").isdisjoint(re.findall(r"[^\W\d_]+", plain))
