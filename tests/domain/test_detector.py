"""The detector: every canary stopped under its name, harmless notes let through, no text too hard for it."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.case_code import memory_words
from domain.model.detector import LONGEST_TEXT, Hit, HitKind, inspect
from domain.model.municipalities import municipalities
from drills.canaries import CANARIES

TODAY = date(2026, 11, 23)
MEMBERS = frozenset({"Sabine Krüger", "Thomas Weber", "Dr. Claudia Hagemann", "@fachstelle_nord"})
NOTES = (Path(__file__).parent / "harmless_notes.txt").read_text(encoding="utf-8").splitlines()


def kind(text: str) -> str | None:
    hit = inspect(text, today=TODAY, members=MEMBERS)
    return None if hit is None else hit.kind.value


def test_there_are_enough_examples_of_every_kind() -> None:
    assert len(CANARIES) >= 60
    assert {name for _, name in CANARIES} == set(HitKind)
    assert len(set(NOTES)) == len(NOTES) >= 200


@pytest.mark.parametrize(("text", "name"), CANARIES)
def test_a_canary_is_stopped_under_its_name(text: str, name: str) -> None:
    assert kind(text) == name


@pytest.mark.parametrize(("text", "name"), CANARIES)
def test_a_canary_is_stopped_inside_a_note(text: str, name: str) -> None:
    assert kind(f"Guten Morgen,\n{text}\nBitte bis 15.12. antworten, danke.") is not None
    assert inspect(f"Zur Sache: {text}", today=TODAY) is not None


def test_fewer_than_two_in_a_hundred_harmless_notes_are_stopped() -> None:
    stopped = {note: found for note in NOTES if (found := kind(note)) is not None}
    assert stopped == {}


def test_the_places_and_words_of_the_network_pass() -> None:
    for place in municipalities():
        for name in (place.name, place.short_name, place.name.upper()):
            assert kind(f"{name}") is None
            assert kind(f"Fachstelle {name} hat 3 Fälle, Termin in {name} 10 Uhr") is None
    for word in memory_words():
        assert kind(f"MI-7KQ4, Kennwort {word}, bitte") is None


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("Frau Krüger ruft an", False),
        ("Herr Weber und Frau Dr. Hagemann sind da", False),
        ("Sabine Krüger und T. Weber", False),
        ("Frau Sabine Krüger", False),
        ("Krüger, Sabine", False),
        ("Krügers Vertretung", False),
        ("@fachstelle_nord weiß Bescheid", False),
        ("Klaus Krüger ruft an", True),
        ("Frau Klaudia Hagemann", True),
        ("Frau Schlunzberg ruft an", True),
        ("@fachstelle_west", True),
    ],
)
def test_only_registered_names_pass(text: str, stopped: bool) -> None:
    assert (kind(text) is not None) is stopped
    assert inspect(text, today=TODAY) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("23.11.2012", "birth_date"),  # fourteen years ago today
        ("24.11.2012", None),
        ("23.11.12", "birth_date"),
        ("24.11.12", None),
        ("23.11.1912", "birth_date"),
        ("5.5.55", "birth_date"),
        ("31.12.27", None),
        ("31.2.1984", None),  # no such day
        ("3. März 2026", None),
        ("3. März 1984", "birth_date"),
        ("am 24.11. 10 Uhr", None),
        ("am 24.11.10 Uhr", None),
        ("geboren wird das Kind im Mai", None),
    ],
)
def test_dates_of_birth_are_told_from_other_dates(text: str, name: str | None) -> None:
    assert kind(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sucht eine Wohnung", None),
        ("Die Familie sucht dringend", None),
        ("eine Sucht", "sensitive"),
        ("wegen sucht in Behandlung", "sensitive"),
        ("dauerhaft, wohnhaft, Haftung", None),
        ("Haft", "sensitive"),
        ("höhere Gewalt", None),
        ("Gewalt", "sensitive"),
        ("psychosoziale Betreuung", None),
        ("Drogerie", None),
    ],
)
def test_sensitive_words_are_told_from_ordinary_ones(text: str, name: str | None) -> None:
    assert kind(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Lindenstraße 12",
        "LINDENSTRASSE 12",
        "Linden-Straße 12",
        "Lindenstr.12a",
        "Straße des Friedens 4",
        "An der Bastau 5",
        "D-32423 Minden",
        "EG rechts, Nr. 12",
        "Anschrift: Gartenstraße, Hille",
    ],
)
def test_addresses_in_other_spellings(text: str) -> None:
    assert kind(text) == "address"


@pytest.mark.parametrize(
    "text",
    [
        "frau schlunzberg kommt",
        "herr trottenberg",
        "hr müller",
        "FRAU MÜLLER",
        "klara wolf",
        "Frau Fatma Termin",
    ],
)
def test_names_in_hasty_spellings(text: str) -> None:
    assert kind(text) == "name"


def test_too_long_a_text_is_refused_unread() -> None:
    assert inspect("so gut " * (LONGEST_TEXT // 7), today=TODAY) is None
    with pytest.raises(ValueError, match="too long"):
        inspect("a" * (LONGEST_TEXT + 1), today=TODAY)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "1 ",
        "a.",
        "@",
        "Frau ",
        "a-",
        "12.",
        "1/",
        "Frau Dr. von ",
        "12 C ",
        "é",
        "\u0301",
        "ﷺ",
        "straße ",
        "A.",
        "nr 1 ",
        "eins ",
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
    started = time.thread_time()
    inspect(text, today=TODAY, members=MEMBERS)
    assert time.thread_time() - started < 2, "bounded work, whatever is typed"


@given(st.text(max_size=400))
def test_any_text_is_inspected(text: str) -> None:
    hit = inspect(text, today=TODAY, members=MEMBERS)
    assert hit is None or hit.kind in HitKind


def test_a_hit_keeps_nothing_of_the_text() -> None:
    assert Hit.__slots__ == ("kind",)
